"""Keys, storage, compute, trail, configuration and alerts, as the rule packs and linters see them."""

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from cdk_nag import AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks
from cfnlint.api import lint_all

from baseline_constructs.compute.encrypted_volume import EncryptedVolume
from baseline_constructs.compute.hardened_launch_template import HardenedLaunchTemplate
from baseline_constructs.configuration.managed_rules import ManagedRules
from baseline_constructs.configuration.recorder import ConfigurationRecorder
from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import (
    data_key,
    logs_key,
    notifications_key,
    storage_policy,
    volumes_policy,
)
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.notifications import AlertTopic
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.archive_bucket import ArchiveBucket
from baseline_constructs.storage.configuration_bucket import ConfigurationBucket
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket
from baseline_constructs.storage.encryption import CustomerKey, S3ManagedKey
from baseline_constructs.storage.lock import ObjectLock
from baseline_constructs.trail.audit_trail import AuditTrail
from baseline_constructs.trail.emergency_alarm import EmergencyAlarm


def _records(stack: cdk.Stack) -> None:
    key = logs_key(stack, "LogsKey", alias="acme/logs", trail_name="acme").key
    access_logs = AccessLogBucket(stack, "AccessLogs")
    archive = ArchiveBucket(
        stack,
        "Archive",
        key=key,
        access_logs=access_logs,
        trail_name="acme",
        lock=ObjectLock(mode="governance", days=365),
        delete_exempt_role="acme-break-glass",
    )
    trail = AuditTrail(stack, "Trail", archive=archive, data_events="all")
    topic = AlertTopic(
        stack,
        "Alerts",
        key=notifications_key(stack, "NotificationsKey", alias="acme/notifications").key,
        email="security@example.com",
    )
    EmergencyAlarm(stack, "Alarm", role_name="acme-break-glass", log_group=trail.log_group, topic=topic)
    bucket = ConfigurationBucket(stack, "ConfigurationBucket", key=key, access_logs=access_logs)
    ManagedRules(stack, "Rules", recorder=ConfigurationRecorder(stack, "Recorder", bucket=bucket))


def _data(stack: cdk.Stack) -> None:
    access_logs = AccessLogBucket(stack, "DataAccessLogs")
    key = RotatedKey(
        stack, "StorageKey", alias="acme/storage", description="s", policy=storage_policy(KeyPolicy())
    ).key
    EncryptedBucket(stack, "Uploads", encryption=CustomerKey(key), access_logs=access_logs)
    EncryptedBucket(stack, "Plain", encryption=S3ManagedKey(), access_logs=access_logs, expire_days=30)
    data_key(stack, "DataKey", alias="acme/data")
    volumes = RotatedKey(
        stack, "VolumesKey", alias="acme/volumes", description="v", policy=volumes_policy(KeyPolicy())
    ).key
    zone = cdk.Fn.select(0, cdk.Fn.get_azs(""))
    EncryptedVolume(stack, "Scratch", name="scratch", size_gib=100, availability_zone=zone, key=volumes)
    group = ec2.CfnSecurityGroup(stack, "Group", group_description="Test", vpc_id="vpc-12345678")
    HardenedLaunchTemplate(stack, "LaunchTemplate", name="acme", security_group=group, key=volumes)


def _app(outdir: Path, *, validate: bool) -> tuple[cdk.App, cdk.Stack]:
    app = cdk.App(
        outdir=str(outdir),
        analytics_reporting=False,
        builtin_cloud_formation_validation=validate,
        context={"@aws-cdk/core:validateAgainstDefaultRules": True},
    )
    stack = cdk.Stack(app, "Protection")
    _records(stack)
    _data(stack)
    return app, stack


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    app, _ = _app(tmp_path_factory.mktemp("nag"), validate=False)
    packs = [
        AwsSolutionsChecks(app),
        HIPAASecurityChecks(app),
        NIST80053R5Checks(app),
        PCIDSS321Checks(app),
    ]
    return [
        f"{violation.rule_name} {resource.construct_path}"
        for pack in packs
        for violation in pack.validate_scope(app).violations
        for resource in violation.violating_resources
    ]


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outdir = tmp_path_factory.mktemp("assembly")
    _app(outdir, validate=True)[0].synth()
    return outdir


def test_no_rule_pack_finds_anything_without_a_written_reason(findings: list[str]) -> None:
    assert findings == []


def test_cdks_own_validation_finds_nothing(assembly: Path) -> None:
    report = json.loads((assembly / "validation-report.json").read_text())
    assert [v for plugin in report["pluginReports"] for v in plugin["violations"]] == []


def test_cfn_lint_finds_nothing(assembly: Path) -> None:
    template = (assembly / "Protection.template.json").read_text()
    assert [str(match) for match in lint_all(template) if match.rule.id[0] in "EW"] == []


def test_no_template_carries_an_account_or_a_region(assembly: Path) -> None:
    template = (assembly / "Protection.template.json").read_text()
    assert not any(word in template for word in ("us-east-1", "eu-west-1", "123456789012", "arn:aws:"))


def test_accepted_findings_never_reach_the_template(assembly: Path) -> None:
    template = (assembly / "Protection.template.json").read_text()
    assert "cdk_nag" not in template and "versions are kept" not in template
