"""The record of who asked a site for what."""

import json
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.log_groups import EncryptedLogGroup


class SiteLogs(Construct):
    """Delivers the access logs of one distribution to an encrypted log group.

    CloudFront's logs can be delivered from us-east-1 only, so that is where the stack stands.

    Args:
        name: Names the delivery, and ends the log group's name; up to 60 letters, digits and hyphens.
        distribution_arn: Whose logs.
        key: A key that CloudWatch Logs of us-east-1 may use (`edge_logs_key`).
        retain_days: Days that logs are kept, 1 to 3653.

    Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        distribution_arn: str,
        key: kms.IKey,
        retain_days: int,
    ) -> None:
        super().__init__(scope, id_)
        group = EncryptedLogGroup(
            self, "Group", name=f"/aws/vendedlogs/cloudfront/{name}", key=key, retain_days=retain_days
        )
        policy = logs.CfnResourcePolicy(
            self, "Policy", policy_name=f"{name}-delivery", policy_document=_document(group.resource.attr_arn)
        )
        source = logs.CfnDeliverySource(
            self, "Source", name=name, resource_arn=distribution_arn, log_type="ACCESS_LOGS"
        )
        target = logs.CfnDeliveryDestination(
            self,
            "Target",
            name=name,
            destination_resource_arn=group.resource.attr_arn,
            output_format="json",
        )
        target.add_resource_dependency(policy)
        self.resource = logs.CfnDelivery(
            self, "Resource", delivery_source_name=source.ref, delivery_destination_arn=target.attr_arn
        )


def _document(group_arn: str) -> str:
    """CloudFormation takes this one policy as a text."""
    source = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:*"
    statement: dict[str, Any] = {
        "Sid": "Delivery",
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": group_arn,
        "Condition": {
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": source},
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
