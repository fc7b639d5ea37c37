"""What moto takes of Systems Manager and tells nowhere. Source: Systems Manager API reference."""

from baseline.rehearsal.emulator.kept.api import Kept, Members
from baseline.rehearsal.emulator.kept.shelf import Shelf

_WINDOWS = Shelf("WindowId")
_TASKS = Shelf("WindowTaskId")
_BASELINES = Shelf("BaselineId")


def _window(asked: Members, told: Members) -> Members:
    return {**told, "AllowUnassociatedTargets": _WINDOWS.found(asked)["AllowUnassociatedTargets"]}


def _tags(asked: Members) -> Members | None:
    if asked["ResourceType"] != "PatchBaseline":
        return None
    return {"TagList": _BASELINES.found({"BaselineId": asked["ResourceId"]}).get("Tags", [])}


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
