"""Cases that need more than one building block: estates, unknown values, and templates that are odd or
wrong.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baseline.reach.ends import end
from baseline.reach.statements import Statements
from tests.reach.small import acl, answer, att, base, ec2, instance, network, ref, tcp
from tests.reach.test_rules import (
    BACK,
    PROVED,
    REFUTED,
    ROUTE6,
    UNDECIDED,
    balanced,
    group,
    peered,
    transit,
    v6,
    vpn,
    with_,
)

LAMBDA = "Custom::VpcRestrictDefaultSG"


def test_a_stripped_default_group_may_still_have_its_rules() -> None:
    plain = ec2("Instance", SubnetId=ref("Private"))
    strip = {"Type": LAMBDA, "Properties": {"DefaultSecurityGroupId": att("Vpc", "DefaultSecurityGroup")}}
    resources = with_(App=plain, Other=plain, Strip=strip)
    assert answer(resources, "unreachable", "Other", "App") == UNDECIDED


def test_rules_can_be_added_to_the_default_group() -> None:
    rule = ec2("SecurityGroupIngress", GroupId=att("Vpc", "DefaultSecurityGroup"), **tcp(22))
    resources = with_(App=ec2("Instance", SubnetId=ref("Private")), Rule=rule)
    assert answer(resources, "reaches_only", "Web", "App", ["tcp/22"]) == PROVED


def test_a_rule_for_a_group_that_is_not_known_could_be_for_any() -> None:
    rule = ec2("SecurityGroupIngress", GroupId=ref("Some"), **tcp(22))
    resources = with_(Open=group([]), Rule=rule)
    made = network(resources, Parameters={"Some": {"Type": "String"}})
    assert answer(made, "unreachable", "internet", "Web") == UNDECIDED


def test_rules_that_are_not_known_could_allow_anything() -> None:
    hidden = ec2("SecurityGroup", GroupDescription="g", VpcId=ref("Vpc"), SecurityGroupIngress=ref("Rules"))
    part = group([ref("Rule")])
    for odd in (hidden, part):
        made = network(with_(Open=odd), Parameters={"Rules": {"Type": "String"}, "Rule": {"Type": "String"}})
        assert answer(made, "unreachable", "internet", "Web") == UNDECIDED


def test_conditions_that_nobody_knows_leave_things_in_doubt() -> None:
    resources = with_(
        Open=group([]), Rule=ec2("SecurityGroupIngress", GroupId=att("Open", "GroupId"), **tcp(22))
    )
    resources["Rule"]["Condition"] = "Wanted"
    condition = {"Wanted": {"Fn::Equals": [ref("Choice"), "yes"]}}
    made = network(resources, Parameters={"Choice": {"Type": "String"}}, Conditions=condition)
    assert answer(made, "unreachable", "internet", "Web") == UNDECIDED
    resources = base()
    for name in ("Attachment", "App"):
        resources[name]["Condition"] = "Wanted"
    made = network(resources, Parameters={"Choice": {"Type": "String"}}, Conditions=condition)
    assert answer(made, "unreachable", "internet", "Web") == UNDECIDED
    assert answer(made, "reaches", "Web", "App", ["tcp/22"]) == UNDECIDED


@pytest.mark.parametrize("association", ["SubnetNetworkAclAssociation", "SubnetRouteTableAssociation"])
def test_an_acl_or_a_table_of_elsewhere_is_undecided(association: str) -> None:
    key = "NetworkAclId" if "Acl" in association else "RouteTableId"
    resources = with_(Odd=ec2(association, SubnetId=ref("Public"), **{key: "elsewhere-1"}))
    resources.pop("PublicRoutes")
    expected = UNDECIDED if "Route" in association else PROVED
    assert answer(resources, "unreachable", "Web", "internet") == expected
    assert answer(resources, "unreachable", "internet", "Web") in (UNDECIDED, REFUTED)


def test_an_acl_entry_for_an_acl_that_is_not_known_could_be_of_any() -> None:
    entry = ec2(
        "NetworkAclEntry",
        NetworkAclId="acl-1",
        RuleNumber=1,
        RuleAction="deny",
        Protocol=-1,
        CidrBlock="0.0.0.0/0",
    )
    assert answer({**with_(Odd=entry)}, "unreachable", "internet", "Web") == UNDECIDED


def test_icmp_entries_have_types() -> None:
    resources = {**base(), **acl("Public", (9, True, "allow", "0.0.0.0/0", None, None))}
    resources["Ping"] = ec2(
        "NetworkAclEntry",
        NetworkAclId=ref("PublicAcl"),
        RuleNumber=1,
        RuleAction="allow",
        Protocol=1,
        Icmp={"Type": 8, "Code": 0},
        CidrBlock="0.0.0.0/0",
    )
    assert answer(resources, "unreachable", "internet", "Web", ["tcp", "udp"]) == PROVED
    assert answer(resources, "unreachable", "internet", "Web", ["icmp"]) == REFUTED


def test_gateway_route_tables_may_lead_through_an_appliance() -> None:
    resources = with_(
        EdgeTable=ec2("RouteTable", VpcId=ref("Vpc")),
        Edge=ec2("GatewayRouteTableAssociation", GatewayId=ref("Igw"), RouteTableId=ref("EdgeTable")),
    )
    assert answer(resources, "unreachable", "internet", "Web") == REFUTED
    resources["ByFirewall"] = ec2(
        "Route", RouteTableId=ref("EdgeTable"), DestinationCidrBlock="10.0.0.0/24", VpcEndpointId="vpce-1"
    )
    assert answer(resources, "unreachable", "internet", "Web") == UNDECIDED


def test_a_route_by_prefix_list_takes_each_of_its_ranges() -> None:
    list_ = ec2(
        "PrefixList", PrefixListName="l", AddressFamily="IPv4", MaxEntries=1, Entries=[{"Cidr": "8.8.8.0/24"}]
    )
    route = ec2(
        "Route",
        RouteTableId=ref("PrivateTable"),
        DestinationPrefixListId=att("List", "PrefixListId"),
        NatGatewayId=ref("Nat"),
    )
    nat = ec2("NatGateway", SubnetId=ref("Public"), AllocationId="eipalloc-1")
    resources = with_(List=list_, Route=route, Nat=nat)
    assert answer(resources, "reaches", "App", "internet", ["tcp/443"]) == REFUTED
    assert answer(resources, "unreachable", "App", "internet") == REFUTED
    assert answer(resources, "unreachable", "App", "9.9.9.9") == PROVED


def test_a_vpc_from_a_pool_is_followed_without_knowing_its_range() -> None:
    resources = base()
    resources["Vpc"] = ec2("VPC", Ipv4IpamPoolId="ipam-pool-1", Ipv4NetmaskLength=20)
    for index, name in enumerate(("Public", "Private")):
        ranges = {"Fn::Cidr": [att("Vpc", "CidrBlock"), 4, 8]}
        resources[name]["Properties"]["CidrBlock"] = {"Fn::Select": [index, ranges]}
    assert answer(resources, "reaches", "Web", "App", ["tcp/443"]) == PROVED
    resources["Open"] = group([tcp(22, "10.0.0.0/8")])
    assert answer(resources, "unreachable", "Web", "App", ["tcp/22"]) == UNDECIDED
    resources["Private"]["Properties"]["CidrBlock"] = ref("Range")
    made = network(resources, Parameters={"Range": {"Type": "String"}})
    assert answer(made, "unreachable", "internet", "App") == PROVED


def test_a_second_range_of_a_vpc_is_local_too() -> None:
    more = ec2("VPCCidrBlock", VpcId=ref("Vpc"), CidrBlock="100.64.0.0/16")
    far = ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="100.64.1.0/24")
    resources = with_(More=more, Second=far, Db=instance("Second", "Open"))
    assert answer(resources, "reaches", "App", "Db", ["tcp/443"]) == PROVED


def test_central_egress_over_a_transit_gateway_leaves_by_its_nat() -> None:
    resources = transit()
    resources |= {
        "Default4": ec2(
            "Route",
            RouteTableId=ref("TheirTable"),
            DestinationCidrBlock="0.0.0.0/0",
            TransitGatewayId=ref("Tgw"),
        ),
        "Table": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        "ByTable": ec2(
            "TransitGatewayRouteTableAssociation",
            TransitGatewayAttachmentId=ref("Theirs"),
            TransitGatewayRouteTableId=ref("Table"),
        ),
        "ToMine": ec2(
            "TransitGatewayRoute",
            TransitGatewayRouteTableId=ref("Table"),
            DestinationCidrBlock="0.0.0.0/0",
            TransitGatewayAttachmentId=ref("Mine"),
        ),
        "Nat": ec2("NatGateway", SubnetId=ref("Public"), AllocationId="eipalloc-1"),
        "ByNat": ec2(
            "Route",
            RouteTableId=ref("PrivateTable"),
            DestinationCidrBlock="0.0.0.0/0",
            NatGatewayId=ref("Nat"),
        ),
        "BackByTransit": ec2(
            "Route",
            RouteTableId=ref("PublicTable"),
            DestinationCidrBlock="10.1.0.0/16",
            TransitGatewayId=ref("Tgw"),
        ),
    }
    assert answer(resources, "reaches", "Far", "internet", ["tcp/443"]) == PROVED
    assert answer(resources, "egress_only_via", "Far", via=["transit"]) == PROVED
    assert answer(resources, "unreachable", "internet", "Far") == PROVED


def test_a_vpn_on_a_transit_gateway_reaches_by_bgp_what_nobody_knows() -> None:
    resources = transit(
        Vpn=ec2("VPNConnection", TransitGatewayId=ref("Tgw"), CustomerGatewayId="cgw-1", Type="ipsec.1")
    )
    assert answer(resources, "unreachable", "on-premises", "App") == REFUTED
    resources["Out"]["Properties"]["DestinationCidrBlock"] = "0.0.0.0/0"
    assert answer(resources, "unreachable", "App", "on-premises") == UNDECIDED


def test_a_network_that_no_template_describes_can_come_over_peering() -> None:
    resources = peered(Back=BACK)
    resources["Pcx"]["Properties"]["PeerVpcId"] = "vpc-elsewhere"
    resources["Out"]["Properties"]["DestinationCidrBlock"] = "10.7.0.0/16"
    assert answer(resources, "unreachable", "elsewhere", "App") == REFUTED
    assert answer(resources, "unreachable", "App", "elsewhere") == REFUTED
    assert answer(base(), "unreachable", "elsewhere", "App") == PROVED


def test_a_shared_transit_gateway_can_bring_in_anybody() -> None:
    resources = transit()
    del resources["Tgw"]
    for name in ("Mine", "Theirs", "Out", "Back"):
        resources[name]["Properties"]["TransitGatewayId"] = "tgw-0123456789abcdef0"
    assert answer(resources, "unreachable", "elsewhere", "App") == UNDECIDED
    assert answer(resources, "unreachable", "on-premises", "App") == UNDECIDED
    assert answer(resources, "unreachable", "App", "elsewhere") == UNDECIDED


# Relays.


def relayed(**more: Any) -> dict[str, Any]:
    resources = balanced(**more)
    del resources["Targets"]["Properties"]["Targets"]
    return resources


def test_services_and_scaling_groups_stand_behind_target_groups() -> None:
    place = {"Subnets": [ref("Private")], "SecurityGroups": [ref("Open")]}
    service = {
        "Type": "AWS::ECS::Service",
        "Properties": {
            "NetworkConfiguration": {"AwsvpcConfiguration": place},
            "LoadBalancers": [{"TargetGroupArn": ref("Targets"), "ContainerPort": 9000}],
        },
    }
    assert answer(relayed(Service=service), "reaches", "internet", "Service", ["tcp/9000"]) == PROVED
    scaling = {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {
            "VPCZoneIdentifier": [ref("Private")],
            "LaunchConfigurationName": ref("Launch"),
            "TargetGroupARNs": [ref("Targets")],
        },
    }
    launch = {
        "Type": "AWS::AutoScaling::LaunchConfiguration",
        "Properties": {"SecurityGroups": [ref("Open")]},
    }
    resources = relayed(Fleet=scaling, Launch=launch)
    assert answer(resources, "reaches", "internet", "Fleet", ["tcp/8080"]) == PROVED
    del resources["Launch"]
    assert answer(resources, "unreachable", "Web", "Fleet") == UNDECIDED


def test_listener_rules_forward_too() -> None:
    resources = balanced()
    resources["Listener"]["Properties"]["DefaultActions"] = [{"Type": "fixed-response"}]
    assert answer(resources, "unreachable", "internet", "App") == PROVED
    resources["Rule"] = {
        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Properties": {
            "ListenerArn": ref("Listener"),
            "Actions": [{"ForwardConfig": {"TargetGroups": [{"TargetGroupArn": ref("Targets")}]}}],
        },
    }
    assert answer(resources, "unreachable", "internet", "App") == REFUTED


def test_classic_load_balancers_relay() -> None:
    classic = {
        "Type": "AWS::ElasticLoadBalancing::LoadBalancer",
        "Properties": {
            "Subnets": [ref("Public")],
            "SecurityGroups": [ref("Open")],
            "Instances": [ref("App")],
            "Listeners": [{"LoadBalancerPort": "80", "InstancePort": "8080", "Protocol": "HTTP"}],
        },
    }
    assert answer(with_(Classic=classic), "reaches", "internet", "App", ["tcp/8080"]) == PROVED


@pytest.mark.parametrize(("kept", "result"), [("false", REFUTED), ("true", PROVED), (None, UNDECIDED)])
def test_client_addresses_are_kept_as_the_target_group_says(kept: str | None, result: str) -> None:
    resources = balanced(
        "network", Narrow=group([tcp(8080, "10.0.0.0/16")]), App=instance("Private", "Narrow")
    )
    attribute = {"Key": "preserve_client_ip.enabled", "Value": kept or {"Ref": "Nobody"}}
    resources["Targets"]["Properties"]["TargetGroupAttributes"] = [attribute]
    assert answer(resources, "unreachable", "internet", "App") == result


def test_ports_of_listeners_that_are_not_known_are_undecided() -> None:
    resources = balanced()
    resources["Listener"]["Properties"]["Port"] = ref("Port")
    made = network(resources, Parameters={"Port": {"Type": "Number"}})
    assert answer(made, "unreachable", "internet", "App") == UNDECIDED


@pytest.mark.parametrize(
    ("type_", "written", "port"),
    [
        ("AWS::RDS::DBInstance", {"Engine": "postgres"}, "5432"),
        ("AWS::RDS::DBInstance", {"Engine": "postgres", "Port": "6000"}, "6000"),
        ("AWS::Redshift::Cluster", {}, "5439"),
    ],
)
def test_a_port_named_by_a_databases_endpoint_is_known(
    type_: str, written: dict[str, Any], port: str
) -> None:
    rule = {**tcp(1), "FromPort": att("Db", "Endpoint.Port"), "ToPort": att("Db", "Endpoint.Port")}
    resources = with_(Open=group([rule]), Db={"Type": type_, "Properties": written})
    assert answer(resources, "reaches_only", "internet", "Web", [f"tcp/{port}"]) == PROVED
    resources["Db"]["Properties"] = {"Port": {"Ref": "Nobody"}}
    assert answer(resources, "unreachable", "internet", "Web") == UNDECIDED


# Ends.


@pytest.mark.parametrize(
    "text",
    [
        "Web",
        "stack/Web",
        "subnet/Public",
        "vpc/Vpc",
        "group/Open",
        "sg/Open",
        "10.0.0.0/24",
        "Public",
        "Open",
        "Vpc",
    ],
)
def test_an_end_is_named_in_many_ways(text: str) -> None:
    assert any(str(site.key).endswith("Web") for site in end(network(base()), text).sites)


def test_a_group_that_nobody_wears_stands_for_somebody_in_each_subnet() -> None:
    resources = with_(Spare=group([tcp(22)]))
    assert answer(resources, "reaches_only", "Web", "group/Spare", ["tcp/22"]) == PROVED


def test_an_end_outside_is_a_range() -> None:
    assert answer(base(), "unreachable", "203.0.113.7", "App") == PROVED
    assert answer(base(), "unreachable", "203.0.113.0/24", "Web") == REFUTED


def test_a_range_of_another_network_inside_a_rule_is_exact() -> None:
    resources = with_(Open=group([tcp(443, "203.0.113.0/25")]))
    assert answer(resources, "unreachable", "203.0.113.128/25", "Web") == PROVED
    assert answer(resources, "reaches", "203.0.113.0/25", "Web", ["tcp/443"]) == PROVED
    assert answer(resources, "unreachable", "203.0.113.0/24", "Web") == REFUTED


def test_one_layer_alone_shows_what_it_holds_back() -> None:
    made = network({**with_(Open=group([])), **acl("Public")})
    for layers, result in (({"groups"}, PROVED), ({"acls"}, PROVED)):
        statements = Statements(made, layers=frozenset(layers))
        found = statements.unreachable(end(made, "internet"), end(made, "Web"))
        assert found.result == result
    bare = Statements(made, layers=frozenset())
    assert bare.unreachable(end(made, "internet"), end(made, "Web")).result == REFUTED


def test_ipv6_ranges_that_aws_chooses_are_told_apart_from_literal_ones() -> None:
    resources = v6()
    resources["Open"]["Properties"]["SecurityGroupIngress"] = [
        {"IpProtocol": "-1", "CidrIpv6": "2600:1f00::/24"}
    ]
    assert answer(resources, "unreachable", "Web", "App") == UNDECIDED
    own = {"Fn::Select": [0, att("Vpc", "Ipv6CidrBlocks")]}
    resources["Open"]["Properties"]["SecurityGroupIngress"] = [{"IpProtocol": "-1", "CidrIpv6": own}]
    assert answer(resources, "reaches", "Web", "App", ["tcp/443"]) == PROVED


def test_what_stands_in_a_subnet_of_elsewhere_is_noted() -> None:
    made = network(
        with_(Lost=instance("Nowhere", "Open"), Stray=ec2("Subnet", VpcId="vpc-1", CidrBlock="10.9.0.0/24"))
    )
    assert len(made.notes) >= 2


# What would make a proof wrong if it were overlooked.


def test_an_interface_that_is_attached_is_the_instances_too() -> None:
    alone = ec2("NetworkInterface", SubnetId=ref("Public"), GroupSet=[ref("Open")])
    exposed = ec2("EIP", NetworkInterfaceId=ref("Alone"))
    join = ec2(
        "NetworkInterfaceAttachment", InstanceId=ref("App"), NetworkInterfaceId=ref("Alone"), DeviceIndex="1"
    )
    assert answer(with_(Alone=alone, Ip=exposed), "unreachable", "internet", "App") == PROVED
    assert answer(with_(Alone=alone, Ip=exposed, Join=join), "unreachable", "internet", "App") == REFUTED
    listed = ec2("Instance", NetworkInterfaces=[{"DeviceIndex": "0", "NetworkInterfaceId": ref("Alone")}])
    assert answer(with_(Alone=alone, Ip=exposed, App=listed), "unreachable", "internet", "App") == REFUTED


def test_a_launch_template_of_elsewhere_leaves_groups_in_doubt() -> None:
    strange = ec2(
        "Instance", SubnetId=ref("Private"), LaunchTemplate={"LaunchTemplateId": "lt-1", "Version": "1"}
    )
    assert answer(with_(App=strange), "unreachable", "Web", "App") == UNDECIDED


def test_a_subnets_ipv6_range_may_be_a_resource_of_its_own() -> None:
    resources = v6(Route6=ec2("Route", GatewayId=ref("Igw"), **ROUTE6))
    own = resources["Private"]["Properties"].pop("Ipv6CidrBlock")
    assert answer(resources, "unreachable", "internet", "App") == PROVED
    resources["Own"] = ec2("SubnetCidrBlock", SubnetId=ref("Private"), Ipv6CidrBlock=own)
    assert answer(resources, "unreachable", "internet", "App") == REFUTED


def test_a_subnet_may_give_ipv6_addresses_unasked() -> None:
    resources = v6(Route6=ec2("Route", GatewayId=ref("Igw"), **ROUTE6))
    resources["App"] = instance("Private", "Open")
    assert answer(resources, "unreachable", "internet", "App") == PROVED
    resources["Private"]["Properties"]["AssignIpv6AddressOnCreation"] = True
    assert answer(resources, "unreachable", "internet", "App") == REFUTED


def test_a_nested_stack_that_is_given_a_group_could_open_it() -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "https://x", "Parameters": {}},
    }
    assert answer(with_(Nested=nested), "unreachable", "internet", "App") == PROVED
    nested["Properties"]["Parameters"] = {"Group": att("Open", "GroupId")}  # type: ignore[index] # a mapping
    assert answer(with_(Nested=nested), "unreachable", "internet", "App") == UNDECIDED


def test_macros_could_add_anything() -> None:
    assert answer(network(base(), Transform="Some::Macro"), "unreachable", "internet", "App") == UNDECIDED


# Nothing crashes.

JUNK = st.sampled_from(
    [
        None,
        "",
        "x",
        7,
        -1,
        1.5,
        True,
        [],
        {},
        [{}],
        {"Ref": "Nobody"},
        {"Fn::GetAtt": ["Vpc", "X"]},
        "10.0.0.0/99",
    ]
)


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """A network with some properties replaced by what nobody expects."""
    whole = {**balanced(), **transit(), **vpn(), **acl("Public", (1, True, "allow", "0.0.0.0/0", 1, 2))}
    for name in draw(st.lists(st.sampled_from(sorted(whole)), min_size=1, max_size=8, unique=True)):
        properties = dict(whole[name]["Properties"])
        if properties:
            properties[draw(st.sampled_from(sorted(properties)))] = draw(JUNK)
        whole[name] = {**whole[name], "Properties": properties}
    return whole


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(spoilt())
def test_nothing_crashes_on_odd_values(resources: dict[str, Any]) -> None:
    made = network(resources)
    statements = Statements(made)
    world = end(made, "internet")
    for interface in made.interfaces:
        target = end(made, interface.key if interface.key != interface.subnet else "internet")
        statements.unreachable(world, target)
        statements.no_path_out(target)


def test_an_empty_template_is_an_empty_network() -> None:
    assert network({}).interfaces == ()
