from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.compute.hardened_launch_template import HardenedLaunchTemplate

KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def launch() -> dict[str, Any]:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Compute")
    key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
    group = ec2.CfnSecurityGroup(stack, "Group", group_description="Test", vpc_id="vpc-12345678")
    HardenedLaunchTemplate(stack, "Web", name="web", security_group=group, key=key, tags={"ENV": "PROD"})
    (resource,) = Template.from_stack(stack).find_resources("AWS::EC2::LaunchTemplate").values()
    return dict(resource["Properties"]["LaunchTemplateData"])


def test_the_root_volume_is_encrypted_with_the_customers_key(launch: dict[str, Any]) -> None:
    (root,) = launch["BlockDeviceMappings"]
    assert (root["Ebs"]["Encrypted"], root["Ebs"]["KmsKeyId"]) == (True, KEY_ARN)


def test_metadata_is_for_sessions_one_hop_away(launch: dict[str, Any]) -> None:
    options = launch["MetadataOptions"]
    assert (options["HttpTokens"], options["HttpPutResponseHopLimit"]) == ("required", 1)


def test_no_instance_gets_a_public_address(launch: dict[str, Any]) -> None:
    assert [i["AssociatePublicIpAddress"] for i in launch["NetworkInterfaces"]] == [False]


def test_the_interface_has_the_one_group(launch: dict[str, Any]) -> None:
    assert launch["NetworkInterfaces"][0]["Groups"] == [{"Fn::GetAtt": ["Group", "GroupId"]}]


@pytest.mark.parametrize("absent", ["KeyName", "UserData", "InstanceType"])
def test_no_key_pair_no_script_and_no_type_is_fixed(launch: dict[str, Any], absent: str) -> None:
    assert absent not in launch


def test_the_subnet_is_the_callers(launch: dict[str, Any]) -> None:
    assert "SubnetId" not in launch["NetworkInterfaces"][0]


def test_the_image_is_the_current_amazon_linux(launch: dict[str, Any]) -> None:
    assert launch["ImageId"].startswith("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-")


def test_instances_are_monitored_in_detail(launch: dict[str, Any]) -> None:
    assert launch["Monitoring"] == {"Enabled": True}


def test_everything_launched_carries_the_tags(launch: dict[str, Any]) -> None:
    tags = [{"Key": "Name", "Value": "web"}, {"Key": "ENV", "Value": "PROD"}]
    tagged = {spec["ResourceType"]: spec["Tags"] for spec in launch["TagSpecifications"]}
    assert tagged == {"instance": tags, "volume": tags, "network-interface": tags}
