"""The prover and a second simulator say the same of random networks with IPv6 and gateways of other kinds."""

from ipaddress import ip_network
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baseline.reach.addresses import block
from baseline.reach.ends import INTERNET
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import Packet as Numbers
from baseline.reach.prover import Prover
from baseline.reach.traffic import Outside, Site
from tests.reach.simulator import NUMBERS, Packet
from tests.reach.small import ec2, network, ref
from tests.reach.wider_simulator import WORLD_4, WORLD_6, WiderSimulator

V6, W6 = "2600:1f00:0:100::/56", "2600:1f00:0:200::/56"
SUBNETS = {
    "S0": ("V", "10.0.0.0/24", "2600:1f00:0:100::/64"),
    "S1": ("V", "10.0.1.0/24", "2600:1f00:0:101::/64"),
    "T0": ("W", "10.1.0.0/24", "2600:1f00:0:200::/64"),
}
HOSTS = {
    "A": ("S0", "10.0.0.5", "2600:1f00:0:100::5"),
    "B": ("S0", "10.0.0.6", "2600:1f00:0:100::6"),
    "C": ("S1", "10.0.1.5", "2600:1f00:0:101::5"),
    "D": ("T0", "10.1.0.5", "2600:1f00:0:200::5"),
}
CIDRS = ["0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/16", "10.1.0.0/16", "10.0.1.0/24"]
CIDRS_6 = ["::/0", "::/0", V6, W6, "2600:1f00:0:101::/64"]
RANGES = [(443, 443), (0, 1023), (1024, 65535), (0, 65535)]


ALL = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}, {"IpProtocol": "-1", "CidrIpv6": "::/0"}]


def _rules() -> st.SearchStrategy[list[dict[str, Any]]]:
    where = st.one_of(
        st.sampled_from(CIDRS).map(lambda each: {"CidrIp": each}),
        st.sampled_from(CIDRS_6).map(lambda each: {"CidrIpv6": each}),
    )
    what = st.one_of(
        st.just({"IpProtocol": "-1"}),
        st.sampled_from(RANGES).map(
            lambda each: {"IpProtocol": "tcp", "FromPort": each[0], "ToPort": each[1]}
        ),
    )
    some = st.lists(st.tuples(where, what).map(lambda pair: {**pair[0], **pair[1]}), min_size=1, max_size=3)
    return st.one_of(st.just(ALL), some)


