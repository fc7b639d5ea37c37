"""Makes KMS key stores and the keys in them, for which CloudFormation has no type; runs in AWS Lambda.

Every step looks first and acts only where something is missing, so a call that is repeated does no harm. A
step that needs more time than the function has raises `OutOfTime`: Lambda then calls again, twice, and goes
on where this call stopped. A secret is read when it is needed and appears in no answer and no log.
"""

import json
import time
from typing import Any

import boto3
import cfnresponse  # type: ignore[import-not-found]
from botocore.exceptions import ClientError

NOT_MADE = "not-made"
PENDING_DAYS = 30
_PAUSE_SECONDS = 10
_SPARE_MILLISECONDS = 30_000


class Refused(Exception):
    """What was asked for cannot be done; the text holds no secret and is shown by CloudFormation."""


class OutOfTime(Exception):
    """KMS is not done yet."""


class Call:
    """One call by CloudFormation.

    Attributes:
        id: The resource's id; set as soon as there is one, so that a failed creation can be taken back.
        data: What `Fn::GetAtt` gives.
    """

    def __init__(self, event: dict[str, Any], context: Any) -> None:
        self.wanted = event["ResourceProperties"]
        self.old = event.get("OldResourceProperties", {})
        self.id = event.get("PhysicalResourceId", NOT_MADE)
        self.data: dict[str, str] = {}
        self._context = context

    def pause(self) -> None:
        """Wait a little, if there is time."""
        if self._context.get_remaining_time_in_millis() < _SPARE_MILLISECONDS:
            raise OutOfTime(self.id)
        time.sleep(_PAUSE_SECONDS)


def handler(event: dict[str, Any], context: Any) -> None:
    """Answer CloudFormation in any case but one: when time is out, Lambda calls again."""
    call = Call(event, context)
    kms = boto3.client("kms")
    kind = KeyStore(kms) if event["ResourceType"] == "Custom::KeyStore" else StoredKey(kms)
    try:
        {"Create": kind.create, "Update": kind.update, "Delete": kind.delete}[event["RequestType"]](call)
    except OutOfTime:
        raise
    except Exception as error:
        cfnresponse.send(event, context, cfnresponse.FAILED, {}, call.id, reason=_reason(error))
    else:
        cfnresponse.send(event, context, cfnresponse.SUCCESS, call.data, call.id)


def _reason(error: Exception) -> str:
    """Only errors whose text is known to repeat no parameter are told in full."""
    return f"{error}" if isinstance(error, ClientError | Refused) else type(error).__name__


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


class KeyStore:
    """A custom key store: made, connected, reconnected with other settings, taken away while it is empty."""

    def __init__(self, kms: Any) -> None:
        self._kms = kms

    def create(self, call: Call) -> None:
        """A store of that name is taken over only if it is the same one, as after a call that was cut off."""
        there = self._described(CustomKeyStoreName=call.wanted["Name"])
        if there and any(there.get(key) != value for key, value in _identity(call.wanted).items()):
            raise Refused(f"there is another key store named {call.wanted['Name']}")
        if there:
            call.id = there["CustomKeyStoreId"]
        else:
            arguments = {**_identity(call.wanted), **_addresses(call.wanted), **_secrets(call.wanted)}
            made = self._kms.create_custom_key_store(CustomKeyStoreName=call.wanted["Name"], **arguments)
            call.id = made["CustomKeyStoreId"]
        self._connect(call)

    def update(self, call: Call) -> None:
        """Only a store that is disconnected takes other settings; its keys wait for a moment."""
        if _identity(call.wanted) != _identity(call.old):
            raise Refused("a key store keeps its kind and its cluster; give the new one another name")
        self._disconnect(call)
        addresses = {key: value for key, value in _addresses(call.wanted).items() if key in _UPDATABLE}
        self._kms.update_custom_key_store(
            CustomKeyStoreId=call.id,
            NewCustomKeyStoreName=call.wanted["Name"],
            **addresses,
            **_secrets(call.wanted),
        )
        self._connect(call)

    def delete(self, call: Call) -> None:
        """A store that still holds keys stays, and is connected again: their data needs it."""
        if call.id == NOT_MADE or not self._described(CustomKeyStoreId=call.id):
            return
        self._disconnect(call)
        try:
            self._kms.delete_custom_key_store(CustomKeyStoreId=call.id)
        except ClientError as error:
            if _code(error) != "CustomKeyStoreHasCMKsException":
                raise
            print(f"{call.id} holds keys and stays")
            self._kms.connect_custom_key_store(CustomKeyStoreId=call.id)

    def _described(self, **which: str) -> dict[str, Any] | None:
        try:
            found = self._kms.describe_custom_key_stores(**which)["CustomKeyStores"]
        except ClientError as error:
            if _code(error) != "CustomKeyStoreNotFoundException":
                raise
            return None
        return found[0] if found else None

    def _state(self, call: Call) -> tuple[str, str]:
        store = self._described(CustomKeyStoreId=call.id) or {}
        return store.get("ConnectionState", "DISCONNECTED"), store.get("ConnectionErrorCode", "unknown")

    def _connect(self, call: Call) -> None:
        state, _ = self._state(call)
        if state in ("FAILED", "DISCONNECTING"):
            self._disconnect(call)
            state = "DISCONNECTED"
        if state == "DISCONNECTED":
            self._kms.connect_custom_key_store(CustomKeyStoreId=call.id)
        while True:
            state, fault = self._state(call)
            if state == "CONNECTED":
                return
            if state == "FAILED":
                raise Refused(f"KMS cannot connect to the key store: {fault}")
            call.pause()

    def _disconnect(self, call: Call) -> None:
        if self._state(call)[0] in ("CONNECTED", "FAILED"):
            self._kms.disconnect_custom_key_store(CustomKeyStoreId=call.id)
        while self._state(call)[0] != "DISCONNECTED":
            call.pause()


