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
    # Rules, results and remedies of others' making.
    "config:PutConfigRule",
    "config:PutE*",
    "config:PutRe*",
    "guardduty:ArchiveFindings",
    "guardduty:Create*Set",
    "guardduty:CreateFilter",
    "guardduty:Delete*",
    "guardduty:Dis*",
    "guardduty:Stop*",
    "guardduty:Update*",
    "inspector2:*Filter",
    "inspector2:Disable*",
    "inspector2:Update*",
    # What masks data in logs: putting and deleting it, and looking behind it.
    "logs:*AccountPolicy",
    "logs:*DataProtectionPolicy",
    "logs:Unmask",
    "macie2:Create*List",
    "macie2:CreateFindingsFilter",
    "macie2:Disable*",
    "macie2:PutF*",
    "macie2:Update*",
    "scheduler:DeleteSchedule*",
    "scheduler:UpdateSchedule",
    "securityhub:BatchDisable*",
    "securityhub:BatchUpdate*",
    "securityhub:CreateAutomationRule*",
    "securityhub:Delete*",
    "securityhub:Dis*",
    "securityhub:Update*",
]
_DIVERTING = [
    "events:DeleteRule",
    "events:DisableRule",
    "events:PutRule",
    "events:*Targets",
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
