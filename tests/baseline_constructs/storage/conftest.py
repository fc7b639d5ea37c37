"""Every kind of bucket once, synthesised once."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.archive_bucket import ArchiveBucket
from baseline_constructs.storage.configuration_bucket import ConfigurationBucket
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket
from baseline_constructs.storage.encryption import CustomerKey, S3ManagedKey
from baseline_constructs.storage.lock import ObjectLock

KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"


class Buckets:
    """The template's buckets and policies by the construct id they were made with."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def properties(self, id_: str) -> dict[str, Any]:
        return dict(self.resource("AWS::S3::Bucket", id_)["Properties"])

    def statements(self, id_: str) -> dict[str, dict[str, Any]]:
        policy = self.resource("AWS::S3::BucketPolicy", id_)["Properties"]["PolicyDocument"]
        return {statement["Sid"]: statement for statement in policy["Statement"]}

    def resource(self, type_: str, id_: str) -> dict[str, Any]:
        (found,) = (r for name, r in self.template.find_resources(type_).items() if name.startswith(id_))
        return dict(found)


@pytest.fixture(scope="session")
def buckets() -> Buckets:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Storage")
    key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
    logs = AccessLogBucket(stack, "Access", bucket_name=f"acme-access-{cdk.Aws.ACCOUNT_ID}", expire_days=400)
    lock = ObjectLock(mode="compliance", days=365)
    ArchiveBucket(
        stack,
        "Archive",
        key=key,
        access_logs=logs,
        trail_name="acme",
        lock=lock,
        delete_exempt_role="breaker",
    )
    ArchiveBucket(stack, "Sealed", key=key, access_logs=logs, trail_name="acme", lock=lock)
    ConfigurationBucket(stack, "Config", key=key, access_logs=logs, retain_days=731)
    EncryptedBucket(
        stack,
        "Uploads",
        encryption=CustomerKey(key),
        access_logs=logs,
        expire_days=365,
        old_versions_days=45,
        object_lock=ObjectLock(mode="governance", days=30),
    )
    EncryptedBucket(stack, "Plain", encryption=S3ManagedKey(), access_logs=logs)
    return Buckets(Template.from_stack(stack))
