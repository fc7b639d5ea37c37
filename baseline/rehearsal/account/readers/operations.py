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
    task = api("ssm").get_maintenance_window_task(WindowId=wanted["WindowId"], WindowTaskId=id_)
    # CloudFormation calls the four kinds of parameters by their whole name.
    parameters = {
        f"MaintenanceWindow{kind}Parameters": value
        for kind, value in task.get("TaskInvocationParameters", {}).items()
    }
    return Observed({**task, "TaskInvocationParameters": parameters})


def _baseline(api: Api, id_: str, wanted: Properties) -> Observed:
    ssm = api("ssm")
    baseline = ssm.get_patch_baseline(BaselineId=id_)
    system = wanted.get("OperatingSystem", "WINDOWS")
    of = {
        group: ssm.get_patch_baseline_for_patch_group(PatchGroup=group, OperatingSystem=system)["BaselineId"]
        for group in wanted.get("PatchGroups", [])
    }
    groups = [group for group, chosen in of.items() if chosen == id_]
    return Observed({**baseline, "PatchGroups": groups, **_tags(ssm, "PatchBaseline", id_)})


def _schedule(api: Api, id_: str, wanted: Properties) -> Observed:
    schedule = api("scheduler").get_schedule(Name=id_, GroupName=wanted.get("GroupName", "default"))
    return Observed(schedule, {"Arn": schedule["Arn"]})


def _schedule_group(api: Api, id_: str, _: Properties) -> Observed:
    scheduler = api("scheduler")
    group = scheduler.get_schedule_group(Name=id_)
    tags = scheduler.list_tags_for_resource(ResourceArn=group["Arn"])["Tags"]
    return Observed({"Name": group["Name"], "Tags": tags}, {"Arn": group["Arn"]})


def _association(api: Api, id_: str, _: Properties) -> Observed:
    ssm = api("ssm")
    found = ssm.describe_association(AssociationId=id_)["AssociationDescription"]
    return Observed({**found, **_tags(ssm, "Association", id_)}, {"AssociationId": id_})


READERS: dict[str, Reader] = {
    "AWS::SSM::Association": _association,
    "AWS::SSM::Document": _document,
    "AWS::SSM::MaintenanceWindow": _window,
    "AWS::SSM::MaintenanceWindowTarget": _target,
    "AWS::SSM::MaintenanceWindowTask": _task,
    "AWS::SSM::PatchBaseline": _baseline,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::Scheduler::ScheduleGroup": _schedule_group,
}
