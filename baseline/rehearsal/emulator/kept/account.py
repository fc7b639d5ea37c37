"""Settings of the account, which nothing heeds: defaults of EC2, contacts, root users of members.

Source: API references of Amazon EC2, AWS Account Management, AWS Organizations and IAM.
"""

from collections.abc import Mapping
from typing import Any

from baseline.rehearsal.emulator.kept.api import Kept, Members, Operation, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf

_SETTINGS = Shelf("setting")
_CONTACTS = Shelf("AlternateContactType", one="AlternateContact")
_TRUSTED = Shelf("ServicePrincipal", many="EnabledServicePrincipals")
_ROOT_FEATURES = Shelf("feature")


def _set(setting: str, **fixed: Any) -> Operation:
    """Keep a setting of the account; what is told replaces what it was."""

    def operation(asked: Members) -> Members:
        return _SETTINGS.put({"setting": setting, **asked, **fixed})

    return operation


def _get(setting: str, unset: Mapping[str, Any], *, one: str = "") -> Operation:
    def operation(_: Members) -> Members:
        found = _SETTINGS.matching({"setting": setting})
        told = found[0] if found else dict(unset)
        return {one: told} if one else told

    return operation


def _trust(asked: Members) -> Members:
    _TRUSTED.put(asked)
    return {}


def _root_feature(name: str) -> Operation:
    def operation(_: Members) -> Members:
        if not _TRUSTED.matching({"ServicePrincipal": "iam.amazonaws.com"}):
            raise Refused("ServiceAccessNotEnabledException", "IAM has no access to the organisation")
        _ROOT_FEATURES.put({"feature": name})
        return _features({})

    return operation


def _features(_: Members) -> Members:
    return {"EnabledFeatures": [record["feature"] for record in _ROOT_FEATURES.matching({})]}


KEPT = (
    Kept(
        "ec2",
        {
            "ModifyEbsDefaultKmsKeyId": _set("volume key"),
            "GetEbsDefaultKmsKeyId": _get("volume key", {"KmsKeyId": "alias/aws/ebs"}),
            "EnableEbsEncryptionByDefault": _set("volumes", EbsEncryptionByDefault=True),
            "GetEbsEncryptionByDefault": _get("volumes", {"EbsEncryptionByDefault": False}),
            "ModifyInstanceMetadataDefaults": _set("metadata", Return=True),
            "GetInstanceMetadataDefaults": _get("metadata", {}, one="AccountLevel"),
            "EnableImageBlockPublicAccess": _set("images"),
            "GetImageBlockPublicAccessState": _get("images", {"ImageBlockPublicAccessState": "unblocked"}),
            "DisableSerialConsoleAccess": _set("console", SerialConsoleAccessEnabled=False),
            "GetSerialConsoleAccessStatus": _get("console", {"SerialConsoleAccessEnabled": True}),
        },
    ),
    Kept(
        "account",
        {
            "PutAlternateContact": _CONTACTS.put,
            "GetAlternateContact": _CONTACTS.read,
            "DeleteAlternateContact": _CONTACTS.delete,
        },
    ),
    Kept(
        "organizations",
        {"EnableAWSServiceAccess": _trust, "ListAWSServiceAccessForOrganization": _TRUSTED.tell_all},
    ),
    Kept(
        "iam",
        {
            "EnableOrganizationsRootCredentialsManagement": _root_feature("RootCredentialsManagement"),
            "EnableOrganizationsRootSessions": _root_feature("RootSessions"),
            "ListOrganizationsFeatures": _features,
        },
    ),
)
