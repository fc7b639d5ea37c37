"""The log archive: what happened in the account, kept from those who did it."""

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.bucket import bucket_policy, bucket_reference, hardened_bucket
from baseline_constructs.storage.deliveries import allow_log_delivery, allow_trail
from baseline_constructs.storage.encryption import CustomerKey
from baseline_constructs.storage.keep import deny_forgery, deny_removal
from baseline_constructs.storage.lifecycle import lifecycle
from baseline_constructs.storage.lock import ObjectLock

_OLD_VERSIONS_DAYS = 30


class ArchiveBucket(Construct):
    """Takes one trail's logs, VPC flow logs and Resolver query logs of this account, and locks every object.

    Only AWS services may write, each under its own prefix and only for this account; nobody may delete, or
    shorten a retention, but the one role named. AWS Config has `ConfigurationBucket`: it does not deliver to
    a bucket with a default retention. Deploy `policy` before what writes here, or the write is refused.

    Args:
        key: The logs key (`logs_key`), with the same `trail_name`.
        access_logs: Where the server access logs go.
        trail_name: The one trail of this account and Region that may write.
        lock: Retention of every object; objects expire when it ends.
        bucket_name: Full physical name, which may hold tokens; None lets CloudFormation choose.
        delete_exempt_role: Name, without a path, of a role that may delete in spite of the policy (what
            Object Lock forbids stays forbidden to it without s3:BypassGovernanceRetention); None: nobody.

    Source:
        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
        https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        key: kms.IKey,
        access_logs: AccessLogBucket,
        trail_name: str,
        lock: ObjectLock,
        bucket_name: str | None = None,
        delete_exempt_role: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        encryption = CustomerKey(key)
        self.key = key
        self.access_logs = access_logs
        self.trail_name = trail_name
        self.trail_prefix = "trail"
        self.resource: s3.CfnBucket = hardened_bucket(
            self,
            bucket_name=bucket_name,
            encryption=encryption,
            lifecycle=lifecycle(expire_days=lock.days, old_versions_days=_OLD_VERSIONS_DAYS),
            access_logs=access_logs.bucket,
            lock=lock,
        )
        arn = self.resource.attr_arn
        statements = [
            *allow_trail(arn, prefix=self.trail_prefix, trail_name=trail_name),
            *allow_log_delivery(arn),
            deny_forgery(arn),
            deny_removal(arn, exempt_role=delete_exempt_role),
        ]
        self.policy = bucket_policy(self, self.resource, encryption, statements)
        self.bucket = bucket_reference(self, self.resource, encryption)
