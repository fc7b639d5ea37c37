"""One case, or a pair, for each rule of the VPC documentation that the model follows."""

from typing import Any

import pytest

from tests.reach.small import OPEN, acl, answer, att, base, ec2, instance, ref, tcp, verdict

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"


def with_(**resources: Any) -> dict[str, Any]:
    return {**base(), **resources}


def group(ingress: list[Any], **more: Any) -> dict[str, Any]:
    return ec2("SecurityGroup", GroupDescription="g", VpcId=ref("Vpc"), SecurityGroupIngress=ingress, **more)


# Internet gateways and public addresses.


def test_a_public_address_a_route_and_open_rules_expose() -> None:
    assert answer(base(), "unreachable", "internet", "Web") == REFUTED
    assert answer(base(), "reaches", "internet", "Web", ["tcp/443"]) == PROVED


def test_an_internet_route_alone_is_not_exposure() -> None:
    assert (
        answer(with_(Web=instance("Public", "Open", public=False)), "unreachable", "internet", "Web")
        == PROVED
    )


def test_a_private_subnet_is_not_reached() -> None:
    assert answer(base(), "unreachable", "internet", "App") == PROVED


def test_the_subnets_default_counts_where_the_instance_says_nothing() -> None:
    public = ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24", MapPublicIpOnLaunch=True)
    plain = ec2("Instance", SubnetId=ref("Public"), SecurityGroupIds=[ref("Open")])
    assert answer(with_(Public=public, Web=plain), "unreachable", "internet", "Web") == REFUTED
    assert answer(with_(Web=plain), "unreachable", "internet", "Web") == PROVED


def test_the_interfaces_own_setting_goes_before_the_subnets() -> None:
    public = ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24", MapPublicIpOnLaunch=True)
    private = instance("Public", "Open", public=False)
    assert answer(with_(Public=public, Web=private), "unreachable", "internet", "Web") == PROVED


@pytest.mark.parametrize("type_", ["EIP", "EIPAssociation"])
def test_an_elastic_address_exposes(type_: str) -> None:
    web = instance("Public", "Open", public=False)
    assert (
        answer(with_(Web=web, Ip=ec2(type_, InstanceId=ref("Web"))), "unreachable", "internet", "Web")
        == REFUTED
    )


def test_without_a_gateway_nothing_comes_in() -> None:
    resources = base()
    del resources["Attachment"]
    assert answer(resources, "unreachable", "internet", "Web") == PROVED


def test_an_elastic_address_without_a_way_back_is_undecided() -> None:
    exposed = with_(Ip=ec2("EIP", InstanceId=ref("App")))
    assert answer(exposed, "unreachable", "internet", "App") == UNDECIDED
    assert answer(exposed, "reaches", "internet", "App", ["tcp/443"]) == REFUTED


def test_an_unresolved_public_setting_is_undecided_both_ways() -> None:
    unknown = instance("Public", "Open", public={"Ref": "Choice"})  # type: ignore[arg-type] # a parameter
    resources = with_(Web=unknown)
    assert answer(resources, "unreachable", "internet", "Web") == UNDECIDED
    assert answer(resources, "reaches", "internet", "Web", ["tcp/443"]) == UNDECIDED


@pytest.mark.parametrize("ports", ["icmp", "all", "udp/53", "tcp/1-65535"])
def test_everything_that_can_be_answered_is_answered(ports: str) -> None:
    """ICMP messages other than echo requests have no answer, so they need only arrive."""
    assert answer(base(), "reaches", "internet", "Web", [ports]) == PROVED
    assert answer(base(), "reaches", "Web", "App", [ports]) == PROVED


@pytest.mark.parametrize(("ports", "result"), [("icmp", PROVED), ("udp", PROVED), ("all", REFUTED)])
def test_a_nat_gateway_takes_tcp_udp_and_icmp(ports: str, result: str) -> None:
    assert answer(nat(), "reaches", "App", "internet", [ports]) == result


def test_pings_need_types_for_question_and_answer() -> None:
    ping = {"IpProtocol": "icmp", "FromPort": 8, "ToPort": 0, "CidrIp": "0.0.0.0/0"}
    assert answer(with_(Open=group([ping])), "unreachable", "internet", "Web", ["icmp"]) == REFUTED
    assert answer(with_(Open=group([ping])), "reaches", "internet", "Web", ["icmp"]) == REFUTED
    assert answer(with_(Open=group([tcp(443)])), "unreachable", "internet", "Web", ["icmp"]) == PROVED


