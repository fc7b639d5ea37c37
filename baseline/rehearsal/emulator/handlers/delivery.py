"""Where logs that AWS services sell go to, and secrets that rotate."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, as_mapping, take_nothing_away
from baseline.rehearsal.emulator.handlers.calls import by_calls, lowered_but_tags, renamed


def _destination(properties: Properties, _: str) -> dict[str, Any]:
    asked = renamed(properties, name="Name", outputFormat="OutputFormat")
    arn = {"destinationResourceArn": properties["DestinationResourceArn"]}
    return {**asked, "deliveryDestinationConfiguration": arn, **_tags(properties)}


def _source(properties: Properties, _: str) -> dict[str, Any]:
    asked = renamed(properties, name="Name", logType="LogType", resourceArn="ResourceArn")
    return {**asked, **_tags(properties)}


def _tags(properties: Properties) -> dict[str, Any]:
    return {"tags": as_mapping(properties["Tags"])} if properties.get("Tags") else {}


def _rotate(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = dict(properties)
    if "RotateImmediatelyOnUpdate" in wanted:
        wanted["RotateImmediately"] = wanted.pop("RotateImmediatelyOnUpdate")
    call("secretsmanager", "rotate_secret", **wanted)
    return properties["SecretId"], {}


def _change_rotation(_: str, old: Properties, new: Properties) -> None:
    take_nothing_away(old, new)
    _rotate(new, "")


def _stop_rotation(id_: str, _: Properties) -> None:
    call("secretsmanager", "cancel_rotate_secret", SecretId=id_)


HANDLERS = {
    "AWS::Logs::Delivery": by_calls(
        "logs",
        create="create_delivery",
        asks=lambda properties, _: lowered_but_tags(properties),
        id_=lambda answer, _: str(answer["delivery"]["id"]),
        delete="delete_delivery",
        names=lambda id_, _: {"id": id_},
        gives=lambda answer: {"Arn": answer["delivery"]["arn"], "DeliveryId": answer["delivery"]["id"]},
    ),
    "AWS::Logs::DeliveryDestination": by_calls(
        "logs",
        create="put_delivery_destination",
        asks=_destination,
        id_=lambda answer, _: str(answer["deliveryDestination"]["name"]),
        delete="delete_delivery_destination",
        names=lambda id_, _: {"name": id_},
        gives=lambda answer: {"Arn": answer["deliveryDestination"]["arn"]},
    ),
    "AWS::Logs::DeliverySource": by_calls(
        "logs",
        create="put_delivery_source",
        asks=_source,
        id_=lambda answer, _: str(answer["deliverySource"]["name"]),
        delete="delete_delivery_source",
        names=lambda id_, _: {"name": id_},
        gives=lambda answer: {"Arn": answer["deliverySource"]["arn"]},
    ),
    "AWS::SecretsManager::RotationSchedule": Handler(
        _rotate, _stop_rotation, _change_rotation, replaces=("SecretId",)
    ),
}
