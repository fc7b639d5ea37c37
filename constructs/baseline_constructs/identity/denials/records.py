"""Nobody silences or destroys the record of what happened."""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_iam as iam

from baseline_constructs.identity.denials.deny import deny

# Every call that stops, redirects or blinds the record of what happened.
_SILENCING = [
    "cloudtrail:Delete*",
    "cloudtrail:Put*Selectors",
    "cloudtrail:Stop*",
    "cloudtrail:UpdateTrail",
    "config:Delete*",
    "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel",
    "config:StopConfigurationRecorder",
    "ec2:DeleteFlowLogs",
    "route53resolver:D*ResolverQueryLogConfig",
    # A subscription need not name its topic.
    "sns:SetSubscriptionAttributes",
    "sns:Unsubscribe",
]
# What keeps an alarm from ringing, or takes away the log that it listens to.
_DEAFENING = [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DisableAlarmActions",
    "cloudwatch:Put*Alarm*",
    "cloudwatch:SetAlarmState",
    "logs:*KmsKey",
    "logs:Delete*",
    "logs:PutMetricFilter",
    "logs:PutRetentionPolicy",
    "sns:*Permission",
    "sns:Delete*",
    "sns:PutDataProtectionPolicy",
    "sns:SetTopicAttributes",
]
# What makes an encrypted record unreadable, or hands it to somebody.
_KEY_DESTRUCTION = [
    "kms:DeleteImportedKeyMaterial",
    "kms:DisableKey",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
]
_ARCHIVE_DESTRUCTION = [
    "s3:BypassGovernanceRetention",
    "s3:Delete*",
    "s3:Put*Configuration",
    "s3:PutBucket*",
    "s3:PutObject*",
    "s3:UpdateObjectEncryption",
]


def record_denials(*, prefix: str, record_bucket_arns: Sequence[str]) -> list[iam.PolicyStatement]:
    """Nobody stops the trail, the recorder, the flow logs or an alarm, deletes a record or destroys a key.

    Args:
        prefix: Begins the names of the landing zone's stacks, and so of alarms, topics and the trail's log
            group, which CloudFormation names after their stack.
        record_bucket_arns: The buckets that keep records.
    """
    # One pattern for the bucket and all in it: IAM counts the characters of a policy.
    archives = [f"{bucket}*" for bucket in record_bucket_arns]
    heard = [
        f"arn:{Aws.PARTITION}:{service}:*:{Aws.ACCOUNT_ID}:{resource}"
        for service, resource in (
            ("cloudwatch", f"alarm:{prefix}-*"),
            ("logs", f"log-group:{prefix}-audit-*"),
            ("sns", f"{prefix}-*"),
        )
    ]
    return [
        deny("DenySilencingTheRecord", _SILENCING, ["*"]),
        deny("DenyDeafeningAlarms", _DEAFENING, heard),
        deny("DenyDestroyingTheArchive", _ARCHIVE_DESTRUCTION, archives),
        deny("DenyDestroyingKeys", _KEY_DESTRUCTION, [f"arn:{Aws.PARTITION}:kms:*:{Aws.ACCOUNT_ID}:key/*"]),
    ]
