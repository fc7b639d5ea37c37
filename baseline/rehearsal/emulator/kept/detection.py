"""What looks for trouble and moto lacks: Security Hub's settings, analyzers, scans of code and objects.

Source: API references of Security Hub, IAM Access Analyzer, GuardDuty, Inspector and ECR.
"""

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, arn, new_id

# What a hub begins with where nobody says otherwise.
_BY_DEFAULT = {"AutoEnableControls": True, "ControlFindingGenerator": "SECURITY_CONTROL"}
_DEFAULT_STANDARDS = (
    "aws-foundational-security-best-practices/v/1.0.0",
    "cis-aws-foundations-benchmark/v/1.2.0",
)


def _hub(asked: Members) -> Members:
    return {**_BY_DEFAULT, **asked, "HubArn": arn("securityhub", "hub/default"), "SubscribedAt": "now"}


_HUBS = Shelf("HubArn", made=_hub, missing="InvalidAccessException")
_STANDARDS = Shelf(
    "StandardsSubscriptionArn",
    made=lambda asked: {
        "StandardsSubscriptionArn": arn("securityhub", _standard(asked["StandardsArn"])),
        "StandardsStatus": "READY",
    },
    many="StandardsSubscriptions",
    named_by={"StandardsSubscriptionArns": "StandardsSubscriptionArn"},
)


def _standard(of: str) -> str:
    return f"subscription/{of.partition('standards/')[2] or of.partition('ruleset/')[2]}"


def _the_hub() -> Members:
    for hub in _HUBS.matching({}):
        return hub
    raise Refused("InvalidAccessException", "the account is not subscribed to AWS Security Hub")


def _enable(asked: Members) -> Members:
    _HUBS.create(asked)
    if asked.get("EnableDefaultStandards", True):
        region = arn("securityhub", "").split(":")[3]
        for name in _DEFAULT_STANDARDS:
            _STANDARDS.create({"StandardsArn": f"arn:aws:securityhub:{region}::standards/{name}"})
    return {}


def _update(asked: Members) -> Members:
    _the_hub().update(asked)
    return {}


def _disable(_: Members) -> Members:
    _HUBS.delete({"HubArn": _the_hub()["HubArn"]})
    for standard in _STANDARDS.matching({}):
        _STANDARDS.delete({"StandardsSubscriptionArns": [standard["StandardsSubscriptionArn"]]})
    return {}


def _enable_standards(asked: Members) -> Members:
    _the_hub()
    made = [_STANDARDS.put(each) for each in asked["StandardsSubscriptionRequests"]]
    return {"StandardsSubscriptions": made}


def _disable_standards(asked: Members) -> Members:
    gone = [
        _STANDARDS.delete({"StandardsSubscriptionArns": [each]})
        for each in asked["StandardsSubscriptionArns"]
    ]
    return {"StandardsSubscriptions": gone}


_ANALYZERS = Shelf(
    "analyzerName",
    made=lambda asked: {
        "name": asked["analyzerName"],
        "arn": arn("access-analyzer", f"analyzer/{asked['analyzerName']}"),
        "status": "ACTIVE",
        "createdAt": 0,
    },
    one="analyzer",
    many="analyzers",
)
_MALWARE_PLANS = Shelf(
    "MalwareProtectionPlanId",
    made=lambda _: {"MalwareProtectionPlanId": new_id(""), "Status": "ACTIVE"},
    many="MalwareProtectionPlans",
)
_CODE_INTEGRATIONS = Shelf(
    "integrationArn",
    made=lambda _: {
        "integrationArn": arn("inspector2", f"codesecurity-integration/{new_id('')}"),
        "status": "PENDING",
        "createdOn": 0,
        "lastUpdateOn": 0,
    },
    many="integrations",
)
_CODE_SCANS = Shelf(
    "scanConfigurationArn",
    made=lambda _: {
        "scanConfigurationArn": arn("inspector2", f"owner/codesecurity-configuration/{new_id('')}")
    },
    many="configurations",
)
_CLASSIFYING = Shelf("jobId", made=lambda _: {"jobId": new_id(""), "jobStatus": "RUNNING", "createdAt": 0})
_REGISTRY_SCANS = Shelf("registryId", made=lambda _: {"registryId": arn("", "").split(":")[4]})


def _registry(_: Members) -> Members:
    """Every registry has a configuration: basic scans of nothing, until it is told otherwise."""
    found = _REGISTRY_SCANS.matching({})
    return {"scanningConfiguration": found[0] if found else {"scanType": "BASIC", "rules": []}}


KEPT = (
    Kept(
        "securityhub",
        {
            "EnableSecurityHub": _enable,
            "UpdateSecurityHubConfiguration": _update,
            "DescribeHub": lambda _: _the_hub(),
            "DisableSecurityHub": _disable,
            "ListTagsForResource": _HUBS.tags("Tags", "Tags", arn="HubArn", mapping=True),
            "BatchEnableStandards": _enable_standards,
            "GetEnabledStandards": _STANDARDS.tell_all,
            "BatchDisableStandards": _disable_standards,
        },
    ),
    Kept(
        "macie2",
        {
            "CreateClassificationJob": _CLASSIFYING.create,
            "DescribeClassificationJob": _CLASSIFYING.read,
            "UpdateClassificationJob": _CLASSIFYING.update,
        },
    ),
    Kept(
        "accessanalyzer",
        {
            "CreateAnalyzer": _ANALYZERS.create,
            "GetAnalyzer": _ANALYZERS.read,
            "ListAnalyzers": _ANALYZERS.tell_all,
            "DeleteAnalyzer": _ANALYZERS.delete,
        },
        scope="access-analyzer",
    ),
    Kept(
        "guardduty",
        {
            "CreateMalwareProtectionPlan": _MALWARE_PLANS.create,
            "GetMalwareProtectionPlan": _MALWARE_PLANS.read,
            "ListMalwareProtectionPlans": _MALWARE_PLANS.tell_all,
            "UpdateMalwareProtectionPlan": _MALWARE_PLANS.update,
            "DeleteMalwareProtectionPlan": _MALWARE_PLANS.delete,
        },
    ),
    Kept(
        "inspector2",
        {
            "CreateCodeSecurityIntegration": _CODE_INTEGRATIONS.create,
            "GetCodeSecurityIntegration": _CODE_INTEGRATIONS.read,
            "ListCodeSecurityIntegrations": _CODE_INTEGRATIONS.tell_all,
            "DeleteCodeSecurityIntegration": _CODE_INTEGRATIONS.delete,
            "CreateCodeSecurityScanConfiguration": _CODE_SCANS.create,
            "GetCodeSecurityScanConfiguration": _CODE_SCANS.read,
            "ListCodeSecurityScanConfigurations": _CODE_SCANS.tell_all,
            "DeleteCodeSecurityScanConfiguration": _CODE_SCANS.delete,
        },
    ),
    Kept(
        "ecr",
        {
            "PutRegistryScanningConfiguration": _REGISTRY_SCANS.put,
            "GetRegistryScanningConfiguration": _registry,
        },
    ),
)
