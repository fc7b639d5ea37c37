"""Turns a persona's name into clients that act as it."""

import base64
import hmac
import json
import struct
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from baseline.rehearsal.account.facts import Facts
from baseline.rehearsal.account.observed import Api
from baseline.rehearsal.account.refusals import REFUSALS, UNKNOWN_CALLER
from baseline.rehearsal.attempts import OUTSIDERS

_PLAIN_HTTP, _NO_FACTOR, _WRONG = " over plain HTTP", " without second factor", " with a wrong secret"
Credentials = dict[str, str]


class Unavailable(Exception):
    """Says why a persona cannot be acted here."""


@dataclass
class Cast:
    """All personas of one rehearsal; users are made when somebody first needs them.

    Attributes:
        api: Clients of the account's administrator.
        endpoint: Of the emulator; None where it is AWS itself.
        facts: What the deployment made.
        made: The users made so far, with their access keys.
    """

    api: Api
    endpoint: str | None
    facts: Facts
    made: dict[str, Credentials] = field(default_factory=dict)
    _sessions: dict[str, Credentials] = field(default_factory=dict)

    def client(self, persona: str, service: str, region: str | None = None) -> Any:
        """A boto3 client of one service that acts as the persona.

        Raises:
            Unavailable: It cannot be acted here.
        """
        plain = persona.endswith(_PLAIN_HTTP)
        name = persona.removesuffix(_PLAIN_HTTP)
        retries: dict[str, Any] = {"retries": {"max_attempts": 0}}
        config = Config(signature_version=UNSIGNED, **retries) if name == "anonymous" else Config(**retries)
        client = boto3.client(
            service,
            region_name=region or self.api("sts").meta.region_name,
            config=config,
            **({} if name == "anonymous" else self._credentials(name)),
        )
        if plain:
            client.meta.events.register("before-send.*", _says_plain_http)
        return client

    def _credentials(self, name: str) -> Credentials:
        if name == "unknown key":
            return {"aws_access_key_id": "AKIAREHEARSALUNKNOWN", "aws_secret_access_key": "unknown"}
        if name.endswith(_WRONG):
            return {**self._user(name.removesuffix(_WRONG)), "aws_secret_access_key": "wrong"}
        if name.endswith(_NO_FACTOR):
            return self._user(name.removesuffix(_NO_FACTOR))
        if name not in self._sessions:
            self._sessions[name] = self._session(name)
        return self._sessions[name]

    def _session(self, name: str) -> Credentials:
        if name in self._groups:
            return self._with_second_factor(name)
        if name == "break-glass":
            role = self.facts.get("break-glass")
            if role is None:
                raise Unavailable("this landing zone has no break-glass")
            oncall = boto3.client(
                "sts",
                region_name=self.api("sts").meta.region_name,
                **self._credentials("oncall"),
            )
            return _taken(oncall.assume_role(RoleArn=role, RoleSessionName="rehearsal")["Credentials"])
        return self._server(name)

    @cached_property
    def _groups(self) -> set[str]:
        return {group["GroupName"] for group in self.api("iam").list_groups()["Groups"]}

    def _user(self, group: str) -> Credentials:
        """A member of a group, who has nothing but what the group gives."""
        if group not in self._groups:
            raise Unavailable(f"this landing zone has no {group}")
        if group not in self.made:
            iam, name = self.api("iam"), f"rehearsal-{group}"
            iam.create_user(UserName=name)
            iam.add_user_to_group(GroupName=group, UserName=name)
            key = iam.create_access_key(UserName=name)["AccessKey"]
            self.made[group] = {
                "aws_access_key_id": key["AccessKeyId"],
                "aws_secret_access_key": key["SecretAccessKey"],
            }
        return self.made[group]

    def _with_second_factor(self, group: str) -> Credentials:
        user = self._user(group)
        iam, name = self.api("iam"), f"rehearsal-{group}"
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        seed = device["Base32StringSeed"]
        serial = device["SerialNumber"]
        codes = {f"AuthenticationCode{n}": code(seed, time.time() + 30 * (n - 2)) for n in (1, 2)}
        iam.enable_mfa_device(UserName=name, SerialNumber=serial, **codes)
        sts = boto3.client("sts", region_name=self.api("sts").meta.region_name, **user)
        return _taken(
            sts.get_session_token(SerialNumber=serial, TokenCode=code(seed, time.time()))["Credentials"]
        )

    def _server(self, name: str) -> Credentials:
        """What a server finds in its metadata; only an emulator shows that to others than the server."""
        if "server role" not in self.facts:
            raise Unavailable(f"this landing zone has no {name}")
        role = self.facts["server role"]
        address = f"{self.endpoint}/latest/meta-data/iam/security-credentials/{role}"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 the endpoint is ours
                return _taken({**(found := json.load(answer)), "SessionToken": found["Token"]})
        except (urllib.error.URLError, ValueError, KeyError) as error:
            raise Unavailable(f"no credentials of a server's role to be had here ({error})") from error

    def leave(self) -> None:
        """Remove all users that were made, and what they had."""
        iam = self.api("iam")
        for group, credentials in self.made.items():
            name = f"rehearsal-{group}"
            for device in iam.list_mfa_devices(UserName=name)["MFADevices"]:
                iam.deactivate_mfa_device(UserName=name, SerialNumber=device["SerialNumber"])
                iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])
            iam.delete_access_key(UserName=name, AccessKeyId=credentials["aws_access_key_id"])
            iam.remove_user_from_group(GroupName=group, UserName=name)
            iam.delete_user(UserName=name)


def refused(error: ClientError, persona: str) -> bool:
    """Whether a call failed for want of permission, and not because it was malformed or came too late.

    That nobody knows the caller counts for outsiders only: of a member it would mean that it was made
    with credentials that are no good, and proves nothing.
    """
    found = error.response["Error"]["Code"]
    if found == "MissingParameter":
        # How EC2 refuses a request without a signature.
        return persona == "anonymous" and "AWSAccessKeyId" in str(error)
    return found in REFUSALS or (found in UNKNOWN_CALLER and persona.endswith((*OUTSIDERS, _WRONG)))


def code(seed: bytes, at: float) -> str:
    """The six digits that a virtual device with this base-32 seed shows. Source: RFC 6238."""
    try:
        key = base64.b32decode(seed + b"=" * (-len(seed) % 8), casefold=True)
    except ValueError:
        # An emulator's seed need not be one.
        key = seed
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), "sha1").digest()
    start = digest[-1] & 15
    number: int = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def _taken(credentials: dict[str, Any]) -> Credentials:
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def _says_plain_http(request: Any, **_: Any) -> None:
    request.headers["X-Forwarded-Proto"] = "http"
