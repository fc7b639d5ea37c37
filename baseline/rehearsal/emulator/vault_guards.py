"""What guards a backup vault and MiniStack lacks: its policy and its lock.

Source: AWS Backup API reference.
"""

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app
from ministack.services import backup

Answer = tuple[int, dict[str, str], bytes]
Serves = Callable[[str, str, dict[str, str], bytes, Any], Awaitable[Answer]]
_DAY_SECONDS = 86_400


def install() -> None:
    """Answer three operations, and leave all others as they are."""
    app.SERVICE_HANDLERS["backup"] = _serving(app.SERVICE_HANDLERS["backup"])


def _serving(theirs: Serves) -> Serves:
    async def handle(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Answer:
        parts = path.strip("/").split("/")
        operation = _OPERATIONS.get((method, parts[-1])) if len(parts) == 3 else None
        if operation is None or parts[0] != "backup-vaults" or parts[1] not in backup._vaults:
            return await theirs(method, path, headers, body, query)
        answer = operation(backup._vaults[parts[1]], json.loads(body or b"{}"))
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()

    return handle


def _put_policy(vault: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    vault["Policy"] = asked["Policy"]
    return {}


def _get_policy(vault: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
    return {name: vault[name] for name in ("BackupVaultArn", "BackupVaultName", "Policy") if name in vault}


def _lock(vault: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    days = asked.pop("ChangeableForDays", None)
    vault.update(asked, Locked=True)
    if days is not None:
        vault["LockDate"] = time.time() + days * _DAY_SECONDS
    return {}


_OPERATIONS = {
    ("PUT", "access-policy"): _put_policy,
    ("GET", "access-policy"): _get_policy,
    ("PUT", "vault-lock"): _lock,
}
