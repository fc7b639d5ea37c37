"""Services that MiniStack lacks, answered by moto in this process: its API only, never its CloudFormation.

They go through MiniStack's own front door, so signatures and IAM policies are enforced for them as well.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from ministack import app
from ministack.core import iam_actions, router
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.test import Client

# Service as requests are signed for it and IAM calls it, and how its requests begin their X-Amz-Target; ""
# for services whose requests have none.
SERVICES = {
    "cloudhsm": "BaldrApiService",
    "config": "StarlingDoveService",
    "fis": "",
    "guardduty": "",
    "macie2": "",
    "redshift": "",
    "securityhub": "",
    "servicecatalog": "AWS242ServiceCatalogService",
    "sso": "SWBExternalService",
}
# Of Systems Manager MiniStack has the parameters; these are moto's.
_OF_SSM = ("Document", "MaintenanceWindow", "PatchBaseline", "PatchGroup")
Headers = dict[str, str]
Query = dict[str, list[str]]
Answer = tuple[int, Headers, bytes]
Serves = Callable[[str, str, Headers, bytes, Query], Awaitable[Answer]]


def install() -> None:
    """Make MiniStack hand over what is meant for these services."""
    moto = _handler(Client(DomainDispatcherApplication(create_backend_app)))
    for service, target in SERVICES.items():
        router.SERVICE_PATTERNS[service] = {
            "credential_scope": service,
            **({"target_prefixes": [target]} if target else {}),
        }
        iam_actions.SERVICE_TO_IAM_NAMESPACE[service] = service
        app.SERVICE_HANDLERS[service] = moto
    app.SERVICE_HANDLERS["ssm"] = _divided(app.SERVICE_HANDLERS["ssm"], moto)


def _divided(theirs: Serves, moto: Serves) -> Serves:
    """Each operation of Systems Manager to whoever has it; those on tags by the kind of what carries them."""

    async def handle(method: str, path: str, headers: Headers, body: bytes, query: Query) -> Answer:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        about = json.loads(body or b"{}").get("ResourceType", "") if "Tags" in operation else operation
        chosen = moto if any(part in about for part in _OF_SSM) else theirs
        return await chosen(method, path, headers, body, query)

    return handle


def _handler(moto: Client) -> Serves:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query: Query) -> Answer:
        def ask() -> Answer:
            passed = {name: value for name, value in headers.items() if name != "content-length"}
            answer = moto.open(
                path, method=method, headers=passed, data=body, query_string=urlencode(query, doseq=True)
            )
            return answer.status_code, dict(answer.headers), answer.data

        return await asyncio.to_thread(ask)

    return handle
