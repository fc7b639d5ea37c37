"""What lets a group see how the account is configured, without reading what it stores."""

from collections.abc import Iterable

from aws_cdk import aws_iam as iam

from baseline_constructs.identity.permission import Permission

# Only verbs that return configuration. `Get*` stands only where nothing behind it returns stored data, code,
# messages, secrets or console output.
READ_ACTIONS: dict[str, tuple[str, ...]] = {
    "access-analyzer": ("access-analyzer:Get*", "access-analyzer:List*"),
    "autoscaling": ("autoscaling:Describe*",),
    "backup": ("backup:Describe*", "backup:List*"),
    "cloudformation": ("cloudformation:Describe*", "cloudformation:List*"),
    "cloudtrail": ("cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:List*", "cloudtrail:LookupEvents"),
    "cloudwatch": ("cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"),
    "config": ("config:Describe*", "config:Get*", "config:List*"),
    "dynamodb": ("dynamodb:Describe*", "dynamodb:List*"),
    "ec2": ("ec2:Describe*",),
    "elasticloadbalancing": ("elasticloadbalancing:Describe*",),
    "guardduty": ("guardduty:Describe*", "guardduty:Get*", "guardduty:List*"),
    "iam": ("iam:GenerateCredentialReport", "iam:Get*", "iam:List*"),
    "kms": ("kms:Describe*", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:List*"),
    "lambda": ("lambda:GetAccountSettings", "lambda:GetPolicy", "lambda:List*"),
    "logs": ("logs:Describe*", "logs:List*"),
    "rds": ("rds:Describe*", "rds:List*"),
    "s3": ("s3:GetAccount*", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:ListAllMyBuckets"),
    "secretsmanager": ("secretsmanager:DescribeSecret", "secretsmanager:ListSecrets"),
    "securityhub": ("securityhub:Describe*", "securityhub:Get*", "securityhub:List*"),
    "sns": ("sns:GetTopicAttributes", "sns:List*"),
    "sqs": ("sqs:GetQueueAttributes", "sqs:List*"),
    "ssm": ("ssm:Describe*", "ssm:List*"),
    "tag": ("tag:Get*",),
}


_WHY = "verbs that return configuration only; new ones of the same verb are meant too"


def reading(*, services: Iterable[str]) -> Permission:
    """See the configuration of these services.

    Args:
        services: Keys of `READ_ACTIONS`.

    Raises:
        ValueError: A service is not in the table.
    """
    wanted = sorted(set(services))
    unknown = [service for service in wanted if service not in READ_ACTIONS]
    if unknown:
        raise ValueError(f"no read-only actions are known for {', '.join(unknown)}")
    actions = [action for service in wanted for action in READ_ACTIONS[service]]
    wildcards = {f"Action::{action}": _WHY for action in actions if "*" in action}
    return Permission(
        [iam.PolicyStatement(sid="SeeConfiguration", actions=actions, resources=["*"])],
        {**wildcards, "Resource::*": "listing and describing knows no resources, or means all of them"},
    )
