"""Query logging of Route 53 Resolver: MiniStack lacks it; moto cannot delete it, nor see MiniStack's VPCs.

Source: Route 53 Resolver API reference.
"""

import json
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core import iam_actions, router
from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, new_uuid
from ministack.services import ec2

Body = dict[str, Any]
_configs = AccountRegionScopedDict()
_associations = AccountRegionScopedDict()
_tags = AccountRegionScopedDict()


class _Refused(Exception):
    """Carries the code of the API's error."""


def install() -> None:
    """Serve the operations through MiniStack's front door, where IAM is enforced."""
    router.SERVICE_PATTERNS["route53resolver"] = {
        "target_prefixes": ["Route53Resolver."],
        "credential_scope": "route53resolver",
    }
    iam_actions.SERVICE_TO_IAM_NAMESPACE["route53resolver"] = "route53resolver"
    app.SERVICE_HANDLERS["route53resolver"] = _handle


async def _handle(
    _: str, __: str, headers: dict[str, str], body: bytes, ___: Any
) -> tuple[int, dict[str, str], bytes]:
    operation = _OPERATIONS.get(headers["x-amz-target"].partition(".")[2])
    try:
        if operation is None:
            raise _Refused("UnknownOperationException")
        status, answer = 200, operation(json.loads(body or b"{}"))
    except _Refused as error:
        status, answer = 400, {"__type": str(error), "Message": str(error)}
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(answer).encode()


def _create(asked: Body) -> Body:
    id_ = f"rqlc-{new_uuid().replace('-', '')[:17]}"
    arn = f"arn:aws:route53resolver:{get_region()}:{get_account_id()}:resolver-query-log-config/{id_}"
    _configs[id_] = {
        "Id": id_,
        "Arn": arn,
        "Name": asked["Name"],
        "DestinationArn": asked["DestinationArn"],
        "CreatorRequestId": asked["CreatorRequestId"],
        "OwnerId": get_account_id(),
        "Status": "CREATED",
        "AssociationCount": 0,
    }
    _tags[arn] = asked.get("Tags", [])
    return {"ResolverQueryLogConfig": _configs[id_]}


def _get(asked: Body) -> Body:
    return {"ResolverQueryLogConfig": _found(_configs, asked["ResolverQueryLogConfigId"])}


def _list(_: Body) -> Body:
    return {"ResolverQueryLogConfigs": list(_configs.values())}


def _delete(asked: Body) -> Body:
    config = _found(_configs, asked["ResolverQueryLogConfigId"])
    if any(a["ResolverQueryLogConfigId"] == config["Id"] for a in _associations.values()):
        raise _Refused("ResourceInUseException")
    del _configs[config["Id"]]
    _tags.pop(config["Arn"], None)
    return {"ResolverQueryLogConfig": {**config, "Status": "DELETING"}}


def _associate(asked: Body) -> Body:
    config = _found(_configs, asked["ResolverQueryLogConfigId"])
    if asked["ResourceId"] not in ec2._vpcs:
        raise _Refused("ResourceNotFoundException")
    id_ = f"rqlca-{new_uuid().replace('-', '')[:17]}"
    _associations[id_] = {
        "Id": id_,
        "ResolverQueryLogConfigId": config["Id"],
        "ResourceId": asked["ResourceId"],
        "Status": "ACTIVE",
    }
    return {"ResolverQueryLogConfigAssociation": _associations[id_]}


def _get_association(asked: Body) -> Body:
    id_ = asked["ResolverQueryLogConfigAssociationId"]
    return {"ResolverQueryLogConfigAssociation": _found(_associations, id_)}


def _disassociate(asked: Body) -> Body:
    for id_, association in list(_associations.items()):
        if all(association[name] == asked[name] for name in ("ResolverQueryLogConfigId", "ResourceId")):
            del _associations[id_]
            return {"ResolverQueryLogConfigAssociation": {**association, "Status": "DELETING"}}
    raise _Refused("ResourceNotFoundException")


def _list_tags(asked: Body) -> Body:
    return {"Tags": _found(_tags, asked["ResourceArn"])}


def _found(store: Any, id_: str) -> Any:
    if id_ not in store:
        raise _Refused("ResourceNotFoundException")
    return store[id_]


_OPERATIONS: dict[str, Callable[[Body], Body]] = {
    "CreateResolverQueryLogConfig": _create,
    "GetResolverQueryLogConfig": _get,
    "ListResolverQueryLogConfigs": _list,
    "DeleteResolverQueryLogConfig": _delete,
    "AssociateResolverQueryLogConfig": _associate,
    "GetResolverQueryLogConfigAssociation": _get_association,
    "DisassociateResolverQueryLogConfig": _disassociate,
    "ListTagsForResource": _list_tags,
}
