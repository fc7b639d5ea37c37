"""What the section `network.firewall` refuses and takes."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
Accepted = Callable[[str], Settings]

OUT = "{from: app, to: internet, ports: [tcp/443]}"


def network(firewall: str, *, allow: str = OUT, more: str = "", tiers: str = "") -> str:
    return f"""\
network:
  subnets: {{web: {{size: 24, routes: [internet]}}, app: {{size: 24, routes: [nat]}}{tiers}}}
  gateways: {{internet: {{}}, nat: {{tier: web}}}}
  firewall: {{{firewall}}}
  allow: [{allow}]
  {more}
"""


RULE = 'drop tls any any -> any any (tls.sni; content:"bad.example"; sid:7; rev:1;)'
WRONG = {
    "no gateway": (
        "network: {firewall: {}}\n",
        "network.firewall",
        "there is no gateway, so nothing would pass",
    ),
    "IPv6 beside it": (network("", more="ipv6: true"), "network.firewall", "IPv6 would pass beside it"),
    "a tier of that name": (
        network("", tiers=", firewall: {size: 28}"),
        "network.subnets.firewall",
        "rename this one",
    ),
    "names that nobody asks for": (
        network("allow_domains: [example.com]", allow="{from: app, to: internet, ports: [udp/123]}"),
        "network.firewall.allow_domains",
        "no name is ever looked at",
    ),
    "names beside QUIC": (
        network("allow_domains: [example.com]", allow="{from: app, to: internet, ports: [tcp/443, udp/443]}"),
        "network.firewall.allow_domains",
        "QUIC hides the names",
    ),
    "every name": (network('allow_domains: ["*"]'), "network.firewall.allow_domains[0]", "must be a name"),
    "no rule of Suricata's": (
        network("rules: [drop everything]"),
        "network.firewall.rules[0]",
        "must be one rule of Suricata's with a sid",
    ),
    "a rule without number": (
        network("rules: ['drop ip any any -> any any (msg:\"no\";)']"),
        "network.firewall.rules[0]",
        "must be one rule of Suricata's with a sid",
    ),
    "one number twice": (
        network(f"rules: ['{RULE}', '{RULE.replace('bad', 'worse')}']"),
        "network.firewall.rules[1]",
        "sid 7 is that of rules[0] too",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == path
    assert said in told


def test_more_zones_than_firewalls_are_refused(complaints: Complaints) -> None:
    """The region has three of six, which is told as well."""
    told = dict(complaints(network("", more="zones: 6")))
    assert "an account has 5 in a Region; use at most 5 zones" in told["network.firewall"]


def test_a_firewall_is_taken(accepted: Accepted) -> None:
    wish = accepted(network(f"allow_domains: ['*.example.com'], rules: ['{RULE}']")).network.firewall
    assert wish is not None
    assert (wish.allow_domains, wish.rules, wish.stop_threats) == (("*.example.com",), (RULE,), True)


@pytest.mark.parametrize("endpoints", ["", "endpoints: [ssm]"])
def test_asking_for_a_firewall_or_an_endpoint_moves_nothing(endpoints: str, accepted: Accepted) -> None:
    allow = OUT + (", {from: app, to: endpoints}" if endpoints else "")
    with_it = accepted(network("", allow=allow, more=endpoints)).network
    without = with_it.model_copy(update={"firewall": None})
    assert {**without.layout(), **with_it.layout()} == dict(with_it.layout())
    later = accepted(network("", allow=OUT + ", {from: app, to: endpoints}", more="endpoints: [ssm]")).network
    assert with_it.layout()["firewall"] == later.layout()["firewall"]
