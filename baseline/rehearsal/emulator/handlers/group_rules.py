"""Rules that stand beside their security group."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties

_PEERS = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
}


def _permission(properties: Properties) -> dict[str, Any]:
    """One rule in the form of the API, where the peer's kind decides in which list it stands."""
    permission: dict[str, Any] = {
        name: properties[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in properties
    }
    for name, (list_, member) in _PEERS.items():
        if name in properties:
            peer = {member: properties[name]}
            if "Description" in properties:
                peer["Description"] = properties["Description"]
            permission[list_] = [peer]
    return permission


def _handler(direction: str) -> Handler:
    def create(properties: Properties, name: str) -> tuple[str, Attributes]:
        operation = f"authorize_security_group_{direction}"
        call("ec2", operation, GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])
        return name, {}

    def delete(_: str, properties: Properties) -> None:
        operation = f"revoke_security_group_{direction}"
        call("ec2", operation, GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])

    def redescribe(_: str, old: Properties, new: Properties) -> None:
        # AWS changes a description in place; MiniStack has no call for that.
        delete("", old)
        create(new, "")

    return Handler(
        create, delete, redescribe, replaces=("GroupId", "IpProtocol", "FromPort", "ToPort", *_PEERS)
    )


HANDLERS = {
    "AWS::EC2::SecurityGroupIngress": _handler("ingress"),
    "AWS::EC2::SecurityGroupEgress": _handler("egress"),
}
