import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.compute.encrypted_volume import EncryptedVolume

KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"


def _volume(size_gib: int) -> cdk.Stack:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Compute")
    key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
    zone = cdk.Fn.select(0, cdk.Fn.get_azs(""))
    EncryptedVolume(stack, "Scratch", name="scratch", size_gib=size_gib, availability_zone=zone, key=key)
    return stack


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(_volume(100))


def test_a_volume_is_encrypted_with_the_customers_key(template: Template) -> None:
    template.has_resource_properties("AWS::EC2::Volume", {"Encrypted": True, "KmsKeyId": KEY_ARN})


def test_a_volume_is_gp3_of_the_size_asked_for(template: Template) -> None:
    template.has_resource_properties("AWS::EC2::Volume", {"VolumeType": "gp3", "Size": 100})


def test_a_volume_lies_in_the_zone_asked_for(template: Template) -> None:
    template.has_resource_properties(
        "AWS::EC2::Volume", {"AvailabilityZone": {"Fn::Select": [0, {"Fn::GetAZs": ""}]}}
    )


def test_a_snapshot_is_taken_before_a_volume_goes(template: Template) -> None:
    template.has_resource(
        "AWS::EC2::Volume", {"DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot"}
    )


@pytest.mark.parametrize("size", [0, 65537])
def test_a_size_that_gp3_does_not_have_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"size_gib is {size}; a gp3 volume has 1 to 65536"):
        _volume(size)
