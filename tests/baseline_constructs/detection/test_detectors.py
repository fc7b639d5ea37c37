"""What is switched on, and in which scope."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from baseline_constructs.detection.access_analyzers import ExternalAccessAnalyzer, UnusedAccessAnalyzer
from baseline_constructs.detection.code_scanning import CodeScanning
from baseline_constructs.detection.guard_duty import ThreatDetector
from baseline_constructs.detection.image_scanning import ImageScanning
from baseline_constructs.detection.macie import SensitiveDataSession
from baseline_constructs.detection.security_hub import STANDARDS, SecurityHub


@pytest.fixture(scope="module")
def template() -> Template:
    stack = _stack()
    ThreatDetector(stack, "ThreatDetector")
    SecurityHub(stack, "SecurityHub", standards=[*STANDARDS])
    ExternalAccessAnalyzer(stack, "External", name="acme-external")
    UnusedAccessAnalyzer(stack, "Unused", name="acme-unused", days=90)
    SensitiveDataSession(stack, "Macie")
    ImageScanning(stack, "Images", by="ecr")
    return Template.from_stack(stack)


def test_source_code_is_read_with_every_change_and_every_week() -> None:
    stack = _stack()
    CodeScanning(stack, "Code", name="acme")
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::InspectorV2::CodeSecurityIntegration", {"Type": "GITHUB"})
    scans = _only(template, "AWS::InspectorV2::CodeSecurityScanConfiguration")
    assert scans["Configuration"] == {
        "ruleSetCategories": ["SAST", "SCA", "IAC"],
        "continuousIntegrationScanConfiguration": {"supportedEvents": ["PULL_REQUEST", "PUSH"]},
        "periodicScanConfiguration": {"frequency": "WEEKLY"},
    }
    assert scans["ScopeSettings"] == {"projectSelectionScope": "ALL"}


def _stack() -> cdk.Stack:
    return cdk.Stack(
        cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False), "Detection"
    )


def _only(template: Template, type_: str) -> dict[str, Any]:
    (resource,) = template.find_resources(type_).values()
    return dict(resource["Properties"])


def test_every_protection_of_guardduty_is_on(template: Template) -> None:
    detector = _only(template, "AWS::GuardDuty::Detector")
    assert detector["Enable"] is True
    assert {feature["Name"]: feature["Status"] for feature in detector["Features"]} == {
        "S3_DATA_EVENTS": "ENABLED",
        "EKS_AUDIT_LOGS": "ENABLED",
        "EBS_MALWARE_PROTECTION": "ENABLED",
        "RDS_LOGIN_EVENTS": "ENABLED",
        "LAMBDA_NETWORK_LOGS": "ENABLED",
        "RUNTIME_MONITORING": "ENABLED",
    }


def test_guardduty_changes_no_network_unless_it_may(template: Template) -> None:
    assert _agents(template) == {"DISABLED"}
    stack = _stack()
    ThreatDetector(stack, "ThreatDetector", runtime_agents=True)
    assert _agents(Template.from_stack(stack)) == {"ENABLED"}


def _agents(template: Template) -> set[str]:
    features = _only(template, "AWS::GuardDuty::Detector")["Features"]
    return {agent["Status"] for feature in features for agent in feature.get("AdditionalConfiguration", ())}


def test_findings_are_told_after_a_quarter_of_an_hour_and_not_after_six(template: Template) -> None:
    for type_ in ("AWS::GuardDuty::Detector", "AWS::Macie::Session"):
        assert _only(template, type_)["FindingPublishingFrequency"] == "FIFTEEN_MINUTES"


def test_the_hub_has_the_standards_chosen_and_no_others(template: Template) -> None:
    assert _only(template, "AWS::SecurityHub::Hub")["EnableDefaultStandards"] is False
    standards = template.find_resources("AWS::SecurityHub::Standard").values()
    ends = [standard["Properties"]["StandardsArn"]["Fn::Join"][1][-1] for standard in standards]
    assert sorted(ends) == sorted(f"::standards/{standard}" for standard in STANDARDS.values())


def test_standards_wait_for_the_hub(template: Template) -> None:
    for standard in template.find_resources("AWS::SecurityHub::Standard").values():
        assert [depends[:11] for depends in standard["DependsOn"]] == ["SecurityHub"]


def test_doors_to_the_outside_are_looked_for_from_the_account(template: Template) -> None:
    template.has_resource_properties("AWS::AccessAnalyzer::Analyzer", {"Type": "ACCOUNT"})


def test_unused_rights_are_looked_for_after_the_days_chosen(template: Template) -> None:
    configuration = {"UnusedAccessConfiguration": {"UnusedAccessAge": 90}}
    template.has_resource_properties(
        "AWS::AccessAnalyzer::Analyzer",
        {"Type": "ACCOUNT_UNUSED_ACCESS", "AnalyzerConfiguration": configuration},
    )


@pytest.mark.parametrize(
    ("by", "kind", "frequency"),
    [("ecr", "BASIC", "SCAN_ON_PUSH"), ("inspector", "ENHANCED", "CONTINUOUS_SCAN")],
)
def test_every_repository_is_scanned(by: Any, kind: str, frequency: str) -> None:
    stack = _stack()
    ImageScanning(stack, "Images", by=by)
    scanning = _only(Template.from_stack(stack), "AWS::ECR::RegistryScanningConfiguration")
    assert scanning["ScanType"] == kind
    (rule,) = scanning["Rules"]
    assert rule["ScanFrequency"] == frequency
    assert rule["RepositoryFilters"] == [{"Filter": "*", "FilterType": "WILDCARD"}]