@st.composite
def _entry(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {
        "RuleNumber": draw(st.integers(1, 9)),
        "Egress": draw(st.booleans()),
        "RuleAction": draw(st.sampled_from(["allow", "allow", "allow", "deny"])),
    }
    found |= draw(
        st.one_of(
            st.sampled_from(CIDRS).map(lambda each: {"CidrBlock": each}),
            st.sampled_from(CIDRS_6).map(lambda each: {"Ipv6CidrBlock": each}),
        )
    )
    ports = draw(st.sampled_from([None, None, *RANGES]))
    if ports is None:
        return {**found, "Protocol": -1}
    return {**found, "Protocol": 6, "PortRange": {"From": ports[0], "To": ports[1]}}


@st.composite
def _templates(draw: st.DrawFn) -> dict[str, Any]:
    """Two VPCs behind a transit gateway, one of them with gateways of its own; the rest at random."""
    found: dict[str, Any] = {
        "Igw": ec2("InternetGateway"),
        "Att": ec2("VPCGatewayAttachment", VpcId=ref("V"), InternetGatewayId=ref("Igw")),
        "Eigw": ec2("EgressOnlyInternetGateway", VpcId=ref("V")),
        "Tgw": ec2("TransitGateway"),
    }
    for vpc, cidr, six in (("V", "10.0.0.0/16", V6), ("W", "10.1.0.0/16", W6)):
        door = str(ip_network(cidr).network_address).replace(".0.0", ".99.0") + "/24"
        found[vpc] = ec2("VPC", CidrBlock=cidr)
        found[f"{vpc}6"] = ec2("VPCCidrBlock", VpcId=ref(vpc), Ipv6CidrBlock=six, Ipv6Pool="pool")
        found[f"{vpc}Door"] = ec2("Subnet", VpcId=ref(vpc), CidrBlock=door)
        if vpc == "V" or draw(st.booleans()):
            found[f"{vpc}Tgw"] = ec2(
                "TransitGatewayAttachment",
                TransitGatewayId=ref("Tgw"),
                VpcId=ref(vpc),
                SubnetIds=[ref(f"{vpc}Door")],
            )
    for group in ("GV", "GW"):
        own: dict[str, Any] = {"GroupDescription": group, "VpcId": ref(group[1])}
        own["SecurityGroupIngress"] = draw(_rules())
        outward = draw(st.none() | _rules())
        found[group] = ec2(
            "SecurityGroup", **(own if outward is None else {**own, "SecurityGroupEgress": outward})
        )
    for name in SUBNETS:
        _draw_subnet(draw, name, found)
    tables = draw(st.lists(st.sampled_from(["RS0", "RS1"]), min_size=1, unique=True))
    found["S3"] = ec2(
        "VPCEndpoint",
        VpcId=ref("V"),
        ServiceName="com.amazonaws.eu-west-1.s3",
        RouteTableIds=[ref(table) for table in tables],
    )
    for name, (subnet, four, six) in HOSTS.items():
        card = {
            "DeviceIndex": "0",
            "SubnetId": ref(subnet),
            "GroupSet": [ref(f"G{SUBNETS[subnet][0]}")],
            "AssociatePublicIpAddress": subnet != "T0" and draw(st.booleans()),
            "PrivateIpAddress": four,
            "Ipv6Addresses": [{"Ipv6Address": six}],
        }
        found[name] = ec2("Instance", NetworkInterfaces=[card])
    return found


def _draw_subnet(draw: st.DrawFn, name: str, found: dict[str, Any]) -> None:
    vpc, four, six = SUBNETS[name]
    found[name] = ec2("Subnet", VpcId=ref(vpc), CidrBlock=four, Ipv6CidrBlock=six)
    found[f"R{name}"] = ec2("RouteTable", VpcId=ref(vpc))
    found[f"A{name}"] = ec2("SubnetRouteTableAssociation", SubnetId=ref(name), RouteTableId=ref(f"R{name}"))
    other = ("10.1.0.0/16", W6) if vpc == "V" else ("10.0.0.0/16", V6)
    wanted = [({"DestinationCidrBlock": other[0]}, "TransitGatewayId", "Tgw"),
              ({"DestinationIpv6CidrBlock": other[1]}, "TransitGatewayId", "Tgw")]  # fmt: skip
    if vpc == "V":
        out = draw(st.sampled_from([("GatewayId", "Igw"), ("EgressOnlyInternetGatewayId", "Eigw")]))
        wanted += [({"DestinationCidrBlock": "0.0.0.0/0"}, "GatewayId", "Igw"),
                   ({"DestinationIpv6CidrBlock": "::/0"}, *out)]  # fmt: skip
    for index, (cidr, kind, key) in enumerate(wanted):
        if draw(st.integers(0, 3)):
            found[f"R{name}{index}"] = ec2("Route", RouteTableId=ref(f"R{name}"), **cidr, **{kind: ref(key)})
    if not draw(st.integers(0, 2)):
        found[f"N{name}"] = ec2("NetworkAcl", VpcId=ref(vpc))
        found[f"NA{name}"] = ec2(
            "SubnetNetworkAclAssociation", SubnetId=ref(name), NetworkAclId=ref(f"N{name}")
        )
        numbered = st.lists(_entry(), max_size=5, unique_by=lambda each: (each["RuleNumber"], each["Egress"]))
        for index, entry in enumerate(draw(numbered)):
            found[f"N{name}{index}"] = ec2("NetworkAclEntry", NetworkAclId=ref(f"N{name}"), **entry)


def _site(made: Network, name: str) -> Site:
    if name == "internet":
        return INTERNET
    if name == "s3":
        ((key, endpoint),) = made.endpoints.items()
        return Outside("service", key, endpoint.service)
    return next(each for each in made.interfaces if each.key == f"stack/{name}")


PACKETS = st.tuples(
    st.sampled_from([*HOSTS, "internet"]),
    st.sampled_from([*HOSTS, "internet", "s3"]),
    st.booleans(),
    st.sampled_from(["tcp", "tcp", "udp"]),
    st.sampled_from([22, 443, 1024, 40000]),
).filter(lambda each: each[0] != each[1] and not (each[1] == "s3" and (each[2] or each[0] == "internet")))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(_templates(), st.lists(PACKETS, min_size=8, max_size=8))
def test_prover_and_simulator_agree(template: dict[str, Any], asked: list[Any]) -> None:
    made = network(template)
    prover, simulator = Prover(made), WiderSimulator(template)
    for source, target, six, protocol, dport in asked:
        one, other = _site(made, source), _site(made, target)
        if target == "s3":
            addresses = prover.addresses(other)
        if _undocumented(made, source, other, six):
            continue
        src = HOSTS[source][1 + six] if source in HOSTS else (WORLD_4, WORLD_6)[six]
        dst = HOSTS[target][1 + six] if target in HOSTS else (WORLD_4, WORLD_6)[six]
        numbers = Numbers(
            block(ip_network(src))[0][0],
            addresses[0][0] if target == "s3" else block(ip_network(dst))[0][0],
            NUMBERS[protocol],
            40001,
            dport,
        )
        packet = Packet(src, dst, protocol, 40001, dport)
        flows = [flow for flow in prover.flows(one, other) if not _round_about(flow.doors, one, other)]
        arrives = simulator.arrives(packet, source, target)
        assert any(flow.may.contains(numbers) for flow in flows) is arrives
        assert any(flow.must.contains(numbers) for flow in flows) is arrives
        answered = any(flow.answered.contains(numbers) for flow in flows)
        assert answered is simulator.is_answered(packet, source, target)


def _round_about(doors: tuple[tuple[str, str], ...], one: Site, other: Site) -> bool:
    between = isinstance(one, Interface) and isinstance(other, Interface)
    return between and "internet" in {kind for kind, _ in doors}


def _undocumented(made: Network, source: str, other: Site, six: bool) -> bool:
    """From the internet into a subnet without a route back: AWS does not say, so nothing is compared."""
    if source != "internet" or not isinstance(other, Interface):
        return False
    first = block(ip_network((WORLD_4, WORLD_6)[six]))[0][0]
    table = made.tables[made.subnets[other.subnet].table]
    back = [each for each in table.routes if each.target.kind == "internet gateway"]
    return not any(low <= first <= high for each in back for low, high in each.destination.may)
