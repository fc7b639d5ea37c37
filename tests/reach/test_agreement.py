"""The prover and a simulator that shares no code with it say the same of every packet of random small
networks.
"""

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
from baseline.reach.trace.hop import outcome
from baseline.reach.trace.tracer import Tracer
from baseline.reach.traffic import Site
from tests.reach.simulator import NUMBERS, Packet, Simulator
from tests.reach.small import ec2, instance, network, ref

CIDRS = [
    "0.0.0.0/0",
    "0.0.0.0/0",
    "10.0.0.0/16",
    "10.0.0.0/24",
    "10.0.1.0/24",
    "10.0.0.5/32",
    "10.1.0.0/16",
    "198.51.100.0/24",
]
PORTS = [22, 443, 1024, 40000]
RANGES = [(22, 22), (443, 443), (0, 1023), (1024, 65535), (0, 65535), (0, 65535)]
HOSTS = {"A": ("S0", "10.0.0.5"), "B": ("S0", "10.0.0.6"), "C": ("S1", "10.0.1.5"), "D": ("T0", "10.1.0.5")}
WORLD = "198.51.100.7"


def rules(egress: bool) -> st.SearchStrategy[Any]:
    side = "DestinationSecurityGroupId" if egress else "SourceSecurityGroupId"
    peer = st.one_of(
        st.sampled_from(CIDRS).map(lambda cidr: {"CidrIp": cidr}),
        st.sampled_from(["G0", "G1"]).map(lambda group: {side: ref(group)}),
    )
    ports = st.one_of(
        st.just({"IpProtocol": "-1"}),
        st.tuples(st.sampled_from(["tcp", "udp"]), st.sampled_from(RANGES)).map(
            lambda each: {"IpProtocol": each[0], "FromPort": each[1][0], "ToPort": each[1][1]}
        ),
        st.sampled_from([-1, 8, 3]).map(
            lambda type_: {"IpProtocol": "icmp", "FromPort": type_, "ToPort": -1}
        ),
    )
    return st.lists(st.tuples(peer, ports).map(lambda pair: {**pair[0], **pair[1]}), min_size=1, max_size=3)


ENTRY = st.fixed_dictionaries(
    {
        "RuleNumber": st.integers(1, 9),
        "Egress": st.booleans(),
        "RuleAction": st.sampled_from(["allow", "allow", "allow", "deny"]),
        "CidrBlock": st.sampled_from(CIDRS),
        "ports": st.sampled_from([None, None, *RANGES]),
        "protocol": st.sampled_from([6, 6, 17, 1]),
    }
)


def entry(written: dict[str, Any], acl: str) -> dict[str, Any]:
    own = {name: value for name, value in written.items() if name[0].isupper()}
    if written["ports"] is None:
        own["Protocol"] = -1
    elif written["protocol"] == 1:
        own |= {"Protocol": 1, "Icmp": {"Type": -1, "Code": -1}}
    else:
        first, last = written["ports"]
        own |= {"Protocol": written["protocol"], "PortRange": {"From": first, "To": last}}
    return ec2("NetworkAclEntry", NetworkAclId=ref(acl), **own)


@st.composite
def templates(draw: st.DrawFn) -> dict[str, Any]:
    """Two peered VPCs, three subnets, four instances; groups, ACLs and routes at random."""
    found: dict[str, Any] = {
        "V": ec2("VPC", CidrBlock="10.0.0.0/16"),
        "W": ec2("VPC", CidrBlock="10.1.0.0/16"),
        "S0": ec2("Subnet", VpcId=ref("V"), CidrBlock="10.0.0.0/24"),
        "S1": ec2("Subnet", VpcId=ref("V"), CidrBlock="10.0.1.0/24"),
        "T0": ec2("Subnet", VpcId=ref("W"), CidrBlock="10.1.0.0/24"),
        "Igw": ec2("InternetGateway"),
        "Att": ec2("VPCGatewayAttachment", VpcId=ref("V"), InternetGatewayId=ref("Igw")),
        "Nat": ec2("NatGateway", SubnetId=ref("S0"), AllocationId="eipalloc-1"),
        "Pcx": ec2("VPCPeeringConnection", VpcId=ref("V"), PeerVpcId=ref("W")),
    }
    for group in ("G0", "G1"):
        written: dict[str, Any] = {"GroupDescription": group, "VpcId": ref("V")}
        written["SecurityGroupIngress"] = draw(rules(False))
        outward = draw(st.none() | rules(True).filter(bool))
        if outward is not None:
            written["SecurityGroupEgress"] = outward
        found[group] = ec2("SecurityGroup", **written)
    for subnet in ("S0", "S1", "T0"):
        draw_subnet(draw, subnet, found)
    for name, (subnet, address) in HOSTS.items():
        groups = draw(st.sampled_from([("G0",), ("G1",), ("G0", "G1")]))
        found[name] = instance(
            subnet, *groups, public=draw(st.booleans()) and subnet != "T0", address=address
        )
    return found


