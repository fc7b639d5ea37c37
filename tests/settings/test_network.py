"""The rules of the section `network`, one broken at a time."""

from collections.abc import Callable
from ipaddress import IPv6Network

import pytest

from baseline.settings.address import parse_range
from baseline.settings.model import Settings
from baseline.settings.network.ends import parse_end
from baseline.settings.network.ports import parse_ports

Complaints = Callable[[str], list[tuple[str, str]]]
Accepted = Callable[[str], Settings]

# The tiers most cases need: one that the internet reaches, one that reaches it by NAT, one isolated.
TIERS = "web: {size: 24, routes: [internet]}, app: {size: 24, routes: [nat]}, data: {size: 24}"
GATES = "internet: {}, nat: {tier: web}"


def network(**keys: str) -> str:
    """The section from its keys, each in YAML."""
    return "network: {" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


def open_to(rule: str, **keys: str) -> str:
    """A section with internet and NAT whose only rule is `rule`."""
    return network(
        **{"subnets": "{" + TIERS + "}", "gateways": "{" + GATES + "}", "allow": f"[{rule}]", **keys}
    )


def prefix_list(ranges: str, **keys: str) -> str:
    """A section with a prefix list that a rule uses."""
    rule = "{from: prefix_list/p, to: web, ports: [tcp/443]}"
    return open_to(rule, prefix_lists="{p: [" + ranges + "]}", **keys)


VPN = "vpn: {networks: [192.168.0.0/16]}"

