"""Services that MiniStack lacks, answered by moto in this process: its API only, never its CloudFormation.

They go through MiniStack's own front door, so signatures and IAM policies are enforced for them as well.
"""

import asyncio
from urllib.parse import urlencode

from ministack import app
from ministack.core import iam_actions, router
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.test import Client

# Service as moto and IAM call it, and how its requests begin their X-Amz-Target.
SERVICES = {"config": "StarlingDoveService"}


def install() -> None:
    """Make MiniStack hand over what is meant for these services."""
    moto = Client(DomainDispatcherApplication(create_backend_app))
    for service, target in SERVICES.items():
        router.SERVICE_PATTERNS[service] = {"target_prefixes": [target], "credential_scope": service}
        iam_actions.SERVICE_TO_IAM_NAMESPACE[service] = service
        app.SERVICE_HANDLERS[service] = _handler(moto)


def _handler(moto: Client):  # type: ignore[no-untyped-def]
    async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple:  # type: ignore[type-arg]
        def ask() -> tuple:  # type: ignore[type-arg]
            passed = {name: value for name, value in headers.items() if name != "content-length"}
            answer = moto.open(
                path, method=method, headers=passed, data=body, query_string=urlencode(query, doseq=True)
            )
            return answer.status_code, dict(answer.headers), answer.data

        return await asyncio.to_thread(ask)

    return handle
