"""What IAM is asked when somebody makes a call: action, resource and condition keys, call by call.

Written from AWS's documentation and not from the emulator, so that each can find the other's mistakes.

Source: Service Authorization Reference, "Actions, resources, and condition keys" for EC2, S3, IAM,
CloudTrail, AWS Config and STS; IAM user guide, "Granting a user permissions to pass a role to an AWS
service"; S3 user guide, "Required permissions for Amazon S3 API operations" and "Using server-side encryption
with AWS KMS keys"; EBS user guide, "Requirements for Amazon EBS encryption".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Parameters = Mapping[str, Any]
Keys = dict[str, list[str]]


@dataclass(frozen=True)
class Question:
    """One of the things that must all be allowed for a call to succeed.

    Attributes:
        action: The IAM action.
        resource: The ARN, or "*".
        keys: Condition keys beside those of the caller and of every request.
    """

    action: str
    resource: str
    keys: Keys = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """What a call's parameters do not say, and IAM knows.

    Attributes:
        partition: Such as `aws`.
        account: The account that is deployed to.
        region: The region that is called.
        vpcs: The VPC of each subnet and security group, by id.
        tags: The tags of servers, by id.
        keys: The ARN of the KMS key of each bucket that has one, by the bucket's name.
        volume_keys: The ARN of the KMS key of volumes, by its id; empty where AWS's own encrypts them.
        passed: The ARN of the role that an instance profile holds, by the profile's name.
    """

    partition: str
    account: str
    region: str
    vpcs: Mapping[str, str]
    tags: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, str]
    volume_keys: Mapping[str, str]
    passed: Mapping[str, str]

    def arn(self, service: str, resource: str) -> str:
        """Of a regional resource of the account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def iam(self, resource: str) -> str:
        """Of a resource of IAM, which has no region."""
        return f"arn:{self.partition}:iam::{self.account}:{resource}"

    def bucket(self, name: str, key: str = "") -> str:
        """Of a bucket, or of an object in it."""
        return f"arn:{self.partition}:s3:::{name}" + (f"/{key}" if key else "")


def questions(call: str, parameters: Parameters, here: Surroundings) -> list[Question]:
    """All that is asked for one call, in the order of the documentation.

    Raises:
        KeyError: What is asked for this call has not been written down yet.
    """
    return list(_CALLS[call](parameters, here))


def _launch(wanted: Parameters, here: Surroundings) -> Iterator[Question]:
    """Every resource that a launch touches is authorised by itself."""
    subnet = wanted["SubnetId"]
    vpc = {"ec2:Vpc": [here.arn("ec2", f"vpc/{here.vpcs[subnet]}")]}
    tags = _requested(_launch_tags(wanted))
    instance = {
        "ec2:InstanceType": [wanted["InstanceType"]],
        "ec2:MetadataHttpTokens": [wanted["MetadataOptions"]["HttpTokens"]],
        "ec2:Tenancy": ["default"],
        **tags,
    }
    yield _run(here.arn("ec2", "instance/*"), instance)
    yield _run(here.arn("ec2", f"subnet/{subnet}"), vpc)
    yield _run(here.arn("ec2", "network-interface/*"), vpc)
    for group in wanted["SecurityGroupIds"]:
        yield _run(here.arn("ec2", f"security-group/{group}"), _vpc_of(group, here))
    for device in wanted["BlockDeviceMappings"]:
        yield _run(here.arn("ec2", "volume/*"), {"ec2:Encrypted": [str(device["Ebs"]["Encrypted"]).lower()]})
        yield from _encrypted(device["Ebs"], here)
    image = f"arn:{here.partition}:ec2:{here.region}::image/{wanted['ImageId']}"
    yield _run(image, {"ec2:Owner": ["amazon"], "ec2:Public": ["true"], "ec2:ImageType": ["machine"]})
    if tags:
        tagging = {**tags, "ec2:CreateAction": ["RunInstances"]}
        yield Question("ec2:CreateTags", here.arn("ec2", "instance/*"), tagging)
    if profile := wanted.get("IamInstanceProfile"):
        passed = here.passed[profile["Name"]]
        yield Question("iam:PassRole", passed, {"iam:PassedToService": ["ec2.amazonaws.com"]})


def _encrypted(disk: Parameters, here: Surroundings) -> Iterator[Question]:
    """EC2 uses the key of a disk with the rights of whoever launches, and keeps a grant for itself."""
    if key := here.volume_keys.get(disk.get("KmsKeyId", "")):
        through = {
            "kms:ViaService": [f"ec2.{here.region}.amazonaws.com"],
            "kms:CallerAccount": [here.account],
        }
        for action in ("kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"):
            yield Question(action, key, through)
        yield Question("kms:CreateGrant", key, {**through, "kms:GrantIsForAWSResource": ["true"]})


def _run(resource: str, keys: Keys) -> Question:
    return Question("ec2:RunInstances", resource, keys)


def _vpc_of(group: str, here: Surroundings) -> Keys:
    return {"ec2:Vpc": [here.arn("ec2", f"vpc/{here.vpcs[group]}")]}