class StoredKey:
    """A key in a key store: made with its alias, its policy kept, deleted after the longest wait."""

    def __init__(self, kms: Any) -> None:
        self._kms = kms

    def create(self, call: Call) -> None:
        """The alias says whether an earlier call made the key."""
        there = self._described(call.wanted["Alias"])
        if there is None:
            self._make(call)
            self._kms.create_alias(AliasName=call.wanted["Alias"], TargetKeyId=call.id)
        elif (
            there.get("CustomKeyStoreId") != call.wanted["StoreId"] or there["KeyState"] == "PendingDeletion"
        ):
            raise Refused(f"{call.wanted['Alias']} is the alias of another key")
        else:
            call.id, call.data = there["KeyId"], {"Arn": there["Arn"]}

    def update(self, call: Call) -> None:
        """Other material is another key: its alias moves, and CloudFormation keeps the old one."""
        before = call.id
        if any(call.wanted.get(key) != call.old.get(key) for key in ("StoreId", "Origin", "XksKeyId")):
            self._make(call)
        else:
            policy = json.dumps(call.wanted["Policy"])
            self._kms.put_key_policy(KeyId=call.id, PolicyName="default", Policy=policy)
            self._kms.update_key_description(KeyId=call.id, Description=call.wanted["Description"])
            call.data = {"Arn": self._kms.describe_key(KeyId=call.id)["KeyMetadata"]["Arn"]}
        if call.wanted["Alias"] != call.old["Alias"]:
            self._kms.create_alias(AliasName=call.wanted["Alias"], TargetKeyId=call.id)
        elif call.id != before:
            self._kms.update_alias(AliasName=call.wanted["Alias"], TargetKeyId=call.id)

    def delete(self, call: Call) -> None:
        """What is gone, or going already, is left alone."""
        key = None if call.id == NOT_MADE else self._described(call.id)
        if key is None or key["KeyState"] == "PendingDeletion":
            return
        aliased = self._described(call.wanted["Alias"])
        if aliased and aliased["KeyId"] == key["KeyId"]:
            self._kms.delete_alias(AliasName=call.wanted["Alias"])
        self._kms.schedule_key_deletion(KeyId=call.id, PendingWindowInDays=PENDING_DAYS)

    def _make(self, call: Call) -> None:
        wanted = call.wanted
        external = {"XksKeyId": wanted["XksKeyId"]} if wanted.get("XksKeyId") else {}
        made = self._kms.create_key(
            Origin=wanted["Origin"],
            CustomKeyStoreId=wanted["StoreId"],
            Description=wanted["Description"],
            Policy=json.dumps(wanted["Policy"]),
            **external,
        )["KeyMetadata"]
        call.id, call.data = made["KeyId"], {"Arn": made["Arn"]}

    def _described(self, key: str) -> dict[str, Any] | None:
        try:
            return self._kms.describe_key(KeyId=key)["KeyMetadata"]  # type: ignore[no-any-return]
        except ClientError as error:
            if _code(error) != "NotFoundException":
                raise
            return None


_UPDATABLE = (
    "CloudHsmClusterId",
    "XksProxyConnectivity",
    "XksProxyUriEndpoint",
    "XksProxyUriPath",
    "XksProxyVpcEndpointServiceName",
)


def _identity(wanted: dict[str, Any]) -> dict[str, str]:
    """What makes a store the same one."""
    cluster = {"CloudHsmClusterId": wanted["ClusterId"]} if wanted.get("ClusterId") else {}
    return {"CustomKeyStoreType": wanted["Type"], **cluster}


def _addresses(wanted: dict[str, Any]) -> dict[str, str]:
    if wanted["Type"] == "AWS_CLOUDHSM":
        return {"TrustAnchorCertificate": wanted["TrustAnchor"]}
    service = wanted.get("ProxyVpcService")
    return {
        "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE" if service else "PUBLIC_ENDPOINT",
        "XksProxyUriEndpoint": wanted["ProxyEndpoint"],
        "XksProxyUriPath": wanted["ProxyPath"],
        **({"XksProxyVpcEndpointServiceName": service} if service else {}),
    }


def _secrets(wanted: dict[str, Any]) -> dict[str, Any]:
    """The secret is a password for CloudHSM, and JSON with accessKeyId and secretAccessKey for a proxy."""
    text = boto3.client("secretsmanager").get_secret_value(SecretId=wanted["SecretId"])["SecretString"]
    if wanted["Type"] == "AWS_CLOUDHSM":
        return {"KeyStorePassword": text}
    try:
        pair = json.loads(text)
        keys = {"AccessKeyId": pair["accessKeyId"], "RawSecretAccessKey": pair["secretAccessKey"]}
    except (ValueError, TypeError, KeyError):
        raise Refused(f"secret {wanted['SecretId']} lacks accessKeyId or secretAccessKey") from None
    return {"XksProxyAuthenticationCredential": keys}
