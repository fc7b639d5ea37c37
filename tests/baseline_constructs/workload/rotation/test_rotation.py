"""Which secrets rotate, and what the function that does it may touch."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import data_key, logs_key
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.keys.workload_key import workload_policy
from baseline_constructs.workload.rotation.rotation import Rotation
from baseline_constructs.workload.secret import EncryptedSecret


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Workload")
    key = RotatedKey(
        stack,
        "Key",
        alias="acme/workload",
        description="Data of the applications",
        policy=workload_policy(KeyPolicy()),
    ).key
    secrets = {
        EncryptedSecret(stack, name, name=name, description=name, key=key, rotates=True): days
        for name, days in (("signing", 30), ("tokens", 7))
    }
    EncryptedSecret(stack, "other", name="other", description="other", key=key)
    Rotation(
        stack,
        "Rotation",
        secrets=secrets,
        key=key,
        log_key=logs_key(stack, "Logs", alias="acme/logs", trail_name="acme").key,
        queue_key=data_key(stack, "Data", alias="acme/data").key,
    )
    return Template.from_stack(stack)


def _rotating(template: Template) -> set[str]:
    found = template.find_resources("AWS::SecretsManager::RotationSchedule").values()
    return {one["Properties"]["SecretId"]["Ref"] for one in found}


def _statements(template: Template) -> list[dict[str, Any]]:
    (role,) = template.find_resources("AWS::IAM::Role").values()
    (policy,) = role["Properties"]["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def test_what_is_asked_for_rotates_after_its_days_and_not_when_deployed(template: Template) -> None:
    assert {name.rstrip("0123456789ABCDEF") for name in _rotating(template)} == {"signing", "tokens"}
    template.has_resource_properties(
        "AWS::SecretsManager::RotationSchedule",
        {"RotationRules": {"AutomaticallyAfterDays": 7}, "RotateImmediatelyOnUpdate": False},
    )


def test_the_function_touches_these_secrets_alone(template: Template) -> None:
    touching = [one for one in _statements(template) if "secretsmanager:PutSecretValue" in one["Action"]]
    (statement,) = touching
    assert {resource["Ref"] for resource in statement["Resource"]} == _rotating(template)
    everywhere = [one["Action"] for one in _statements(template) if one["Resource"] == "*"]
    assert everywhere == ["secretsmanager:GetRandomPassword"]


def test_only_secrets_manager_calls_it_and_for_these_secrets(template: Template) -> None:
    permissions = template.find_resources("AWS::Lambda::Permission").values()
    assert {one["Properties"]["SourceArn"]["Ref"] for one in permissions} == _rotating(template)
    template.all_resources_properties(
        "AWS::Lambda::Permission",
        {"Principal": "secretsmanager.amazonaws.com", "SourceAccount": {"Ref": "AWS::AccountId"}},
    )


def test_a_schedule_waits_until_the_function_may_be_called(template: Template) -> None:
    template.all_resources(
        "AWS::SecretsManager::RotationSchedule",
        {"DependsOn": [Match.string_like_regexp("Permission")]},
    )