def draw_subnet(draw: st.DrawFn, subnet: str, found: dict[str, Any]) -> None:
    targets = [("0.0.0.0/0", "GatewayId", "Igw"), ("0.0.0.0/0", "NatGatewayId", "Nat")]
    targets = (
        [("10.0.0.0/16", "VpcPeeringConnectionId", "Pcx")]
        if subnet == "T0"
        else targets[: 1 + (subnet == "S1")]
    )
    found[f"R{subnet}"] = ec2("RouteTable", VpcId=ref("W" if subnet == "T0" else "V"))
    found[f"A{subnet}"] = ec2(
        "SubnetRouteTableAssociation", SubnetId=ref(subnet), RouteTableId=ref(f"R{subnet}")
    )
    chosen = draw(st.sampled_from([None, *targets]))
    wanted = [chosen] if chosen else []
    if subnet != "T0" and draw(st.booleans()):
        wanted.append(("10.1.0.0/16", "VpcPeeringConnectionId", "Pcx"))
    for index, (cidr, kind, key) in enumerate(wanted):
        own = {"RouteTableId": ref(f"R{subnet}"), "DestinationCidrBlock": cidr, kind: ref(key)}
        found[f"R{subnet}{index}"] = ec2("Route", **own)
    if draw(st.booleans()):
        found[f"N{subnet}"] = ec2("NetworkAcl", VpcId=ref("V"))
        found[f"NA{subnet}"] = ec2(
            "SubnetNetworkAclAssociation", SubnetId=ref(subnet), NetworkAclId=ref(f"N{subnet}")
        )
        entries = draw(
            st.lists(ENTRY, max_size=5, unique_by=lambda each: (each["RuleNumber"], each["Egress"]))
        )
        for index, written in enumerate(entries):
            found[f"N{subnet}{index}"] = entry(written, f"N{subnet}")


PACKETS = st.tuples(
    st.sampled_from([*HOSTS, "internet"]),
    st.sampled_from([*HOSTS, "internet"]),
    st.sampled_from(["tcp", "udp", "icmp"]),
    st.sampled_from([1024, 40000, 65535]),
    st.sampled_from(PORTS),
    st.sampled_from([8, 3]),
).filter(lambda each: each[0] != each[1])


def site(made: Network, name: str) -> Site:
    if name == "internet":
        return INTERNET
    return next(each for each in made.interfaces if each.key == f"stack/{name}")


def numbers(packet: Packet) -> Numbers:
    src, dst = (block(ip_network(one))[0][0] for one in (packet.src, packet.dst))
    dport = packet.dport * 256 if packet.protocol == "icmp" else packet.dport
    return Numbers(src, dst, NUMBERS[packet.protocol], packet.sport, dport)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(templates(), st.lists(PACKETS, min_size=6, max_size=6))
def test_prover_evaluator_and_simulator_agree(template: dict[str, Any], asked: list[Any]) -> None:
    made = network(template)
    prover, tracer, simulator = Prover(made), Tracer(made), Simulator(template)
    for source, target, protocol, sport, dport, type_ in asked:
        src = HOSTS[source][1] if source in HOSTS else WORLD
        dst = HOSTS[target][1] if target in HOSTS else WORLD
        packet = Packet(src, dst, protocol, sport, type_ if protocol == "icmp" else dport)
        one, other = site(made, source), site(made, target)
        private = [flow for flow in prover.flows(one, other) if not _round_about(flow.doors, one, other)]
        arrives = any(flow.must.contains(numbers(packet)) for flow in private)
        possible = any(flow.may.contains(numbers(packet)) for flow in private)
        answered = any(flow.answered.contains(numbers(packet)) for flow in private)
        if _undocumented(made, source, other) or _by_chance(simulator, packet, source, target):
            continue
        assert arrives is possible is simulator.arrives(packet, source, target)
        assert answered is simulator.is_answered(packet, source, target)
        assert (outcome(tracer.best(numbers(packet), one, other)) is True) is arrives


def _round_about(doors: tuple[tuple[str, str], ...], one: Site, other: Site) -> bool:
    return (
        isinstance(one, Interface)
        and isinstance(other, Interface)
        and "internet" in {kind for kind, _ in doors}
    )


def _by_chance(simulator: Simulator, packet: Packet, source: str, target: str) -> bool:
    """Over a NAT gateway to a peered VPC: some of its possible addresses pass, or the answer is asked for."""
    if source not in HOSTS or target != "D" or not simulator.leaves_by_nat(packet, source):
        return False
    found = simulator.over_nat(packet, source, target)
    return any(found)


def _undocumented(made: Network, source: str, other: Site) -> bool:
    """From the internet into a subnet without a route back: AWS does not say, so nothing is compared."""
    if source != "internet" or not isinstance(other, Interface):
        return False
    table = made.tables[made.subnets[other.subnet].table]
    return not any(route.target.kind == "internet gateway" for route in table.routes)
