"""What survives somebody who takes the account over, and what tells of them."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from baseline_constructs.recovery.backup_key import backup_key
from baseline_constructs.recovery.plan import Copy, DailyBackups, RestoreTest
from baseline_constructs.recovery.spending_alarms import MonthlyBudget, UnusualSpending
from baseline_constructs.recovery.vaults import AirGappedVault, LockedVault

TAGS = {"ENV": "PROD", "tier": "data"}
EMAIL = "security@example.com"


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Recovery")
    key = backup_key(stack, "Key", alias="acme/backups").key
    vault = LockedVault(
        stack, "Vault", name="v", key=key, keep_days=35, grace_days=14, delete_exempt_role="out"
    )
    LockedVault(stack, "Soft", name="s", key=key, keep_days=7, grace_days=None, delete_exempt_role=None)
    gap = AirGappedVault(stack, "Gap", name="g")
    DailyBackups(stack, "Daily", name="d", tags=TAGS, vault=vault, hour=3, keep_days=35, copy=Copy(gap, 90))
    RestoreTest(stack, "Test", name="t", tags=TAGS, vault=vault, kinds=["RDS", "EBS"])
    MonthlyBudget(stack, "Budget", name="b", usd=500, email=EMAIL)
    UnusualSpending(stack, "New", name="n", usd=50, monitor_id=None, email=EMAIL)
    UnusualSpending(stack, "Old", name="o", usd=50, monitor_id="1234", email=EMAIL)
    return Template.from_stack(stack)


def _all(template: Template, type_: str) -> dict[str, Any]:
    return dict(template.find_resources(type_))


def _one(template: Template, type_: str, start: str = "") -> dict[str, Any]:
    [found] = [found for id_, found in _all(template, type_).items() if id_.startswith(start)]
    return dict(found)


def test_the_lock_takes_no_backup_that_is_kept_shorter_and_closes_for_good(template: Template) -> None:
    lock = _one(template, "AWS::Backup::BackupVault", "Vault")["Properties"]["LockConfiguration"]
    assert lock == {"MinRetentionDays": 35, "ChangeableForDays": 14}


def test_a_lock_without_days_of_grace_can_be_lifted(template: Template) -> None:
    lock = _one(template, "AWS::Backup::BackupVault", "Soft")["Properties"]["LockConfiguration"]
    assert lock == {"MinRetentionDays": 7}


@pytest.mark.parametrize(
    "action", ["DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle", "DeleteBackupVault"]
)
@pytest.mark.parametrize("vault", ["Vault", "Soft"])
def test_the_vault_refuses_whoever_would_remove_a_backup(vault: str, action: str, template: Template) -> None:
    [deny] = _one(template, "AWS::Backup::BackupVault", vault)["Properties"]["AccessPolicy"]["Statement"]
    assert (deny["Effect"], deny["Principal"]) == ("Deny", {"AWS": "*"})
    assert f"backup:{action}" in deny["Action"]


def test_only_the_one_role_is_exempt(template: Template) -> None:
    [deny] = _one(template, "AWS::Backup::BackupVault", "Vault")["Properties"]["AccessPolicy"]["Statement"]
    [(operator, keys)] = deny["Condition"].items()
    assert operator == "ArnNotEquals"
    assert keys["aws:PrincipalArn"]["Fn::Join"][1][-1] == ":role/out"
    [none] = _one(template, "AWS::Backup::BackupVault", "Soft")["Properties"]["AccessPolicy"]["Statement"]
    assert "Condition" not in none


@pytest.mark.parametrize("type_", ["BackupVault", "LogicallyAirGappedBackupVault"])
def test_vaults_outlive_their_stack(type_: str, template: Template) -> None:
    assert {one["DeletionPolicy"] for one in _all(template, f"AWS::Backup::{type_}").values()} == {"Retain"}


def test_the_air_gapped_vault_depends_on_no_key_of_the_account(template: Template) -> None:
    properties = _one(template, "AWS::Backup::LogicallyAirGappedBackupVault")["Properties"]
    assert "EncryptionKeyArn" not in properties


def test_the_other_vault_is_under_a_key_for_backups_alone(template: Template) -> None:
    vault = _one(template, "AWS::Backup::BackupVault", "Vault")["Properties"]
    assert vault["EncryptionKeyArn"]["Fn::GetAtt"][0].startswith("Key")
    policy = _one(template, "AWS::KMS::Key")["Properties"]["KeyPolicy"]["Statement"]
    use = [one for one in policy if one["Sid"].endswith("ThroughBackup")]
    services = [one["Condition"]["StringEquals"]["kms:ViaService"]["Fn::Join"][1][0] for one in use]
    assert services == ["backup.", "backup."]


def test_every_backup_is_copied_into_the_air_gap(template: Template) -> None:
    [rule] = _one(template, "AWS::Backup::BackupPlan")["Properties"]["BackupPlan"]["BackupPlanRule"]
    assert rule["Lifecycle"] == {"DeleteAfterDays": 35}
    [copy] = rule["CopyActions"]
    assert copy["DestinationBackupVaultArn"]["Fn::GetAtt"][0].startswith("Gap")
    assert copy["Lifecycle"] == {"DeleteAfterDays": 90}


def test_what_has_all_of_the_tags_is_backed_up_and_nothing_else(template: Template) -> None:
    selection = _one(template, "AWS::Backup::BackupSelection")["Properties"]["BackupSelection"]
    assert {
        one["ConditionKey"]: one["ConditionValue"] for one in selection["Conditions"]["StringEquals"]
    } == {"aws:ResourceTag/ENV": "PROD", "aws:ResourceTag/tier": "data"}
    assert "*" not in selection["Resources"]


def test_who_backs_up_restores_nothing_and_the_other_way_round(template: Template) -> None:
    roles = _all(template, "AWS::IAM::Role")
    policies = {
        id_[:5]: [arn["Fn::Join"][1][-1] for arn in role["Properties"]["ManagedPolicyArns"]]
        for id_, role in roles.items()
    }
    assert all("Restore" not in policy for policy in policies["Daily"])
    assert all("Restore" in policy for policy in policies["TestR"])


def test_only_aws_backup_takes_the_roles_and_on_no_condition_that_it_might_not_meet(
    template: Template,
) -> None:
    for role in _all(template, "AWS::IAM::Role").values():
        [trust] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
        assert "Condition" not in trust


def test_each_kind_is_restored_by_way_of_trial_with_the_role_that_restores(template: Template) -> None:
    selections = _all(template, "AWS::Backup::RestoreTestingSelection").values()
    assert {one["Properties"]["ProtectedResourceType"] for one in selections} == {"RDS", "EBS"}
    for one in selections:
        assert one["Properties"]["IamRoleArn"]["Fn::GetAtt"][0].startswith("TestRole")


def test_a_restore_takes_the_newest_backup_of_the_vault(template: Template) -> None:
    chosen = _one(template, "AWS::Backup::RestoreTestingPlan")["Properties"]["RecoveryPointSelection"]
    assert chosen["Algorithm"] == "LATEST_WITHIN_WINDOW"
    assert [vault["Fn::GetAtt"][0][:5] for vault in chosen["IncludeVaults"]] == ["Vault"]


def test_a_budget_mails_before_at_and_ahead_of_its_end(template: Template) -> None:
    told = _one(template, "AWS::Budgets::Budget")["Properties"]["NotificationsWithSubscribers"]
    assert [(one["Notification"]["NotificationType"], one["Notification"]["Threshold"]) for one in told] == [
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    assert {one["Subscribers"][0]["Address"] for one in told} == {EMAIL}


def test_unusual_spending_is_mailed_from_the_sum_on(template: Template) -> None:
    properties = _one(template, "AWS::CE::AnomalySubscription", "New")["Properties"]
    assert json.loads(properties["ThresholdExpression"])["Dimensions"]["Values"] == ["50"]
    assert properties["Subscribers"] == [{"Type": "EMAIL", "Address": EMAIL}]


def test_the_account_s_own_monitor_is_used_where_it_has_one(template: Template) -> None:
    template.resource_count_is("AWS::CE::AnomalyMonitor", 1)
    [arn] = _one(template, "AWS::CE::AnomalySubscription", "Old")["Properties"]["MonitorArnList"]
    assert arn["Fn::Join"][1][-1] == ":anomalymonitor/1234"


def test_nothing_is_kept_in_the_open(template: Template) -> None:
    template.all_resources_properties("AWS::Backup::BackupVault", {"EncryptionKeyArn": Match.any_value()})
