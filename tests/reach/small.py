"""Small networks for tests: templates from JSON, and ends and questions by text."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from baseline.reach.ask import Statement, ask
from baseline.reach.facts.read import read_network
from baseline.reach.model.network import Network
from baseline.verdict import Verdict


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def att(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def ec2(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{type_}", "Properties": properties}


def network(resources: dict[str, Any], **sections: Any) -> Network:
    """The network of one template, named "stack"."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stack.json"
        file.write_text(json.dumps({"Resources": resources, **sections}), encoding="utf-8")
        return read_network([file])


def answer(
    resources: dict[str, Any] | Network,
    statement: Statement,
    from_: str,
    to: str | None = None,
    ports: Sequence[str] = (),
    via: Sequence[str] = (),
) -> str:
    """The result of a statement, as text."""
    return str(verdict(resources, statement, from_, to, ports, via).result)


def verdict(
    resources: dict[str, Any] | Network,
    statement: Statement,
    from_: str,
    to: str | None = None,
    ports: Sequence[str] = (),
    via: Sequence[str] = (),
) -> Verdict:
    made = resources if isinstance(resources, Network) else network(resources)
    return ask(made, statement, from_=from_, to=to, ports=ports, via=via)


OPEN = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}


def tcp(port: int, cidr: str = "0.0.0.0/0", last: int | None = None) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": last or port, "CidrIp": cidr}


def base() -> dict[str, Any]:
    """A VPC with an open web server in a public subnet and an instance in a private one.

    Both have a group that lets everything in and out, so that a case needs to add only what it is about.
    """
    return {
        "Vpc": ec2("VPC", CidrBlock="10.0.0.0/16"),
        "Igw": ec2("InternetGateway"),
        "Attachment": ec2("VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Igw")),
        "Public": ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24"),
        "Private": ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.1.0/24"),
        "PublicTable": ec2("RouteTable", VpcId=ref("Vpc")),
        "PublicRoutes": ec2(
            "SubnetRouteTableAssociation", SubnetId=ref("Public"), RouteTableId=ref("PublicTable")
        ),
        "Default": ec2(
            "Route", RouteTableId=ref("PublicTable"), DestinationCidrBlock="0.0.0.0/0", GatewayId=ref("Igw")
        ),
        "PrivateTable": ec2("RouteTable", VpcId=ref("Vpc")),
        "PrivateRoutes": ec2(
            "SubnetRouteTableAssociation", SubnetId=ref("Private"), RouteTableId=ref("PrivateTable")
        ),
        "Open": ec2("SecurityGroup", GroupDescription="open", VpcId=ref("Vpc"), SecurityGroupIngress=[OPEN]),
        "Web": instance("Public", "Open", public=True),
        "App": instance("Private", "Open"),
    }


def instance(subnet: str, *groups: str, public: bool = False, address: str | None = None) -> dict[str, Any]:
    interface = {
        "DeviceIndex": "0",
        "SubnetId": ref(subnet),
        "GroupSet": [ref(group) for group in groups],
        "AssociatePublicIpAddress": public,
    }
    if address:
        interface["PrivateIpAddress"] = address
    return ec2("Instance", NetworkInterfaces=[interface])


def acl(subnet: str, *entries: tuple[int, bool, str, str, int | None, int | None]) -> dict[str, Any]:
    """An ACL of a subnet; entries are number, egress, action, range, first and last TCP port (None:
    everything).
    """
    found = {
        f"{subnet}Acl": ec2("NetworkAcl", VpcId=ref("Vpc")),
        f"{subnet}AclOf": ec2(
            "SubnetNetworkAclAssociation", SubnetId=ref(subnet), NetworkAclId=ref(f"{subnet}Acl")
        ),
    }
    for number, egress, action, cidr, first, last in entries:
        ports = (
            {"Protocol": -1} if first is None else {"Protocol": 6, "PortRange": {"From": first, "To": last}}
        )
        found[f"{subnet}{'Out' if egress else 'In'}{number}"] = ec2(
            "NetworkAclEntry",
            NetworkAclId=ref(f"{subnet}Acl"),
            RuleNumber=number,
            Egress=egress,
            RuleAction=action,
            CidrBlock=cidr,
            **ports,
        )
    return found
