"""One packet through a small network, read straight from the template's JSON: plain, slow, and of its own.

It knows literal values only: one or two VPCs, subnets, instances with fixed addresses, groups, ACLs, routes
to an internet gateway, a NAT gateway or a peering connection. It shares nothing with the package but the
template.
"""

from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from typing import Any

Template = dict[str, dict[str, Any]]
NUMBERS = {"tcp": 6, "udp": 17, "icmp": 1}


@dataclass(frozen=True)
class Packet:
    src: str
    dst: str
    protocol: str
    sport: int
    dport: int  # for ICMP the type

    def answer(self) -> "Packet":
        if self.protocol == "icmp":
            return replace(self, src=self.dst, dst=self.src, dport=0)
        return Packet(self.dst, self.src, self.protocol, self.dport, self.sport)


def inside(address: str, cidr: str) -> bool:
    return ip_address(address) in ip_network(cidr)


class Simulator:
    def __init__(self, template: Template) -> None:
        self.template = template

    def of_type(self, type_: str) -> dict[str, dict[str, Any]]:
        return {
            k: v.get("Properties", {}) for k, v in self.template.items() if v["Type"] == f"AWS::EC2::{type_}"
        }

    def arrives(self, packet: Packet, source: str, target: str) -> bool:
        """Source and target are instances, or "internet"."""
        if source == "internet":
            return self.comes_in(packet, target, answer=False)
        if not self.group_lets(packet, source, target, egress=True):
            return False
        return self.travels(packet, source, target, answer=False)

    def is_answered(self, packet: Packet, source: str, target: str) -> bool:
        if not self.arrives(packet, source, target):
            return False
        if packet.protocol == "icmp" and packet.dport != 8:
            return False
        back = packet.answer()
        if source == "internet":
            return self.travels(back, target, "internet", answer=True)
        if target == "internet":
            if self.leaves_by_nat(packet, source):
                return self.nat_answers(packet, source)
            return self.comes_in(back, source, answer=True)
        return self.travels(back, target, source, answer=True)

    # Steps.

    def travels(self, packet: Packet, source: str, target: str, *, answer: bool) -> bool:
        here = self.subnet_of(source)
        if target != "internet" and self.subnet_of(target) == here:
            return answer or self.group_lets(packet, target, source, egress=False)
        if not self.acl_lets(packet, here, egress=True):
            return False
        kind, _ = self.route(here, packet.dst)
        if target == "internet":
            if kind == "NatGatewayId" and not answer:
                return self.nat_sends(packet, source)
            return kind == "GatewayId" and self.is_public(source)
        there = self.subnet_of(target)
        if kind == "NatGatewayId" and not answer:
            return all(self.over_nat(packet, source, target))
        same_vpc = self.vpc_of(here) == self.vpc_of(there)
        if (same_vpc and kind != "local") or (not same_vpc and kind != "VpcPeeringConnectionId"):
            return False
        if not self.acl_lets(packet, there, egress=False):
            return False
        return answer or self.group_lets(packet, target, source, egress=False)

    def comes_in(self, packet: Packet, target: str, *, answer: bool) -> bool:
        there = self.subnet_of(target)
        if not self.is_public(target) or not self.acl_lets(packet, there, egress=False):
            return False
        return answer or self.group_lets(packet, target, "internet", egress=False)

    # NAT.

    def leaves_by_nat(self, packet: Packet, source: str) -> bool:
        return self.route(self.subnet_of(source), packet.dst)[0] == "NatGatewayId"

    def nat_sends(self, packet: Packet, source: str) -> bool:
        _, nat = self.route(self.subnet_of(source), packet.dst)
        home = self.of_type("NatGateway")[nat]["SubnetId"]["Ref"]
        if home != self.subnet_of(source) and not self.acl_lets(packet, home, egress=False):
            return False
        outward = self.route(home, packet.dst)[0] == "GatewayId"
        return outward and self.acl_lets(packet, home, egress=True)

    def nat_answers(self, packet: Packet, source: str) -> bool:
        """From every port that the gateway could have used, back to it, and from it to the source."""
        _, nat = self.route(self.subnet_of(source), packet.dst)
        home = self.of_type("NatGateway")[nat]["SubnetId"]["Ref"]
        back = packet.answer()
        ports = (0,) if packet.protocol == "icmp" else range(1024, 65536, 97)
        sides = (*(range(1024, 1030)), 65535, *ports) if packet.protocol != "icmp" else ports
        if not all(self.acl_lets(replace(back, dport=port), home, egress=False) for port in sides):
            return False
        if home == self.subnet_of(source):
            return True
        out = self.acl_lets(back, home, egress=True) and self.route(home, back.dst)[0] == "local"
        return out and self.acl_lets(back, self.subnet_of(source), egress=False)

    def over_nat(self, packet: Packet, source: str, target: str) -> list[bool]:
        """To an instance of a peered VPC from some of the addresses that the NAT gateway could have."""
        _, nat = self.route(self.subnet_of(source), packet.dst)
        home, there = self.of_type("NatGateway")[nat]["SubnetId"]["Ref"], self.subnet_of(target)
        if self.route(home, packet.dst)[0] != "VpcPeeringConnectionId":
            return [False]
        if home != self.subnet_of(source) and not self.acl_lets(packet, home, egress=False):
            return [False]
        changed = [replace(packet, src=f"10.0.0.{last}") for last in (4, 5, 6, 200)]
        return [
            self.acl_lets(each, home, egress=True)
            and self.acl_lets(each, there, egress=False)
            and self.group_lets(each, target, "a NAT gateway", egress=False)
            for each in changed
        ]

    # Look-ups.

    def subnet_of(self, instance: str) -> str:
        return str(self.of_type("Instance")[instance]["NetworkInterfaces"][0]["SubnetId"]["Ref"])

    def vpc_of(self, subnet: str) -> str:
        return str(self.of_type("Subnet")[subnet]["VpcId"]["Ref"])

    def is_public(self, instance: str) -> bool:
        return bool(self.of_type("Instance")[instance]["NetworkInterfaces"][0]["AssociatePublicIpAddress"])

    def route(self, subnet: str, address: str) -> tuple[str, str]:
        vpc = self.vpc_of(subnet)
        choices = [(ip_network(self.of_type("VPC")[vpc]["CidrBlock"]).prefixlen, "local", "")]
        if not inside(address, self.of_type("VPC")[vpc]["CidrBlock"]):
            choices = []
        table = next(
            (
                a["RouteTableId"]["Ref"]
                for a in self.of_type("SubnetRouteTableAssociation").values()
                if a["SubnetId"]["Ref"] == subnet
            ),
            None,
        )
        for route in self.of_type("Route").values():
            if route["RouteTableId"]["Ref"] == table and inside(address, route["DestinationCidrBlock"]):
                kind = next(k for k in ("GatewayId", "NatGatewayId", "VpcPeeringConnectionId") if k in route)
                choices.append(
                    (ip_network(route["DestinationCidrBlock"]).prefixlen, kind, route[kind]["Ref"])
                )
        best = max(choices, default=(0, "none", ""))
        return best[1], best[2]

    # Filters.

    def acl_lets(self, packet: Packet, subnet: str, *, egress: bool) -> bool:
        acl = next(
            (
                a["NetworkAclId"]["Ref"]
                for a in self.of_type("SubnetNetworkAclAssociation").values()
                if a["SubnetId"]["Ref"] == subnet
            ),
            None,
        )
        if acl is None:
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
        if not inside(other, entry["CidrBlock"]):
            return False
        if entry["Protocol"] == -1:
            return True
        if entry["Protocol"] != NUMBERS[packet.protocol]:
            return False
        if packet.protocol == "icmp":
            return entry["Icmp"]["Type"] in (-1, packet.dport)
        return bool(entry["PortRange"]["From"] <= packet.dport <= entry["PortRange"]["To"])

    def group_lets(self, packet: Packet, wearer: str, peer: str, *, egress: bool) -> bool:
        worn = self.of_type("Instance")[wearer]["NetworkInterfaces"][0]["GroupSet"]
        section = "SecurityGroupEgress" if egress else "SecurityGroupIngress"
        for group in worn:
            rules = self.of_type("SecurityGroup")[group["Ref"]].get(section)
            if rules is None and egress:
                return True
            if any(self.rule_matches(packet, rule, peer, egress) for rule in rules or ()):
                return True
        return False

    def rule_matches(self, packet: Packet, rule: dict[str, Any], peer: str, egress: bool) -> bool:
        if rule["IpProtocol"] != "-1":
            if rule["IpProtocol"] != packet.protocol:
                return False
            if packet.protocol == "icmp":
                if rule["FromPort"] not in (-1, packet.dport):
                    return False
            elif not rule["FromPort"] <= packet.dport <= rule["ToPort"]:
                return False
        if "CidrIp" in rule:
            return inside(packet.dst if egress else packet.src, rule["CidrIp"])
        if peer in ("internet", "a NAT gateway"):
            return False
        named = rule["DestinationSecurityGroupId" if egress else "SourceSecurityGroupId"]["Ref"]
        worn = self.of_type("Instance")[peer]["NetworkInterfaces"][0]["GroupSet"]
        return named in [group["Ref"] for group in worn]
