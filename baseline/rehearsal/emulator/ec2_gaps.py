"""EC2 operations that MiniStack lacks, or in which it forgets what it was told."""

from collections.abc import Callable
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import ec2

Answer = tuple[int, dict[str, str], bytes]
Operation = Callable[[dict[str, Any]], Answer]
_FLOW_LOG_DETAILS = {
    "LogFormat": "logFormat",
    "MaxAggregationInterval": "maxAggregationInterval",
    "DestinationOptions.FileFormat": "destinationOptions/fileFormat",
    "DestinationOptions.HiveCompatiblePartitions": "destinationOptions/hiveCompatiblePartitions",
    "DestinationOptions.PerHourPartition": "destinationOptions/perHourPartition",
}
_flow_log_details = AccountRegionScopedDict()
_public_access = AccountRegionScopedDict()


def install() -> None:
    """Replace and add operations."""
    actions = ec2._ACTION_MAP
    for action in ("CreateNetworkAclEntry", "ReplaceNetworkAclEntry"):
        actions[action] = _with_port_range(actions[action])
    ec2._network_acl_entry_xml = _entry_xml(ec2._network_acl_entry_xml)
    actions["DescribeNetworkAcls"] = _settled(actions["DescribeNetworkAcls"])
    actions["ReplaceNetworkAclAssociation"] = _replace_association
    actions["TerminateInstances"] = _with_disks(actions["TerminateInstances"])
    actions["CreateFlowLogs"] = _with_details(actions["CreateFlowLogs"])
    actions["DescribeFlowLogs"] = _describe_flow_logs(actions["DescribeFlowLogs"])
    actions["ModifyVpcBlockPublicAccessOptions"] = _modify_public_access
    actions["DescribeVpcBlockPublicAccessOptions"] = _describe_public_access


def _with_port_range(theirs: Operation) -> Operation:
    def put(params: dict[str, Any]) -> Answer:
        answer = theirs(params)
        entries = ec2._network_acls.get(ec2._p(params, "NetworkAclId"), {}).get("Entries")
        ports = ec2._p(params, "PortRange.From"), ec2._p(params, "PortRange.To")
        if answer[0] == 200 and entries and ports[0]:
            entries[-1]["PortRange"] = ports
        return answer

    return put


def _entry_xml(theirs: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
    def xml(entry: dict[str, Any]) -> str:
        text = theirs(entry)
        if "PortRange" not in entry:
            return text
        first, last = entry["PortRange"]
        return text.replace("</item>", f"<portRange><from>{first}</from><to>{last}</to></portRange></item>")

    return xml


def _settled(theirs: Operation) -> Operation:
    """In AWS a subnet is associated with its VPC's default list from its first moment, and leaves with it."""

    def describe(params: dict[str, Any]) -> Answer:
        associated = set()
        for acl in ec2._network_acls.values():
            acl["Associations"] = [a for a in acl["Associations"] if a["SubnetId"] in ec2._subnets]
            associated |= {a["SubnetId"] for a in acl["Associations"]}
        for acl in ec2._network_acls.values():
            for id_, subnet in ec2._subnets.items():
                if acl["IsDefault"] and acl["VpcId"] == subnet["VpcId"] and id_ not in associated:
                    _associate(acl, id_)
        return theirs(params)

    return describe


def _associate(acl: dict[str, Any], subnet: str) -> str:
    id_ = "aclassoc-" + str(ec2._new_subnet_id()).removeprefix("subnet-")
    acl["Associations"].append(
        {"NetworkAclAssociationId": id_, "NetworkAclId": acl["NetworkAclId"], "SubnetId": subnet}
    )
    return id_


def _replace_association(params: dict[str, Any]) -> Answer:
    wanted, old = ec2._p(params, "NetworkAclId"), ec2._p(params, "AssociationId")
    for acl in list(ec2._network_acls.values()):
        for association in acl["Associations"]:
            if association["NetworkAclAssociationId"] == old and wanted in ec2._network_acls:
                acl["Associations"].remove(association)
                id_ = _associate(ec2._network_acls[wanted], association["SubnetId"])
                text = f"<newAssociationId>{id_}</newAssociationId>"
                return ec2._xml(200, "ReplaceNetworkAclAssociationResponse", text)  # type: ignore[no-any-return]
    return ec2._error("InvalidAssociationID.NotFound", f"{old} or {wanted} is unknown", 400)  # type: ignore[no-any-return]


def _with_disks(theirs: Operation) -> Operation:
    """In AWS a server's disks go with it unless they were told to stay."""

    def terminate(params: dict[str, Any]) -> Answer:
        answer = theirs(params)
        for id_, volume in list(ec2._volumes.items()):
            for disk in volume["Attachments"]:
                server = ec2._instances.get(disk["InstanceId"], {})
                if disk.get("DeleteOnTermination") and server.get("State", {}).get("Name") == "terminated":
                    del ec2._volumes[id_]
        return answer

    return terminate


def _with_details(theirs: Operation) -> Operation:
    def create(params: dict[str, Any]) -> Answer:
        before = set(ec2._flow_logs)
        answer = theirs(params)
        for id_ in set(ec2._flow_logs) - before:
            # MiniStack looks for tags of the kind `flow-log`; EC2 calls it `vpc-flow-log`.
            ec2._parse_tag_specs(params, "vpc-flow-log", id_)
            _flow_log_details[id_] = {
                path: ec2._p(params, name) for name, path in _FLOW_LOG_DETAILS.items() if ec2._p(params, name)
            }
        return answer

    return create


def _describe_flow_logs(theirs: Operation) -> Operation:
    def describe(params: dict[str, Any]) -> Answer:
        status, headers, body = theirs(params)
        text = body.decode()
        for id_, details in _flow_log_details.items():
            text = text.replace(
                f"<flowLogId>{id_}</flowLogId>", f"<flowLogId>{id_}</flowLogId>{_xml(details)}"
            )
        return status, headers, text.encode()

    return describe


def _xml(details: dict[str, str]) -> str:
    plain, options = "", ""
    for path, value in details.items():
        name = path.rpartition("/")[2]
        element = f"<{name}>{value}</{name}>"
        if "/" in path:
            options += element
        else:
            plain += element
    return plain + (f"<destinationOptions>{options}</destinationOptions>" if options else "")


def _modify_public_access(params: dict[str, Any]) -> Answer:
    _public_access["mode"] = ec2._p(params, "InternetGatewayBlockMode")
    return _public_access_answer("ModifyVpcBlockPublicAccessOptionsResponse")


def _describe_public_access(_: dict[str, Any]) -> Answer:
    return _public_access_answer("DescribeVpcBlockPublicAccessOptionsResponse")


def _public_access_answer(root: str) -> Answer:
    mode = _public_access.get("mode", "off")
    text = f"<internetGatewayBlockMode>{mode}</internetGatewayBlockMode><state>update-complete</state>"
    return ec2._xml(  # type: ignore[no-any-return]
        200, root, f"<vpcBlockPublicAccessOptions>{text}</vpcBlockPublicAccessOptions>"
    )
