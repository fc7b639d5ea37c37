"""The steps that are left to people: each is there when the settings need it, and only then."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baseline.checklist.step import Step, When
from baseline.checklist.steps import steps
from baseline.reports.checklist import checklist
from baseline.settings.load import load

PROFILES = Path(__file__).resolve().parents[2] / "config"
HEAD = "name: acme\nregion: eu-west-1\nnotify: security@example.com\n"

SESSIONS = (
    "network: {endpoints: [ssm, ssmmessages, ec2messages, kms, logs], "
    "allow: [{from: private, to: endpoints}]}\n"
    "compute: {sessions: {run_as: ops}}\n"
    "identity: {groups: {crew: {start_sessions: {tags: {Shell: crew}}}}, "
    "roles: {web: {trusted_by: ec2, managed: true}}}\n"
)

Listed = Callable[[str], list[Step]]


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    """The steps for YAML to which the three required lines are added."""

    def of(text: str) -> list[Step]:
        file = tmp_path / "landing.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return steps(load(file))

    return of


def test_what_every_account_needs_is_always_there(listed: Listed) -> None:
    always = [step.what for step in listed("") if step.key in ("", "notify")]
    assert [what for what in always if what.startswith("Root user")]
    assert [what for what in always if "security@example.com" in what]


@pytest.mark.parametrize(
    ("text", "key", "word"),
    [
        ("", "network.gateways", "internet gateway"),
        (
            "network: {gateways: {vpn: {networks: [192.168.0.0/16]}}, "
            "subnets: {a: {size: 24, routes: [vpn]}}, allow: [{from: vpn, to: a, ports: [tcp/443]}]}\n",
            "network.gateways.vpn",
            "VPN",
        ),
        ("identity: {groups: {crew: {read_only: [ec2]}}}\n", "identity.groups", "crew"),
        (
            "edge: {sites: {shop: {domains: [a.example.com], "
            "certificate: 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10}}}\n",
            "edge.sites",
            "us-east-1",
        ),
        (
            "identity: {groups: {crew: {read_only: [ec2]}}, users: {newcomer: {groups: [crew]}}}\n",
            "identity.users",
            "newcomer",
        ),
        (
            "identity: {groups: {oncall: {assume_roles: [glass]}}, roles: {glass: {emergency: true}}}\n",
            "identity.roles.glass",
            "acme-glass",
        ),
        (
            "workload: {secrets: {payments: {description: of the bank}}}\n",
            "workload.secrets.payments",
            "value",
        ),
        (SESSIONS, "compute.sessions", "delete-document"),
        (SESSIONS, "identity.groups.crew.start_sessions", "Shell=crew"),
        (SESSIONS, "compute.sessions.run_as", "the user ops"),
        ("backup: {tags: {ENV: PROD}}\n", "backup.tags", "DynamoDB"),
        ("backup: {tags: {ENV: PROD}, lock: {mode: compliance}}\n", "backup.lock", "Within 14 days"),
        ("backup: {tags: {ENV: PROD}, air_gap: {}}\n", "backup.air_gap", "another account"),
        (
            "chaos: {tags: {CHAOS: yes-please}, stop_when: {alarm: a}, "
            "experiments: {a: {do: stop_instances}}}\n",
            "chaos.experiments",
            "CHAOS=yes-please",
        ),
        (
            "network: {endpoints: [s3, ssm, ssmmessages, ec2messages, imagebuilder, logs], "
            "subnets: {a: {size: 24}}, allow: [{from: a, to: endpoints}, {from: a, to: s3}]}\n"
            "patching: {image: {tier: a}}\n",
            "patching.image",
            "launch: true",
        ),
        ("routine: {checks: [drift, keys]}\n", "routine.checks", "drift, keys"),
        ("detection: {inspector: {repositories: github}}\n", "detection.inspector", "GitHub"),
        ("compliance: {packs: [cis, hipaa]}\n", "compliance.packs", "cis, hipaa"),
        (
            "compliance: {remedies: {metadata: on_request, open_ports: automatic}}\n",
            "compliance.remedies",
            "remedies of metadata where",
        ),
        (
            "workload: {secrets: {signing: {description: of sessions, rotate_days: 30}}}\n",
            "workload.secrets.signing",
            "both sides",
        ),
        ("spending: {anomalies: {}}\n", "spending.anomalies", "monitor"),
    ],
)
def test_a_step_names_the_key_that_makes_it_necessary(text: str, key: str, word: str, listed: Listed) -> None:
    [step] = [step for step in listed(text) if step.key == key]
    assert word in step.what


def test_the_full_profile_has_every_step_and_minimal_only_what_all_need() -> None:
    full = {step.key.rpartition(".")[0] or step.key for step in steps(load(PROFILES / "whitepaper.yaml"))}
    assert {"identity.saml", "identity.oidc", "workload.databases", "workload.load_balancers"} <= full
    least = {step.key for step in steps(load(PROFILES / "minimal.yaml"))}
    assert least == {"", "notify", "network.gateways"}


def test_central_root_management_is_prepared_and_finished_by_hand(listed: Listed) -> None:
    found = [step for step in listed("account_settings: {central_root: true}\n") if "root" in step.key]
    assert [step.when for step in found] == [When.BEFORE, When.AFTER]
    assert not [step for step in listed("account_settings: {}\n") if "root" in step.key]


def test_servers_are_tagged_and_playbooks_reviewed() -> None:
    found = {step.key: step.what for step in steps(load(PROFILES / "whitepaper.yaml"))}
    assert "PatchGroup=PROD" in found["patching.groups"]
    assert "reviewed pipeline" in found["patching.ansible"]


def test_steps_come_in_the_order_in_which_they_are_due() -> None:
    due = [list(When).index(step.when) for step in steps(load(PROFILES / "whitepaper.yaml"))]
    assert due == sorted(due)


def test_the_page_is_markdown_with_a_box_for_each_step_and_fits_a_terminal() -> None:
    found = steps(load(PROFILES / "whitepaper.yaml"))
    page = checklist(found, config=Path("config/whitepaper.yaml"))
    assert page.count("- [ ] ") == len(found)
    assert max(map(len, page.splitlines())) <= 80
    assert page.startswith("# What only a person can do: config/whitepaper.yaml\n")


def test_a_moment_without_steps_has_no_heading() -> None:
    page = checklist([Step(When.AFTER, "Do.", "Since.")], config=Path("a.yaml"))
    assert "Before" not in page and "- [ ] Do. *Since.*\n" in page
