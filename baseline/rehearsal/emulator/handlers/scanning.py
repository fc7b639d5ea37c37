"""What looks for trouble, on APIs of our own: analyzers, scans of objects, code and images."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, lowered
from baseline.rehearsal.emulator.handlers.calls import by_calls, lowered_but_tags, renamed


def _analyzer(properties: Properties, name: str) -> dict[str, Any]:
    asked = lowered_but_tags({"AnalyzerName": name, **properties})
    if "analyzerConfiguration" in asked:
        unused = asked.pop("analyzerConfiguration")
        asked["configuration"] = {"unusedAccess": unused["unusedAccessConfiguration"]}
    return asked


def _put_scans(properties: Properties, name: str) -> tuple[str, Attributes]:
    call("ecr", "put_registry_scanning_configuration", **lowered(dict(properties)))
    return name, {}


def _change_scans(_: str, __: Properties, properties: Properties) -> None:
    _put_scans(properties, "")


def _reset_scans(_: str, __: Properties) -> None:
    call("ecr", "put_registry_scanning_configuration", scanType="BASIC", rules=[])


HANDLERS = {
    "AWS::AccessAnalyzer::Analyzer": by_calls(
        "accessanalyzer",
        create="create_analyzer",
        asks=_analyzer,
        id_=lambda answer, _: str(answer["arn"]),
        delete="delete_analyzer",
        names=lambda id_, _: {"analyzerName": id_.rpartition("/")[2]},
        gives=lambda answer: {"Arn": answer["arn"]},
    ),
    "AWS::ECR::RegistryScanningConfiguration": Handler(_put_scans, _reset_scans, _change_scans),
    "AWS::GuardDuty::MalwareProtectionPlan": by_calls(
        "guardduty",
        create="create_malware_protection_plan",
        asks=lambda properties, name: {
            **renamed(properties, Role="Role", ProtectedResource="ProtectedResource", Actions="Actions"),
            "Tags": lowered_but_tags(properties).get("tags", {}),
            "ClientToken": name,
        },
        id_=lambda answer, _: str(answer["MalwareProtectionPlanId"]),
        delete="delete_malware_protection_plan",
        names=lambda id_, _: {"MalwareProtectionPlanId": id_},
    ),
    "AWS::InspectorV2::CodeSecurityIntegration": by_calls(
        "inspector2",
        create="create_code_security_integration",
        asks=lambda properties, _: lowered_but_tags(properties),
        id_=lambda answer, _: str(answer["integrationArn"]),
        delete="delete_code_security_integration",
        names=lambda id_, _: {"integrationArn": id_},
        gives=lambda answer: {"Arn": answer["integrationArn"]},
    ),
    "AWS::InspectorV2::CodeSecurityScanConfiguration": by_calls(
        "inspector2",
        create="create_code_security_scan_configuration",
        asks=lambda properties, _: lowered_but_tags(properties),
        id_=lambda answer, _: str(answer["scanConfigurationArn"]),
        delete="delete_code_security_scan_configuration",
        names=lambda id_, _: {"scanConfigurationArn": id_},
        gives=lambda answer: {"Arn": answer["scanConfigurationArn"]},
    ),
}
