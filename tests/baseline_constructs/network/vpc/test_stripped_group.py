"""The default security group loses its rules by a function that can do nothing else."""

import json
from typing import Any


def test_the_default_group_is_stripped(closed: Any) -> None:
    stripped = closed.only("Custom::StrippedDefaultGroup")
    (vpc,) = closed.of_type("AWS::EC2::VPC")
    assert stripped["GroupId"] == {"Fn::GetAtt": [vpc, "DefaultSecurityGroup"]}


def test_the_default_group_is_stripped_after_ipv6_added_to_it(opened: Any) -> None:
    (stripped,) = (res for res in opened.resources.values() if res["Type"] == "Custom::StrippedDefaultGroup")
    assert set(stripped["DependsOn"]) & set(opened.of_type("AWS::EC2::VPCCidrBlock"))


def test_the_stripping_function_may_change_that_group_only(closed: Any) -> None:
    (policy,) = closed.only("AWS::IAM::Role")["Policies"]
    statements = policy["PolicyDocument"]["Statement"]
    wide = [statement["Action"] for statement in statements if statement["Resource"] == "*"]
    (revoke,) = (s for s in statements if "ec2:RevokeSecurityGroupIngress" in s["Action"])
    assert wide == ["ec2:DescribeSecurityGroups"]
    assert revoke["Action"] == ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"]
    assert "DefaultSecurityGroup" in json.dumps(revoke["Resource"])


def test_the_stripping_function_keeps_encrypted_logs_and_failed_calls(closed: Any) -> None:
    assert "KmsKeyId" in closed.only("AWS::Logs::LogGroup")
    assert "KmsMasterKeyId" in closed.only("AWS::SQS::Queue")
    assert "TargetArn" in closed.only("AWS::Lambda::Function")["DeadLetterConfig"]
