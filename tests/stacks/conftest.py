"""The profiles in config/, each synthesised once a process."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from aws_cdk import App

from baseline.settings.load import load
from baseline.stacks.landing_zone import CONTEXT, build
from baseline.template.assembly import StackTemplate, read_assembly

ROOT = Path(__file__).resolve().parents[2]
PROFILES = sorted(file.stem for file in (ROOT / "config").glob("*.yaml"))


@cache
def synthesised(profile: str) -> list[StackTemplate]:
    """The stacks of a profile."""
    folder = Path(mkdtemp(prefix=f"{profile}-"))
    app = App(
        outdir=str(folder),
        context=dict(CONTEXT),
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,
    )
    build(app, load(ROOT / "config" / f"{profile}.yaml"))
    app.synth()
    return read_assembly(folder)


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    """The name of a profile in config/."""
    return str(request.param)


@pytest.fixture
def stacks(profile: str) -> list[StackTemplate]:
    """The stacks of a profile."""
    return synthesised(profile)


@pytest.fixture
def every_profile() -> dict[str, list[StackTemplate]]:
    """The stacks of all profiles, by the profile's name."""
    return {profile: synthesised(profile) for profile in PROFILES}


@pytest.fixture(scope="session")
def whitepaper() -> list[StackTemplate]:
    """The stacks of the profile that turns everything on."""
    return synthesised("whitepaper")
