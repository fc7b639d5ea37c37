"""Denials that hold for everybody; they stand in the guardrails and in the boundary."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam

from baseline_constructs.identity import arns

# Every call that stops, redirects or blinds the record of what happened.
_SILENCING = [
    "cloudtrail:Delete*",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:PutInsightSelectors",
    "cloudtrail:StopEventDataStoreIngestion",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "config:Delete*",
    "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel",
    "config:StopConfigurationRecorder",
    "ec2:DeleteFlowLogs",
    "route53resolver:DeleteResolverQueryLogConfig",
    "route53resolver:DisassociateResolverQueryLogConfig",
]
# What keeps an alarm from ringing, or takes away the log that it listens to.
_DEAFENING = [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DisableAlarmActions",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:SetAlarmState",
    "logs:AssociateKmsKey",
    "logs:Delete*",
    "logs:DisassociateKmsKey",
    "logs:PutMetricFilter",
    "logs:PutRetentionPolicy",
    "sns:AddPermission",
    "sns:DeleteTopic",
    "sns:RemovePermission",
    "sns:SetTopicAttributes",
    "sns:Unsubscribe",
]
# What makes an encrypted record unreadable, or hands it to somebody.
_KEY_DESTRUCTION = [
    "kms:DeleteImportedKeyMaterial",
    "kms:DisableKey",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
]
# Detectors, and what makes them overlook something: filters, archive rules, disabled controls.
_BLINDING = [
    "access-analyzer:ApplyArchiveRule",
    "access-analyzer:CreateArchiveRule",
    "access-analyzer:Delete*",
    "access-analyzer:Update*",
    "guardduty:CreateFilter",
    "guardduty:Delete*",
    "guardduty:Stop*",
    "guardduty:Update*",
    "inspector2:Disable*",
    # What masks data in logs: putting and deleting it, and looking behind it.
    "logs:*AccountPolicy",
    "logs:*DataProtectionPolicy",
    "logs:Unmask",
    "macie2:Disable*",
    "macie2:Update*",
    "scheduler:DeleteSchedule*",
    "scheduler:UpdateSchedule",
    "securityhub:BatchDisable*",
    "securityhub:Delete*",
    "securityhub:Disable*",
    "securityhub:Update*",
    # It knows no resource, so no denial on a topic reaches it.
    "sns:Unsubscribe",
]
_DIVERTING = [
    "events:DeleteRule",
    "events:DisableRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
]
_ARCHIVE_DESTRUCTION = [
    "s3:BypassGovernanceRetention",
    "s3:Delete*",
    "s3:Put*Configuration",
    "s3:PutBucket*",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
]


def record_denials(*, prefix: str, record_bucket_arns: Sequence[str]) -> list[iam.PolicyStatement]:
    """Nobody stops the trail, the recorder, the flow logs or an alarm, deletes a record or destroys a key.

    Args:
        prefix: Begins the names of the landing zone's stacks, and so of alarms, topics and the trail's log
            group, which CloudFormation names after their stack.
        record_bucket_arns: The buckets that keep records.
    """
    archives = [arn for bucket in record_bucket_arns for arn in (bucket, f"{bucket}/*")]
    heard = [
        f"arn:{Aws.PARTITION}:{service}:*:{Aws.ACCOUNT_ID}:{resource}"
        for service, resource in (
            ("cloudwatch", f"alarm:{prefix}-*"),
            ("logs", f"log-group:{prefix}-audit-*"),
            ("sns", f"{prefix}-*"),
        )
    ]
    return [
        _deny("DenySilencingTheRecord", _SILENCING, ["*"]),
        _deny("DenyDeafeningAlarms", _DEAFENING, heard),
        _deny("DenyDestroyingTheArchive", _ARCHIVE_DESTRUCTION, archives),
        _deny("DenyDestroyingKeys", _KEY_DESTRUCTION, [f"arn:{Aws.PARTITION}:kms:*:{Aws.ACCOUNT_ID}:key/*"]),
    ]


def watcher_denials(*, prefix: str) -> list[iam.PolicyStatement]:
    """Nobody switches off, blinds or overrules what watches the account.

    Args:
        prefix: Begins the names of the rules that are meant.
    """
    rules = [f"arn:{Aws.PARTITION}:events:*:{Aws.ACCOUNT_ID}:rule/{prefix}-*"]
    return [
        _deny("DenySilencingTheWatchers", _BLINDING, ["*"]),
        _deny("DenyDivertingFindings", _DIVERTING, rules),
    ]


def tag_denials(*, guarded_tags: Sequence[str]) -> list[iam.PolicyStatement]:
    """Nobody sets, changes or removes a tag that decides who may do what.

    IAM matches the key of `aws:ResourceTag/KEY` without regard to case, so the denial ignores case as well:
    `env=TEST` beside `ENV=PROD` would otherwise do. Tags set while creating something count too.

    Args:
        guarded_tags: Tag keys; with none, there is nothing to deny.

    Source: IAM user guide, "Controlling access to AWS resources using tags".
    """
    if not guarded_tags:
        return []
    names = {"ForAnyValue:StringEqualsIgnoreCase": {"aws:TagKeys": sorted(guarded_tags)}}
    return [
        _deny("DenySettingGuardedTags", ["*"], ["*"], names),
        # Without keys, DeleteTags removes all tags, and the request then carries no aws:TagKeys to match.
        _deny("DenyRemovingAllTags", ["ec2:DeleteTags"], ["*"], {"Null": {"aws:TagKeys": "true"}}),
    ]


def escalation_denials(
    *, boundary_arn: str, protected_policy_arns: Sequence[str]
) -> list[iam.PolicyStatement]:
    """Nobody sheds a boundary or a group, creates a principal without one or rewrites what holds them.

    Args:
        boundary_arn: The permissions boundary that every user and role must carry.
        protected_policy_arns: Managed policies that nobody may rewrite or delete.

    Source: IAM user guide, "Permissions boundaries for IAM entities", delegating responsibility to others.
    """
    without_boundary = {"StringNotEquals": {"iam:PermissionsBoundary": boundary_arn}}
    return [
        _deny("DenyPrincipalsWithoutBoundary", ["iam:CreateRole", "iam:CreateUser"], ["*"], without_boundary),
        _deny(
            "DenyReplacingTheBoundary",
            ["iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"],
            ["*"],
            without_boundary,
        ),
        _deny(
            "DenySheddingTheBoundary",
            [
                "iam:AddUserToGroup",
                "iam:DeleteGroup",
                "iam:DeleteRolePermissionsBoundary",
                "iam:DeleteUserPermissionsBoundary",
                "iam:RemoveUserFromGroup",
            ],
            ["*"],
        ),
        _deny(
            "DenyRewritingGuardrails",
            [
                "iam:CreatePolicyVersion",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:SetDefaultPolicyVersion",
            ],
            list(protected_policy_arns),
        ),
        _deny(
            "DenyDetachingGuardrails",
            ["iam:DetachGroupPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy"],
            ["*"],
            {"ArnEquals": {"iam:PolicyARN": list(protected_policy_arns)}},
        ),
    ]


def other_roles_denial(*, but: Sequence[str]) -> iam.PolicyStatement:
    """Nobody becomes somebody whom no boundary holds, such as the roles that deploy this very account.

    Args:
        but: ARNs of the roles that groups may take.

    Source: IAM user guide, "Methods to assume a role"; boundaries do not follow into an assumed role.
    """
    return iam.PolicyStatement(
        sid="DenyBecomingOthers",
        effect=iam.Effect.DENY,
        actions=["sts:AssumeRole"],
        resources=None if but else ["*"],
        not_resources=list(but) or None,
    )


# Calls to these are made to us-east-1 or us-west-2, wherever the caller is.
_WITHOUT_REGION = (
    "account:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "networkmanager:*",
    "organizations:*",
    "route53:*",
    "route53domains:*",
    "s3:ListAllMyBuckets",
    "shield:*",
    "sts:*",
    "support:*",
    "trustedadvisor:*",
    "waf:*",
)


def region_denial(*, regions: Sequence[str]) -> iam.PolicyStatement:
    """Nothing outside these regions, but for the services that have no region.

    Args:
        regions: Region names or pseudo-parameters.

    Source: IAM user guide, "AWS: Denies access to AWS based on the requested Region"; Control Tower's control
    GRREGIONDENY.
    """
    return iam.PolicyStatement(
        sid="DenyOtherRegions",
        effect=iam.Effect.DENY,
        not_actions=[*_WITHOUT_REGION],
        resources=["*"],
        conditions={"StringNotEquals": {"aws:RequestedRegion": list(regions)}},
    )


def own_policy_arn(name: str) -> str:
    """The ARN of a customer managed policy of this account by its name."""
    return arns.iam(f"policy/{name}")


def _deny(
    sid: str, actions: list[str], resources: list[str], conditions: dict[str, Any] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=sid, effect=iam.Effect.DENY, actions=actions, resources=resources, conditions=conditions
    )
