"""Subnets, VPCs and gateways that a parameter names: what still can be said, and what is unknown."""

from typing import Any

import pytest

from baseline.reach.model.network import Network
from tests.reach.small import OPEN, answer, base, ec2, network, ref, tcp, verdict

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"
PARAMETERS = {name: {"Type": "String"} for name in ("AnyVpc", "AnySubnet", "AnyGroup", "Subnets", "Choice")}


def parameterised(*ingress: dict[str, Any], **more: Any) -> Network:
    group = ec2(
        "SecurityGroup", GroupDescription="g", VpcId=ref("AnyVpc"), SecurityGroupIngress=list(ingress)
    )
    web = ec2("Instance", SubnetId=ref("AnySubnet"), SecurityGroupIds=[ref("Group")])
    return network({"Group": group, "Web": web, **more}, Parameters=PARAMETERS)


def test_an_instance_in_a_subnet_that_a_parameter_names_is_reached_as_its_groups_say() -> None:
    assert answer(parameterised(OPEN), "unreachable", "internet", "Web") == UNDECIDED
    assert answer(parameterised(OPEN), "reaches", "internet", "Web", ["tcp/443"]) == UNDECIDED
    assert answer(parameterised(), "unreachable", "internet", "Web") == PROVED
    assert answer(parameterised(tcp(443)), "unreachable", "internet", "Web", ["tcp/22"]) == PROVED


def test_the_reason_is_the_subnet() -> None:
    found = verdict(parameterised(OPEN), "unreachable", "internet", "Web")
    assert "stands in a subnet that is not in the templates" in found.why
    assert any("AnySubnet" in str(each) for each in found.evidence)


def test_two_of_them_may_reach_each_other_by_their_groups() -> None:
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourceSecurityGroupId": ref("Other")}
    other = ec2("SecurityGroup", GroupDescription="o", VpcId=ref("AnyVpc"))
    app = ec2("Instance", SubnetId=ref("AnySubnet"), SecurityGroupIds=[ref("Other")])
    made = parameterised(rule, Other=other, App=app)
    assert answer(made, "unreachable", "App", "Web", ["tcp/443"]) == UNDECIDED
    assert answer(made, "unreachable", "App", "Web", ["tcp/22"]) == PROVED
    assert answer(made, "unreachable", "internet", "Web") == PROVED


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::RDS::DBInstance", {"DBSubnetGroupName": ref("Subnets"), "VPCSecurityGroups": [ref("Group")]}),
        (
            "AWS::Lambda::Function",
            {"VpcConfig": {"SubnetIds": ref("Subnets"), "SecurityGroupIds": [ref("Group")]}},
        ),
        ("AWS::EC2::Instance", {"SecurityGroupIds": [ref("Group")]}),
        ("AWS::EC2::Instance", {"SubnetId": "subnet-0123", "SecurityGroupIds": [ref("Group")]}),
    ],
)
def test_what_stands_in_unknown_subnets_is_found_by_name(type_: str, properties: dict[str, Any]) -> None:
    made = parameterised(tcp(5432), Thing={"Type": type_, "Properties": properties})
    assert answer(made, "unreachable", "internet", "Thing", ["tcp/5432"]) == UNDECIDED
    assert answer(made, "unreachable", "internet", "Thing", ["tcp/22"]) == PROVED
    assert answer(made, "no_path_out", "Thing") == UNDECIDED


def test_a_parameter_with_a_value_is_known() -> None:
    resources = base()
    resources["Web"]["Properties"]["NetworkInterfaces"][0]["AssociatePublicIpAddress"] = ref("Choice")
    made = network(resources, Parameters={"Choice": {"Type": "String", "Default": "false"}})
    assert answer(made, "unreachable", "internet", "Web") == PROVED


def test_a_condition_between_two_subnets_leaves_the_place_unknown() -> None:
    resources = base()
    place = {"Fn::If": ["Which", ref("Public"), ref("Private")]}
    resources["Web"] = ec2("Instance", SubnetId=place, SecurityGroupIds=[ref("Open")])
    condition = {"Which": {"Fn::Equals": [ref("Choice"), "a"]}}
    made = network(resources, Parameters=PARAMETERS, Conditions=condition)
    assert answer(made, "unreachable", "internet", "Web") == UNDECIDED
    assert answer(made, "unreachable", "App", "Web") == UNDECIDED


def test_an_elastic_address_for_an_instance_that_a_parameter_names_could_be_for_any() -> None:
    resources = {**base(), "Ip": ec2("EIP", InstanceId=ref("Choice"))}
    resources["Web"]["Properties"]["NetworkInterfaces"][0]["AssociatePublicIpAddress"] = False
    made = network(resources, Parameters=PARAMETERS)
    assert answer(made, "unreachable", "internet", "Web") == UNDECIDED


@pytest.mark.parametrize(
    ("type_", "endpoint"),
    [
        ("AWS::GlobalAccelerator::EndpointGroup", {"EndpointConfigurations": [{"EndpointId": ref("App")}]}),
        ("AWS::EC2::ClientVpnTargetNetworkAssociation", {"SubnetId": ref("Private")}),
    ],
)
def test_a_service_that_brings_somebody_in_leaves_only_the_outside_in_doubt(
    type_: str, endpoint: dict[str, Any]
) -> None:
    made = network({**base(), "Service": {"Type": type_, "Properties": endpoint}})
    assert answer(made, "unreachable", "internet", "App") == UNDECIDED
    assert answer(made, "unreachable", "App", "internet") == PROVED