# VPC Block Public Access.


@pytest.mark.parametrize(
    ("mode", "into", "out"),
    [("off", REFUTED, REFUTED), ("block-ingress", PROVED, PROVED), ("block-bidirectional", PROVED, PROVED)],
)
def test_block_public_access_stops_internet_gateways(mode: str, into: str, out: str) -> None:
    resources = with_(Block=ec2("VPCBlockPublicAccessOptions", InternetGatewayBlockMode=mode))
    assert answer(resources, "unreachable", "internet", "Web") == into
    assert answer(resources, "unreachable", "Web", "internet") == out


def nat(**more: Any) -> dict[str, Any]:
    route = ec2(
        "Route", RouteTableId=ref("PrivateTable"), DestinationCidrBlock="0.0.0.0/0", NatGatewayId=ref("Nat")
    )
    return with_(
        Nat=ec2("NatGateway", SubnetId=ref("Public"), AllocationId="eipalloc-1"), ByNat=route, **more
    )


@pytest.mark.parametrize(("mode", "out"), [("block-ingress", REFUTED), ("block-bidirectional", PROVED)])
def test_block_ingress_leaves_nat_gateways(mode: str, out: str) -> None:
    resources = nat(Block=ec2("VPCBlockPublicAccessOptions", InternetGatewayBlockMode=mode))
    assert answer(resources, "unreachable", "App", "internet") == out


def test_an_excluded_subnet_is_open_again() -> None:
    resources = with_(
        Block=ec2("VPCBlockPublicAccessOptions", InternetGatewayBlockMode="block-bidirectional"),
        But=ec2(
            "VPCBlockPublicAccessExclusion",
            InternetGatewayExclusionMode="allow-bidirectional",
            SubnetId=ref("Public"),
        ),
    )
    assert answer(resources, "unreachable", "internet", "Web") == REFUTED


# NAT gateways.


def test_nat_lets_out_and_not_in() -> None:
    assert answer(nat(), "reaches", "App", "internet", ["tcp/443"]) == PROVED
    assert answer(nat(), "unreachable", "internet", "App") == PROVED
    assert answer(nat(), "egress_only_via", "App", via=["nat"]) == PROVED
    assert answer(nat(), "egress_only_via", "App", via=["internet"]) == REFUTED


def test_a_nat_gateway_in_a_subnet_without_internet_leads_nowhere() -> None:
    resources = nat()
    del resources["Default"]
    assert answer(resources, "unreachable", "App", "internet") == PROVED
    assert answer(resources, "no_path_out", "App") == PROVED


def test_the_acl_of_the_nat_subnet_sees_every_packet() -> None:
    inward = acl(
        "Public", (1, False, "allow", "0.0.0.0/0", 443, 443), (1, True, "allow", "0.0.0.0/0", None, None)
    )
    assert answer({**nat(), **inward}, "reaches", "App", "internet", ["tcp/443"]) == REFUTED
    ephemeral = acl(
        "Public",
        (1, False, "allow", "0.0.0.0/0", 443, 443),
        (2, False, "allow", "0.0.0.0/0", 1024, 65535),
        (1, True, "allow", "0.0.0.0/0", None, None),
    )
    assert answer({**nat(), **ephemeral}, "reaches", "App", "internet", ["tcp/443"]) == PROVED


# Security groups.


def test_groups_are_stateful() -> None:
    quiet = group([tcp(443)], SecurityGroupEgress=[tcp(1, "127.0.0.1/32")])
    assert answer(with_(Open=quiet), "reaches", "internet", "Web", ["tcp/443"]) == PROVED
    assert answer(with_(Open=quiet), "unreachable", "Web", "internet") == PROVED


def test_a_group_that_declares_no_egress_lets_everything_out() -> None:
    assert answer(base(), "unreachable", "Web", "internet") == REFUTED


def test_a_separate_egress_rule_leaves_the_default_one_in_doubt() -> None:
    resources = with_(Rule=ec2("SecurityGroupEgress", GroupId=att("Open", "GroupId"), **tcp(443)))
    assert answer(resources, "reaches", "Web", "internet", ["tcp/443"]) == PROVED
    assert answer(resources, "unreachable", "Web", "internet", ["tcp/80"]) == UNDECIDED


def test_the_rules_of_all_groups_count_together() -> None:
    resources = with_(
        One=group([tcp(80)]), Two=group([tcp(443)]), Web=instance("Public", "One", "Two", public=True)
    )
    assert answer(resources, "reaches_only", "internet", "Web", ["tcp/80", "tcp/443"]) == PROVED


