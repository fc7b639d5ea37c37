"""Systems Manager's documents, windows and baselines, and schedules."""

from typing import Any

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, only, picked


def _document(api: Api, id_: str, wanted: Properties) -> Observed:
    ssm = api("ssm")
    described = ssm.describe_document(Name=id_)["Document"]
    content = ssm.get_document(Name=id_)["Content"]
    return Observed(
        {
            **picked(described, "DocumentFormat", "DocumentType", "Name"),
            "Content": content,
            **_tags(ssm, "Document", id_),
        }
    )


def _tags(ssm: Any, kind: str, id_: str) -> Properties:
    return {"Tags": ssm.list_tags_for_resource(ResourceType=kind, ResourceId=id_)["TagList"]}


def _window(api: Api, id_: str, _: Properties) -> Observed:
    ssm = api("ssm")
    window = ssm.get_maintenance_window(WindowId=id_)
    return Observed({**window, **_tags(ssm, "MaintenanceWindow", id_)})


def _target(api: Api, id_: str, wanted: Properties) -> Observed:
    found = api("ssm").describe_maintenance_window_targets(WindowId=wanted["WindowId"])["Targets"]
    return Observed(only([one for one in found if one["WindowTargetId"] == id_], id_))


def _task(api: Api, id_: str, wanted: Properties) -> Observed:
    found = api("ssm").describe_maintenance_window_tasks(WindowId=wanted["WindowId"])["Tasks"]
    task = only([one for one in found if one["WindowTaskId"] == id_], id_)
    return Observed(task)


def _baseline(api: Api, id_: str, wanted: Properties) -> Observed:
    ssm = api("ssm")
    filters = [{"Key": "OWNER", "Values": ["Self"]}]
    found = ssm.describe_patch_baselines(Filters=filters)["BaselineIdentities"]
    baseline = only([one for one in found if one["BaselineId"] == id_], id_)
    system = wanted.get("OperatingSystem", "WINDOWS")
    of = {
        group: ssm.get_patch_baseline_for_patch_group(PatchGroup=group, OperatingSystem=system)["BaselineId"]
        for group in wanted.get("PatchGroups", [])
    }
    groups = [group for group, chosen in of.items() if chosen == id_]
    named = {"Name": baseline["BaselineName"], "PatchGroups": groups}
    return Observed({**picked(baseline, "OperatingSystem"), **named})


def _schedule(api: Api, id_: str, wanted: Properties) -> Observed:
    schedule = api("scheduler").get_schedule(Name=id_, GroupName=wanted.get("GroupName", "default"))
    return Observed(schedule, {"Arn": schedule["Arn"]})


def _schedule_group(api: Api, id_: str, _: Properties) -> Observed:
    scheduler = api("scheduler")
    group = scheduler.get_schedule_group(Name=id_)
    tags = scheduler.list_tags_for_resource(ResourceArn=group["Arn"])["Tags"]
    return Observed({"Name": group["Name"], "Tags": tags}, {"Arn": group["Arn"]})


READERS: dict[str, Reader] = {
    "AWS::SSM::Document": _document,
    "AWS::SSM::MaintenanceWindow": _window,
    "AWS::SSM::MaintenanceWindowTarget": _target,
    "AWS::SSM::MaintenanceWindowTask": _task,
    "AWS::SSM::PatchBaseline": _baseline,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::Scheduler::ScheduleGroup": _schedule_group,
}
