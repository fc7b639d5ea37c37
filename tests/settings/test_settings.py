"""What loaded settings are like: secure by default, frozen, and aware of where they were written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from baseline.settings.load import load
from baseline.settings.model import Settings

ROOT = Path(__file__).resolve().parents[2]
PROFILES = sorted(path.stem for path in (ROOT / "config").glob("*.yaml"))

Accepted = Callable[[str], Settings]


def test_the_default_network_has_no_way_in_or_out(accepted: Accepted) -> None:
    network = accepted("").network
    assert not network.gateways.model_fields_set
    assert network.allow == ()
    assert [tier.routes for tier in network.subnets.values()] == [()]


def test_everything_that_is_absent_has_its_default(accepted: Accepted) -> None:
    settings = accepted("")
    assert (settings.account, settings.encryption.rotation_days, settings.trail.lock) == (
        None,
        365,
        "governance",
    )


def test_settings_cannot_be_changed(accepted: Accepted) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        accepted("").name = "other"  # type: ignore[misc]


def test_a_quoted_account_is_taken(accepted: Accepted) -> None:
    assert accepted('account: "012345678901"').account == "012345678901"


def test_a_date_is_text(accepted: Accepted) -> None:
    assert accepted("tags: {since: 2026-01-31}").tags == {"since": "2026-01-31"}


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("network", "zones"), 5, 10),  # a scalar: at the value
        (("network", "subnets"), 6, 3),  # a mapping: at its key
        (("network", "allow", 1), 9, 7),  # an entry of a list
        (("network", "allow", 1, "ports", 0), 9, 39),
        (("network", "allow", 7), 7, 3),  # not there: what is around it
        (("network", "tenancy"), 4, 1),
        (("trail", "lock"), 1, 1),
        ((), 1, 1),
    ],
)
def test_every_value_knows_its_place(
    path: tuple[str | int, ...], line: int, column: int, accepted: Accepted
) -> None:
    settings = accepted(
        "network:\n"
        "  zones: 3\n"
        "  subnets: {app: {size: 24}}\n"
        "  allow:\n"
        "    - {from: app, to: app, ports: [tcp/80]}\n"
        "    - {from: app, to: app, ports: [   tcp/81]}\n"
    )
    place = settings.place(*path)
    assert (place.line, place.column) == (line, column)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_is_valid(profile: str) -> None:
    assert load(ROOT / "config" / f"{profile}.yaml").name


def test_the_smallest_profile_has_three_lines_besides_comments() -> None:
    lines = (ROOT / "config" / "minimal.yaml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 3


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_tells_editors_its_schema(profile: str) -> None:
    first, *_ = (ROOT / "config" / f"{profile}.yaml").read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=./schema.json"