def test_a_rule_that_names_a_group_means_who_wears_it() -> None:
    rule = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "SourceSecurityGroupId": att("Open", "GroupId"),
    }
    resources = with_(Db=group([rule]), App=instance("Private", "Db"), Other=instance("Private", "Db"))
    assert answer(resources, "reaches_only", "Web", "App", ["tcp/5432"]) == PROVED
    assert answer(resources, "unreachable", "Other", "App") == PROVED


def test_a_separate_ingress_rule_counts() -> None:
    resources = with_(
        Open=group([]), Rule=ec2("SecurityGroupIngress", GroupId=att("Open", "GroupId"), **tcp(22))
    )
    assert answer(resources, "reaches_only", "internet", "Web", ["tcp/22"]) == PROVED


def test_a_prefix_list_stands_for_its_ranges() -> None:
    list_ = ec2(
        "PrefixList", PrefixListName="l", AddressFamily="IPv4", MaxEntries=1, Entries=[{"Cidr": "8.8.8.0/24"}]
    )
    rule = {"IpProtocol": "-1", "SourcePrefixListId": att("List", "PrefixListId")}
    resources = with_(List=list_, Open=group([rule]))
    assert answer(resources, "unreachable", "8.8.9.0/24", "Web") == PROVED
    assert answer(resources, "unreachable", "8.8.8.8", "Web") == REFUTED


def test_a_prefix_list_that_no_template_holds_is_undecided() -> None:
    resources = with_(Open=group([{"IpProtocol": "-1", "SourcePrefixListId": "pl-1234"}]))
    assert answer(resources, "unreachable", "internet", "Web") == UNDECIDED


def test_an_unresolved_range_counts_as_reachable_and_as_not_shown() -> None:
    resources = with_(Open=group([{**tcp(22), "CidrIp": ref("Office")}]))
    made = {"Parameters": {"Office": {"Type": "String"}}}
    from tests.reach.small import network

    assert answer(network(resources, **made), "unreachable", "internet", "Web") == UNDECIDED
    assert answer(network(resources, **made), "reaches", "internet", "Web", ["tcp/22"]) == UNDECIDED


def test_an_unresolved_group_counts_as_reachable_and_as_not_shown() -> None:
    resources = with_(Web=instance("Public", "Nowhere", public=True))
    assert answer(resources, "unreachable", "internet", "Web") == UNDECIDED


