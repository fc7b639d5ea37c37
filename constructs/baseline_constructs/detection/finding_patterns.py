"""Which events of which services are findings worth a mail, by severity, and what the mail says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
# GuardDuty counts; the others have words.
_FROM_NUMBER: Mapping[Severity, float] = {"low": 1, "medium": 4, "high": 7, "critical": 9}


@dataclass(frozen=True)
class Findings:
    """Findings of one service.

    Attributes:
        name: Name of the rule.
        pattern: Which events.
        paths: What of the event stands in the mail, by name.
        text: The mail, with the names in angle brackets.
    """

    name: str
    pattern: Mapping[str, Any]
    paths: Mapping[str, str]
    text: str


def guard_duty(severity: Severity) -> Findings:
    """Threats that GuardDuty sees.

    Source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
    """
    at_least = {"numeric": [">=", _FROM_NUMBER[severity]]}
    return Findings(
        "guardduty",
        _of("aws.guardduty", "GuardDuty Finding", {"severity": [at_least]}),
        {"severity": "$.detail.severity", "what": "$.detail.title", "type": "$.detail.type", **_PLACE},
        "GuardDuty, severity <severity>: <what> (<type>), account <account>, <region>.",
    )


def security_hub(severity: Severity) -> Findings:
    """Controls of standards that fail; findings of other services come from these themselves.

    Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
    """
    failed = {
        "ProductArn": [{"suffix": ":product/aws/securityhub"}],
        "Compliance": {"Status": ["FAILED"]},
        "RecordState": ["ACTIVE"],
        "Workflow": {"Status": ["NEW"]},
        "Severity": {"Label": _words(severity)},
    }
    return Findings(
        "securityhub",
        _of("aws.securityhub", "Security Hub Findings - Imported", {"findings": failed}),
        {
            "severity": "$.detail.findings[0].Severity.Label",
            "what": "$.detail.findings[0].Title",
            "resource": "$.detail.findings[0].Resources[0].Id",
            **_PLACE,
        },
        "Security Hub, <severity>: <what>: <resource>, account <account>, <region>.",
    )


def inspector(severity: Severity) -> Findings:
    """Known weaknesses in servers, images and functions.

    Source: https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
    """
    active = {"status": ["ACTIVE"], "severity": _words(severity)}
    return Findings(
        "inspector",
        _of("aws.inspector2", "Inspector2 Finding", active),
        {
            "severity": "$.detail.severity",
            "what": "$.detail.title",
            "resource": "$.detail.resources[0].id",
            **_PLACE,
        },
        "Inspector, <severity>: <what>: <resource>, account <account>, <region>.",
    )


def macie(severity: Severity) -> Findings:
    """Personal data where it should not be, and buckets that open up; Macie's highest word is high.

    Source: https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html
    """
    words = _words("high" if severity == "critical" else severity)
    description = [word.title() for word in words if word != "CRITICAL"]
    return Findings(
        "macie",
        _of("aws.macie", "Macie Finding", {"severity": {"description": description}}),
        {
            "severity": "$.detail.severity.description",
            "what": "$.detail.title",
            "bucket": "$.detail.resourcesAffected.s3Bucket.name",
            **_PLACE,
        },
        "Macie, <severity>: <what>: bucket <bucket>, account <account>, <region>.",
    )


def access_analyzer(severity: Severity) -> Findings:
    """Doors to the outside, always, since they have no severity; unused rights only where "low" is told.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
    """
    kinds = ["Access Analyzer Finding"]
    if severity == "low":
        kinds.append("Unused Access Finding for IAM entities")
    return Findings(
        "access-analyzer",
        {"source": ["aws.access-analyzer"], "detail-type": kinds, "detail": {"status": ["ACTIVE"]}},
        {"kind": "$.detail-type", "resource": "$.detail.resource", **_PLACE},
        "IAM Access Analyzer: <kind>: <resource>, account <account>, <region>.",
    )


def insights() -> Findings:
    """Unusual numbers of calls or errors, as CloudTrail Insights sees them begin.

    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
    """
    begun = {"insightDetails": {"state": ["Start"]}}
    return Findings(
        "insights",
        {"detail-type": ["AWS Insight via CloudTrail"], "detail": begun},
        {
            "kind": "$.detail.insightDetails.insightType",
            "call": "$.detail.insightDetails.eventName",
            **_PLACE,
        },
        "CloudTrail Insights: <kind> of <call>, account <account>, <region>.",
    )


def configuration_rules() -> Findings:
    """Resources that an AWS Config rule finds wrong, once when they become so.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
    """
    wrong = {
        "messageType": ["ComplianceChangeNotification"],
        "newEvaluationResult": {"complianceType": ["NON_COMPLIANT"]},
    }
    return Findings(
        "configuration",
        _of("aws.config", "Config Rules Compliance Change", wrong),
        {
            "rule": "$.detail.configRuleName",
            "type": "$.detail.resourceType",
            "resource": "$.detail.resourceId",
            **_PLACE,
        },
        "AWS Config: rule <rule>: <type> <resource>, account <account>, <region>.",
    )


_PLACE = {"account": "$.account", "region": "$.region"}


def _of(source: str, detail_type: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    return {"source": [source], "detail-type": [detail_type], "detail": dict(detail)}


def _words(severity: Severity) -> list[str]:
    """The severity and those above it, as the services write them."""
    return [word.upper() for word in SEVERITIES[SEVERITIES.index(severity) :]]
