"""Sessions that remember a second factor, and credentials of servers; MiniStack has neither."""

import json
import time
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam, imds, sts

from baseline.rehearsal.emulator.condition_keys import asked

_ROLE_CREDENTIALS = "/latest/meta-data/iam/security-credentials/"
_SESSION_SECONDS = 3600


def install() -> None:
    """Mark sessions opened with a device of their own, and give servers the credentials of their role."""
    register, keys, metadata = sts.register_session, iam_evaluator._principal_keys, imds.handle_request

    def register_session(access_key: str, session: dict[str, Any]) -> None:
        device = iam._mfa_devices.get(asked().get("SerialNumber", ""), {})
        by_owner = device.get("User") == session.get("PrincipalName")
        session["SecondFactor"] = bool(device) and by_owner and len(asked().get("TokenCode", "")) == 6
        register(access_key, session)

    def principal_keys(credential: Any) -> dict[str, Any]:
        found = keys(credential)
        session = sts._sessions.get(credential.access_key_id) or {}
        if session.get("SecondFactor"):
            found["aws:multifactorauthpresent"] = "true"
            found["aws:multifactorauthage"] = str(int(time.time() - session["IssuedAt"]))
        return found  # type: ignore[no-any-return]

    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        role = path.removeprefix(_ROLE_CREDENTIALS)
        if path == role or role not in iam._roles:
            return await metadata(method, path, headers, body, query)
        return 200, {"Content-Type": "application/json"}, json.dumps(_server_credentials(role)).encode()

    sts.register_session = register_session
    iam_evaluator._principal_keys = sts._principal_keys = principal_keys
    imds.handle_request = handle_request


def _trusts_ec2(document: str) -> bool:
    statements = json.loads(document)["Statement"]
    services = [s.get("Principal", {}).get("Service", []) for s in statements if s["Effect"] == "Allow"]
    return any("ec2.amazonaws.com" in ([s] if isinstance(s, str) else s) for s in services)


def _server_credentials(role: str) -> dict[str, str]:
    """What a server whose instance profile holds the role finds; refused unless the role trusts EC2."""
    record = iam._roles[role]
    if not _trusts_ec2(record["AssumeRolePolicyDocument"]):
        return {"Code": "AssumeRoleUnauthorizedAccess"}
    account = get_account_id()
    found = {
        "AccessKeyId": iam._gen_session_access_key(),
        "SecretAccessKey": iam._gen_secret(),
        "Token": iam._gen_session_token(),
    }
    sts.register_session(
        found["AccessKeyId"],
        {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{role}/i-0123456789abcdef0",
            "UserId": f"{record['RoleId']}:i-0123456789abcdef0",
            "SecretAccessKey": found["SecretAccessKey"],
            "SessionToken": found["Token"],
            "Expiration": time.time() + _SESSION_SECONDS,
            "AccountId": account,
            "PrincipalType": "AssumedRole",
        },
    )
    return {"Code": "Success", **found}
