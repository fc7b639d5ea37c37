"""What templates leave out for want of it in the Region is said, and nothing else."""

from pathlib import Path

import pytest

from baseline.settings.load import load
from baseline.stacks.gaps import gaps


def told(folder: Path, *, region: str, endpoints: str, more: str = "") -> list[str]:
    file = folder / "landing.yaml"
    file.write_text(
        f"name: acme\nregion: {region}\nnotify: a@example.com\n"
        f"network:\n  endpoints: [{endpoints}]\n  allow: [{{from: private, to: endpoints}}]\n{more}",
        encoding="utf-8",
    )
    return list(gaps(load(file)))


def test_where_all_is_there_nothing_is_said(tmp_path: Path) -> None:
    assert told(tmp_path, region="eu-west-1", endpoints="ssm, kms") == []


def test_the_rules_that_the_region_lacks_are_named(tmp_path: Path) -> None:
    assert told(tmp_path, region="us-gov-west-1", endpoints="ssm") == [
        "2 of 25 AWS Config rules, not known to exist in us-gov-west-1: ROOT_ACCOUNT_MFA_ENABLED, "
        "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED"
    ]


@pytest.mark.parametrize(("tags", "said"), [("{}", 1), ("{ENV: PROD}", 0), ("{ENV: TEST}", 1)])
def test_backups_that_find_nothing_of_this_file_are_told(tags: str, said: int, tmp_path: Path) -> None:
    more = f"tags: {tags}\nbackup: {{tags: {{ENV: PROD}}}}\n"
    found = told(tmp_path, region="eu-west-1", endpoints="ssm", more=more)
    assert len(found) == said
    assert all("none of it carries ENV=PROD" in one for one in found)


def test_the_rules_of_a_pack_that_the_region_lacks_are_named(tmp_path: Path) -> None:
    more = "compliance: {packs: [soc-2]}\n"
    _, said = told(tmp_path, region="us-gov-west-1", endpoints="ssm", more=more)
    assert said.startswith("13 of 41 rules of the pack soc-2, not known to exist in us-gov-west-1: ")


@pytest.mark.parametrize(
    ("endpoints", "said"),
    [
        (
            "ssm, neptune-graph",
            ["the policy of neptune-graph, which takes none: credentials of any account work there"],
        ),
        (
            "iot.data",
            [
                "the policy of iot.data, which takes none: credentials of any account work there",
                "private DNS of iot.data: use the endpoint's own names, or a private hosted zone",
            ],
        ),
    ],
)
def test_endpoints_without_policy_or_private_dns_are_named(
    endpoints: str, said: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path, region="eu-west-1", endpoints=endpoints) == said
