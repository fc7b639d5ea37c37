"""Endpoints serve this account's principals and resources, and the tiers with a flow to them."""

from typing import Any

import pytest


def test_a_gateway_endpoint_is_routed_to_from_the_tiers_with_a_flow_to_it(opened: Any) -> None:
    tables = [opened.name_of(ref["Ref"]) for ref in opened.endpoint("s3")["RouteTableIds"]]
    assert tables == ["acme-data-1", "acme-data-2"]


def test_an_interface_endpoint_stands_in_its_tier_under_the_tiers_group(opened: Any) -> None:
    ssm = opened.endpoint("ssm")
    assert [opened.name_of(ref["Ref"]) for ref in ssm["SubnetIds"]] == [
        "acme-endpoints-1",
        "acme-endpoints-2",
    ]
    assert [opened.name_of(ref["Fn::GetAtt"][0]) for ref in ssm["SecurityGroupIds"]] == ["acme-endpoints"]
    assert ssm["PrivateDnsEnabled"] is True


def test_an_endpoint_of_another_family_has_its_own_service_name(opened: Any) -> None:
    assert opened.endpoint("notebook")["ServiceName"]["Fn::Join"][1][0] == "aws.sagemaker."


def test_through_an_endpoint_this_accounts_principals_reach_this_accounts_resources(
    opened: Any,
) -> None:
    account = {"Ref": "AWS::AccountId"}
    endpoints = [opened.endpoint(service) for service in ("s3", "ssm", "ec2", "ecr.dkr", "notebook")]
    conditions = [e["PolicyDocument"]["Statement"][0]["Condition"]["StringEquals"] for e in endpoints]
    assert conditions == [{"aws:PrincipalAccount": account, "aws:ResourceAccount": account}] * 5


@pytest.mark.parametrize("service", ["iot.data", "neptune-graph"])
def test_a_service_that_takes_no_policy_is_given_none(opened: Any, service: str) -> None:
    assert "PolicyDocument" not in opened.endpoint(service)


def test_private_dns_is_asked_of_every_service_that_has_it(opened: Any) -> None:
    services = ("ssm", "ec2", "ecr.dkr", "notebook", "neptune-graph", "iot.data")
    asked = {service for service in services if opened.endpoint(service)["PrivateDnsEnabled"]}
    assert set(services) - asked == {"iot.data"}


def test_of_other_accounts_only_what_aws_publishes_can_be_read_through_the_s3_endpoint(
    opened: Any, closed: Any
) -> None:
    found = [resources.endpoint("s3")["PolicyDocument"]["Statement"][1] for resources in (opened, closed)]
    assert [statement["Action"] for statement in found] == ["s3:GetObject", "s3:GetObject"]
    # The SSM Agent's buckets and ECR's are read where there are endpoints of these services.
    assert [len(statement["Resource"]) for statement in found] == [10, 2]


@pytest.mark.parametrize("service", ["ssm", "ec2"])
def test_what_amazon_publishes_is_used_by_this_accounts_principals(opened: Any, service: str) -> None:
    (_, lent) = opened.endpoint(service)["PolicyDocument"]["Statement"]
    assert lent["Condition"]["StringEquals"]["aws:PrincipalAccount"] == {"Ref": "AWS::AccountId"}
