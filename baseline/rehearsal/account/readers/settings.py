"""Settings of the account that a function of ours makes; each is asked of the service that keeps it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from baseline.rehearsal.account.observed import Api, Missing, Observed, Properties, Reader, only

_ALL_FOUR = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
_SCANS = {"EC2": "ec2", "ECR": "ecr", "LAMBDA": "lambda", "LAMBDA_CODE": "lambdaCode"}


def _held(holds: bool, found: object) -> Properties:
    if not holds:
        raise Missing(f"the setting; found {found}")
    return {}


def _password_policy(api: Api, _: Properties) -> Properties:
    policy = api("iam").get_account_password_policy()["PasswordPolicy"]
    kinds = ("LowercaseCharacters", "Numbers", "Symbols", "UppercaseCharacters")
    _held(all(policy[f"Require{kind}"] for kind in kinds), policy)
    _held(policy["PasswordReusePrevention"] == 24, policy)
    return {"MinimumLength": policy["MinimumPasswordLength"], "MaxAgeDays": policy["MaxPasswordAge"]}


def _volume_encryption(api: Api, _: Properties) -> Properties:
    ec2 = api("ec2")
    _held(ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"], "no encryption")
    return {"KeyArn": ec2.get_ebs_default_kms_key_id()["KmsKeyId"]}


def _bucket_block(api: Api, wanted: Properties) -> Properties:
    account, control = wanted["AccountId"], api("s3control")
    # S3 Control puts the account before the host, and an emulator has no such names.
    control.meta.events.register("before-sign.s3-control", _on_this_machine, unique_id="local")
    found = control.get_public_access_block(AccountId=account)["PublicAccessBlockConfiguration"]
    _held(all(found[name] for name in _ALL_FOUR), found)
    return {"AccountId": account}


def _on_this_machine(request: Any, **_: Any) -> None:
    host = urlsplit(request.url).netloc
    if host.partition(".")[2].startswith("localhost:"):
        request.url = request.url.replace(host, host.partition(".")[2], 1)


def _metadata_defaults(api: Api, _: Properties) -> Properties:
    found = api("ec2").get_instance_metadata_defaults()["AccountLevel"]
    return _held((found.get("HttpTokens"), found.get("HttpPutResponseHopLimit")) == ("required", 1), found)


def _image_block(api: Api, _: Properties) -> Properties:
    found = api("ec2").get_image_block_public_access_state()["ImageBlockPublicAccessState"]
    return _held(found == "block-new-sharing", found)


def _serial_console(api: Api, _: Properties) -> Properties:
    found = api("ec2").get_serial_console_access_status()["SerialConsoleAccessEnabled"]
    return _held(not found, found)


def _cluster_block(api: Api, _: Properties) -> Properties:
    found = api("emr").get_block_public_access_configuration()["BlockPublicAccessConfiguration"]
    closed = found["BlockPublicSecurityGroupRules"] and not found["PermittedPublicSecurityGroupRuleRanges"]
    return _held(closed, found)


def _contact(api: Api, wanted: Properties) -> Properties:
    found = api("account").get_alternate_contact(AlternateContactType=wanted["Kind"])["AlternateContact"]
    told = {"Email": found["EmailAddress"], "Phone": found["PhoneNumber"]}
    return {**found, **told, "Kind": found["AlternateContactType"]}


def _central_root(api: Api, _: Properties) -> Properties:
    found = api("iam").list_organizations_features()["EnabledFeatures"]
    return _held({"RootCredentialsManagement", "RootSessions"} <= set(found), found)


def _weakness_scans(api: Api, _: Properties) -> Properties:
    account = api("sts").get_caller_identity()["Account"]
    states = only(api("inspector2").batch_get_account_status(accountIds=[account])["accounts"], account)
    of = states["resourceState"]
    return {"Scan": [kind for kind, name in _SCANS.items() if of[name]["status"] in ("ENABLED", "ENABLING")]}


def _default_networks(api: Api, _: Properties) -> Properties:
    default = [{"Name": "is-default", "Values": ["true"]}]
    found = [vpc["VpcId"] for vpc in api("ec2").describe_vpcs(Filters=default)["Vpcs"]]
    return _held(not found, found)


_SETTINGS: dict[str, Callable[[Api, Properties], Properties]] = {
    "PasswordPolicy": _password_policy,
    "VolumeEncryption": _volume_encryption,
    "BucketBlock": _bucket_block,
    "MetadataDefaults": _metadata_defaults,
    "ImageBlock": _image_block,
    "SerialConsole": _serial_console,
    "ClusterBlock": _cluster_block,
    "SecurityContact": _contact,
    "BillingContact": _contact,
    "OperationsContact": _contact,
    "CentralRoot": _central_root,
    "WeaknessScans": _weakness_scans,
    "DefaultNetworks": _default_networks,
}


def _setting(api: Api, id_: str, wanted: Properties) -> Observed:
    try:
        found = _SETTINGS[wanted["Setting"]](api, wanted)
    except ClientError as error:
        raise Missing(f"{id_}: {error}") from error
    return Observed({**found, "Setting": wanted["Setting"]})


READERS: dict[str, Reader] = {"Custom::AccountSetting": _setting}
