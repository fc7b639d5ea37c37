"""EC2 resource types that MiniStack's API has and its CloudFormation lacks."""

from typing import Any

from ministack.services import ec2

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, tag_specification


def _create_acl(properties: Properties, _: str) -> tuple[str, Attributes]:
    tags = tag_specification("network-acl", properties)
    answer = call("ec2", "create_network_acl", VpcId=properties["VpcId"], TagSpecifications=tags)
    id_ = answer["NetworkAcl"]["NetworkAclId"]
    return id_, {"Id": id_}


def _delete_acl(id_: str, _: Properties) -> None:
    call("ec2", "delete_network_acl", NetworkAclId=id_)


def _entry(properties: Properties) -> dict[str, Any]:
    return {"Egress": False, **properties}


def _create_entry(properties: Properties, name: str) -> tuple[str, Attributes]:
    call("ec2", "create_network_acl_entry", **_entry(properties))
    return name, {}


def _replace_entry(_: str, __: Properties, properties: Properties) -> None:
    call("ec2", "replace_network_acl_entry", **_entry(properties))


def _delete_entry(_: str, properties: Properties) -> None:
    keys = {name: _entry(properties)[name] for name in ("NetworkAclId", "RuleNumber", "Egress")}
    call("ec2", "delete_network_acl_entry", **keys)


def _associate_acl(properties: Properties, _: str) -> tuple[str, Attributes]:
    current = _association_of(properties["SubnetId"])
    answer = call(
        "ec2",
        "replace_network_acl_association",
        AssociationId=current,
        NetworkAclId=properties["NetworkAclId"],
    )
    return answer["NewAssociationId"], {"AssociationId": answer["NewAssociationId"]}


def _release_acl(_: str, properties: Properties) -> None:
    """The subnet goes back to the default list of its VPC, as in AWS."""
    (acl,) = call("ec2", "describe_network_acls", NetworkAclIds=[properties["NetworkAclId"]])["NetworkAcls"]
    filters = [{"Name": "vpc-id", "Values": [acl["VpcId"]]}, {"Name": "default", "Values": ["true"]}]
    (default,) = call("ec2", "describe_network_acls", Filters=filters)["NetworkAcls"]
    current = _association_of(properties["SubnetId"])
    call(
        "ec2", "replace_network_acl_association", AssociationId=current, NetworkAclId=default["NetworkAclId"]
    )


def _association_of(subnet: str) -> str:
    for acl in call("ec2", "describe_network_acls")["NetworkAcls"]:
        for association in acl["Associations"]:
            if association["SubnetId"] == subnet:
                return str(association["NetworkAclAssociationId"])
    raise ValueError(f"{subnet}: no network ACL is associated with it")


def _create_flow_log(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = {name: value for name, value in properties.items() if name not in ("ResourceId", "Tags")}
    answer = call(
        "ec2",
        "create_flow_logs",
        ResourceIds=[properties["ResourceId"]],
        TagSpecifications=tag_specification("vpc-flow-log", properties),
        **wanted,
    )
    (id_,) = answer["FlowLogIds"]
    return id_, {"Id": id_}


def _delete_flow_log(id_: str, _: Properties) -> None:
    call("ec2", "delete_flow_logs", FlowLogIds=[id_])


def _block_public_access(properties: Properties, _: str) -> tuple[str, Attributes]:
    mode = properties["InternetGatewayBlockMode"]
    call("ec2", "modify_vpc_block_public_access_options", InternetGatewayBlockMode=mode)
    return "vpc-block-public-access", {}


def _reblock_public_access(_: str, __: Properties, properties: Properties) -> None:
    _block_public_access(properties, "")


def _unblock_public_access(_: str, __: Properties) -> None:
    call("ec2", "modify_vpc_block_public_access_options", InternetGatewayBlockMode="off")


def _create_volume(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = {name: value for name, value in properties.items() if name != "Tags"}
    answer = call("ec2", "create_volume", TagSpecifications=tag_specification("volume", properties), **wanted)
    return answer["VolumeId"], {"VolumeId": answer["VolumeId"]}


def _delete_volume(id_: str, _: Properties) -> None:
    call("ec2", "delete_volume", VolumeId=id_)


def _snapshot_volume(id_: str, _: Properties) -> None:
    # MiniStack's engine calls this on its event loop, where a call over HTTP would wait for itself.
    ec2._create_snapshot({"VolumeId": id_})


HANDLERS = {
    "AWS::EC2::NetworkAcl": Handler(_create_acl, _delete_acl),
    "AWS::EC2::NetworkAclEntry": Handler(
        _create_entry, _delete_entry, _replace_entry, replaces=("NetworkAclId", "RuleNumber", "Egress")
    ),
    "AWS::EC2::SubnetNetworkAclAssociation": Handler(_associate_acl, _release_acl),
    "AWS::EC2::FlowLog": Handler(_create_flow_log, _delete_flow_log),
    "AWS::EC2::VPCBlockPublicAccessOptions": Handler(
        _block_public_access, _unblock_public_access, _reblock_public_access
    ),
    "AWS::EC2::Volume": Handler(_create_volume, _delete_volume, snapshot=_snapshot_volume),
}
