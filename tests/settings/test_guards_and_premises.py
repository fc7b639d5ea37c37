"""What the VPN gateway, the name rules and the encryption controls refuse."""

from collections.abc import Callable

import pytest

Complaints = Callable[[str], list[tuple[str, str]]]


def _vpn(rest: str) -> str:
    return (
        "network:\n  subnets: {a: {size: 24, routes: [vpn]}}\n"
        f"  gateways: {{vpn: {{networks: [192.168.0.0/16], {rest}}}}}\n"
    )


def _dns(rest: str, more: str = "") -> str:
    return f"network:\n  dns_firewall: {rest}\n{more}"


def _encrypting(mode: str, family: str) -> str:
    group = f'{{launch_instances: {{types: ["{family}.*"]}}}}'
    return f"network: {{encryption_in_transit: {mode}}}\nidentity: {{groups: {{g: {group}}}}}\n"


LINE = "direct_connect: {location: EqDC2, "
WRONG = {
    "a private device": (
        _vpn("connections: {a: {address: 10.1.2.3}}"),
        "network.gateways.vpn.connections.a.address",
        "is no public address",
    ),
    "no address": (
        _vpn("connections: {a: {address: office}}"),
        "network.gateways.vpn.connections.a.address",
        "is not an IPv4 address",
    ),
    "one device twice": (
        _vpn("connections: {a: {address: 198.51.100.7}, b: {address: 198.51.100.7}}"),
        "network.gateways.vpn.connections.b.address",
        "is the address of a too",
    ),
    "one number on both sides": (
        _vpn("connections: {a: {address: 198.51.100.7, asn: 64512}}"),
        "network.gateways.vpn.connections.a.asn",
        "the two must differ",
    ),
    "a line without MACsec": (
        _vpn(LINE + "bandwidth: 1Gbps}"),
        "network.gateways.vpn.direct_connect.macsec",
        "1Gbps cannot be encrypted with MACsec",
    ),
    "a public number of Amazon's side": (
        _vpn(LINE + "amazon_asn: 1}"),
        "network.gateways.vpn.direct_connect.amazon_asn",
        "1 is no private number",
    ),
    "one number on both sides of the line": (
        _vpn(LINE + "interface: {vlan: 1, asn: 64513}}"),
        "network.gateways.vpn.direct_connect.interface.asn",
        "the two must differ",
    ),
    "a family that shares its hardware": (
        'network: {tenancy: dedicated}\nidentity: {groups: {g: {launch_instances: {types: ["t2.micro"]}}}}',
        "network.tenancy",
        "dedicated lets no t2.micro start, which group g may launch; take another family, such as t3",
    ),
    "a name that is blocked and allowed": (
        _dns("{block: [a.example.com], allow_only: [a.example.com]}"),
        "network.dns_firewall.allow_only[0]",
        "is blocked too",
    ),
    "a firewall that does nothing": (
        _dns("{stop_threats: false}"),
        "network.dns_firewall",
        "refuses nothing",
    ),
    "every name": (_dns('{block: ["*"]}'), "network.dns_firewall.block[0]", "must be a name in lower case"),
    "endpoints without names": (
        _dns(
            "{allow_only: [example.com]}",
            "  endpoints: [ssm]\n  allow: [{from: private, to: endpoints}]\n",
        ),
        "network.dns_firewall.allow_only",
        'add "*.amazonaws.com"',
    ),
    "types that cannot encrypt": (
        _encrypting("enforce", "t2"),
        "network.encryption_in_transit",
        "enforce lets no t2.* start, which group g may launch",
    ),
    "multicast": (
        "network: {subnets: {a: {size: 24, routes: [internet]}}, gateways: {internet: {}},\n"
        "  allow: [{from: a, to: 224.0.0.0/4, ports: [udp/5353]}]}\n",
        "network.allow[0].to",
        "is multicast, which a VPC does not carry",
    ),
    "SSH from everywhere": (
        "network: {subnets: {a: {size: 24, routes: [internet]}}, gateways: {internet: {}},\n"
        "  allow: [{from: internet, to: a, ports: [tcp/20-25]}]}\n",
        "network.allow[0].ports[0]",
        "opens SSH or RDP to everybody",
    ),
    "SSH from half of all addresses, with a reason": (
        "network: {subnets: {a: {size: 24, routes: [internet]}}, gateways: {internet: {}},\n"
        "  allow: [{from: 128.0.0.0/1, to: a, ports: [tcp/22], logon: because I want to}]}\n",
        "network.allow[0].ports[0]",
        "opens SSH or RDP to everybody",
    ),
    "SSH from a list of ranges that are half of all addresses together, with a reason": (
        "network: {subnets: {a: {size: 24, routes: [internet]}}, gateways: {internet: {}},\n"
        "  prefix_lists: {wide: [128.0.0.0/8, 129.0.0.0/8]},\n"
        "  allow: [{from: prefix_list/wide, to: a, ports: [tcp/22], logon: because I want to}]}\n",
        "network.allow[0].ports[0]",
        "opens SSH or RDP to everybody",
    ),
    "SSH from the whole of IPv6, with a reason": (
        "network: {ipv6: true, subnets: {a: {size: 24, routes: [internet]}}, gateways: {internet: {}},\n"
        '  allow: [{from: "2000::/3", to: a, ports: [tcp/22], logon: because I want to}]}\n',
        "network.allow[0].ports[0]",
        "opens SSH or RDP to everybody",
    ),
}


@pytest.mark.parametrize(("yaml", "path", "text"), WRONG.values(), ids=WRONG)
def test_nonsense_is_refused_early_with_its_key(
    complaints: Complaints, yaml: str, path: str, text: str
) -> None:
    ((where, told),) = complaints(yaml)
    assert where == path and text in told


@pytest.mark.parametrize(
    "yaml",
    [
        _vpn(
            "connections: {a: {address: 203.0.113.9, asn: 65010}}, "
            + LINE
            + "bandwidth: 1Gbps, macsec: false}"
        ),
        _dns("{}"),
        _dns('{block: ["*.example.com"], stop_threats: false}'),
        _encrypting("monitor", "t2"),
        _encrypting("enforce", "m7i"),
    ],
)
def test_what_fits_together_is_accepted(accepted: Callable[[str], object], yaml: str) -> None:
    accepted(yaml)
