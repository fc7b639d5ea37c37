"""Who tries what, and what must come of it: the table that every way of deciding access has to agree with.

It names neither boto3 nor the emulator, so that `deciding.py` can decide it by the templates alone. Words in
angle brackets stand for what the deployment made; `words.py` says what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """One call by one persona.

    Attributes:
        persona: A group or role of the settings, alone or with a circumstance behind it; or an outsider.
        does: In words, for the summary.
        action: `service:Operation` as the SDKs name the call; IAM calls some of them otherwise.
        parameters: Of the call, in the API's words.
        allowed: Whether it must succeed; if not, it must be refused for want of permission.
        region: Another region than the landing zone's; None for that one.
    """

    persona: str
    does: str
    action: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    allowed: bool = False
    region: str | None = None


OUTSIDERS = ("anonymous", "unknown key")

_DISK = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": "<volumes' key>"}}
_PLAIN_DISK = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": False}}
_SERVER = {
    "ImageId": "<image>",
    "InstanceType": "t2.micro",
    "MinCount": 1,
    "MaxCount": 1,
    "SubnetId": "<subnet>",
    "SecurityGroupIds": ["<group>"],
    "MetadataOptions": {"HttpTokens": "required"},
    "BlockDeviceMappings": [_DISK],
}
_ELSEWHERE: dict[str, Any] = {"SubnetId": "<foreign subnet>", "SecurityGroupIds": ["<foreign group>"]}
_ENV_TEST = {"Key": "ENV", "Value": "TEST"}
_TAGGED: dict[str, Any] = {"TagSpecifications": [{"ResourceType": "instance", "Tags": [_ENV_TEST]}]}
_OBJECT = {"Bucket": "<uploads>", "Key": "rehearsal.txt"}


def _launch(does: str, *, allowed: bool = False, region: str | None = None, **changed: Any) -> Attempt:
    return Attempt("newbies", f"launches {does}", "ec2:RunInstances", {**_SERVER, **changed}, allowed, region)


NEWBIES = (
    _launch("a t2.micro", allowed=True),
    _launch("an m5.large", InstanceType="m5.large"),
    _launch("a t2.micro with an unencrypted disk", BlockDeviceMappings=[_PLAIN_DISK]),
    _launch(
        "a t2.micro that hands out credentials without a token", MetadataOptions={"HttpTokens": "optional"}
    ),
    _launch("a t2.micro in another network", **_ELSEWHERE),
    _launch("a t2.micro with the rights of the server role", IamInstanceProfile={"Name": "<server role>"}),
    _launch("a t2.micro tagged ENV=TEST", **_TAGGED),
    _launch("a t2.micro in another region", region="us-west-2"),
    Attempt(
        "newbies", "terminates a test server", "ec2:TerminateInstances", {"InstanceIds": ["<test server>"]}
    ),
    Attempt("newbies", "lists buckets", "s3:ListBuckets"),
    Attempt("newbies", "reads an upload", "s3:GetObject", _OBJECT),
    Attempt("newbies", "makes a user", "iam:CreateUser", {"UserName": "rehearsal-intruder"}),
    Attempt(
        "newbies",
        "joins another group",
        "iam:AddUserToGroup",
        {"GroupName": "testers", "UserName": "rehearsal-newbies"},
    ),
    Attempt(
        "newbies",
        "becomes break-glass",
        "sts:AssumeRole",
        {"RoleArn": "<break-glass>", "RoleSessionName": "no"},
    ),
)
TESTERS = (
    Attempt(
        "testers",
        "tags a production server ENV=TEST",
        "ec2:CreateTags",
        {"Resources": ["<production server>"], "Tags": [_ENV_TEST]},
    ),
    Attempt(
        "testers",
        "tags a production server env=TEST",
        "ec2:CreateTags",
        {"Resources": ["<production server>"], "Tags": [{"Key": "env", "Value": "TEST"}]},
    ),
    Attempt(
        "testers", "strips a server of its tags", "ec2:DeleteTags", {"Resources": ["<production server>"]}
    ),
    Attempt(
        "testers",
        "terminates a production server",
        "ec2:TerminateInstances",
        {"InstanceIds": ["<production server>"]},
    ),
    Attempt(
        "testers",
        "terminates a test and a production server in one call",
        "ec2:TerminateInstances",
        {"InstanceIds": ["<test server>", "<production server>"]},
    ),
    Attempt("testers", "launches a t2.micro", "ec2:RunInstances", _SERVER),
    Attempt("testers", "looks at servers", "ec2:DescribeInstances", allowed=True),
    Attempt(
        "testers",
        "terminates a test server",
        "ec2:TerminateInstances",
        {"InstanceIds": ["<test server>"]},
        True,
    ),
)
AUDITORS = (
    Attempt("auditors", "looks at the trail", "cloudtrail:DescribeTrails", allowed=True),
    Attempt("auditors", "looks at bucket policies", "s3:GetBucketPolicy", {"Bucket": "<archive>"}, True),
    Attempt("auditors", "looks at Config's rules", "config:DescribeConfigRules", allowed=True),
    Attempt("auditors", "reads an upload", "s3:GetObject", _OBJECT),
    Attempt("auditors", "launches a t2.micro", "ec2:RunInstances", _SERVER),
    Attempt(
        "auditors",
        "stops Config",
        "config:StopConfigurationRecorder",
        {"ConfigurationRecorderName": "<recorder>"},
    ),
)
WEB_SERVER = (
    Attempt("web-server", "reads an upload", "s3:GetObject", _OBJECT, True),
    Attempt("web-server", "lists uploads", "s3:ListObjectsV2", {"Bucket": "<uploads>"}, True),
    Attempt(
        "web-server",
        "writes an upload",
        "s3:PutObject",
        {**_OBJECT, "Bucket": "<uploads that it only reads>", "Body": b"changed"},
    ),
    Attempt("web-server", "deletes an upload", "s3:DeleteObject", _OBJECT),
    Attempt("web-server", "lists the archive", "s3:ListObjectsV2", {"Bucket": "<archive>"}),
    Attempt("web-server", "lists buckets", "s3:ListBuckets"),
    Attempt("web-server", "looks at servers", "ec2:DescribeInstances"),
    Attempt("web-server over plain HTTP", "reads an upload", "s3:GetObject", _OBJECT),
)


_RECORD = {"Bucket": "<archive>", "Key": "rehearsal.txt"}


def _silences(persona: str) -> tuple[Attempt, ...]:
    return (
        Attempt(persona, "stops the trail", "cloudtrail:StopLogging", {"Name": "<trail>"}),
        Attempt(persona, "deletes the trail", "cloudtrail:DeleteTrail", {"Name": "<trail>"}),
        Attempt(persona, "deletes the archive", "s3:DeleteBucket", {"Bucket": "<archive>"}),
        Attempt(persona, "deletes the archive's policy", "s3:DeleteBucketPolicy", {"Bucket": "<archive>"}),
        Attempt(persona, "deletes a record", "s3:DeleteObject", _RECORD),
    )


_ASSUME = {"RoleArn": "<break-glass>", "RoleSessionName": "rehearsal"}
ONCALL = (
    Attempt("oncall without second factor", "becomes break-glass", "sts:AssumeRole", _ASSUME),
    Attempt("oncall", "becomes break-glass", "sts:AssumeRole", _ASSUME, True),
    Attempt("break-glass", "stops the trail", "cloudtrail:StopLogging", {"Name": "<trail>"}, True),
    Attempt("break-glass", "starts the trail", "cloudtrail:StartLogging", {"Name": "<trail>"}, True),
    Attempt("break-glass", "deletes a record", "s3:DeleteObject", _RECORD, True),
)
STRANGERS = (
    Attempt("newbies without second factor", "launches a t2.micro", "ec2:RunInstances", _SERVER),
    Attempt("newbies with a wrong secret", "looks at servers", "ec2:DescribeInstances"),
    Attempt("newbies with a wrong secret", "lists buckets", "s3:ListBuckets"),
    Attempt("unknown key", "looks at servers", "ec2:DescribeInstances"),
    Attempt("anonymous", "looks at servers", "ec2:DescribeInstances"),
    Attempt("anonymous", "reads an upload", "s3:GetObject", _OBJECT),
    Attempt("anonymous", "lists the archive", "s3:ListObjectsV2", {"Bucket": "<archive>"}),
    Attempt("anonymous", "stops the trail", "cloudtrail:StopLogging", {"Name": "<trail>"}),
)
# In this order: what is allowed to change something stands behind what must be refused.
ATTEMPTS: tuple[Attempt, ...] = (
    *STRANGERS,
    *(
        attempt
        for persona in ("newbies", "testers", "auditors", "oncall", "web-server")
        for attempt in _silences(persona)
    ),
    *NEWBIES,
    *AUDITORS,
    *WEB_SERVER,
    *TESTERS,
    *ONCALL,
)
