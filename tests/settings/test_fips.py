"""What `fips` asks of the rest of the file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baseline.settings.fips import fips_endpoints
from baseline.settings.load import load

HEAD = "name: acme\nnotify: security@example.com\nfips: true\n"
ENDPOINTS = "network: {{endpoints: [{}], allow: [{{from: private, to: endpoints}}]}}\n"
WRONG = {
    "a Region without them": (
        "region: eu-west-1\n",
        "fips: not in eu-west-1: FIPS endpoints are in Regions of the US and Canada only",
    ),
    "the same endpoint twice": (
        "region: us-east-1\n" + ENDPOINTS.format("kms, kms-fips"),
        "network.endpoints[1]: with fips, kms is kms-fips; remove one of them",
    ),
    "Inspector where its endpoint is missing": (
        "region: ca-central-1\ndetection: {inspector: {}}\n",
        "detection.inspector: Inspector has no FIPS endpoint in ca-central-1; remove it",
    ),
    "Macie where its endpoint is missing": (
        "region: us-gov-west-1\nstorage: {buckets: {a: {}}}\ndetection: {macie: {buckets: [a]}}\n",
        "detection.macie.buckets: Macie has no FIPS endpoint in us-gov-west-1 that could be told of "
        "buckets; remove them",
    ),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG)
def test_a_broken_rule_is_told_at_its_place(
    text: str, says: str, raw_complaints: Callable[[str | bytes], list[str]]
) -> None:
    (told,) = raw_complaints(HEAD + text)
    assert told.partition(" ")[2] == says


def test_a_word_is_no_answer(complaints: Callable[[str], list[tuple[str, str]]]) -> None:
    ((place, told),) = complaints("fips: enforced\n")
    assert place == "fips"
    assert "true or false" in told


def test_services_get_their_fips_endpoints_where_they_have_one() -> None:
    assert fips_endpoints(["s3", "kms", "logs", "ssm-fips"]) == ("s3", "kms-fips", "logs", "ssm-fips")


def test_without_the_key_nothing_changes(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD.replace("fips: true\n", "region: eu-west-1\n"))
    assert load(file).fips is False
