"""A topic for an application's messages."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from baseline_constructs.workload.tls_only import deny_without_tls


class EncryptedTopic(Construct):
    """A topic under the customer's key that takes messages over TLS only, and signs them with SHA-256.

    Its policy grants nothing: IAM decides who of this account publishes.

    Args:
        name: The topic's name, up to 256 letters, digits, hyphens and underscores.
        key: A key that callers through SNS may use (`workload_key`).

    Source: Security Hub SNS.1, SNS.4; https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, key: kms.IKey) -> None:
        super().__init__(scope, id_)
        self.resource = sns.CfnTopic(
            self, "Resource", topic_name=name, kms_master_key_id=key.key_arn, signature_version="2"
        )
        # SNS refuses a policy with "sns:*": a topic's policy may name these actions only.
        actions = [
            "sns:AddPermission",
            "sns:DeleteTopic",
            "sns:GetTopicAttributes",
            "sns:ListSubscriptionsByTopic",
            "sns:Publish",
            "sns:RemovePermission",
            "sns:SetTopicAttributes",
            "sns:Subscribe",
        ]
        document = iam.PolicyDocument(statements=[deny_without_tls(actions, self.resource.ref)])
        sns.CfnTopicPolicy(self, "Policy", topics=[self.resource.ref], policy_document=document)
