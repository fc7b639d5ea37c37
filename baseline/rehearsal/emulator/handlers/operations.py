"""What runs by itself: Systems Manager's documents, windows and baselines, and schedules."""

import json
from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, keep, without
from baseline.rehearsal.emulator.handlers.calls import by_calls


def _create_document(properties: Properties, name: str) -> tuple[str, Attributes]:
    wanted = {"Name": name, **without(properties, "UpdateMethod"), "Content": _text(properties["Content"])}
    call("ssm", "create_document", **wanted)
    return str(wanted["Name"]), {}


def _text(content: Any) -> str:
    return content if isinstance(content, str) else json.dumps(content)


def _update_document(id_: str, old: Properties, new: Properties) -> None:
    keep(old, new, "Tags", "DocumentFormat")
    made = call("ssm", "update_document", Name=id_, Content=_text(new["Content"]), DocumentVersion="$LATEST")
    version = made["DocumentDescription"]["DocumentVersion"]
    call("ssm", "update_document_default_version", Name=id_, DocumentVersion=version)


def _delete_document(id_: str, _: Properties) -> None:
    call("ssm", "delete_document", Name=id_)


def _create_window(properties: Properties, _: str) -> tuple[str, Attributes]:
    return call("ssm", "create_maintenance_window", **properties)["WindowId"], {}


def _delete_window(id_: str, _: Properties) -> None:
    call("ssm", "delete_maintenance_window", WindowId=id_)


def _register_target(properties: Properties, _: str) -> tuple[str, Attributes]:
    return call("ssm", "register_target_with_maintenance_window", **properties)["WindowTargetId"], {}


def _deregister_target(id_: str, properties: Properties) -> None:
    window = properties["WindowId"]
    call("ssm", "deregister_target_from_maintenance_window", WindowId=window, WindowTargetId=id_)


def _register_task(properties: Properties, _: str) -> tuple[str, Attributes]:
    # CloudFormation calls the four kinds of parameters by their whole name.
    wanted = dict(properties)
    if parameters := wanted.get("TaskInvocationParameters"):
        wanted["TaskInvocationParameters"] = {
            name.removeprefix("MaintenanceWindow").removesuffix("Parameters"): value
            for name, value in parameters.items()
        }
    return call("ssm", "register_task_with_maintenance_window", **wanted)["WindowTaskId"], {}


def _deregister_task(id_: str, properties: Properties) -> None:
    window = properties["WindowId"]
    call("ssm", "deregister_task_from_maintenance_window", WindowId=window, WindowTaskId=id_)


def _create_baseline(properties: Properties, _: str) -> tuple[str, Attributes]:
    id_ = call("ssm", "create_patch_baseline", **without(properties, "PatchGroups", "Tags"))["BaselineId"]
    tags = properties.get("Tags", [])
    call("ssm", "add_tags_to_resource", ResourceType="PatchBaseline", ResourceId=id_, Tags=tags)
    for group in properties.get("PatchGroups", []):
        call("ssm", "register_patch_baseline_for_patch_group", BaselineId=id_, PatchGroup=group)
    return id_, {"Id": id_}


def _delete_baseline(id_: str, properties: Properties) -> None:
    for group in properties.get("PatchGroups", []):
        call("ssm", "deregister_patch_baseline_for_patch_group", BaselineId=id_, PatchGroup=group)
    call("ssm", "delete_patch_baseline", BaselineId=id_)


def _create_schedule(properties: Properties, name: str) -> tuple[str, Attributes]:
    chosen = properties.get("Name", name)
    arn = call("scheduler", "create_schedule", **{**properties, "Name": chosen})["ScheduleArn"]
    return chosen, {"Arn": arn}


def _update_schedule(id_: str, _: Properties, properties: Properties) -> None:
    call("scheduler", "update_schedule", **{**properties, "Name": id_})


def _delete_schedule(id_: str, properties: Properties) -> None:
    call("scheduler", "delete_schedule", Name=id_, GroupName=properties.get("GroupName", "default"))


HANDLERS = {
    "AWS::SSM::Association": by_calls(
        "ssm",
        create="create_association",
        asks=lambda properties, _: dict(properties),
        id_=lambda answer, _: str(answer["AssociationDescription"]["AssociationId"]),
        delete="delete_association",
        names=lambda id_, _: {"AssociationId": id_},
        gives=lambda answer: {"AssociationId": answer["AssociationDescription"]["AssociationId"]},
    ),
    "AWS::SSM::Document": Handler(
        _create_document, _delete_document, _update_document, replaces=("Name", "DocumentType")
    ),
    "AWS::SSM::MaintenanceWindow": Handler(_create_window, _delete_window),
    "AWS::SSM::MaintenanceWindowTarget": Handler(_register_target, _deregister_target),
    "AWS::SSM::MaintenanceWindowTask": Handler(_register_task, _deregister_task),
    "AWS::SSM::PatchBaseline": Handler(_create_baseline, _delete_baseline),
    "AWS::Scheduler::Schedule": Handler(
        _create_schedule, _delete_schedule, _update_schedule, replaces=("Name", "GroupName")
    ),
}
