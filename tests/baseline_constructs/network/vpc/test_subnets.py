"""Subnets are private, apart from each other, and say who may talk to them."""

import json
from typing import Any


def test_no_subnet_gives_public_addresses_on_launch(opened: Any) -> None:
    subnets = opened.of_type("AWS::EC2::Subnet").values()
    assert {(s["MapPublicIpOnLaunch"], s["AssignIpv6AddressOnCreation"]) for s in subnets} == {(False, False)}


def test_each_subnet_has_a_route_table_that_no_other_has(opened: Any) -> None:
    links = opened.of_type("AWS::EC2::SubnetRouteTableAssociation").values()
    subnets = {link["SubnetId"]["Ref"] for link in links}
    tables = {link["RouteTableId"]["Ref"] for link in links}
    assert subnets == set(opened.of_type("AWS::EC2::Subnet"))
    assert len(tables) == len(links) == 8


def test_each_subnet_has_the_acl_of_its_tier(opened: Any) -> None:
    links = opened.of_type("AWS::EC2::SubnetNetworkAclAssociation").values()
    found = {
        opened.name_of(link["SubnetId"]["Ref"]): opened.name_of(link["NetworkAclId"]["Ref"]) for link in links
    }
    assert found == {
        f"acme-{t}-{z}": f"acme-{t}" for t in ("web", "app", "data", "endpoints") for z in (1, 2)
    }


def test_tenancy_is_dedicated_when_asked(opened: Any, closed: Any) -> None:
    found = [resources.only("AWS::EC2::VPC")["InstanceTenancy"] for resources in (opened, closed)]
    assert found == ["default", "dedicated"]


def test_without_ipv6_there_is_no_trace_of_it(closed: Any) -> None:
    assert "ipv6" not in json.dumps(closed.resources).lower()


def test_each_group_loses_the_rule_that_lets_everything_out(opened: Any) -> None:
    groups = opened.of_type("AWS::EC2::SecurityGroup").values()
    assert {tuple(rule["CidrIp"] for rule in group["SecurityGroupEgress"]) for group in groups} == {
        ("127.0.0.1/32",)
    }
