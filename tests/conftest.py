"""Guards and set-up that every test relies on."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from baseline.node import use_bundled_node

ROOT = Path(__file__).resolve().parent.parent

# jsii reads it when aws_cdk is first imported, which test modules do at their top.
os.environ.pop("JSII_NODE", None)
use_bundled_node()

# How long an example takes says how busy the machine is.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make golden` refreshes the golden templates with this."""
    parser.addoption(
        "--golden-update", action="store_true", help="rewrite tests/golden/ instead of comparing"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse the one layout mistake that breaks every import of aws-cdk-lib (ADR 1)."""
    for shadow in (ROOT / "constructs" / "__init__.py", ROOT / "tests" / "constructs"):
        if shadow.exists():
            raise pytest.UsageError(
                f"{shadow.relative_to(ROOT)} shadows the PyPI package 'constructs' that aws-cdk-lib imports: "
                "constructs/ is a source root, so put code into constructs/baseline_constructs/ "
                "and its tests into tests/baseline_constructs/."
            )
