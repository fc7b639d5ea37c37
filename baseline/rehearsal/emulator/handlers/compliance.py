"""AWS Config beyond its rules, and policies of all log groups."""

from typing import Any

from ministack.core.responses import get_account_id

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties
from baseline.rehearsal.emulator.handlers.calls import by_calls, lowered_but_tags


def _named(member: str, properties: Properties, name: str) -> dict[str, Any]:
    return {member: name, **properties}


def _put_remedy(properties: Properties, _: str) -> tuple[str, Attributes]:
    call("config", "put_remediation_configurations", RemediationConfigurations=[dict(properties)])
    return properties["ConfigRuleName"], {}


def _change_remedy(_: str, __: Properties, properties: Properties) -> None:
    _put_remedy(properties, "")


def _delete_remedy(id_: str, _: Properties) -> None:
    call("config", "delete_remediation_configuration", ConfigRuleName=id_)


HANDLERS = {
    "AWS::Config::ConfigurationAggregator": by_calls(
        "config",
        create="put_configuration_aggregator",
        asks=lambda properties, name: _named("ConfigurationAggregatorName", properties, name),
        id_=lambda _, asked: str(asked["ConfigurationAggregatorName"]),
        delete="delete_configuration_aggregator",
        names=lambda id_, _: {"ConfigurationAggregatorName": id_},
    ),
    "AWS::Config::ConformancePack": by_calls(
        "config",
        create="put_conformance_pack",
        asks=lambda properties, name: _named("ConformancePackName", properties, name),
        id_=lambda _, asked: str(asked["ConformancePackName"]),
        delete="delete_conformance_pack",
        names=lambda id_, _: {"ConformancePackName": id_},
        update="put_conformance_pack",
        changes=lambda id_, properties: _named("ConformancePackName", properties, id_),
        replaces=("ConformancePackName",),
    ),
    "AWS::Config::RemediationConfiguration": Handler(
        _put_remedy, _delete_remedy, _change_remedy, replaces=("ConfigRuleName",)
    ),
    "AWS::Logs::AccountPolicy": by_calls(
        "logs",
        create="put_account_policy",
        asks=lambda properties, _: lowered_but_tags(properties),
        id_=lambda _, asked: f"{get_account_id()}|{asked['policyType']}|{asked['policyName']}",
        delete="delete_account_policy",
        names=lambda _, properties: {
            "policyName": properties["PolicyName"],
            "policyType": properties["PolicyType"],
        },
        update="put_account_policy",
        changes=lambda _, properties: lowered_but_tags(properties),
        replaces=("PolicyName", "PolicyType"),
    ),
}
