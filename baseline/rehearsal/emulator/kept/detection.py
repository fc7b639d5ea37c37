"""Security Hub, of which moto has no settings, no standards and no tags.

Source: Security Hub API reference.
"""

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, arn

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
)
