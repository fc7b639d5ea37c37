"""Deploys assemblies with boto3 alone: no CDK CLI, no waiting between polls."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from baseline.rehearsal.account.observed import Api
from baseline.rehearsal.account.readback import read_back
from baseline.rehearsal.emulator_process import emulator
from baseline.rehearsal.home import Home
from baseline.rehearsal.tools import Tools
from baseline.template.assembly import read_assembly

_PACE = {"Delay": 0.2, "MaxAttempts": 600}
_TEMPLATES = "templates-of-the-tests"


@contextmanager
def account(tools: Tools, log: Path) -> Iterator[Api]:
    """Clients of an emulated account, which the environment names as long as the block lasts."""
    with emulator(tools, home=Home(None, "eu-west-1"), log=log) as ours:
        before = dict(os.environ)
        os.environ.update(ours.environment)
        session = boto3.Session()
        try:
            yield session.client
        finally:
            os.environ.clear()
            os.environ.update(before)


def write(folder: Path, resources: dict[str, Any]) -> Path:
    """An assembly of one stack, called `tested`."""
    folder.mkdir(exist_ok=True)
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://unknown-account/eu-west-1",
        "properties": {"templateFile": "tested.template.json", "stackName": "tested"},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"tested": stack}}))
    (folder / "tested.template.json").write_text(json.dumps({"Resources": resources}))
    return folder


def put(api: Api, assembly: Path) -> None:
    """Create the stacks of an assembly, or update those that there are."""
    cloudformation = api("cloudformation")
    found = {stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]}
    for stack in read_assembly(assembly):
        body = stack.file.read_text()
        there = stack.name in found
        call = cloudformation.update_stack if there else cloudformation.create_stack
        call(StackName=stack.name, Capabilities=["CAPABILITY_NAMED_IAM"], **_template(api, stack.name, body))
        waited = "stack_update_complete" if there else "stack_create_complete"
        cloudformation.get_waiter(waited).wait(StackName=stack.name, WaiterConfig=_PACE)


def _template(api: Api, name: str, body: str) -> dict[str, str]:
    """CloudFormation takes no more than 51,200 bytes in a call."""
    if len(body.encode()) <= 51_200:
        return {"TemplateBody": body}
    s3 = api("s3")
    if _TEMPLATES not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=_TEMPLATES, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=_TEMPLATES, Key=name, Body=body.encode())
    return {"TemplateURL": f"{s3.meta.endpoint_url}/{_TEMPLATES}/{name}"}


def take_away(api: Api, assembly: Path) -> None:
    """Delete the stacks of an assembly, the last first."""
    cloudformation = api("cloudformation")
    for stack in reversed(read_assembly(assembly)):
        cloudformation.delete_stack(StackName=stack.name)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack.name, WaiterConfig=_PACE)


def differing(api: Api, assembly: Path) -> list[str]:
    """All that the read-back finds."""
    return [f"{one.resource} {said}" for one in read_back(api, assembly) for said in one.differences]
