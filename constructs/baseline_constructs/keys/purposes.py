"""One key per purpose, so that being allowed to read one kind of data never opens another."""

from aws_cdk import Aws
from constructs import Construct

from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.rotated_key import RotatedKey

# What both sides of a session say that they need a data key for.
SESSION_CONTEXT = ("aws:ssm:SessionId", "aws:ssm:TargetId")
_READ_AND_WRITE_OBJECTS = ("kms:Decrypt", "kms:GenerateDataKey")


def logs_key(
    scope: Construct, id_: str, *, alias: str, trail_name: str, rotation_days: int = 365
) -> RotatedKey:
    """The key of the account's records: trail, flow and query logs, configuration, log groups.

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        trail_name: The one trail of this account and Region that may encrypt with the key.
        rotation_days: Days between rotations, 90 to 2560.

    Source:
        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-cmk-policy.html
        https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
    """
    key = RotatedKey(
        scope, id_, alias=alias, description="Logs and records of the account", rotation_days=rotation_days
    )
    _for_trail(key, trail_name)
    for_log_groups(key)
    _for_log_delivery(key)
    key.for_service(
        "config.amazonaws.com",
        sid="Configuration",
        actions=_READ_AND_WRITE_OBJECTS,
        conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
    )
    return key.for_callers_through("s3", actions=_READ_AND_WRITE_OBJECTS)


def storage_policy(policy: KeyPolicy) -> KeyPolicy:
    """The policy of the key of objects in S3 buckets: usable through S3 only.

    Args:
        policy: An empty one.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    """
    return policy.for_callers_through("s3", actions=_READ_AND_WRITE_OBJECTS)


def read_by_macie(policy: KeyPolicy) -> KeyPolicy:
    """Macie reads objects that are encrypted with the key, by the role that it makes for itself.

    Args:
        policy: The policy of a key of buckets.

    Source: https://docs.aws.amazon.com/macie/latest/user/discovery-supported-encryption-types.html
    """
    return policy.for_linked_role(
        "AWSServiceRoleForAmazonMacie",
        service="macie.amazonaws.com",
        sid="Macie",
        actions=["kms:Decrypt"],
    )


def volumes_policy(policy: KeyPolicy) -> KeyPolicy:
    """The policy of the key of EBS volumes and their snapshots: usable through EC2 only, grants included.

    Auto Scaling, which launches in nobody's name, may use it as well: else no group could start an instance.

    Args:
        policy: An empty one.

    Source:
        https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
        https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    """
    role, service = "AWSServiceRoleForAutoScaling", "autoscaling.amazonaws.com"
    policy.for_linked_role(
        role,
        service=service,
        sid="AutoScalingItself",
        actions=["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    )
    policy.for_grants_of_linked_role(role, service=service, sid="AutoScalingGrants")
    policy.for_callers_through(
        "ec2", actions=["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"]
    )
    return policy.for_grants_through("ec2")


def data_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of application data in services other than S3 and EBS; usable through those services only.

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
    """
    key = RotatedKey(scope, id_, alias=alias, description="Application data", rotation_days=rotation_days)
    for service in ("dynamodb", "rds", "secretsmanager", "sqs", "ssm"):
        key.for_callers_through(service, actions=["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"])
    # These two keep using the key when the caller is gone.
    for service in ("dynamodb", "rds"):
        key.for_grants_through(service)
    return key


def notifications_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of the alert topic: alarms of this account and Region may publish through it.

    EventBridge is left out on purpose: it supports no condition on the key of an SNS topic, so any account's
    rule could be the one that uses it. Its rules publish with a role of this account, which needs
    `for_callers_through("sns", ...)` (ADR 13).

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    key = RotatedKey(
        scope, id_, alias=alias, description="Alerts of the account", rotation_days=rotation_days
    )
    return key.for_service(
        "cloudwatch.amazonaws.com",
        sid="Alarms",
        actions=["kms:Decrypt", "kms:GenerateDataKey*"],
        conditions={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": _arn("cloudwatch", "alarm:*")},
        },
    )


def sessions_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of what is typed and shown in sessions, on its way between a server and whoever logged on.

    KMS is called by both sides themselves, through no service, and for nothing but a session on a server.

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html
    """
    policy = KeyPolicy().for_callers_in_context(
        "Sessions", actions=["kms:Decrypt", "kms:GenerateDataKey"], context=SESSION_CONTEXT
    )
    return RotatedKey(
        scope,
        id_,
        alias=alias,
        description="Sessions on servers",
        rotation_days=rotation_days,
        policy=policy,
    )


def _for_trail(key: RotatedKey, trail_name: str) -> None:
    """CloudTrail needs Decrypt too, because the archive bucket uses an S3 Bucket Key.

    The condition is on the trail, not on the encryption context: under a Bucket Key the context that KMS sees
    names the bucket.
    """
    key.for_service(
        "cloudtrail.amazonaws.com",
        sid="Trail",
        actions=["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
        conditions={
            "StringEquals": {
                "aws:SourceAccount": Aws.ACCOUNT_ID,
                "aws:SourceArn": _arn("cloudtrail", f"trail/{trail_name}"),
            }
        },
    )


def for_log_groups(key: RotatedKey) -> None:
    """Let CloudWatch Logs of this Region use a key for log groups of this account."""
    key.for_service(
        f"logs.{Aws.REGION}.amazonaws.com",
        sid="LogGroups",
        actions=["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": _arn("logs", "log-group:*")}},
    )


def _for_log_delivery(key: RotatedKey) -> None:
    """VPC flow logs and Route 53 Resolver query logs come to S3 by this principal."""
    key.for_service(
        "delivery.logs.amazonaws.com",
        sid="LogDelivery",
        actions=["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        conditions={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": _arn("logs", "*")},
        },
    )


def _arn(service: str, resource: str) -> str:
    return f"arn:{Aws.PARTITION}:{service}:{Aws.REGION}:{Aws.ACCOUNT_ID}:{resource}"
