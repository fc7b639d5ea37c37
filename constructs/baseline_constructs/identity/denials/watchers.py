"""Nobody blinds what watches the account."""

from aws_cdk import Aws
from aws_cdk import aws_iam as iam

from baseline_constructs.identity.denials.deny import deny

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


def watcher_denials(*, prefix: str) -> list[iam.PolicyStatement]:
    """Nobody switches off, blinds or overrules what watches the account.

    Args:
        prefix: Begins the names of the rules that are meant.
    """
    rules = [f"arn:{Aws.PARTITION}:events:*:{Aws.ACCOUNT_ID}:rule/{prefix}-*"]
    return [
        deny("DenySilencingTheWatchers", _BLINDING, ["*"]),
        deny("DenyDivertingFindings", _DIVERTING, rules),
    ]
