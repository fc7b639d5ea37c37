"""Which findings are mailed, and that nobody else gets into the topic by the same way."""

import re
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from baseline_constructs.detection import finding_patterns as patterns
from baseline_constructs.detection.finding_alerts import FindingAlerts
from baseline_constructs.keys.purposes import notifications_key
from baseline_constructs.notifications import AlertTopic


def _matches(pattern: Any, event: Any) -> bool:
    """EventBridge's matching, of what the patterns use: a list is "one of", a list in the event "any of"."""
    if isinstance(pattern, Mapping):
        events = event if isinstance(event, list) else [event]
        return any(
            isinstance(one, Mapping) and all(_matches(inner, one.get(key)) for key, inner in pattern.items())
            for one in events
        )
    return any(_fits(wanted, event) for wanted in pattern)


def _fits(wanted: Any, value: Any) -> bool:
    match wanted:
        case {"numeric": [">=", least]}:
            return isinstance(value, int | float) and value >= least
        case {"suffix": suffix}:
            return isinstance(value, str) and value.endswith(suffix)
    return bool(wanted == value)


def _guard_duty(severity: float) -> dict[str, Any]:
    return {"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": {"severity": severity}}


def _hub(label: str, **more: Any) -> dict[str, Any]:
    finding = {
        "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
        "Compliance": {"Status": "FAILED"},
        "RecordState": "ACTIVE",
        "Workflow": {"Status": "NEW"},
        "Severity": {"Label": label},
        **more,
    }
    kind = "Security Hub Findings - Imported"
    return {"source": "aws.securityhub", "detail-type": kind, "detail": {"findings": [finding]}}


def _macie(word: str) -> dict[str, Any]:
    return {
        "source": "aws.macie",
        "detail-type": "Macie Finding",
        "detail": {"severity": {"description": word}},
    }


def _analyzer(kind: str, status: str = "ACTIVE") -> dict[str, Any]:
    return {"source": "aws.access-analyzer", "detail-type": kind, "detail": {"status": status}}


UNUSED = "Unused Access Finding for IAM entities"
MAILED = [
    (patterns.guard_duty("high"), _guard_duty(7)),
    (patterns.guard_duty("high"), _guard_duty(9.5)),
    (patterns.guard_duty("low"), _guard_duty(1)),
    (patterns.security_hub("high"), _hub("HIGH")),
    (patterns.security_hub("high"), _hub("CRITICAL")),
    (patterns.macie("high"), _macie("High")),
    (patterns.macie("critical"), _macie("High")),
    (patterns.access_analyzer("critical"), _analyzer("Access Analyzer Finding")),
    (patterns.access_analyzer("low"), _analyzer(UNUSED)),
]
NOT_MAILED = [
    (patterns.guard_duty("high"), _guard_duty(6.9)),
    (patterns.guard_duty("critical"), _guard_duty(8.9)),
    (patterns.security_hub("high"), _hub("MEDIUM")),
    (patterns.security_hub("high"), _hub("HIGH", Workflow={"Status": "SUPPRESSED"})),
    (patterns.security_hub("high"), _hub("HIGH", RecordState="ARCHIVED")),
    (patterns.security_hub("high"), _hub("HIGH", Compliance={"Status": "PASSED"})),
    # GuardDuty's own rule has told it already.
    (
        patterns.security_hub("high"),
        _hub("HIGH", ProductArn="arn:aws:securityhub:eu-west-1::product/aws/guardduty"),
    ),
    (patterns.macie("high"), _macie("Medium")),
    (patterns.access_analyzer("high"), _analyzer(UNUSED)),
    (patterns.access_analyzer("high"), _analyzer("Access Analyzer Finding", status="RESOLVED")),
]


@pytest.mark.parametrize(("findings", "event"), MAILED)
def test_a_finding_of_the_severity_or_above_is_mailed(findings: patterns.Findings, event: Any) -> None:
    assert _matches(findings.pattern, event)


@pytest.mark.parametrize(("findings", "event"), NOT_MAILED)
def test_what_is_below_or_settled_is_not(findings: patterns.Findings, event: Any) -> None:
    assert not _matches(findings.pattern, event)


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Alerts")
    key = notifications_key(stack, "Key", alias="acme/notifications")
    FindingAlerts(
        stack,
        "FindingAlerts",
        name="acme",
        findings=[patterns.guard_duty("high"), patterns.macie("high")],
        topic=AlertTopic(stack, "Topic", key=key.key, email="security@example.com"),
        key=key.key,
    )
    return Template.from_stack(stack)


def _role(template: Template) -> dict[str, Any]:
    (role,) = template.find_resources("AWS::IAM::Role").values()
    return dict(role["Properties"])


def test_every_rule_publishes_with_the_role_of_this_account(template: Template) -> None:
    for rule in template.find_resources("AWS::Events::Rule").values():
        (target,) = rule["Properties"]["Targets"]
        assert target["Arn"]["Ref"].startswith("Topic")
        assert target["RoleArn"]["Fn::GetAtt"][0].startswith("FindingAlertsRole")


def test_neither_topic_nor_key_trusts_eventbridge_itself(template: Template) -> None:
    for type_ in ("AWS::SNS::TopicPolicy", "AWS::KMS::Key"):
        assert "events.amazonaws.com" not in str(template.find_resources(type_))


def test_only_the_rules_of_these_findings_take_the_role(template: Template) -> None:
    (trust,) = _role(template)["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    rules = trust["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1]
    assert rules == ":rule/acme-finding-*"
    for rule in template.find_resources("AWS::Events::Rule").values():
        assert rule["Properties"]["Name"].startswith("acme-finding-")


def test_the_role_publishes_to_the_topic_and_nothing_else(template: Template) -> None:
    (policy,) = _role(template)["Policies"]
    publish, encrypt = policy["PolicyDocument"]["Statement"]
    assert (publish["Action"], publish["Resource"]["Ref"][:5]) == ("sns:Publish", "Topic")
    assert encrypt["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert encrypt["Resource"]["Fn::GetAtt"][0].startswith("Key")
    through = encrypt["Condition"]["StringEquals"]["kms:ViaService"]["Fn::Join"][1]
    assert through == ["sns.", {"Ref": "AWS::Region"}, ".amazonaws.com"]


def test_a_lost_finding_rings_without_the_role(template: Template) -> None:
    rules = template.find_resources("AWS::Events::Rule")
    alarms = template.find_resources("AWS::CloudWatch::Alarm").values()
    watched = {alarm["Properties"]["Dimensions"][0]["Value"]["Ref"] for alarm in alarms}
    assert watched == set(rules)
    for alarm in alarms:
        assert alarm["Properties"]["MetricName"] == "FailedInvocations"
        assert alarm["Properties"]["AlarmActions"][0]["Ref"].startswith("Topic")


@pytest.mark.parametrize(
    "findings",
    [
        *(make("high") for make in (patterns.guard_duty, patterns.security_hub, patterns.inspector)),
        *(make("high") for make in (patterns.macie, patterns.access_analyzer)),
        patterns.insights(),
        patterns.configuration_rules(),
    ],
)
def test_the_mail_names_what_the_event_has_and_no_more(findings: patterns.Findings) -> None:
    assert set(re.findall(r"<(\w+)>", findings.text)) == set(findings.paths)
