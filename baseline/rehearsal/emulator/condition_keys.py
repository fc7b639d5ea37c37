"""Condition keys that MiniStack's IAM enforcement does not supply for EC2."""

import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qsl

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, iam, kms

Context = dict[str, Any]
_DISK_KEY = re.compile(r"BlockDeviceMapping\.\d+\.Ebs\.KmsKeyId")
_TAG_KEY = re.compile(r"TagSpecification\.\d+\.Tag\.\d+\.Key")
_ON_INSTANCES = {f"ec2:{verb}Instances" for verb in ("Terminate", "Stop", "Start", "Reboot")}
_parameters: ContextVar[dict[str, str]] = ContextVar("parameters")


def install() -> None:
    """Check what `ec2:RunInstances` touches one resource at a time, with the keys that belong to each."""
    theirs = iam_evaluator.enforce
    iam_evaluator._resolve_condition_key = _with_role(iam_evaluator._resolve_condition_key)
    dispatch = app._dispatch_service_request

    async def remembering(
        method: str, path: str, headers: Any, body: bytes, query: dict[str, list[str]], request_id: str
    ) -> Any:
        form = "x-www-form-urlencoded" in headers.get("content-type", "")
        _parameters.set(dict(parse_qsl(body.decode(), keep_blank_values=True)) if form else {})
        return await dispatch(method, path, headers, body, query, request_id)

    def enforce(
        key: str,
        action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: Context | None = None,
    ) -> Any:
        common = service_context or {}
        for checked, arn, keys in _checked(action, resource_arn):
            context = {**common, **keys}
            asked_of = "kms" if checked.startswith("kms:") else service
            refused = theirs(key, checked, asked_of, region, resource_arn=arn, service_context=context)
            if refused is not None:
                return refused
        return None

    iam_evaluator.enforce = enforce
    app._dispatch_service_request = remembering


def _with_role(theirs: Callable[[str, Any], Any]) -> Callable[[str, Any], Any]:
    """Of a session of a role, `aws:PrincipalArn` is the role; MiniStack says the session.

    Source: IAM User Guide, AWS global condition context keys, aws:PrincipalArn.
    """

    def resolve(key: str, context: Any) -> Any:
        found = theirs(key, context)
        if key.lower() == "aws:principalarn" and ":assumed-role/" in found:
            return iam._roles[found.split("/")[1]]["Arn"]
        return found

    return resolve


def asked() -> dict[str, str]:
    """The form parameters of the request that is being answered."""
    return _parameters.get({})


def _checked(action: str, resource: str) -> Iterator[tuple[str, str, Context]]:
    """Each action and resource that IAM looks at for one call, with the condition keys of that resource.

    Source: Service Authorization Reference, Actions, resources, and condition keys for Amazon EC2.
    """
    if action == "ec2:RunInstances":
        tags = _tags_set(asked())
        yield from ((action, arn, {**keys, **tags}) for arn, keys in _launched(asked()))
        if tags:
            yield "ec2:CreateTags", _arn("instance", "*"), {**tags, "ec2:CreateAction": "RunInstances"}
        yield from _encrypted(asked())
        yield from _passed(asked())
    elif action in _ON_INSTANCES:
        yield from ((action, _arn("instance", id_), _tags(id_)) for id_ in _listed(asked(), "InstanceId"))
    elif action in ("ec2:CreateTags", "ec2:DeleteTags"):
        yield from ((action, _arn("*", id_), _tags(id_)) for id_ in _listed(asked(), "ResourceId"))
    else:
        yield action, resource, {}


def _launched(wanted: dict[str, str]) -> Iterator[tuple[str, Context]]:
    interface = "NetworkInterface.1."
    subnet = wanted.get("SubnetId") or wanted.get(f"{interface}SubnetId") or ec2._DEFAULT_SUBNET_ID
    vpc = {"ec2:Vpc": _arn("vpc", ec2._subnets.get(subnet, {}).get("VpcId", "unknown"))}
    instance = {"ec2:InstanceType": wanted.get("InstanceType", "m1.small")}
    if "MetadataOptions.HttpTokens" in wanted:
        instance["ec2:MetadataHttpTokens"] = wanted["MetadataOptions.HttpTokens"]
    yield _arn("instance", "*"), instance
    yield _arn("subnet", subnet), vpc
    yield _arn("network-interface", "*"), vpc
    for group in (
        _listed(wanted, "SecurityGroupId") or _listed(wanted, f"{interface}SecurityGroupId") or ["*"]
    ):
        yield _arn("security-group", group), vpc
    yield _arn("volume", "*"), {"ec2:Encrypted": wanted.get("BlockDeviceMapping.1.Ebs.Encrypted", "false")}
    owner = {"ec2:Owner": "amazon", "ec2:Public": "true"}
    yield f"arn:aws:ec2:{get_region()}::image/{wanted.get('ImageId', '*')}", owner
    if "KeyName" in wanted:
        yield _arn("key-pair", wanted["KeyName"]), {}


def _encrypted(wanted: dict[str, str]) -> Iterator[tuple[str, str, Context]]:
    """Who launches a server with an encrypted disk needs rights to its key, which MiniStack never asks for.

    Keys of AWS's own are not among MiniStack's, and nobody needs a right to them. AWS would let the launch
    begin, and end the server at once; the emulator refuses it.

    Source: EBS user guide, Requirements for Amazon EBS encryption.
    """
    through = {"kms:ViaService": f"ec2.{get_region()}.amazonaws.com", "kms:CallerAccount": get_account_id()}
    for name, value in wanted.items():
        own = _DISK_KEY.fullmatch(name) and not value.startswith("alias/aws/")
        if own and (key := kms._resolve_key(value)):
            for action in ("DescribeKey", "GenerateDataKeyWithoutPlaintext", "Decrypt"):
                yield f"kms:{action}", key["Arn"], through
            yield "kms:CreateGrant", key["Arn"], {**through, "kms:GrantIsForAWSResource": "true"}


def _tags_set(wanted: dict[str, str]) -> Context:
    """What a launch tags, which MiniStack does not look at."""
    keys = {name: value for name, value in wanted.items() if _TAG_KEY.fullmatch(name)}
    if not keys:
        return {}
    values = {f"aws:RequestTag/{key}": wanted.get(f"{name[:-3]}Value", "") for name, key in keys.items()}
    return {**values, "aws:TagKeys": sorted(keys.values())}


def _passed(wanted: dict[str, str]) -> Iterator[tuple[str, str, Context]]:
    """Who launches a server with a role needs iam:PassRole, which MiniStack never asks for."""
    name = wanted.get("IamInstanceProfile.Name", wanted.get("IamInstanceProfile.Arn", "").rpartition("/")[2])
    for role in iam._instance_profiles.get(name, {}).get("Roles", []):
        arn = iam._roles[role]["Arn"]
        yield "iam:PassRole", arn, {"iam:PassedToService": "ec2.amazonaws.com"}


def _listed(parameters: dict[str, str], name: str) -> list[str]:
    return [value for key, value in parameters.items() if key.rpartition(".")[0] == name]


def _tags(id_: str) -> Context:
    return {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in ec2._tags.get(id_, [])}


def _arn(kind: str, id_: str) -> str:
    return f"arn:aws:ec2:{get_region()}:{get_account_id()}:{kind}/{id_}"
