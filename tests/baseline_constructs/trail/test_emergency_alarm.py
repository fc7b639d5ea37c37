from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Template


@pytest.fixture(scope="module")
def template(make_trail: Callable[..., Template]) -> Template:
    return make_trail()


def _properties(template: Template, type_: str) -> dict[str, Any]:
    (resource,) = template.find_resources(type_).values()
    return dict(resource["Properties"])


def test_the_alarm_listens_to_the_log_group_of_the_trail_of_all_regions(template: Template) -> None:
    assert _properties(template, "AWS::Logs::MetricFilter")["LogGroupName"]["Ref"].startswith("TrailLogGroup")


def test_taking_the_named_role_is_what_counts(template: Template) -> None:
    pattern = _properties(template, "AWS::Logs::MetricFilter")["FilterPattern"]
    assert '$.eventName = "AssumeRole*"' in pattern and '"*:role/acme-breaker"' in pattern


def test_the_alarm_watches_what_the_filter_counts(template: Template) -> None:
    (counted,) = _properties(template, "AWS::Logs::MetricFilter")["MetricTransformations"]
    alarm = _properties(template, "AWS::CloudWatch::Alarm")
    watched = (alarm["Namespace"], alarm["MetricName"])
    assert watched == (counted["MetricNamespace"], counted["MetricName"])


def test_a_single_use_rings_at_the_topic(template: Template) -> None:
    alarm = _properties(template, "AWS::CloudWatch::Alarm")
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")
    assert [action["Ref"][:5] for action in alarm["AlarmActions"]] == ["Topic"]
