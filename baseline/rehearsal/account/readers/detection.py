"""What looks for trouble, and the experiments that make some."""

from typing import Any

from baseline.rehearsal.account.observed import (
    Api,
    Missing,
    Observed,
    Properties,
    Reader,
    as_tags,
    capitalised,
    only,
    picked,
)


def _detector(api: Api, id_: str, _: Properties) -> Observed:
    detector = api("guardduty").get_detector(DetectorId=id_)
    found = picked(detector, "Features", "FindingPublishingFrequency")
    return Observed({**found, "Enable": detector["Status"] == "ENABLED", "Tags": as_tags(detector["Tags"])})


def _hub(api: Api, id_: str, _: Properties) -> Observed:
    securityhub = api("securityhub")
    hub = securityhub.describe_hub(HubArn=id_)
    tags = securityhub.list_tags_for_resource(ResourceArn=id_)["Tags"]
    return Observed({**hub, "Tags": tags}, {"ARN": hub["HubArn"]})


def _standard(api: Api, id_: str, _: Properties) -> Observed:
    found = api("securityhub").get_enabled_standards(StandardsSubscriptionArns=[id_])
    return Observed(only(found["StandardsSubscriptions"], id_), {"StandardsSubscriptionArn": id_})


def _macie(api: Api, _: str, __: Properties) -> Observed:
    session = api("macie2").get_macie_session()
    return Observed(picked(capitalised(session), "FindingPublishingFrequency", "Status"))


def _experiment(api: Api, id_: str, _: Properties) -> Observed:
    template = api("fis").get_experiment_template(id=id_)["experimentTemplate"]
    found = {name[0].upper() + name[1:]: value for name, value in template.items()}
    for name in ("Actions", "Targets"):
        found[name] = {own: _raised(value) for own, value in found[name].items()}
    found["StopConditions"] = [_raised(value) for value in found["StopConditions"]]
    found["ExperimentOptions"] = _raised(found["ExperimentOptions"])
    return Observed(found, {"Id": id_})


def _raised(value: dict[str, Any]) -> dict[str, Any]:
    """As `capitalised`, but for what templates name themselves: tags, parameters, targets of actions."""
    found = {name[0].upper() + name[1:]: inner for name, inner in value.items()}
    if "Filters" in found:
        found["Filters"] = capitalised(found["Filters"])
    return found


def _rule(api: Api, id_: str, wanted: Properties) -> Observed:
    events = api("events")
    bus = wanted.get("EventBusName", "default")
    rule = events.describe_rule(Name=id_, EventBusName=bus)
    targets = events.list_targets_by_rule(Rule=id_, EventBusName=bus)["Targets"]
    tags = events.list_tags_for_resource(ResourceARN=rule["Arn"])["Tags"]
    found = picked(rule, "Description", "EventPattern", "Name", "State")
    return Observed({**found, "Tags": tags, "Targets": targets}, {"Arn": rule["Arn"]})


def _analyzer(api: Api, id_: str, _: Properties) -> Observed:
    analyzer = api("accessanalyzer").get_analyzer(analyzerName=id_.rpartition("/")[2])["analyzer"]
    unused = analyzer.get("configuration", {}).get("unusedAccess")
    found = {"AnalyzerName": analyzer["name"], "Type": analyzer["type"], "Tags": as_tags(analyzer["tags"])}
    if unused:
        found["AnalyzerConfiguration"] = {"UnusedAccessConfiguration": capitalised(unused)}
    return Observed(found, {"Arn": analyzer["arn"]})


def _malware_plan(api: Api, id_: str, _: Properties) -> Observed:
    plan = api("guardduty").get_malware_protection_plan(MalwareProtectionPlanId=id_)
    return Observed({**plan, "Tags": as_tags(plan.get("Tags", {}))})


def _code_integration(api: Api, id_: str, _: Properties) -> Observed:
    found = api("inspector2").get_code_security_integration(integrationArn=id_)
    return Observed({"Name": found["name"], "Type": found["type"], "Tags": found["tags"]}, {"Arn": id_})


def _code_scan(api: Api, id_: str, _: Properties) -> Observed:
    found = api("inspector2").get_code_security_scan_configuration(scanConfigurationArn=id_)
    # Inspector's CloudFormation leaves the names inside of its properties as the API spells them.
    return Observed({name[0].upper() + name[1:]: value for name, value in found.items()}, {"Arn": id_})


def _classification(api: Api, id_: str, wanted: Properties) -> Observed:
    job = api("macie2").describe_classification_job(jobId=id_)
    if job["jobStatus"] == "CANCELLED":
        raise Missing(f"{id_} is cancelled")
    chosen = only(job["s3JobDefinition"]["bucketDefinitions"], id_)
    return Observed(
        {
            "AccountId": chosen["accountId"],
            "Buckets": chosen["buckets"],
            "Day": job["scheduleFrequency"]["weeklySchedule"]["dayOfWeek"],
            "Name": job["name"],
        }
    )


def _registry_scans(api: Api, _: str, __: Properties) -> Observed:
    found = api("ecr").get_registry_scanning_configuration()["scanningConfiguration"]
    return Observed(capitalised(found))


READERS: dict[str, Reader] = {
    "AWS::AccessAnalyzer::Analyzer": _analyzer,
    "AWS::ECR::RegistryScanningConfiguration": _registry_scans,
    "AWS::Events::Rule": _rule,
    "AWS::GuardDuty::MalwareProtectionPlan": _malware_plan,
    "AWS::InspectorV2::CodeSecurityIntegration": _code_integration,
    "AWS::InspectorV2::CodeSecurityScanConfiguration": _code_scan,
    "AWS::FIS::ExperimentTemplate": _experiment,
    "AWS::GuardDuty::Detector": _detector,
    "AWS::Macie::Session": _macie,
    "AWS::SecurityHub::Hub": _hub,
    "Custom::ClassificationJob": _classification,
    "AWS::SecurityHub::Standard": _standard,
}
