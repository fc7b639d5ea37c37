"""A bucket for an application's objects."""

from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.bucket import bucket_policy, bucket_reference, hardened_bucket
from baseline_constructs.storage.encryption import Encryption, S3ManagedKey
from baseline_constructs.storage.lifecycle import lifecycle
from baseline_constructs.storage.lock import ObjectLock


class EncryptedBucket(Construct):
    """A private, versioned bucket: TLS 1.2 or newer, objects encrypted as it says, every access logged.

    All public access is blocked, ACLs are off, puts that name another encryption are refused (puts that name
    none get the bucket's), and the bucket outlives its stack. It grants nothing: IAM decides who reads.

    Args:
        encryption: `CustomerKey(key)` for SSE-KMS with an S3 Bucket Key, or `S3ManagedKey()` for SSE-S3.
        access_logs: Where the server access logs go.
        bucket_name: Full physical name, which may hold tokens; None lets CloudFormation choose.
        expire_days: Days after which objects expire, at least 1; None keeps them for ever.
        old_versions_days: Days that replaced and deleted versions are kept, at least 1.
        object_lock: Default retention of new objects; it can't be taken away from a bucket that has it.

    Raises:
        ValueError: A number of days is below 1.

    Source: Security Hub S3.5, S3.8, S3.9, S3.12, S3.13, S3.14, S3.15, S3.17
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        encryption: Encryption,
        access_logs: AccessLogBucket,
        bucket_name: str | None = None,
        expire_days: int | None = None,
        old_versions_days: int = 90,
        object_lock: ObjectLock | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource: s3.CfnBucket = hardened_bucket(
            self,
            bucket_name=bucket_name,
            encryption=encryption,
            lifecycle=lifecycle(expire_days=expire_days, old_versions_days=old_versions_days),
            access_logs=access_logs.bucket,
            lock=object_lock,
        )
        self.policy = bucket_policy(self, self.resource, encryption)
        self.bucket = bucket_reference(self, self.resource, encryption)
        if isinstance(encryption, S3ManagedKey):
            chosen = "SSE-S3 was chosen for this bucket by name; its objects need no key policy of their own."
            acknowledge(self.resource, {"S3DefaultEncryptionKMS": chosen})
