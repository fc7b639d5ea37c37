"""What looks for trouble: GuardDuty, Security Hub, Macie; and the experiments of FIS that make some."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import (
    Attributes,
    Handler,
    Properties,
    as_mapping,
    keep,
    take_nothing_away,
    without,
)


def _create_detector(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = {**properties, "Tags": as_mapping(properties.get("Tags", []))}
    return call("guardduty", "create_detector", **wanted)["DetectorId"], {}


def _update_detector(id_: str, old: Properties, new: Properties) -> None:
    take_nothing_away(old, new)
    keep(old, new, "Tags")
    call("guardduty", "update_detector", DetectorId=id_, **without(new, "Tags"))


def _delete_detector(id_: str, _: Properties) -> None:
    call("guardduty", "delete_detector", DetectorId=id_)


def _enable_hub(properties: Properties, _: str) -> tuple[str, Attributes]:
    call("securityhub", "enable_security_hub", **without(properties, "AutoEnableControls"))
    arn = call("securityhub", "describe_hub")["HubArn"]
    _update_hub(arn, properties, properties)
    return arn, {"ARN": arn}


def _update_hub(_: str, old: Properties, new: Properties) -> None:
    take_nothing_away(old, new)
    keep(old, new, "EnableDefaultStandards", "Tags")
    wanted = {name: new[name] for name in ("AutoEnableControls", "ControlFindingGenerator") if name in new}
    call("securityhub", "update_security_hub_configuration", **wanted)


def _disable_hub(_: str, __: Properties) -> None:
    call("securityhub", "disable_security_hub")


def _enable_standard(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = [{"StandardsArn": properties["StandardsArn"]}]
    made = call("securityhub", "batch_enable_standards", StandardsSubscriptionRequests=wanted)
    arn = made["StandardsSubscriptions"][0]["StandardsSubscriptionArn"]
    return arn, {"StandardsSubscriptionArn": arn}


def _disable_standard(id_: str, _: Properties) -> None:
    call("securityhub", "batch_disable_standards", StandardsSubscriptionArns=[id_])


def _enable_macie(properties: Properties, name: str) -> tuple[str, Attributes]:
    lowered = {name[0].lower() + name[1:]: value for name, value in properties.items()}
    call("macie2", "enable_macie", **lowered)
    return name, {}


def _change_macie(_: str, old: Properties, new: Properties) -> None:
    take_nothing_away(old, new)
    _enable_macie(new, "")


def _disable_macie(_: str, __: Properties) -> None:
    call("macie2", "disable_macie")


def _create_experiment(properties: Properties, name: str) -> tuple[str, Attributes]:
    made = call("fis", "create_experiment_template", clientToken=name, **_experiment(properties))
    id_ = made["experimentTemplate"]["id"]
    return id_, {"Id": id_}


def _experiment(properties: Properties) -> dict[str, Any]:
    """FIS begins its names in lower case, and leaves alone what templates name themselves."""
    lowered = {name[0].lower() + name[1:]: value for name, value in properties.items()}
    for name in ("actions", "targets"):
        lowered[name] = {own: _lower(value) for own, value in lowered[name].items()}
    lowered["stopConditions"] = [_lower(value) for value in lowered["stopConditions"]]
    if "experimentOptions" in lowered:
        lowered["experimentOptions"] = _lower(lowered["experimentOptions"])
    return lowered


def _lower(value: Properties) -> dict[str, Any]:
    found = {name[0].lower() + name[1:]: inner for name, inner in value.items()}
    if "filters" in found:
        found["filters"] = [_lower(each) for each in found["filters"]]
    return found


def _update_experiment(id_: str, old: Properties, new: Properties) -> None:
    take_nothing_away(old, new)
    keep(old, new, "Tags")
    call("fis", "update_experiment_template", id=id_, **without(_experiment(new), "tags"))


def _delete_experiment(id_: str, _: Properties) -> None:
    call("fis", "delete_experiment_template", id=id_)


HANDLERS = {
    "AWS::FIS::ExperimentTemplate": Handler(_create_experiment, _delete_experiment, _update_experiment),
    "AWS::GuardDuty::Detector": Handler(_create_detector, _delete_detector, _update_detector),
    "AWS::Macie::Session": Handler(_enable_macie, _disable_macie, _change_macie),
    "AWS::SecurityHub::Hub": Handler(_enable_hub, _disable_hub, _update_hub),
    "AWS::SecurityHub::Standard": Handler(_enable_standard, _disable_standard),
}
