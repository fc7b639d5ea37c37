"""How CloudTrail gets into the trail's log group, and into nothing else."""

from typing import Any

from aws_cdk import Aws, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge


class TrailDeliveryRole(Construct):
    """A role that CloudTrail takes for one trail, and that writes that trail's streams in one log group.

    Args:
        trail_name: The trail of this account and Region.
        log_group: Where its events go.

    Source:
        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """

    def __init__(self, scope: Construct, id_: str, *, trail_name: str, log_group: logs.CfnLogGroup) -> None:
        super().__init__(scope, id_)
        policy = iam.CfnManagedPolicy(
            self,
            "Policy",
            description=f"Lets the trail {trail_name} write its streams",
            policy_document=_write_streams(log_group),
        )
        self.resource = iam.CfnRole(
            self,
            "Resource",
            description=f"CloudTrail writes the trail {trail_name} to its log group",
            assume_role_policy_document=_only_for(trail_name),
            managed_policy_arns=[policy.ref],
        )
        acknowledge(policy, _reasons(Stack.of(self).get_logical_id(log_group)))


def _write_streams(log_group: logs.CfnLogGroup) -> dict[str, Any]:
    """CloudTrail names a stream after account and Region, one per Region that it records."""
    group = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{log_group.ref}"
    statement = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{group}:log-stream:{Aws.ACCOUNT_ID}_CloudTrail_*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _only_for(trail_name: str) -> dict[str, Any]:
    trail = f"arn:{Aws.PARTITION}:cloudtrail:{Aws.REGION}:{Aws.ACCOUNT_ID}:trail/{trail_name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID, "aws:SourceArn": trail}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _reasons(log_group: str) -> dict[str, str]:
    group = f"arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<{log_group}>"
    streams = f"{group}:log-stream:<AWS::AccountId>_CloudTrail_*"
    return {
        f"AwsSolutions-IAM5[Resource::{streams}]": "CloudTrail makes a stream for every Region that it "
        "records, and new Regions come."
    }
