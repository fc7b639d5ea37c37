"""EC2: networks."""

from typing import Any

from baseline.rehearsal.account.observed import Api, Missing, Observed, Properties, Reader, only, picked


def _vpc(api: Api, id_: str, _: Properties) -> Observed:
    ec2 = api("ec2")
    vpc = only(ec2.describe_vpcs(VpcIds=[id_])["Vpcs"], id_)
    found = picked(vpc, "CidrBlock", "InstanceTenancy", "Tags")
    for name in ("EnableDnsHostnames", "EnableDnsSupport"):
        attribute = name[0].lower() + name[1:]
        found[name] = ec2.describe_vpc_attribute(VpcId=id_, Attribute=attribute)[name]["Value"]
    of_vpc = [{"Name": "vpc-id", "Values": [id_]}]
    groups = ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"]
    default = only([group for group in groups if group["GroupName"] == "default"], f"{id_} default group")
    return Observed(found, {"VpcId": id_, "DefaultSecurityGroup": default["GroupId"]})


def _subnet(api: Api, id_: str, _: Properties) -> Observed:
    subnet = only(api("ec2").describe_subnets(SubnetIds=[id_])["Subnets"], id_)
    names = ("AvailabilityZone", "CidrBlock", "MapPublicIpOnLaunch", "Tags", "VpcId")
    return Observed(picked(subnet, *names), {"SubnetId": id_})


def _route_table(api: Api, id_: str, _: Properties) -> Observed:
    table = only(api("ec2").describe_route_tables(RouteTableIds=[id_])["RouteTables"], id_)
    return Observed(picked(table, "Tags", "VpcId"), {"RouteTableId": id_})


def _route_table_association(api: Api, id_: str, wanted: Properties) -> Observed:
    tables = api("ec2").describe_route_tables(RouteTableIds=[wanted["RouteTableId"]])["RouteTables"]
    associations = [a for t in tables for a in t["Associations"] if a["RouteTableAssociationId"] == id_]
    return Observed(picked(only(associations, id_), "RouteTableId", "SubnetId"))


def _acl(api: Api, id_: str, _: Properties) -> Observed:
    acl = only(api("ec2").describe_network_acls(NetworkAclIds=[id_])["NetworkAcls"], id_)
    return Observed(picked(acl, "Tags", "VpcId"), {"Id": id_})


def _acl_entry(api: Api, _: str, wanted: Properties) -> Observed:
    id_ = wanted["NetworkAclId"]
    acl = only(api("ec2").describe_network_acls(NetworkAclIds=[id_])["NetworkAcls"], id_)
    key = str(wanted["RuleNumber"]), str(wanted.get("Egress", False)).lower()
    entries = [e for e in acl["Entries"] if (str(e["RuleNumber"]), str(e["Egress"]).lower()) == key]
    return Observed({"NetworkAclId": id_, **only(entries, f"{id_} rule {key[0]}")})


def _acl_association(api: Api, id_: str, _: Properties) -> Observed:
    acls = api("ec2").describe_network_acls()["NetworkAcls"]
    found = [a for acl in acls for a in acl["Associations"] if a["NetworkAclAssociationId"] == id_]
    return Observed(picked(only(found, id_), "NetworkAclId", "SubnetId"))


def _flow_log(api: Api, id_: str, _: Properties) -> Observed:
    log = only(api("ec2").describe_flow_logs(FlowLogIds=[id_])["FlowLogs"], id_)
    found = picked(
        log,
        "DestinationOptions",
        "LogDestination",
        "LogDestinationType",
        "LogFormat",
        "MaxAggregationInterval",
        "ResourceId",
        "Tags",
        "TrafficType",
    )
    kind = "VPC" if log["ResourceId"].startswith("vpc-") else "Subnet"
    return Observed({**found, "ResourceType": kind}, {"Id": id_})


