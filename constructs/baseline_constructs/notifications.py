"""Where the account's alarms ring."""

from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct


class AlertTopic(Construct):
    """An encrypted topic that takes the account's alarms over TLS, and mails them to one address.

    CloudWatch alarms of this account and Region are all that may publish without an IAM policy. AWS asks the
    address to confirm its subscription, and delivers nothing before it does. SNS does not encrypt the mail
    itself, so an alarm's text must hold nothing secret.

    Args:
        key: The notifications key (`notifications_key`).
        email: The address that gets the alerts.
        display_name: Sender shown in the mail, up to 100 characters.

    Source: Security Hub SNS.1, SNS.4; https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, key: kms.IKey, email: str, display_name: str | None = None
    ) -> None:
        super().__init__(scope, id_)
        self.resource = sns.CfnTopic(
            self, "Resource", kms_master_key_id=key.key_arn, display_name=display_name
        )
        self.policy = sns.CfnTopicPolicy(
            self, "Policy", topics=[self.resource.ref], policy_document=_policy(self.resource.ref)
        )
        sns.CfnSubscription(self, "Email", topic_arn=self.resource.ref, protocol="email", endpoint=email)
        self.topic_arn = self.resource.ref


def _policy(topic_arn: str) -> dict[str, Any]:
    alarms = f"arn:{Aws.PARTITION}:cloudwatch:{Aws.REGION}:{Aws.ACCOUNT_ID}:alarm:*"
    publish = {"Action": "sns:Publish", "Resource": topic_arn}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "DenyPlainHttp",
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                **publish,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "Alarms",
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                **publish,
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                    "ArnLike": {"aws:SourceArn": alarms},
                },
            },
        ],
    }
