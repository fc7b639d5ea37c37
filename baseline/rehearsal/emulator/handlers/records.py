"""What records and watches: CloudTrail, AWS Config, Route 53 Resolver query logs."""

import json
from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import (
    Attributes,
    Handler,
    Properties,
    lowered,
    take_nothing_away,
    without,
)

_TRAIL_NAMES = {"TrailName": "Name", "KMSKeyId": "KmsKeyId"}
_BESIDE_THE_TRAIL = ("AdvancedEventSelectors", "InsightSelectors", "IsLogging", "Tags")


def _trail(properties: Properties) -> dict[str, Any]:
    return {
        _TRAIL_NAMES.get(name, name): value
        for name, value in properties.items()
        if name not in _BESIDE_THE_TRAIL
    }


def _create_trail(properties: Properties, name: str) -> tuple[str, Attributes]:
    wanted = {"Name": name, **_trail(properties)}
    arn = call("cloudtrail", "create_trail", TagsList=properties.get("Tags", []), **wanted)["TrailARN"]
    # MiniStack takes some settings, such as the log group, only when a trail is updated.
    _update_trail(wanted["Name"], {}, {"TrailName": wanted["Name"], **properties})
    return wanted["Name"], {"Arn": arn}


def _update_trail(id_: str, old: Properties, new: Properties) -> None:
    take_nothing_away(without(old, "Tags"), new)
    arn = call("cloudtrail", "update_trail", **_trail(new))["TrailARN"]
    if "AdvancedEventSelectors" in new:
        selectors = new["AdvancedEventSelectors"]
        call("cloudtrail", "put_event_selectors", TrailName=id_, AdvancedEventSelectors=selectors)
    if "InsightSelectors" in new:
        call("cloudtrail", "put_insight_selectors", TrailName=id_, InsightSelectors=new["InsightSelectors"])
    if stale := [tag for tag in old.get("Tags", []) if tag not in new.get("Tags", [])]:
        call("cloudtrail", "remove_tags", ResourceId=arn, TagsList=stale)
    call("cloudtrail", "add_tags", ResourceId=arn, TagsList=new.get("Tags", []))
    on = str(new["IsLogging"]).lower() == "true"
    call("cloudtrail", "start_logging" if on else "stop_logging", Name=id_)


def _delete_trail(id_: str, _: Properties) -> None:
    call("cloudtrail", "delete_trail", Name=id_)


def _put_rule(properties: Properties, name: str) -> tuple[str, Attributes]:
    rule = {"ConfigRuleName": name, **properties}
    if not isinstance(rule.get("InputParameters", ""), str):
        rule["InputParameters"] = json.dumps(rule["InputParameters"])
    call("config", "put_config_rule", ConfigRule=rule)
    (made,) = call("config", "describe_config_rules", ConfigRuleNames=[rule["ConfigRuleName"]])["ConfigRules"]
    return rule["ConfigRuleName"], {"Arn": made["ConfigRuleArn"], "ConfigRuleId": made["ConfigRuleId"]}


def _change_rule(id_: str, _: Properties, properties: Properties) -> None:
    _put_rule(properties, id_)


def _delete_rule(id_: str, _: Properties) -> None:
    call("config", "delete_config_rule", ConfigRuleName=id_)


def _put_recorder(properties: Properties, name: str) -> tuple[str, Attributes]:
    chosen = properties.get("Name", name)
    recorder = {"name": chosen, "roleARN": properties["RoleARN"]}
    if "RecordingGroup" in properties:
        recorder["recordingGroup"] = lowered(properties["RecordingGroup"])
    call("config", "put_configuration_recorder", ConfigurationRecorder=recorder)
    return chosen, {}


def _change_recorder(id_: str, _: Properties, properties: Properties) -> None:
    _put_recorder({**properties, "Name": id_}, id_)


def _delete_recorder(id_: str, _: Properties) -> None:
    call("config", "delete_configuration_recorder", ConfigurationRecorderName=id_)


def _put_channel(properties: Properties, name: str) -> tuple[str, Attributes]:
    chosen = properties.get("Name", name)
    channel = {
        "name": chosen,
        **{
            name[0].lower() + name[1:]: lowered(value) for name, value in properties.items() if name != "Name"
        },
    }
    call("config", "put_delivery_channel", DeliveryChannel=channel)
    # In AWS the recorder starts when CloudFormation makes the channel.
    for recorder in call("config", "describe_configuration_recorders")["ConfigurationRecorders"]:
        call("config", "start_configuration_recorder", ConfigurationRecorderName=recorder["name"])
    return chosen, {}


def _change_channel(id_: str, _: Properties, properties: Properties) -> None:
    _put_channel({**properties, "Name": id_}, id_)


def _delete_channel(id_: str, _: Properties) -> None:
    for recorder in call("config", "describe_configuration_recorders")["ConfigurationRecorders"]:
        call("config", "stop_configuration_recorder", ConfigurationRecorderName=recorder["name"])
    call("config", "delete_delivery_channel", DeliveryChannelName=id_)


def _create_query_log(properties: Properties, name: str) -> tuple[str, Attributes]:
    answer = call(
        "route53resolver",
        "create_resolver_query_log_config",
        Name=properties.get("Name", name),
        DestinationArn=properties["DestinationArn"],
        CreatorRequestId=name,
        Tags=properties.get("Tags", []),
    )["ResolverQueryLogConfig"]
    return answer["Id"], {"Id": answer["Id"], "Arn": answer["Arn"]}


def _delete_query_log(id_: str, _: Properties) -> None:
    call("route53resolver", "delete_resolver_query_log_config", ResolverQueryLogConfigId=id_)


def _associate_query_log(properties: Properties, _: str) -> tuple[str, Attributes]:
    answer = call("route53resolver", "associate_resolver_query_log_config", **properties)
    id_ = answer["ResolverQueryLogConfigAssociation"]["Id"]
    return id_, {"Id": id_}


def _dissociate_query_log(_: str, properties: Properties) -> None:
    call("route53resolver", "disassociate_resolver_query_log_config", **properties)


HANDLERS = {
    "AWS::CloudTrail::Trail": Handler(_create_trail, _delete_trail, _update_trail, replaces=("TrailName",)),
    "AWS::Config::ConfigRule": Handler(_put_rule, _delete_rule, _change_rule, replaces=("ConfigRuleName",)),
    "AWS::Config::ConfigurationRecorder": Handler(
        _put_recorder, _delete_recorder, _change_recorder, replaces=("Name",)
    ),
    "AWS::Config::DeliveryChannel": Handler(
        _put_channel, _delete_channel, _change_channel, replaces=("Name",)
    ),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": Handler(_create_query_log, _delete_query_log),
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": Handler(
        _associate_query_log, _dissociate_query_log
    ),
}
