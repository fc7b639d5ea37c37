"""Endpoints that the region is known not to have are refused where they are written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baseline.settings.load import load

RawComplaints = Callable[[str], list[str]]
RULE = "allow: [{from: private, to: endpoints}]"


def settings(region: str, endpoints: str) -> str:
    head = f"name: acme\nregion: {region}\nnotify: a@example.com\n"
    return f"{head}network:\n  endpoints: [{endpoints}]\n  {RULE}\n"


@pytest.mark.parametrize(
    ("region", "endpoints", "told"),
    [
        (
            "eu-west-1",
            "ssm, kms-fips",
            "5:20 network.endpoints[1]: eu-west-1 has no kms-fips: FIPS endpoints are in Regions of the "
            "US and Canada only; write kms",
        ),
        (
            "cn-north-1",
            "kms-fips, kms",
            "5:15 network.endpoints[0]: cn-north-1 has no kms-fips: FIPS endpoints",
        ),
        (
            "us-gov-west-1",
            "iot.credentials",
            "5:15 network.endpoints[0]: us-gov-west-1 has no iot.credentials: ",
        ),
    ],
)
def test_an_endpoint_that_the_region_lacks_is_refused_with_its_place(
    region: str, endpoints: str, told: str, raw_complaints: RawComplaints
) -> None:
    (line,) = raw_complaints(settings(region, endpoints))
    assert line.startswith(told)


@pytest.mark.parametrize("endpoints", ["kms-fips, kms", "memorydb-fips"])
def test_nothing_is_offered_instead_that_is_there_already_or_does_not_exist(
    endpoints: str, raw_complaints: RawComplaints
) -> None:
    (line,) = raw_complaints(settings("eu-west-1", endpoints))
    assert line.endswith("; remove it")


@pytest.mark.parametrize(
    ("region", "endpoint"),
    [
        ("us-west-1", "kms-fips"),
        ("ca-west-1", "kms-fips"),
        ("us-gov-east-1", "kms-fips"),
        ("cn-north-1", "elasticfilesystem-fips"),
        ("eu-west-1", "iot.credentials"),
    ],
)
def test_an_endpoint_that_the_region_may_have_is_taken(region: str, endpoint: str, tmp_path: Path) -> None:
    file = tmp_path / "landing.yaml"
    file.write_text(settings(region, endpoint), encoding="utf-8")
    assert load(file).network.interface_endpoints == (endpoint,)
