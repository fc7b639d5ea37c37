from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from baseline_constructs.keys.purposes import notifications_key
from baseline_constructs.notifications import AlertTopic


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Alerts")
    key = notifications_key(stack, "Key", alias="acme/notifications").key
    AlertTopic(stack, "Topic", key=key, email="security+aws@example.com", display_name="acme alerts")
    return Template.from_stack(stack)


def _statements(template: Template) -> list[dict[str, Any]]:
    (policy,) = template.find_resources("AWS::SNS::TopicPolicy").values()
    return list(policy["Properties"]["PolicyDocument"]["Statement"])


def test_alerts_are_encrypted_with_the_customers_key(template: Template) -> None:
    template.has_resource_properties(
        "AWS::SNS::Topic", {"KmsMasterKeyId": {"Fn::GetAtt": [Match.string_like_regexp("^Key"), "Arn"]}}
    )


def test_alerts_are_mailed_to_the_address(template: Template) -> None:
    template.has_resource_properties(
        "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "security+aws@example.com"}
    )


def test_plain_http_is_refused(template: Template) -> None:
    denials = [s["Condition"] for s in _statements(template) if s["Effect"] == "Deny"]
    assert denials == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_only_alarms_may_publish(template: Template) -> None:
    allowed = [s["Principal"] for s in _statements(template) if s["Effect"] == "Allow"]
    assert allowed == [{"Service": "cloudwatch.amazonaws.com"}]


def test_alarms_of_another_account_may_not_publish(template: Template) -> None:
    (alarms,) = (s["Condition"] for s in _statements(template) if s["Effect"] == "Allow")
    assert alarms["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
