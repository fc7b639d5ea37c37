"""Conformance packs and remedies of AWS Config, account policies of CloudWatch Logs.

Source: API references of AWS Config and CloudWatch Logs.
"""

import json

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, arn, new_id

_RULE = "AWS::Config::ConfigRule"
_PACKS = Shelf(
    "ConformancePackName",
    made=lambda asked: {
        "ConformancePackId": new_id("conformance-pack-"),
        "ConformancePackArn": arn("config", f"conformance-pack/{asked['ConformancePackName']}"),
    },
    many="ConformancePackDetails",
    named_by={
        "ConformancePackName": "ConformancePackName",
        "ConformancePackNames": "ConformancePackName",
    },
    missing="NoSuchConformancePackException",
)
_REMEDIES = Shelf(
    "ConfigRuleName",
    many="RemediationConfigurations",
    named_by={"ConfigRuleName": "ConfigRuleName", "ConfigRuleNames": "ConfigRuleName"},
    missing="NoSuchRemediationConfigurationException",
)
_ACCOUNT_POLICIES = Shelf(
    "policyName",
    made=lambda asked: {"accountId": arn("", "").split(":")[4], "lastUpdatedTime": 0},
    one="accountPolicy",
    many="accountPolicies",
    named_by={"policyName": "policyName", "policyType": "policyType"},
)


def _put_pack(asked: Members) -> Members:
    """A pack is a template of rules and of nothing else."""
    for resource in json.loads(asked["TemplateBody"])["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] != _RULE or not {"ConfigRuleName", "Source"} <= set(properties):
            raise Refused("ConformancePackTemplateValidationException", f"{resource} is no rule")
    return _PACKS.put(asked)


def _rules(asked: Members) -> Members:
    """The rules of a pack; they have been evaluated nowhere."""
    pack = _PACKS.found(asked)
    names = [
        resource["Properties"]["ConfigRuleName"]
        for resource in json.loads(pack["TemplateBody"])["Resources"].values()
    ]
    return {
        "ConformancePackName": pack["ConformancePackName"],
        "ConformancePackRuleComplianceList": [
            {
                "ConfigRuleName": f"{name}-{pack['ConformancePackId']}",
                "ComplianceType": "INSUFFICIENT_DATA",
            }
            for name in names
        ],
    }


def _put_remedies(asked: Members) -> Members:
    for each in asked["RemediationConfigurations"]:
        _REMEDIES.put(each)
    return {"FailedBatches": []}


KEPT = (
    Kept(
        "config",
        {
            "PutConformancePack": _put_pack,
            "DescribeConformancePacks": _PACKS.tell_all,
            "DescribeConformancePackCompliance": _rules,
            "DeleteConformancePack": _PACKS.delete,
            "PutRemediationConfigurations": _put_remedies,
            "DescribeRemediationConfigurations": _REMEDIES.tell_all,
            "DeleteRemediationConfiguration": _REMEDIES.delete,
            "ListTagsForResource": _PACKS.tags("Tags", "Tags", arn="ConformancePackArn"),
        },
    ),
    Kept(
        "logs",
        {
            "PutAccountPolicy": _ACCOUNT_POLICIES.put,
            "DescribeAccountPolicies": _ACCOUNT_POLICIES.tell_all,
            "DeleteAccountPolicy": _ACCOUNT_POLICIES.delete,
        },
    ),
)
