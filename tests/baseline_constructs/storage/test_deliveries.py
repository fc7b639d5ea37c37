"""Which service writes where, and that nobody else does."""

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Buckets


def _flat(value: Any) -> str:
    """An ARN as it reads, with the bucket's own ARN as <bucket> and pseudo-parameters as their names."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return f"<{value['Ref']}>"
    if "Fn::GetAtt" in value:
        return "<bucket>"
    return "".join(_flat(part) for part in value["Fn::Join"][1])


def _writers(buckets: "Buckets", id_: str) -> dict[str, str]:
    allowed = [s for s in buckets.statements(id_).values() if s["Effect"] == "Allow"]
    return {s["Principal"]["Service"]: _flat(s["Resource"]) for s in allowed if s["Action"] == "s3:PutObject"}


def test_each_service_writes_under_its_own_prefix_of_the_archive(buckets: "Buckets") -> None:
    assert _writers(buckets, "Archive") == {
        "cloudtrail.amazonaws.com": "<bucket>/trail/AWSLogs/<AWS::AccountId>/*",
        "delivery.logs.amazonaws.com": "<bucket>/AWSLogs/<AWS::AccountId>/*",
    }


def test_only_config_writes_to_the_configuration_bucket(buckets: "Buckets") -> None:
    assert _writers(buckets, "Config") == {
        "config.amazonaws.com": "<bucket>/AWSLogs/<AWS::AccountId>/Config/*"
    }


def test_only_s3_writes_access_logs(buckets: "Buckets") -> None:
    assert _writers(buckets, "Access") == {"logging.s3.amazonaws.com": "<bucket>/access/*"}


def test_only_the_named_trail_writes_to_the_archive(buckets: "Buckets") -> None:
    source = buckets.statements("Archive")["TrailWrite"]["Condition"]["StringEquals"]["aws:SourceArn"]
    trail = "arn:<AWS::Partition>:cloudtrail:<AWS::Region>:<AWS::AccountId>:trail/acme"
    assert _flat(source) == trail


@pytest.mark.parametrize("bucket", ["Archive", "Sealed", "Access"])
def test_nobody_but_a_service_puts_a_record_there(buckets: "Buckets", bucket: str) -> None:
    denial = buckets.statements(bucket)["DenyForgery"]
    assert denial["Condition"] == {"Bool": {"aws:PrincipalIsAWSService": "false"}}


@pytest.mark.parametrize(
    ("bucket", "sid"),
    [
        ("Archive", "TrailAclCheck"),
        ("Archive", "AWSLogDeliveryAclCheck"),
        ("Config", "ConfigurationAclCheck"),
    ],
)
def test_a_service_may_look_before_it_writes(buckets: "Buckets", bucket: str, sid: str) -> None:
    assert buckets.statements(bucket)[sid]["Action"] == ["s3:GetBucketAcl", "s3:ListBucket"]


def test_a_service_that_sends_no_acl_header_is_not_refused(buckets: "Buckets") -> None:
    assert "x-amz-acl" not in json.dumps([buckets.statements("Archive"), buckets.statements("Config")])


def test_the_recorders_policy_writes_to_its_prefix_and_nowhere_else(buckets: "Buckets") -> None:
    policy = buckets.resource("AWS::IAM::ManagedPolicy", "Config")["Properties"]["PolicyDocument"]
    puts = [_flat(s["Resource"]) for s in policy["Statement"] if s["Action"] == "s3:PutObject"]
    assert puts == ["<bucket>/AWSLogs/<AWS::AccountId>/Config/*"]
