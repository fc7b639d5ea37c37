from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template


@pytest.fixture(scope="module")
def template(make_trail: Callable[..., Template]) -> Template:
    return make_trail()


def _only(template: Template, type_: str) -> dict[str, Any]:
    (resource,) = template.find_resources(type_).values()
    return dict(resource)


def _selectors(template: Template) -> list[dict[str, Any]]:
    selectors = _only(template, "AWS::CloudTrail::Trail")["Properties"]["AdvancedEventSelectors"]
    return [{f.pop("Field"): f for f in selector["FieldSelectors"]} for selector in selectors]


def test_the_trail_logs_in_every_region_from_the_start(template: Template) -> None:
    template.has_resource_properties(
        "AWS::CloudTrail::Trail",
        {"IsLogging": True, "IsMultiRegionTrail": True, "IncludeGlobalServiceEvents": True},
    )


def test_log_files_are_validated_and_encrypted(template: Template) -> None:
    key = {"Fn::GetAtt": [Match.string_like_regexp("^LogsKey"), "Arn"]}
    template.has_resource_properties(
        "AWS::CloudTrail::Trail", {"EnableLogFileValidation": True, "KMSKeyId": key}
    )


@pytest.mark.parametrize("type_", ["AWS::CloudTrail::Trail", "AWS::Logs::LogGroup"])
def test_the_record_outlives_its_stack(template: Template, type_: str) -> None:
    assert _only(template, type_)["DeletionPolicy"] == "Retain"


def test_the_archive_accepts_the_trail_before_the_trail_is_made(template: Template) -> None:
    (depends,) = _only(template, "AWS::CloudTrail::Trail")["DependsOn"]
    assert depends.startswith("ArchivePolicy")


def test_the_trail_has_the_name_and_prefix_that_the_archive_accepts(template: Template) -> None:
    template.has_resource_properties("AWS::CloudTrail::Trail", {"TrailName": "acme", "S3KeyPrefix": "trail"})


def test_the_log_group_is_encrypted_and_kept_for_a_year(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Logs::LogGroup", {"KmsKeyId": Match.any_value(), "RetentionInDays": 365}
    )


def test_the_delivery_role_writes_the_trails_streams_and_nothing_else(template: Template) -> None:
    (statement,) = _only(template, "AWS::IAM::ManagedPolicy")["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"]["Fn::Join"][1][-1] == "_CloudTrail_*"


def test_cloudtrail_takes_the_role_for_this_trail_only(template: Template) -> None:
    (trust,) = _only(template, "AWS::IAM::Role")["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    condition = trust["Condition"]["StringEquals"]
    assert condition["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert condition["aws:SourceArn"]["Fn::Join"][1][-1] == ":trail/acme"


def test_management_events_alone_are_recorded_unless_more_is_asked_for(template: Template) -> None:
    assert _selectors(template) == [{"eventCategory": {"Equals": ["Management"]}}]


def test_object_events_are_recorded_of_the_chosen_buckets_and_of_no_namesake(
    make_trail: Callable[..., Template],
) -> None:
    objects = _selectors(make_trail(data_events=("uploads",)))[1]
    (prefix,) = objects["resources.ARN"]["StartsWith"]
    assert prefix["Fn::Join"][1][-1] == ":s3:::uploads/"


def test_all_object_events_leave_out_the_buckets_that_logs_go_to(make_trail: Callable[..., Template]) -> None:
    objects = _selectors(make_trail(data_events="all"))[1]
    left_out = [p["Fn::Join"][1][0]["Fn::GetAtt"][0] for p in objects["resources.ARN"]["NotStartsWith"]]
    assert [name[:6] for name in left_out] == ["Archiv", "Access"]


@pytest.mark.parametrize(("asked", "kept"), [(1, 90), (366, 400), (3653, 3653)])
def test_events_are_kept_for_at_least_the_days_asked_for(
    make_trail: Callable[..., Template], asked: int, kept: int
) -> None:
    template = make_trail(retain_days=asked)
    assert _only(template, "AWS::Logs::LogGroup")["Properties"]["RetentionInDays"] == kept


def test_longer_than_cloudwatch_logs_knows_is_refused(make_trail: Callable[..., Template]) -> None:
    with pytest.raises(ValueError, match="CloudWatch Logs keeps at most 3653"):
        make_trail(retain_days=3654)


def test_unusual_rates_of_calls_and_errors_are_looked_for_when_asked(
    template: Template, make_trail: Callable[..., Template]
) -> None:
    assert "InsightSelectors" not in _only(template, "AWS::CloudTrail::Trail")["Properties"]
    trail = _only(make_trail(insights=True), "AWS::CloudTrail::Trail")["Properties"]
    kinds = {selector["InsightType"] for selector in trail["InsightSelectors"]}
    assert kinds == {"ApiCallRateInsight", "ApiErrorRateInsight"}
