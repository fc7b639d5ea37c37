"""What moto takes of Systems Manager and tells nowhere. Source: Systems Manager API reference."""

from ministack.core.responses import new_uuid

from baseline.rehearsal.emulator.kept.api import Kept, Members
from baseline.rehearsal.emulator.kept.shelf import Shelf

_WINDOWS = Shelf("WindowId")
_TASKS = Shelf("WindowTaskId")
_BASELINES = Shelf("BaselineId")
_ASSOCIATIONS = Shelf(
    "AssociationId",
    made=lambda _: {"AssociationId": str(new_uuid()), "AssociationVersion": "1"},
    one="AssociationDescription",
    many="Associations",
    missing="AssociationDoesNotExist",
)


def _window(asked: Members, told: Members) -> Members:
    return {**told, "AllowUnassociatedTargets": _WINDOWS.found(asked)["AllowUnassociatedTargets"]}


def _tags(asked: Members) -> Members | None:
    if asked["ResourceType"] not in _TAGGED:
        return None
    shelf, key = _TAGGED[asked["ResourceType"]]
    return {"TagList": shelf.found({key: asked["ResourceId"]}).get("Tags", [])}


_TAGGED = {"PatchBaseline": (_BASELINES, "BaselineId"), "Association": (_ASSOCIATIONS, "AssociationId")}


def _tag(asked: Members) -> Members | None:
    if asked["ResourceType"] != "PatchBaseline":
        return None
    _BASELINES.found({"BaselineId": asked["ResourceId"]})["Tags"] = asked["Tags"]
    return {}


KEPT = (
    Kept(
        "ssm",
        {
            "GetMaintenanceWindowTask": _TASKS.read,
            "GetPatchBaseline": _BASELINES.read,
            "CreateAssociation": _ASSOCIATIONS.create,
            "DescribeAssociation": _ASSOCIATIONS.read,
            "ListAssociations": _ASSOCIATIONS.tell_all,
            "DeleteAssociation": _ASSOCIATIONS.delete,
            "AddTagsToResource": _tag,
            "ListTagsForResource": _tags,
        },
        {
            "CreateMaintenanceWindow": _WINDOWS.remember,
            "GetMaintenanceWindow": _window,
            "DeleteMaintenanceWindow": _WINDOWS.forget,
            "RegisterTaskWithMaintenanceWindow": _TASKS.remember,
            "DeregisterTaskFromMaintenanceWindow": _TASKS.forget,
            "CreatePatchBaseline": _BASELINES.remember,
            "DeletePatchBaseline": _BASELINES.forget,
        },
    ),
)