def test_all_protocols_ignore_ports_and_icmp_has_types() -> None:
    everything = group([{"IpProtocol": "-1", "FromPort": 1, "ToPort": 1, "CidrIp": "0.0.0.0/0"}])
    assert answer(with_(Open=everything), "reaches", "internet", "Web", ["tcp/443"]) == PROVED
    ping = group([{"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "CidrIp": "0.0.0.0/0"}])
    assert answer(with_(Open=ping), "unreachable", "internet", "Web", ["icmp"]) == REFUTED
    assert answer(with_(Open=ping), "unreachable", "internet", "Web", ["tcp", "udp"]) == PROVED


def test_the_default_group_takes_packets_from_itself_only() -> None:
    plain = ec2("Instance", SubnetId=ref("Private"))
    resources = with_(App=plain, Other=plain)
    assert answer(resources, "reaches", "Other", "App", ["tcp/22"]) == PROVED
    assert answer(resources, "unreachable", "Web", "App") == PROVED


# Network ACLs.

ALL_IN, ALL_OUT = (9, False, "allow", "0.0.0.0/0", None, None), (9, True, "allow", "0.0.0.0/0", None, None)


def test_a_new_acl_denies_everything() -> None:
    assert answer({**base(), **acl("Public")}, "unreachable", "internet", "Web") == PROVED


def test_acls_are_stateless() -> None:
    one_way = acl("Public", ALL_IN)
    assert answer({**base(), **one_way}, "unreachable", "internet", "Web") == REFUTED
    assert answer({**base(), **one_way}, "reaches", "internet", "Web", ["tcp/443"]) == REFUTED


@pytest.mark.parametrize(("first", "result"), [(1024, PROVED), (32768, REFUTED), (0, PROVED)])
def test_clients_on_the_internet_answer_to_all_ephemeral_ports(first: int, result: str) -> None:
    entries = acl(
        "Public", (1, False, "allow", "0.0.0.0/0", 443, 443), (1, True, "allow", "0.0.0.0/0", first, 65535)
    )
    assert answer({**base(), **entries}, "reaches", "internet", "Web", ["tcp/443"]) == result


def test_instances_use_the_upper_ephemeral_ports() -> None:
    entries = acl(
        "Private", (1, False, "allow", "0.0.0.0/0", 443, 443), (1, True, "allow", "0.0.0.0/0", 32768, 65535)
    )
    assert answer({**base(), **entries}, "reaches", "Web", "App", ["tcp/443"]) == PROVED


def test_the_entry_with_the_lowest_number_decides() -> None:
    deny = (1, False, "deny", "0.0.0.0/0", 22, 22)
    assert (
        answer(
            {**base(), **acl("Public", deny, ALL_IN, ALL_OUT)}, "unreachable", "internet", "Web", ["tcp/22"]
        )
        == PROVED
    )
    late = (10, False, "deny", "0.0.0.0/0", 22, 22)
    assert (
        answer(
            {**base(), **acl("Public", late, ALL_IN, ALL_OUT)}, "unreachable", "internet", "Web", ["tcp/22"]
        )
        == REFUTED
    )


def test_acls_do_not_act_inside_a_subnet() -> None:
    resources = {**with_(Other=instance("Private", "Open")), **acl("Private")}
    assert answer(resources, "reaches", "Other", "App", ["tcp/22"]) == PROVED
    assert answer(resources, "unreachable", "Web", "App") == PROVED


def test_entries_of_the_default_acl_count() -> None:
    deny = ec2(
        "NetworkAclEntry",
        NetworkAclId=att("Vpc", "DefaultNetworkAcl"),
        RuleNumber=1,
        Egress=False,
        RuleAction="deny",
        Protocol=-1,
        CidrBlock="0.0.0.0/0",
    )
    assert answer(with_(Deny=deny), "unreachable", "internet", "Web") == PROVED


def test_an_acl_entry_with_an_unresolved_range_is_undecided() -> None:
    resources = {**base(), **acl("Public", (1, False, "deny", "0.0.0.0/0", 22, 22), ALL_IN, ALL_OUT)}
    resources["PublicIn1"]["Properties"]["CidrBlock"] = ref("Range")
    assert answer(resources, "unreachable", "internet", "Web", ["tcp/22"]) == UNDECIDED


# Routes.


def test_a_subnet_without_an_association_follows_the_main_table() -> None:
    resources = base()
    del resources["PublicRoutes"]
    assert answer(resources, "reaches", "internet", "Web", ["tcp/443"]) == REFUTED


def test_the_longest_prefix_wins() -> None:
    narrow = ec2(
        "Route", RouteTableId=ref("PublicTable"), DestinationCidrBlock="8.8.8.0/24", TransitGatewayId="tgw-1"
    )
    resources = with_(Narrow=narrow)
    assert answer(resources, "reaches", "Web", "8.8.9.9", ["tcp/443"]) == PROVED
    assert answer(resources, "reaches", "Web", "8.8.8.8", ["tcp/443"]) == UNDECIDED
    assert answer(resources, "egress_only_via", "Web", via=["internet"]) == REFUTED


def peered(**more: Any) -> dict[str, Any]:
    return with_(
        Other=ec2("VPC", CidrBlock="10.1.0.0/16"),
        There=ec2("Subnet", VpcId=ref("Other"), CidrBlock="10.1.0.0/24"),
        TheirGroup=ec2(
            "SecurityGroup", GroupDescription="g", VpcId=ref("Other"), SecurityGroupIngress=[OPEN]
        ),
        Far=instance("There", "TheirGroup"),
        Pcx=ec2("VPCPeeringConnection", VpcId=ref("Vpc"), PeerVpcId=ref("Other")),
        Out=ec2(
            "Route",
            RouteTableId=ref("PrivateTable"),
            DestinationCidrBlock="10.1.0.0/16",
            VpcPeeringConnectionId=ref("Pcx"),
        ),
        TheirTable=ec2("RouteTable", VpcId=ref("Other")),
        TheirRoutes=ec2("SubnetRouteTableAssociation", SubnetId=ref("There"), RouteTableId=ref("TheirTable")),
        **more,
    )


BACK = ec2(
    "Route",
    RouteTableId=ref("TheirTable"),
    DestinationCidrBlock="10.0.0.0/16",
    VpcPeeringConnectionId=ref("Pcx"),
)


def test_peering_needs_routes_on_both_sides() -> None:
    assert answer(peered(Back=BACK), "reaches", "App", "Far", ["tcp/443"]) == PROVED
    assert answer(peered(), "reaches", "App", "Far", ["tcp/443"]) == REFUTED
    assert answer(peered(), "unreachable", "App", "Far") == REFUTED
    assert answer(peered(), "unreachable", "Far", "App") == PROVED


def test_peering_is_not_transitive() -> None:
    beyond = ec2(
        "Route",
        RouteTableId=ref("TheirTable"),
        DestinationCidrBlock="0.0.0.0/0",
        VpcPeeringConnectionId=ref("Pcx"),
    )
    assert answer(peered(Back=BACK, Beyond=beyond), "unreachable", "Far", "internet") == PROVED


def test_groups_can_be_named_over_peering() -> None:
    rule = {"IpProtocol": "-1", "SourceSecurityGroupId": att("Open", "GroupId")}
    named = ec2("SecurityGroup", GroupDescription="g", VpcId=ref("Other"), SecurityGroupIngress=[rule])
    assert answer({**peered(Back=BACK), "TheirGroup": named}, "reaches", "App", "Far", ["tcp/443"]) == PROVED


def test_a_route_to_something_unresolved_could_lead_anywhere() -> None:
    strange = ec2(
        "Route", RouteTableId=ref("PrivateTable"), DestinationCidrBlock="0.0.0.0/0", GatewayId=ref("Some")
    )
    assert answer(with_(Strange=strange), "unreachable", "App", "internet") == UNDECIDED


def test_an_instance_with_the_check_on_forwards_nothing_and_with_it_off_perhaps() -> None:
    route = ec2(
        "Route", RouteTableId=ref("PrivateTable"), DestinationCidrBlock="0.0.0.0/0", InstanceId=ref("Box")
    )
    plain = ec2("Instance", SubnetId=ref("Public"), SecurityGroupIds=[ref("Open")])
    assert answer(with_(Route=route, Box=plain), "unreachable", "App", "internet") == PROVED
    plain["Properties"]["SourceDestCheck"] = False
    assert answer(with_(Route=route, Box=plain), "no_path_out", "App") == UNDECIDED


def test_a_firewall_endpoint_is_undecided() -> None:
    endpoint = ec2(
        "VPCEndpoint", VpcId=ref("Vpc"), VpcEndpointType="GatewayLoadBalancer", SubnetIds=[ref("Public")]
    )
    route = ec2(
        "Route", RouteTableId=ref("PrivateTable"), DestinationCidrBlock="0.0.0.0/0", VpcEndpointId=ref("Fw")
    )
    assert answer(with_(Fw=endpoint, Route=route), "no_path_out", "App") == UNDECIDED


# IPv6.


def v6(**more: Any) -> dict[str, Any]:
    resources = with_(
        Block6=ec2("VPCCidrBlock", VpcId=ref("Vpc"), AmazonProvidedIpv6CidrBlock=True),
        Egress=ec2("EgressOnlyInternetGateway", VpcId=ref("Vpc")),
        **more,
    )
    ranges = {"Fn::Cidr": [{"Fn::Select": [0, att("Vpc", "Ipv6CidrBlocks")]}, 256, 64]}
    for index, name in enumerate(("Public", "Private")):
        resources[name]["Properties"]["Ipv6CidrBlock"] = {"Fn::Select": [index, ranges]}
    resources["Open"]["Properties"]["SecurityGroupIngress"] = [OPEN, {"IpProtocol": "-1", "CidrIpv6": "::/0"}]
    for name in ("Web", "App"):
        resources[name]["Properties"]["NetworkInterfaces"][0]["Ipv6AddressCount"] = 1
    return resources


ROUTE6 = {"RouteTableId": ref("PrivateTable"), "DestinationIpv6CidrBlock": "::/0"}


def test_an_ipv6_address_is_public_by_itself() -> None:
    route = ec2("Route", GatewayId=ref("Igw"), **ROUTE6)
    assert answer(v6(Route6=route), "unreachable", "internet", "App") == REFUTED
    assert answer(v6(), "reaches", "App", "internet", ["tcp/443"]) == REFUTED


def test_an_egress_only_gateway_lets_out_and_not_in() -> None:
    route = ec2("Route", EgressOnlyInternetGatewayId=ref("Egress"), **ROUTE6)
    resources = v6(Route6=route)
    del resources["Default"], resources["Attachment"]
    assert answer(resources, "reaches", "App", "internet", ["tcp/443"]) == PROVED
    assert answer(resources, "unreachable", "internet", "App") == PROVED
    assert answer(resources, "egress_only_via", "App", via=["egress_only"]) == PROVED


# Gateway and interface endpoints.


def test_a_gateway_endpoint_is_a_way_out_by_route() -> None:
    s3 = ec2(
        "VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName="com.amazonaws.eu-west-1.s3",
        RouteTableIds=[ref("PrivateTable")],
    )
    assert answer(with_(S3=s3), "reaches", "App", "s3", ["tcp/443"]) == PROVED
    assert answer(with_(S3=s3), "no_path_out", "App") == REFUTED
    assert answer(with_(S3=s3), "egress_only_via", "App", via=["endpoint/s3"]) == PROVED
    assert answer(with_(S3=s3), "unreachable", "App", "internet") == PROVED


def test_an_endpoint_policy_that_allows_nothing_closes_it() -> None:
    s3 = ec2(
        "VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName="com.amazonaws.eu-west-1.s3",
        RouteTableIds=[ref("PrivateTable")],
        PolicyDocument={"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]},
    )
    assert answer(with_(S3=s3), "no_path_out", "App") == PROVED


def test_an_interface_endpoint_is_guarded_by_its_group_and_is_a_way_out() -> None:
    kms = ec2(
        "VPCEndpoint",
        VpcId=ref("Vpc"),
        VpcEndpointType="Interface",
        ServiceName="com.amazonaws.eu-west-1.kms",
        SubnetIds=[ref("Private")],
        SecurityGroupIds=[ref("Kms")],
    )
    resources = with_(Endpoint=kms, Kms=group([tcp(443, "10.0.1.0/24")]))
    assert answer(resources, "reaches_only", "App", "endpoint/kms", ["tcp/443"]) == PROVED
    assert answer(resources, "unreachable", "Web", "endpoint/kms") == PROVED
    assert answer(resources, "egress_only_via", "App", via=["endpoint/kms"]) == PROVED


# VPN and on premises.


def vpn(**more: Any) -> dict[str, Any]:
    return with_(
        Vgw=ec2("VPNGateway", Type="ipsec.1"),
        VpnAttachment=ec2("VPCGatewayAttachment", VpcId=ref("Vpc"), VpnGatewayId=ref("Vgw")),
        **more,
    )


def test_a_static_route_leads_on_premises_and_back() -> None:
    route = ec2(
        "Route", RouteTableId=ref("PrivateTable"), DestinationCidrBlock="192.168.0.0/16", GatewayId=ref("Vgw")
    )
    assert answer(vpn(Route=route), "reaches", "App", "192.168.0.0/16", ["tcp/443"]) == PROVED
    assert answer(vpn(Route=route), "reaches", "App", "192.0.2.0/24", ["tcp/443"]) == REFUTED
    assert answer(vpn(Route=route), "unreachable", "on-premises", "App") == REFUTED
    assert answer(vpn(Route=route), "egress_only_via", "App", via=["vpn"]) == PROVED


def test_propagated_routes_could_be_anything() -> None:
    spread = ec2("VPNGatewayRoutePropagation", RouteTableIds=[ref("PrivateTable")], VpnGatewayId=ref("Vgw"))
    assert answer(vpn(Spread=spread), "unreachable", "App", "on-premises") == UNDECIDED
    assert answer(base(), "unreachable", "on-premises", "App") == PROVED


# Transit gateways.


def transit(**more: Any) -> dict[str, Any]:
    def attached(vpc: str, subnet: str) -> dict[str, Any]:
        return ec2(
            "TransitGatewayAttachment", TransitGatewayId=ref("Tgw"), VpcId=ref(vpc), SubnetIds=[ref(subnet)]
        )

    def route(table: str, cidr: str) -> dict[str, Any]:
        return ec2("Route", RouteTableId=ref(table), DestinationCidrBlock=cidr, TransitGatewayId=ref("Tgw"))

    resources = peered()
    del resources["Pcx"], resources["Out"]
    return {
        **resources,
        "Tgw": ec2("TransitGateway"),
        "Mine": attached("Vpc", "Private"),
        "Theirs": attached("Other", "There"),
        "Out": route("PrivateTable", "10.1.0.0/16"),
        "Back": route("TheirTable", "10.0.0.0/16"),
        **more,
    }


def test_a_transit_gateway_joins_what_is_attached_by_default() -> None:
    assert answer(transit(), "reaches", "App", "Far", ["tcp/443"]) == PROVED
    assert answer(transit(), "egress_only_via", "App", via=["transit"]) == PROVED


def test_without_association_and_propagation_a_transit_gateway_routes_nothing() -> None:
    off = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}
    table = {
        "Table": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        "A1": ec2(
            "TransitGatewayRouteTableAssociation",
            TransitGatewayAttachmentId=ref("Mine"),
            TransitGatewayRouteTableId=ref("Table"),
        ),
    }
    resources = transit(Tgw=ec2("TransitGateway", **off), **table)
    assert answer(resources, "unreachable", "App", "Far") == PROVED
    hole = ec2(
        "TransitGatewayRoute",
        TransitGatewayRouteTableId=ref("Table"),
        DestinationCidrBlock="10.1.0.0/16",
        Blackhole=True,
    )
    assert answer({**resources, "Hole": hole}, "unreachable", "App", "Far") == PROVED
    way = ec2(
        "TransitGatewayRoute",
        TransitGatewayRouteTableId=ref("Table"),
        DestinationCidrBlock="10.1.0.0/16",
        TransitGatewayAttachmentId=ref("Theirs"),
    )
    assert answer({**resources, "Way": way}, "unreachable", "App", "Far") == REFUTED


def test_a_transit_gateway_of_another_account_is_undecided() -> None:
    resources = transit()
    del resources["Tgw"]
    for name in ("Mine", "Theirs", "Out", "Back"):
        resources[name]["Properties"]["TransitGatewayId"] = "tgw-0123456789abcdef0"
    assert answer(resources, "unreachable", "App", "Far") == UNDECIDED


def test_the_acl_of_the_attachments_subnet_counts_by_direction() -> None:
    resources = transit(
        Door=ec2("Subnet", VpcId=ref("Other"), CidrBlock="10.1.9.0/28"),
        Theirs=ec2(
            "TransitGatewayAttachment",
            TransitGatewayId=ref("Tgw"),
            VpcId=ref("Other"),
            SubnetIds=[ref("Door")],
        ),
    )
    inward_only = acl("Door", ALL_IN)
    assert answer({**resources, **inward_only}, "unreachable", "App", "Far") == PROVED
    outward_only = acl("Door", ALL_OUT)
    assert answer({**resources, **outward_only}, "unreachable", "App", "Far") == REFUTED
    assert answer({**resources, **outward_only}, "reaches", "App", "Far", ["tcp/443"]) == REFUTED


# Load balancers.


def balanced(type_: str = "application", **more: Any) -> dict[str, Any]:
    elb = "AWS::ElasticLoadBalancingV2::"
    return with_(
        Lb={
            "Type": f"{elb}LoadBalancer",
            "Properties": {"Type": type_, "Subnets": [ref("Public")], "SecurityGroups": [ref("LbGroup")]},
        },
        LbGroup=group([tcp(443)]),
        Listener={
            "Type": f"{elb}Listener",
            "Properties": {
                "LoadBalancerArn": ref("Lb"),
                "Port": 443,
                "Protocol": "HTTPS" if type_ == "application" else "TCP",
                "DefaultActions": [{"Type": "forward", "TargetGroupArn": ref("Targets")}],
            },
        },
        Targets={
            "Type": f"{elb}TargetGroup",
            "Properties": {
                "Port": 8080,
                "Protocol": "HTTP" if type_ == "application" else "TCP",
                "Targets": [{"Id": ref("App")}],
            },
        },
        **more,
    )


def test_who_reaches_a_load_balancer_reaches_its_targets() -> None:
    assert answer(balanced(), "reaches_only", "internet", "App", ["tcp/8080"]) == PROVED
    found = verdict(balanced(), "unreachable", "internet", "App")
    assert found.result == REFUTED
    assert any("load balancer: Listener" in each.text for each in found.evidence)


def test_an_internal_load_balancer_relays_nothing_from_the_internet() -> None:
    resources = balanced()
    resources["Lb"]["Properties"]["Scheme"] = "internal"
    assert answer(resources, "unreachable", "internet", "App") == PROVED


def test_a_target_whose_group_does_not_let_the_balancer_in_is_not_reached() -> None:
    resources = balanced(Closed=group([tcp(8080, "10.9.0.0/16")]), App=instance("Private", "Closed"))
    assert answer(resources, "unreachable", "internet", "App") == PROVED


def test_answers_of_a_target_go_back_to_the_network_load_balancer() -> None:
    """Whatever routes the target's subnet has; its ACL sees the client's address."""
    assert answer(balanced("network"), "reaches", "internet", "App", ["tcp/8080"]) == PROVED
    near = acl("Private", ALL_IN, (100, True, "allow", "10.0.0.0/16", None, None))
    assert answer({**balanced("network"), **near}, "reaches", "internet", "App", ["tcp/8080"]) == UNDECIDED
    far = acl("Private", ALL_IN, ALL_OUT)
    assert answer({**balanced("network"), **far}, "reaches", "internet", "App", ["tcp/8080"]) == PROVED


def test_a_network_load_balancer_keeps_the_clients_address() -> None:
    resources = balanced(
        "network", Narrow=group([tcp(8080, "10.0.0.0/16")]), App=instance("Private", "Narrow")
    )
    assert answer(resources, "unreachable", "internet", "App") == PROVED
    assert answer(balanced("network"), "unreachable", "internet", "App") == REFUTED


# What stands in subnets.


@pytest.mark.parametrize(("public", "result"), [(True, REFUTED), (False, PROVED), (None, UNDECIDED)])
def test_a_database_is_exposed_when_it_says_so(public: bool | None, result: str) -> None:
    database: dict[str, Any] = {"DBSubnetGroupName": ref("Subnets"), "VPCSecurityGroups": [ref("Open")]}
    if public is not None:
        database["PubliclyAccessible"] = public
    resources = with_(
        Subnets={"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": [ref("Public")]}},
        Db={"Type": "AWS::RDS::DBInstance", "Properties": database},
    )
    assert answer(resources, "unreachable", "internet", "Db") == result


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (
            "AWS::Lambda::Function",
            {"VpcConfig": {"SubnetIds": [ref("Private")], "SecurityGroupIds": [ref("Open")]}},
        ),
        ("AWS::EFS::MountTarget", {"SubnetId": ref("Private"), "SecurityGroups": [ref("Open")]}),
        (
            "AWS::ECS::Service",
            {
                "NetworkConfiguration": {
                    "AwsvpcConfiguration": {"Subnets": [ref("Private")], "SecurityGroups": [ref("Open")]}
                }
            },
        ),
        (
            "AWS::OpenSearchService::Domain",
            {"VPCOptions": {"SubnetIds": [ref("Private")], "SecurityGroupIds": [ref("Open")]}},
        ),
    ],
)
def test_what_lives_in_a_subnet_is_reached_by_its_groups(type_: str, properties: dict[str, Any]) -> None:
    resources = with_(Thing={"Type": type_, "Properties": properties})
    assert answer(resources, "reaches", "Web", "Thing", ["tcp/443"]) == PROVED
    assert answer(resources, "unreachable", "internet", "Thing") == PROVED


