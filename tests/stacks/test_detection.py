"""What the section `detection` becomes in the stacks together."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from aws_cdk import App
from aws_cdk.assertions import Template

from baseline.settings.load import load
from baseline.stacks.landing_zone import CONTEXT, build

SMALL = "name: tiny\nregion: eu-west-1\nnotify: security@example.com\n"


def _templates(folder: Path, wish: str) -> dict[str, Template]:
    file = folder / "settings.yaml"
    file.write_text(SMALL + wish)
    app = App(
        outdir=str(folder / "out"),
        context=dict(CONTEXT),
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,
    )
    names = build(app, load(file))
    app.synth()
    read = {name: json.loads((folder / "out" / f"{name}.template.json").read_text()) for name in names}
    return {name.removeprefix("tiny-"): Template.from_json(template) for name, template in read.items()}


def _key_users(templates: dict[str, Template]) -> list[str]:
    keys = templates["foundation"].find_resources("AWS::KMS::Key")
    (key,) = (key for name, key in keys.items() if name.startswith("NotificationsKey"))
    statements: list[dict[str, Any]] = key["Properties"]["KeyPolicy"]["Statement"]
    return [statement["Sid"] for statement in statements]


def test_the_alert_key_lets_nobody_through_sns_while_only_alarms_ring(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "detection: {trail_alarms: true}\n")
    assert "CallersThroughSns" not in _key_users(templates)
    templates["detection"].resource_count_is("AWS::IAM::Role", 0)


def test_the_alert_key_lets_the_role_that_publishes_findings_through_sns(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "detection: {guard_duty: {runtime_agents: true}}\n")
    assert "CallersThroughSns" in _key_users(templates)
    templates["detection"].resource_count_is("AWS::Events::Rule", 1)


def test_insights_alone_are_mailed(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "trail: {insights: true}\n")
    templates["detection"].has_resource_properties("AWS::Events::Rule", {"Name": "tiny-finding-insights"})


def test_without_days_no_unused_access_is_charged(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "detection: {access_analyzer: {}}\n")
    templates["detection"].resource_count_is("AWS::AccessAnalyzer::Analyzer", 1)


def test_members_cannot_switch_off_what_watches_them(tmp_path: Path) -> None:
    wish = "identity: {groups: {a: {read_only: [ec2]}}}\ndetection: {trail_alarms: true}\n"
    policies = _templates(tmp_path, wish)["identity"].find_resources("AWS::IAM::ManagedPolicy")
    for name in ("tiny-boundary", "tiny-guardrails"):
        (policy,) = (p for p in policies.values() if p["Properties"]["ManagedPolicyName"] == name)
        denied: set[str] = set()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            actions = statement.get("Action", [])
            if statement["Effect"] == "Deny":
                denied |= {actions} if isinstance(actions, str) else set(actions)
        for call in (
            *("config:PutConfigRule", "config:PutEvaluations", "config:PutRemediationExceptions"),
            *("events:RemoveTargets", "guardduty:ArchiveFindings", "guardduty:CreateIPSet"),
            *("guardduty:DeleteDetector", "guardduty:DisassociateMembers", "inspector2:UpdateConfiguration"),
            *("inspector2:CreateFilter", "macie2:CreateAllowList", "macie2:CreateFindingsFilter"),
            *("securityhub:BatchUpdateFindings", "securityhub:CreateAutomationRule"),
            *("securityhub:DisableSecurityHub", "sns:Unsubscribe"),
        ):
            assert any(fnmatchcase(call, pattern) for pattern in denied), call
        # Looking stays possible.
        for call in ("guardduty:DescribeMalwareScans", "securityhub:DescribeHub", "events:DescribeRule"):
            assert not any(fnmatchcase(call, pattern) for pattern in denied - {"*"}), call


def _set(templates: dict[str, Template]) -> set[str]:
    settings = templates["account"].find_resources("Custom::AccountSetting").values()
    return {setting["Properties"]["Setting"] for setting in settings}


def test_the_section_alone_sets_what_is_safe(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "account_settings: {}\n")
    assert _set(templates) == {
        *("PasswordPolicy", "VolumeEncryption", "BucketBlock", "ImageBlock", "ClusterBlock"),
        *("MetadataDefaults", "SerialConsole"),
    }
    templates["account"].resource_count_is("AWS::EC2::SnapshotBlockPublicAccess", 1)


def test_what_is_declined_is_not_set(tmp_path: Path) -> None:
    declined = "{encrypt_volumes: false, block_public: false, harden_instances: false}"
    templates = _templates(tmp_path, f"account_settings: {declined}\n")
    assert _set(templates) == {"PasswordPolicy"}
    templates["account"].resource_count_is("AWS::EC2::SnapshotBlockPublicAccess", 0)


def test_inspector_alone_sets_nothing_else_and_scans_images(tmp_path: Path) -> None:
    wish = "detection: {image_scan: true, inspector: {scan: [images]}}\n"
    templates = _templates(tmp_path, wish)
    assert _set(templates) == {"WeaknessScans"}
    templates["account"].has_resource_properties("Custom::AccountSetting", {"Scan": ["ECR"]})
    templates["detection"].has_resource_properties(
        "AWS::ECR::RegistryScanningConfiguration", {"ScanType": "ENHANCED"}
    )