def _launch_tags(wanted: Parameters) -> list[Mapping[str, str]]:
    return [tag for each in wanted.get("TagSpecifications", []) for tag in each["Tags"]]


def _requested(tags: list[Mapping[str, str]]) -> Keys:
    if not tags:
        return {}
    values = {f"aws:RequestTag/{tag['Key']}": [tag["Value"]] for tag in tags}
    return {**values, "aws:TagKeys": [tag["Key"] for tag in tags]}


def _on_servers(action: str, list_: str) -> Callable[[Parameters, Surroundings], Iterator[Question]]:
    """Each server is authorised by itself, and has tags of its own."""

    def ask(wanted: Parameters, here: Surroundings) -> Iterator[Question]:
        for id_ in wanted[list_]:
            own = {
                f"{prefix}:ResourceTag/{name}": [value]
                for name, value in here.tags[id_].items()
                for prefix in ("aws", "ec2")
            }
            keys = {**own, **_requested(wanted.get("Tags", []))}
            yield Question(action, here.arn("ec2", f"instance/{id_}"), keys)

    return ask


def _on_object(action: str, key_action: str = "") -> Callable[[Parameters, Surroundings], Iterator[Question]]:
    """An object, and the key that it is encrypted with."""

    def ask(wanted: Parameters, here: Surroundings) -> Iterator[Question]:
        bucket = wanted["Bucket"]
        yield Question(action, here.bucket(bucket, wanted["Key"]))
        if key_action and bucket in here.keys:
            through = {
                "kms:ViaService": [f"s3.{here.region}.amazonaws.com"],
                "kms:CallerAccount": [here.account],
                "kms:EncryptionContext:aws:s3:arn": [here.bucket(bucket)],
            }
            yield Question(key_action, here.keys[bucket], through)

    return ask


def _on(
    action: str, resource: Callable[[Parameters, Surroundings], str]
) -> Callable[[Parameters, Surroundings], Iterator[Question]]:
    def ask(wanted: Parameters, here: Surroundings) -> Iterator[Question]:
        yield Question(action, resource(wanted, here))

    return ask


def _anything(action: str) -> Callable[[Parameters, Surroundings], Iterator[Question]]:
    return _on(action, lambda _, __: "*")


def _on_bucket(action: str) -> Callable[[Parameters, Surroundings], Iterator[Question]]:
    return _on(action, lambda wanted, here: here.bucket(wanted["Bucket"]))


def _on_trail(action: str) -> Callable[[Parameters, Surroundings], Iterator[Question]]:
    return _on(action, lambda wanted, here: here.arn("cloudtrail", f"trail/{wanted['Name']}"))


_CALLS: dict[str, Callable[[Parameters, Surroundings], Iterator[Question]]] = {
    "cloudtrail:DeleteTrail": _on_trail("cloudtrail:DeleteTrail"),
    "cloudtrail:DescribeTrails": _anything("cloudtrail:DescribeTrails"),
    "cloudtrail:StartLogging": _on_trail("cloudtrail:StartLogging"),
    "cloudtrail:StopLogging": _on_trail("cloudtrail:StopLogging"),
    "config:DescribeConfigRules": _anything("config:DescribeConfigRules"),
    "config:StopConfigurationRecorder": _on(
        "config:StopConfigurationRecorder",
        lambda wanted, here: here.arn(
            "config", f"configuration-recorder/{wanted['ConfigurationRecorderName']}/*"
        ),
    ),
    "ec2:CreateTags": _on_servers("ec2:CreateTags", "Resources"),
    "ec2:DeleteTags": _on_servers("ec2:DeleteTags", "Resources"),
    "ec2:DescribeInstances": _anything("ec2:DescribeInstances"),
    "ec2:RunInstances": _launch,
    "ec2:TerminateInstances": _on_servers("ec2:TerminateInstances", "InstanceIds"),
    "iam:AddUserToGroup": _on(
        "iam:AddUserToGroup", lambda wanted, here: here.iam(f"group/{wanted['GroupName']}")
    ),
    "iam:CreateUser": _on("iam:CreateUser", lambda wanted, here: here.iam(f"user/{wanted['UserName']}")),
    "s3:DeleteBucket": _on_bucket("s3:DeleteBucket"),
    "s3:DeleteBucketPolicy": _on_bucket("s3:DeleteBucketPolicy"),
    "s3:DeleteObject": _on_object("s3:DeleteObject"),
    "s3:GetBucketPolicy": _on_bucket("s3:GetBucketPolicy"),
    "s3:GetObject": _on_object("s3:GetObject", "kms:Decrypt"),
    "s3:ListBuckets": _anything("s3:ListAllMyBuckets"),
    "s3:ListObjectsV2": _on_bucket("s3:ListBucket"),
    "s3:PutObject": _on_object("s3:PutObject", "kms:GenerateDataKey"),
    "sts:AssumeRole": _on("sts:AssumeRole", lambda wanted, _: str(wanted["RoleArn"])),
}
