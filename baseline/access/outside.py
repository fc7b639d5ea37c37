"""Decides a request that comes as plain JSON together with its policies: nothing of it needs a template.

The form is documented in docs/access.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from baseline.access.caller import Caller, Kind
from baseline.access.conditions import NotUnderstood, texts
from baseline.access.evaluator import Decision, Effect, Policies, decide
from baseline.access.form import checked
from baseline.access.policy import Policy, read_policy
from baseline.access.public import PublicAccessBlock
from baseline.access.request import Request
from baseline.access.services import KmsGrant
from baseline.access.text import readable
from baseline.errors import InputError


def decide_json(case: Mapping[str, Any]) -> dict[str, Any]:
    """Decide a request given as JSON.

    Args:
        case: `principal`, `action`, `resource`, and what docs/access.md lists beside them.

    Returns:
        `decision` ("allowed", "implicitly denied", "explicitly denied" or "not modelled"), `why`, and
        `statements`, each with policy, sid, index (from 0), effect and place.

    Raises:
        InputError: The form is wrong: a key that does not exist, or no principal.
    """
    try:
        return shown(_decided(checked(case)))
    except (ValueError, NotUnderstood, TypeError, AttributeError) as error:
        raise InputError(f"the request cannot be read: {error}") from error


def _decided(case: Mapping[str, Any]) -> Decision:
    """Every resource is authorised by itself; the first that is not allowed decides."""
    request = Request(
        caller=_caller(case["principal"]),
        action=str(case["action"]),
        resource="*",
        keys=_keys(case.get("context", {})),
        resource_account=str(case.get("resource_account", "")),
    )
    policies = _policies(case)
    decisions = [_on(each, request, policies) for each in _list(case["resource"])]
    order = (Effect.EXPLICITLY_DENIED, Effect.IMPLICITLY_DENIED, Effect.NOT_MODELLED, Effect.ALLOWED)
    return min(decisions, key=lambda decision: order.index(decision.effect))


def _on(resource: Any, request: Request, policies: Policies) -> Decision:
    if isinstance(resource, str):
        return decide(request.on(resource), policies)
    here = replace(
        request.on(str(resource["arn"])),
        keys={**request.keys, **_keys(resource.get("context", {}))},
        resource_account=str(resource.get("account", request.resource_account)),
    )
    if "policy" in resource:
        policies = replace(policies, resource=_policy(resource["policy"], "resource policy"))
    return decide(here, policies)


def _caller(given: Any) -> Caller:
    if isinstance(given, str):
        given = {"arn": given}
    if "service" in given:
        return Caller(Kind.SERVICE, str(given["service"]))
    if "federated" in given:
        return Caller(Kind.WEB_OR_SAML, str(given["federated"]))
    arn = str(given.get("arn", "*"))
    if arn in ("*", "anonymous"):
        return Caller(Kind.ANONYMOUS)
    if arn.endswith((".amazonaws.com", ".amazonaws.com.cn")) and not arn.startswith("arn:"):
        return Caller(Kind.SERVICE, arn)
    more: dict[str, Any] = {
        "ids": frozenset(texts(given.get("id", []))),
        "tags": {str(key): str(value) for key, value in given.get("tags", {}).items()},
    }
    more |= {key: str(given[key]) for key in ("role", "parent") if key in given}
    if "linked" in given:
        more["linked"] = bool(given["linked"])
    return Caller.of_arn(arn, **more)


def _policies(case: Mapping[str, Any]) -> Policies:
    identity = case.get("identity", [])
    return Policies(
        identity=None if identity is None else _named(identity, "identity policy"),
        boundary=_optional(case.get("boundary"), "permissions boundary"),
        session=_named(case.get("session", []), "session policy"),
        resource=_optional(case.get("resource_policy"), "resource policy"),
        scps=_levels(case.get("scps", []), "SCP"),
        rcps=_levels(case.get("rcps", []), "RCP"),
        endpoint=_optional(case.get("vpc_endpoint"), "VPC endpoint policy"),
        grants=tuple(map(_grant, case.get("kms_grants", []))),
        public_access_block=_block(case.get("block_public_access", {})),
        management_account=str(case.get("management_account", "")),
    )


def _levels(given: Any, name: str) -> tuple[tuple[Policy, ...], ...]:
    """A list of levels, each a list of policies; a flat list is one level."""
    levels = _list(given)
    if levels and not any(isinstance(level, list | tuple) for level in levels):
        levels = [levels]
    return tuple(_named(level, f"{name} of level {index + 1}") for index, level in enumerate(levels))


def _named(given: Any, name: str) -> tuple[Policy, ...]:
    found = _list(given)
    return tuple(
        _policy(each, name if len(found) == 1 else f"{name} {i + 1}") for i, each in enumerate(found)
    )


def _optional(given: Any, name: str) -> Policy | None:
    """The one policy there can be, alone or in a list."""
    alone = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
    return None if alone is None else _policy(alone, name)


def _policy(given: Any, name: str) -> Policy:
    """A document, or {"name": …, "document": …}."""
    if isinstance(given, Mapping) and "document" in given:
        return read_policy(given["document"], name=str(given.get("name", name)))
    return read_policy(given, name=name)


def _grant(given: Mapping[str, Any]) -> KmsGrant:
    constraints = given.get("constraints", {})
    return KmsGrant(
        grantee=str(given["grantee"]),
        operations=texts(given["operations"]),
        context_equals=constraints.get("EncryptionContextEquals"),
        context_subset=constraints.get("EncryptionContextSubset", {}),
    )


_BLOCKS = frozenset(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"))


def _block(given: Mapping[str, Any]) -> PublicAccessBlock:
    if not set(given) <= _BLOCKS:
        raise ValueError(f"block_public_access has {', '.join(sorted(_BLOCKS))}")
    return PublicAccessBlock(
        restrict_public_buckets=_truth(given.get("RestrictPublicBuckets", False)),
        block_public_acls=_truth(given.get("BlockPublicAcls", False)),
    )


def _truth(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _keys(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Context keys; null is a key that the request does not have."""
    return {str(key): () if value is None else texts(value) for key, value in given.items()}


def _list(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else [given]


def shown(decision: Decision) -> dict[str, Any]:
    """A decision as JSON has it."""
    return {
        "decision": str(decision.effect),
        "why": readable(decision.why),
        "statements": [
            {
                "policy": readable(each.policy),
                "sid": each.sid,
                "index": each.index,
                "effect": "Allow" if each.allows else "Deny",
                "place": None if each.place.line is None else str(each.place),
            }
            for each in decision.statements
        ],
    }