def _endpoint(api: Api, id_: str, _: Properties) -> Observed:
    endpoint = only(api("ec2").describe_vpc_endpoints(VpcEndpointIds=[id_])["VpcEndpoints"], id_)
    names = (
        "PolicyDocument",
        "PrivateDnsEnabled",
        "RouteTableIds",
        "ServiceName",
        "SubnetIds",
        "Tags",
        "VpcId",
    )
    found = picked(endpoint, *names, "VpcEndpointType")
    found["SecurityGroupIds"] = [group["GroupId"] for group in endpoint.get("Groups", [])]
    return Observed(found, {"Id": id_})


def _public_access(api: Api, _: str, __: Properties) -> Observed:
    options = api("ec2").describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    return Observed(picked(options, "InternetGatewayBlockMode"))


def _group(api: Api, id_: str, _: Properties) -> Observed:
    group = only(api("ec2").describe_security_groups(GroupIds=[id_])["SecurityGroups"], id_)
    found = picked(group, "GroupName", "Tags", "VpcId")
    found["GroupDescription"] = group["Description"]
    found["SecurityGroupIngress"] = rules(group["IpPermissions"], "Source")
    found["SecurityGroupEgress"] = rules(group["IpPermissionsEgress"], "Destination")
    return Observed(found, {"GroupId": id_})


def rules(permissions: list[dict[str, Any]], side: str) -> list[Properties]:
    """Each rule of a group by itself, as CloudFormation writes it; `side` is `Source` or `Destination`."""
    found = []
    for permission in permissions:
        common = picked(permission, "IpProtocol", "FromPort", "ToPort")
        for list_, member, name in (
            ("IpRanges", "CidrIp", "CidrIp"),
            ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
            ("UserIdGroupPairs", "GroupId", f"{side}SecurityGroupId"),
            ("PrefixListIds", "PrefixListId", f"{side}PrefixListId"),
        ):
            for peer in permission.get(list_, []):
                found.append({**common, name: peer[member], **picked(peer, "Description")})
    return found


def _rule(list_: str, side: str) -> Reader:
    def read(api: Api, _: str, wanted: Properties) -> Observed:
        id_ = wanted["GroupId"]
        group = only(api("ec2").describe_security_groups(GroupIds=[id_])["SecurityGroups"], id_)
        for rule in rules(group[list_], side):
            if all(str(rule.get(name)) == str(value) for name, value in wanted.items() if name != "GroupId"):
                return Observed({"GroupId": id_, **rule})
        raise Missing(f"{id_} has no such rule")

    return read


def _stripped_group(api: Api, _: str, wanted: Properties) -> Observed:
    id_ = wanted["GroupId"]
    group = only(api("ec2").describe_security_groups(GroupIds=[id_])["SecurityGroups"], id_)
    if group["IpPermissions"] or group["IpPermissionsEgress"]:
        raise Missing(f"{id_} still has rules")
    return Observed({"GroupId": id_})


READERS: dict[str, Reader] = {
    "AWS::EC2::VPC": _vpc,
    "AWS::EC2::Subnet": _subnet,
    "AWS::EC2::RouteTable": _route_table,
    "AWS::EC2::SubnetRouteTableAssociation": _route_table_association,
    "AWS::EC2::NetworkAcl": _acl,
    "AWS::EC2::NetworkAclEntry": _acl_entry,
    "AWS::EC2::SubnetNetworkAclAssociation": _acl_association,
    "AWS::EC2::FlowLog": _flow_log,
    "AWS::EC2::VPCEndpoint": _endpoint,
    "AWS::EC2::VPCBlockPublicAccessOptions": _public_access,
    "AWS::EC2::SecurityGroup": _group,
    "AWS::EC2::SecurityGroupIngress": _rule("IpPermissions", "Source"),
    "AWS::EC2::SecurityGroupEgress": _rule("IpPermissionsEgress", "Destination"),
    "Custom::StrippedDefaultGroup": _stripped_group,
}