def test_a_scaling_group_takes_groups_and_addresses_from_its_launch_template() -> None:
    data = {"NetworkInterfaces": [{"Groups": [ref("Open")], "AssociatePublicIpAddress": True}]}
    resources = with_(
        Template=ec2("LaunchTemplate", LaunchTemplateData=data),
        Fleet={
            "Type": "AWS::AutoScaling::AutoScalingGroup",
            "Properties": {
                "VPCZoneIdentifier": [ref("Public")],
                "LaunchTemplate": {"LaunchTemplateId": ref("Template")},
            },
        },
    )
    assert answer(resources, "reaches", "internet", "Fleet", ["tcp/443"]) == PROVED


def test_an_empty_subnet_stands_for_anything_with_any_group_of_its_vpc() -> None:
    resources = with_(Empty=ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.7.0/24"))
    assert answer(resources, "unreachable", "Web", "subnet/Empty") == UNDECIDED
    assert answer(resources, "unreachable", "internet", "subnet/Empty") == PROVED
    closed = with_(Empty=ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.7.0/24"), Open=group([]))
    assert answer(closed, "unreachable", "Web", "subnet/Empty") == PROVED


def test_out_by_the_internet_and_in_again_counts() -> None:
    resources = nat()
    resources["Locked"] = group([tcp(443)], SecurityGroupEgress=[tcp(443, "1.0.0.0/0")])
    resources["Far"] = instance("Private", "Locked")
    resources["Web"] = instance("Public", "WebGroup", public=True)
    resources["WebGroup"] = group([OPEN])
    resources |= acl("Private", (1, True, "deny", "10.0.0.0/16", None, None), ALL_IN, ALL_OUT)
    assert answer(resources, "unreachable", "Far", "Web") == REFUTED
