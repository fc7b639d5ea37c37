import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from baseline_constructs.acknowledge import acknowledge


def _acknowledged(rule: str) -> set[str]:
    bucket = s3.CfnBucket(cdk.Stack(), "Bucket")
    acknowledge(bucket, {rule: "It is so."})
    key = cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    return {id_ for entry in bucket.node.metadata if entry.type == key for id_ in entry.data}


def test_a_bare_rule_name_is_acknowledged_for_every_pack_that_shares_it() -> None:
    assert _acknowledged("S3BucketReplicationEnabled") == {
        "Annotation::HIPAA.Security-S3BucketReplicationEnabled",
        "Annotation::NIST.800.53.R5-S3BucketReplicationEnabled",
        "Annotation::PCI.DSS.321-S3BucketReplicationEnabled",
    }


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("AwsSolutions-S1", "Annotation::AwsSolutions-S1"),
        ("AwsSolutions-IAM5[Resource::*]", "Annotation::AwsSolutions-IAM5[Resource::*]"),
        ("CloudFormation-Validate::W3005", "CloudFormation-Validate::W3005"),
    ],
)
def test_a_full_id_is_acknowledged_as_it_is(rule: str, expected: str) -> None:
    assert _acknowledged(rule) == {expected}


def test_an_acknowledgement_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="AwsSolutions-S1: an accepted finding needs a reason"):
        acknowledge(cdk.Stack(), {"AwsSolutions-S1": "  "})