WRONG = {
    "host bits": (
        network(cidr="10.0.0.1/16"),
        "cidr",
        "has bits set behind the prefix; the network is 10.0.0.0/16",
    ),
    "no prefix length": (network(cidr="10.0.0.0"), "cidr", "is not an IP range; write 10.0.0.0/32"),
    "netmask": (
        network(cidr="10.0.0.0/255.255.0.0"),
        "cidr",
        "is not an IP range; write it as in 10.0.0.0/16",
    ),
    "no such address": (network(cidr="10.0.0.256/16"), "cidr", "is not an IP range"),
    "leading zeros": (network(cidr="010.0.0.0/16"), "cidr", "is not an IP range"),
    "IPv6 as the VPC's range": (
        network(cidr='"fd00::/16"'),
        "cidr",
        "is an IPv6 range; only IPv4 can stand here",
    ),
    "too large": (
        network(cidr="10.0.0.0/15"),
        "cidr",
        "must be of size /16 (the largest) to /28 (the smallest)",
    ),
    "too small": (network(cidr="10.0.0.0/29"), "cidr", "must be of size /16"),
    "public": (network(cidr="52.0.0.0/16"), "cidr", "52.0.0.0/16 is outside the private ranges of RFC 1918"),
    "public for a short reason": (
        network(cidr="52.0.0.0/16", outside_rfc1918="ours"),
        "outside_rfc1918",
        "needs at least 10 characters",
    ),
    "reason for nothing": (
        network(outside_rfc1918="our own public range"),
        "outside_rfc1918",
        "is inside RFC 1918, so this permits nothing; remove it",
    ),
    "loopback": (
        network(cidr="127.0.0.0/16", outside_rfc1918="because I can"),
        "cidr",
        "is set aside for other uses",
    ),
    "multicast": (network(cidr="224.0.0.0/16", outside_rfc1918="because I can"), "cidr", "is set aside"),
    "this network": (network(cidr="0.0.0.0/16", outside_rfc1918="because I can"), "cidr", "is set aside"),
    "zones": (network(zones="4"), "zones", "4 zones, but eu-west-1 has 3; use at most 3"),
    "no tiers": (network(subnets="{}"), "subnets", "needs at least 1, it has 0"),
    "tier name": (
        network(subnets="{App: {size: 24}}"),
        "subnets.App",
        '"App" must be 1 to 20 lower-case letters',
    ),
    "reserved tier name": (network(subnets="{any: {size: 24}}"), "subnets.any", "no tier can be called any"),
    "size": (network(subnets="{a: {size: 29}}"), "subnets.a.size", "must be at most 28, not 29"),
    "neither size nor ranges": (network(subnets="{a: {}}"), "subnets.a", "needs exactly one of size"),
    "both size and ranges": (
        network(subnets="{a: {size: 24, cidrs: [10.0.0.0/24, 10.0.1.0/24]}}"),
        "subnets.a",
        "needs exactly one of size",
    ),
    "too few ranges": (
        network(subnets="{a: {cidrs: [10.0.0.0/24]}}"),
        "subnets.a.cidrs",
        "1 ranges for 2 zones; give one per zone",
    ),
    "range outside": (
        network(subnets="{a: {cidrs: [10.0.0.0/24, 10.1.0.0/24]}}"),
        "subnets.a.cidrs[1]",
        "10.1.0.0/24 is not inside the VPC's range 10.0.0.0/16",
    ),
    "range larger than the VPC": (
        network(cidr="10.0.0.0/24", zones="1", subnets="{a: {cidrs: [10.0.0.0/16]}}"),
        "subnets.a.cidrs[0]",
        "is not inside",
    ),
    "ranges overlap": (
        network(zones="1", subnets="{a: {cidrs: [10.0.0.0/24]}, b: {cidrs: [10.0.0.128/25]}}"),
        "subnets.b.cidrs[0]",
        "10.0.0.128/25 overlaps 10.0.0.0/24 of a",
    ),
    "the same range twice": (
        network(subnets="{a: {cidrs: [10.0.0.0/24, 10.0.0.0/24]}}"),
        "subnets.a.cidrs[1]",
        "10.0.0.0/24 is there twice",
    ),
    "does not fit": (
        network(cidr="10.20.0.0/24", zones="3", subnets="{app: {size: 27}, data: {size: 22}}"),
        "subnets.data.size",
        "a /22 for each of 3 zones, in a block with room for 4, does not fit into 10.20.0.0/24 beside app; "
        "use a larger cidr or size 27",
    ),
    "does not fit in any size": (
        network(cidr="10.20.0.0/26", subnets="{app: {size: 28}, data: {size: 28}}"),
        "subnets.data.size",
        "use a larger cidr or smaller tiers",
    ),
    "does not fit alone": (
        network(cidr="10.20.0.0/24", subnets="{app: {size: 24}}"),
        "subnets.app.size",
        "does not fit into 10.20.0.0/24; use a larger cidr or size 26",
    ),
    "endpoints do not fit": (
        network(
            cidr="10.20.0.0/24",
            subnets="{app: {size: 26}}",
            endpoints="[ssm]",
            allow="[{from: app, to: endpoints}]",
        ),
        "subnets.endpoints.size",
        "does not fit into 10.20.0.0/24 beside app",
    ),
    "gateway of no use": (network(gateways="{internet: {}}"), "gateways.internet", "no tier routes to it"),
    "route to nowhere": (
        network(subnets="{a: {size: 24, routes: [internet]}}"),
        "subnets.a.routes[0]",
        "there is no gateway internet; add it to network.gateways: internet: {}",
    ),
    "unknown route": (
        network(subnets="{a: {size: 24, routes: [nta]}}"),
        "subnets.a.routes[0]",
        'did you mean "nat"?',
    ),
    "two ways to the same": (
        network(
            subnets="{a: {size: 24, routes: [internet]}, b: {size: 24, routes: [internet, nat]}}",
            gateways="{internet: {}, nat: {tier: a}}",
        ),
        "subnets.b.routes",
        "can't have both routes internet and nat",
    ),
    "egress-only without IPv6": (
        network(subnets="{a: {size: 24, routes: [egress_only]}}", gateways="{egress_only: {}}"),
        "gateways.egress_only",
        "carries only IPv6, which the VPC has not; set ipv6: true",
    ),
    "NAT in an unknown tier": (
        network(subnets="{" + TIERS + "}", gateways="{internet: {}, nat: {tier: wbe}}"),
        "gateways.nat.tier",
        'unknown tier "wbe", did you mean "web"?',
    ),
    "NAT in an isolated tier": (
        network(subnets="{" + TIERS + "}", gateways="{internet: {}, nat: {tier: data}}"),
        "gateways.nat.tier",
        "which data has not; tiers that have it: web",
    ),
    "ASN": (
        network(
            subnets="{a: {size: 24, routes: [vpn]}}",
            gateways="{vpn: {asn: 65535, networks: [192.168.0.0/16]}}",
        ),
        "gateways.vpn.asn",
        "65535 is no private number",
    ),
    "VPN overlaps": (
        network(subnets="{a: {size: 24, routes: [vpn]}}", gateways="{vpn: {networks: [10.0.0.0/8]}}"),
        "gateways.vpn.networks[0]",
        "10.0.0.0/8 overlaps the VPC's own range",
    ),
    "VPN networks overlap": (
        network(
            subnets="{a: {size: 24, routes: [vpn]}}",
            gateways="{vpn: {networks: [192.168.0.0/16, 192.168.1.0/24]}}",
        ),
        "gateways.vpn.networks[1]",
        "192.168.1.0/24 overlaps 192.168.0.0/16",
    ),
    "VPN without networks": (
        network(subnets="{a: {size: 24, routes: [vpn]}}", gateways="{vpn: {networks: []}}"),
        "gateways.vpn.networks",
        "needs at least 1",
    ),
    "unknown service": (
        network(endpoints="[smm]"),
        "endpoints[0]",
        'unknown endpoint service "smm", did you mean "ssm"?',
    ),
    "interface endpoint of no use": (
        network(endpoints="[ssm, kms]"),
        "endpoints",
        "no rule leads to ssm, kms; add {from",
    ),
    "gateway endpoint of no use": (
        network(endpoints="[s3]"),
        "endpoints[0]",
        "no rule leads to it; add {from: <tier>, to: s3}",
    ),
    "rule to no interface endpoint": (
        network(allow="[{from: private, to: endpoints}]"),
        "allow[0].to",
        "there is no interface endpoint; name the services",
    ),
    "rule to no gateway endpoint": (
        network(allow="[{from: private, to: dynamodb}]"),
        "allow[0].to",
        "there is no endpoint dynamodb; add it to network.endpoints",
    ),
    "tier endpoints for nothing": (
        network(subnets="{a: {size: 24}, endpoints: {size: 27}}"),
        "subnets.endpoints",
        "no interface endpoint in network.endpoints needs this tier; remove it",
    ),
    "tier endpoints with routes": (
        network(
            subnets="{a: {size: 24, routes: [internet]}, endpoints: {size: 27, routes: [internet]}}",
            gateways="{internet: {}}",
            endpoints="[ssm]",
            allow="[{from: a, to: endpoints}]",
        ),
        "subnets.endpoints.routes",
        "only its size can be set",
    ),
    "tier endpoints without size": (
        network(
            subnets="{a: {size: 24}, endpoints: {}}", endpoints="[ssm]", allow="[{from: a, to: endpoints}]"
        ),
        "subnets.endpoints",
        "needs a size, or leave the tier out",
    ),
    "too many endpoints for their tier": (
        network(
            subnets="{a: {size: 24}, endpoints: {size: 28}}",
            endpoints="[ssm, kms, logs, sts, ec2, ecs, sqs, sns, rds, events, monitoring, states]",
            allow="[{from: a, to: endpoints}]",
        ),
        "subnets.endpoints.size",
        "12 interface endpoints need 12 addresses in each zone, a /28 has 11; set "
        "network.subnets.endpoints.size to 27",
    ),
    "unused prefix list": (
        network(prefix_lists="{p: [203.0.113.0/24]}"),
        "prefix_lists.p",
        "no rule names it; use prefix_list/p in network.allow, or remove it",
    ),
    "mixed prefix list": (
        prefix_list('203.0.113.0/24, "2001:db8::/32"', ipv6="true"),
        "prefix_lists.p",
        "IPv4 and IPv6 in one list, which AWS refuses; make two",
    ),
    "IPv6 prefix list": (
        prefix_list('"2001:db8::/32"'),
        "prefix_lists.p",
        "but the VPC has no IPv6; set ipv6: true",
    ),
    "empty prefix list": (prefix_list(""), "prefix_lists.p", "0 ranges; a prefix list has 1 to 60"),
    "long prefix list": (
        prefix_list(", ".join(f"203.0.113.{n}/32" for n in range(61))),
        "prefix_lists.p",
        "61 ranges; a prefix list has 1 to 60",
    ),
    "prefix list of everything": (
        prefix_list("0.0.0.0/0"),
        "prefix_lists.p[0]",
        "is every address; write internet",
    ),
    "prefix list inside the VPC": (
        prefix_list("10.0.3.0/24"),
        "prefix_lists.p[0]",
        "overlaps the VPC's own range",
    ),
    "prefix list with host bits": (
        prefix_list("203.0.113.7/24"),
        "prefix_lists.p[0]",
        "the network is 203.0.113.0/24",
    ),
    "unknown prefix list": (
        open_to(
            "{from: prefix_list/partner, to: web, ports: [tcp/1]}",
            prefix_lists="{partners: [203.0.113.0/24]}",
        ),
        "allow[0].from",
        'unknown prefix list "partner", did you mean "partners"?',
    ),
    "unknown tier": (
        open_to("{from: app, to: dta, ports: [tcp/1]}"),
        "allow[0].to",
        'unknown tier "dta", did you mean "data"?',
    ),
    "misspelt word": (
        open_to("{from: app, to: internt, ports: [tcp/1]}"),
        "allow[0].to",
        'did you mean "internet"?',
    ),
    "misspelt service": (
        network(endpoints="[s3]", allow="[{from: private, to: S3, ports: [tcp/443]}]"),
        "allow[0].to",
        'unknown tier "S3", did you mean "s3"?',
    ),
    "address without length": (
        open_to("{from: 203.0.113.7, to: web, ports: [tcp/1]}"),
        "allow[0].from",
        "is not an IP range; write 203.0.113.7/32",
    ),
    "everything as a range": (
        open_to("{from: 0.0.0.0/0, to: web, ports: [tcp/1]}"),
        "allow[0].from",
        "0.0.0.0/0 is every address; write internet",
    ),
    "range inside the VPC": (
        open_to("{from: 10.0.0.0/24, to: web, ports: [tcp/1]}"),
        "allow[0].from",
        "overlaps the VPC's own range 10.0.0.0/16; name the tier",
    ),
    "IPv6 range without IPv6": (
        open_to('{from: "2001:db8::/32", to: web, ports: [tcp/1]}'),
        "allow[0].from",
        "is IPv6, which the VPC has not; set network.ipv6: true",
    ),
    "both ends outside": (
        open_to("{from: internet, to: 203.0.113.0/24, ports: [tcp/1]}"),
        "allow[0]",
        "both ends, internet and 203.0.113.0/24, are outside the tiers",
    ),
    "from endpoints": (
        open_to("{from: endpoints, to: web, ports: [tcp/443]}"),
        "allow[0].from",
        "endpoints only answers",
    ),
    "from s3": (open_to("{from: s3, to: web, ports: [tcp/443]}"), "allow[0].from", "s3 only answers"),
    "internet to a tier behind NAT": (
        open_to("{from: internet, to: app, ports: [tcp/443]}"),
        "allow[0].from",
        "app has no route to internet; add routes: [internet] to the tier",
    ),
    "isolated tier to the internet": (
        open_to("{from: data, to: internet, ports: [tcp/443]}"),
        "allow[0].to",
        "data has no route to internet; add routes: [internet or nat] to the tier",
    ),
    "isolated tier to a range": (
        open_to("{from: data, to: 203.0.113.0/24, ports: [tcp/443]}"),
        "allow[0].to",
        "data has no route to 203.0.113.0/24",
    ),
    "IPv6 by NAT": (
        open_to('{from: app, to: "2001:db8::/32", ports: [tcp/443]}', ipv6="true"),
        "allow[0].to",
        "add routes: [egress_only or internet] to the tier",
    ),
    "vpn without route": (
        network(
            subnets="{a: {size: 24, routes: [vpn]}, b: {size: 24}}",
            gateways="{" + VPN + "}",
            allow="[{from: vpn, to: b, ports: [tcp/443]}]",
        ),
        "allow[0].from",
        "b has no route to vpn; add routes: [vpn] to the tier",
    ),
    "range behind the VPN without route": (
        network(
            subnets="{a: {size: 24, routes: [vpn]}, b: {size: 24}}",
            gateways="{" + VPN + "}",
            allow="[{from: b, to: 192.168.7.0/24, ports: [tcp/22]}]",
        ),
        "allow[0].to",
        "b has no route to 192.168.7.0/24; add routes: [vpn] to the tier",
    ),
    "s3 from a tier with a way out": (
        open_to("{from: app, to: s3}", endpoints="[s3]"),
        "allow[0].to",
        "app has the route nat, so a rule to s3 by address would open tcp/443 to all that lies there; "
        "move what needs "
        "s3 to a tier without that route, or replace the rule by to: internet",
    ),
    "s3 from a tier with a VPN": (
        network(
            subnets="{a: {size: 24, routes: [vpn]}}",
            gateways="{" + VPN + "}",
            endpoints="[s3]",
            allow="[{from: a, to: s3}]",
        ),
        "allow[0].to",
        "move what needs s3 to a tier without that route",
    ),
    "other ports to an endpoint": (
        network(endpoints="[s3]", allow="[{from: private, to: s3, ports: [tcp/80]}]"),
        "allow[0].ports",
        "s3 answers only on tcp/443; leave ports out",
    ),
    "no ports": (
        open_to("{from: app, to: data}"),
        "allow[0].ports",
        "is missing; name the ports, such as [tcp/443]",
    ),
    "port too high": (
        open_to("{from: app, to: data, ports: [tcp/65536]}"),
        "allow[0].ports[0]",
        "ports go from 1 to 65535",
    ),
    "port zero": (
        open_to("{from: app, to: data, ports: [tcp/0]}"),
        "allow[0].ports[0]",
        "ports go from 1 to 65535",
    ),
    "reversed ports": (
        open_to("{from: app, to: data, ports: [tcp/90-80]}"),
        "allow[0].ports[0]",
        "is reversed; write tcp/80-90",
    ),
    "no protocol": (
        open_to('{from: app, to: data, ports: ["443"]}'),
        "allow[0].ports[0]",
        "write tcp/443 or udp/443",
    ),
    "a bare number for a port": (
        open_to("{from: app, to: data, ports: [443]}"),
        "allow[0].ports[0]",
        '"443" lacks a protocol; write tcp/443 or udp/443',
    ),
    "unknown protocol": (
        open_to("{from: app, to: data, ports: [tpc/443]}"),
        "allow[0].ports[0]",
        'did you mean "tcp"?',
    ),
    "icmp with a port": (open_to("{from: app, to: data, ports: [icmp/8]}"), "allow[0].ports[0]", "or icmp"),
    "protocol without a port": (
        open_to("{from: app, to: data, ports: [tcp]}"),
        "allow[0].ports[0]",
        "must be like tcp/443",
    ),
    "the same rule twice": (
        open_to("{from: app, to: data, ports: [tcp/1, tcp/2]}, {from: app, to: data, ports: [tcp/2]}"),
        "allow[1]",
        "tcp/2 from app to data is in allow[0] already; remove one",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == f"network.{path}"
    assert said in told


def test_a_network_with_every_kind_of_gateway_and_end_is_taken(accepted: Accepted) -> None:
    settings = accepted(
        """
        network:
          cidr: 10.0.0.0/16
          zones: 3
          ipv6: true
          subnets:
            web: {size: 24, routes: [internet]}
            app: {size: 24, routes: [nat, egress_only, vpn]}
            data: {size: 24}
            fixed: {cidrs: [10.0.96.0/24, 10.0.97.0/24, 10.0.98.0/24]}
          gateways:
            internet: {}
            nat: {tier: web, one_per: vpc}
            egress_only: {}
            vpn: {asn: 4200000000, networks: [192.168.0.0/16, 172.20.0.0/16]}
          endpoints: [dynamodb, ssm]
          prefix_lists: {partners: [203.0.113.0/24, 192.168.4.0/24], six: ["2001:db8::/32"]}
          allow:
            - {from: internet, to: web, ports: [tcp/443, icmp]}
            - {from: web, to: app, ports: [tcp/8000-8100]}
            - {from: app, to: app, ports: [udp/53]}
            - {from: app, to: internet, ports: [tcp/443]}
            - {from: app, to: "2001:db8:1::/48", ports: [tcp/443]}
            - {from: vpn, to: app, ports: [tcp/22], logon: the office has no other way yet}
            - {from: app, to: 192.168.7.0/24, ports: [tcp/22]}
            - {from: app, to: prefix_list/partners, ports: [tcp/22]}
            - {from: prefix_list/six, to: web, ports: [tcp/23]}
            - {from: data, to: dynamodb}
            - {from: data, to: endpoints}
        """
    )
    assert list(settings.network.layout()) == ["web", "app", "data", "fixed", "endpoints"]


def test_a_range_outside_rfc1918_is_taken_for_a_reason(accepted: Accepted) -> None:
    assert (
        accepted(network(cidr="100.64.0.0/16", outside_rfc1918="shared with the carrier")).network.ipv6
        is False
    )


@pytest.mark.parametrize("service", ["endpoints", "s3", "dynamodb"])
def test_a_rule_to_an_endpoint_opens_https_without_saying_so(service: str, accepted: Accepted) -> None:
    names = "ssm" if service == "endpoints" else service
    settings = accepted(network(endpoints=f"[{names}]", allow="[{from: private, to: " + service + "}]"))
    assert [str(ports) for ports in settings.network.allow[0].ports] == ["tcp/443"]


@pytest.mark.parametrize("text", ["tcp/443", "udp/8000-8100", "icmp"])
def test_ports_read_back_as_they_are_written(text: str) -> None:
    assert str(parse_ports(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "app",
        "endpoints",
        "s3",
        "dynamodb",
        "internet",
        "vpn",
        "prefix_list/p",
        "203.0.113.0/24",
        "2001:db8::/32",
    ],
)
def test_ends_read_back_as_they_are_written(text: str) -> None:
    assert str(parse_end(text)) == text


@pytest.mark.parametrize("text", ["2001:db8:0::/32", "2001:DB8::/32"])
def test_a_longer_spelling_of_an_ipv6_range_is_the_same_range(text: str) -> None:
    assert parse_range(text) == IPv6Network("2001:db8::/32")
