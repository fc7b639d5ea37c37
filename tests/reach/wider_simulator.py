"""One packet over IPv6, an egress-only gateway, a gateway endpoint, a transit gateway: as plain as the other.

It knows literal values only: VPCs with one range of each IP version, subnets likewise, instances with an
address of each, groups that name ranges, ACLs, and routes to gateways. The transit gateway stands in subnets
of its own, with the default ACL, and has the table that AWS makes, which knows every VPC.
"""

from ipaddress import ip_address, ip_network
from typing import Any

from tests.reach.simulator import NUMBERS, Packet, Template

WORLD_4, WORLD_6 = "198.51.100.7", "2600::7"
GATEWAYS = ("GatewayId", "EgressOnlyInternetGatewayId", "TransitGatewayId")


def six(address: str) -> bool:
    return ip_address(address).version == 6


def inside(address: str, cidr: str) -> bool:
    network = ip_network(cidr)
    return network.version == ip_address(address).version and ip_address(address) in network


class WiderSimulator:
    def __init__(self, template: Template) -> None:
        self.template = template

    def of_type(self, type_: str) -> dict[str, dict[str, Any]]:
        return {k: v["Properties"] for k, v in self.template.items() if v["Type"] == f"AWS::EC2::{type_}"}

    # A packet, and its answer. Source and target are instances, "internet" or "s3".

    def arrives(self, packet: Packet, source: str, target: str) -> bool:
        if source == "internet":
            return self.enters(packet, target, answer=False)
        return self.group_lets(packet, source, egress=True) and self.leaves(
            packet, source, target, answer=False
        )

    def is_answered(self, packet: Packet, source: str, target: str) -> bool:
        if not self.arrives(packet, source, target):
            return False
        if packet.protocol == "icmp" and packet.dport != 8:
            return False
        back = packet.answer()
        if target in ("internet", "s3"):
            return self.acl_lets(back, self.subnet_of(source), egress=False)
        return self.leaves(back, target, source, answer=True)

    def leaves(self, packet: Packet, source: str, target: str, *, answer: bool) -> bool:
        here = self.subnet_of(source)
        if target not in ("internet", "s3") and self.subnet_of(target) == here:
            return answer or self.group_lets(packet, target, egress=False)
        if not self.acl_lets(packet, here, egress=True):
            return False
        kind = self.route(here, packet.dst, to_s3=target == "s3")
        if target == "s3":
            return kind == "endpoint"
        if target == "internet" and six(packet.dst):
            return kind == "GatewayId" or (kind == "EgressOnlyInternetGatewayId" and not answer)
        if target == "internet":
            return kind == "GatewayId" and self.is_public(source)
        return self.crosses(kind, here, self.subnet_of(target)) and self.enters(packet, target, answer=answer)

    def crosses(self, kind: str, here: str, there: str) -> bool:
        """Within a VPC by the local route; between VPCs by the transit gateway, if both are attached."""
        vpcs = [self.vpc_of(here), self.vpc_of(there)]
        if vpcs[0] == vpcs[1]:
            return kind == "local"
        attached = [each["VpcId"]["Ref"] for each in self.of_type("TransitGatewayAttachment").values()]
        return kind == "TransitGatewayId" and all(vpc in attached for vpc in vpcs)

    def enters(self, packet: Packet, target: str, *, answer: bool) -> bool:
        if packet.src in (WORLD_4, WORLD_6) and not answer and not self.open_to_world(packet, target):
            return False
        if not self.acl_lets(packet, self.subnet_of(target), egress=False):
            return False
        return answer or self.group_lets(packet, target, egress=False)

    def open_to_world(self, packet: Packet, target: str) -> bool:
        if self.vpc_of(self.subnet_of(target)) != "V":
            return False
        return six(packet.dst) or self.is_public(target)

    # Look-ups.

    def card(self, instance: str) -> dict[str, Any]:
        return dict(self.of_type("Instance")[instance]["NetworkInterfaces"][0])

    def subnet_of(self, instance: str) -> str:
        return str(self.card(instance)["SubnetId"]["Ref"])

    def vpc_of(self, subnet: str) -> str:
        return str(self.of_type("Subnet")[subnet]["VpcId"]["Ref"])

    def is_public(self, instance: str) -> bool:
        return bool(self.card(instance)["AssociatePublicIpAddress"])

    def ranges(self, vpc: str) -> list[str]:
        more = [
            each["Ipv6CidrBlock"]
            for each in self.of_type("VPCCidrBlock").values()
            if each["VpcId"]["Ref"] == vpc
        ]
        return [self.of_type("VPC")[vpc]["CidrBlock"], *more]

    def route(self, subnet: str, address: str, *, to_s3: bool) -> str:
        """The kind of the longest route."""
        table = f"R{subnet}"
        choices = [
            (ip_network(each).prefixlen, "local")
            for each in self.ranges(self.vpc_of(subnet))
            if inside(address, each)
        ]
        endpoints = self.of_type("VPCEndpoint").values()
        if to_s3 and any({"Ref": table} in each["RouteTableIds"] for each in endpoints):
            return "endpoint"
        for route in self.of_type("Route").values():
            cidr = route.get("DestinationCidrBlock") or route["DestinationIpv6CidrBlock"]
            if route["RouteTableId"]["Ref"] == table and inside(address, cidr):
                choices.append((ip_network(cidr).prefixlen, next(k for k in GATEWAYS if k in route)))
        return max(choices, default=(0, "none"))[1]

    # Filters.

    def acl_lets(self, packet: Packet, subnet: str, *, egress: bool) -> bool:
        acl = f"N{subnet}"
        if acl not in self.template:
            return True
        entries = [
            entry
            for entry in self.of_type("NetworkAclEntry").values()
            if entry["NetworkAclId"]["Ref"] == acl and entry["Egress"] is egress
        ]
        for entry in sorted(entries, key=lambda each: int(each["RuleNumber"])):
            if self.entry_matches(packet, entry, packet.dst if egress else packet.src):
                return bool(entry["RuleAction"] == "allow")
        return False

    def entry_matches(self, packet: Packet, entry: dict[str, Any], other: str) -> bool:
        if not inside(other, entry.get("CidrBlock") or entry["Ipv6CidrBlock"]):
            return False
        if entry["Protocol"] == -1:
            return True
        if entry["Protocol"] != NUMBERS[packet.protocol] or packet.protocol == "icmp":
            return False
        return bool(entry["PortRange"]["From"] <= packet.dport <= entry["PortRange"]["To"])

    def group_lets(self, packet: Packet, wearer: str, *, egress: bool) -> bool:
        section = "SecurityGroupEgress" if egress else "SecurityGroupIngress"
        for group in self.card(wearer)["GroupSet"]:
            rules = self.of_type("SecurityGroup")[group["Ref"]].get(section)
            if rules is None and egress:
                return True
            if any(self.rule_matches(packet, rule, egress) for rule in rules or ()):
                return True
        return False

    def rule_matches(self, packet: Packet, rule: dict[str, Any], egress: bool) -> bool:
        if not inside(packet.dst if egress else packet.src, rule.get("CidrIp") or rule["CidrIpv6"]):
            return False
        if rule["IpProtocol"] == "-1":
            return True
        return bool(
            rule["IpProtocol"] == packet.protocol and rule["FromPort"] <= packet.dport <= rule["ToPort"]
        )
