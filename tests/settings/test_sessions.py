"""What sessions, and the roles that servers are launched with, refuse and take."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
Accepted = Callable[[str], Settings]

WAY = """\
network:
  endpoints: [ssm, ssmmessages, ec2messages, kms, logs]
  allow: [{from: private, to: endpoints}]
"""
SERVER = "roles: {web: {trusted_by: ec2, managed: true}}"
GROUP = "groups: {g: {start_sessions: {tags: {Shell: g}}}}"


def sessions(inside: str, *, way: str = WAY, identity: str = SERVER) -> str:
    return f"{way}compute: {{sessions: {{{inside}}}}}\nidentity: {{{identity}}}\n"


def server_roles(inside: str) -> str:
    return f"compute: {{server_roles: {{{inside}}}}}\nidentity: {{roles: {{web: {{trusted_by: ec2}}}}}}\n"


def logon(rule: str) -> str:
    return (
        f"network: {{subnets: {{a: {{size: 24}}, b: {{size: 24}}}}, allow: [{{from: a, to: b, {rule}}}]}}\n"
    )


WRONG = {
    "never idle": (
        sessions("idle_minutes: 30, max_minutes: 20"),
        "compute.sessions.idle_minutes",
        "a session is over after max_minutes: 20",
    ),
    "idle for too long": (
        sessions("idle_minutes: 61"),
        "compute.sessions.idle_minutes",
        "must be at most 60",
    ),
    "as root": (sessions("run_as: root"), "compute.sessions.run_as", "leave no trace of who it was"),
    "as nobody's name": (sessions("run_as: Ops Team"), "compute.sessions.run_as", "must be a Linux user"),
    "no server": (
        sessions("", identity="roles: {web: {trusted_by: ec2}}"),
        "compute.sessions",
        "add managed: true to the servers' role",
    ),
    "no way": (
        sessions("", way=WAY.replace("kms, ", "")),
        "compute.sessions",
        "no tier reaches Session Manager; name ssm, ssmmessages, ec2messages, kms",
    ),
    "a right without sessions": (
        f"identity: {{{GROUP}}}",
        "identity.groups.g.start_sessions",
        "there are no sessions to start; add compute: {sessions: {}}",
    ),
    "a tag twice but for its case": (
        sessions("", identity=f"{SERVER}, groups: {{g: {{start_sessions: {{tags: {{a: x, A: y}}}}}}}}"),
        "identity.groups.g.start_sessions.tags.A",
        "IAM ignores the case of tag keys",
    ),
    "a role for no tier": (
        server_roles("app: web"),
        "compute.server_roles.app",
        'unknown tier "app"; there is: private',
    ),
    "no role for a tier": (
        server_roles("private: wbe"),
        "compute.server_roles.private",
        '"wbe" is no role of identity.roles with trusted_by: ec2, did you mean "web"?',
    ),
    "launched with a role of functions": (
        'identity: {roles: {fn: {trusted_by: lambda}}, groups: {g: {launch_instances: {types: ["t3.*"], '
        "roles: [fn]}}}}",
        "identity.groups.g.launch_instances.roles[0]",
        '"fn" is no role with trusted_by: ec2',
    ),
    "SSH between tiers": (logon("ports: [tcp/22]"), "network.allow[0].ports[0]", "tcp/22 opens SSH (tcp/22)"),
    "RDP in a range": (
        logon("ports: [tcp/443, tcp/1024-65535]"),
        "network.allow[0].ports[1]",
        "leave those ports out and use compute.sessions, or say why with logon:",
    ),
    "a reason for nothing": (
        logon("ports: [tcp/443], logon: the machines are old"),
        "network.allow[0].logon",
        "this permits nothing; remove it",
    ),
    "a reason that is none": (logon("ports: [tcp/22], logon: because"), "network.allow[0].logon", "10 char"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == path
    assert said in told


def test_sessions_are_short_and_recorded_unless_said_otherwise(accepted: Accepted) -> None:
    wish = accepted(sessions("", identity=f"{SERVER}, {GROUP}")).compute.sessions
    assert wish is not None
    assert (wish.idle_minutes, wish.max_minutes, wish.run_as, wish.retain_log_days) == (15, 60, None, 365)


def test_a_nat_gateway_is_a_way_to_session_manager(accepted: Accepted) -> None:
    way = """\
network:
  subnets: {web: {size: 24, routes: [internet]}, app: {size: 24, routes: [nat]}}
  gateways: {internet: {}, nat: {tier: web}}
  allow: [{from: app, to: internet, ports: [tcp/443]}]
"""
    assert accepted(sessions("", way=way)).compute.sessions


@pytest.mark.parametrize(
    "rule", ["ports: [tcp/22], logon: the machines know nothing else", "ports: [udp/3389, tcp/3390-65535]"]
)
def test_ports_are_taken_for_a_reason_or_where_nobody_logs_on(rule: str, accepted: Accepted) -> None:
    assert accepted(logon(rule)).network.allow


def test_what_leads_out_of_the_vpc_lets_nobody_log_on(accepted: Accepted) -> None:
    text = """\
network:
  subnets: {a: {size: 24, routes: [vpn]}}
  gateways: {vpn: {networks: [192.168.0.0/16]}}
  allow: [{from: a, to: vpn, ports: [tcp/22]}]
"""
    assert accepted(text).network.allow
