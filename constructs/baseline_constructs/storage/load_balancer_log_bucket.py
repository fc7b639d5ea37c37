"""Where load balancers write who asked them for what."""

from typing import Any

from aws_cdk import Aws
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.bucket import bucket_policy, bucket_reference, hardened_bucket
from baseline_constructs.storage.encryption import S3ManagedKey
from baseline_constructs.storage.keep import deny_forgery, deny_removal
from baseline_constructs.storage.lifecycle import lifecycle

_OLD_VERSIONS_DAYS = 30


class LoadBalancerLogBucket(Construct):
    """The target of the access and connection logs of this account's load balancers; nobody deletes.

    Its objects are encrypted with SSE-S3, because Elastic Load Balancing delivers to no other bucket.

    Args:
        access_logs: Where the bucket's own access logs go.
        bucket_name: Full physical name, which may hold tokens.
        expire_days: Days that logs are kept, at least 1.
        delete_exempt_role: Name, without a path, of a role that may delete; None: nobody.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        access_logs: AccessLogBucket,
        bucket_name: str,
        expire_days: int,
        delete_exempt_role: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        encryption = S3ManagedKey()
        self.resource = hardened_bucket(
            self,
            bucket_name=bucket_name,
            encryption=encryption,
            lifecycle=lifecycle(expire_days=expire_days, old_versions_days=_OLD_VERSIONS_DAYS),
            access_logs=access_logs.bucket,
        )
        arn = self.resource.attr_arn
        statements = [
            _allow_delivery(arn),
            deny_forgery(arn),
            deny_removal(arn, exempt_role=delete_exempt_role),
        ]
        self.policy = bucket_policy(self, self.resource, encryption, statements)
        self.bucket = bucket_reference(self, self.resource, encryption)
        only = "Elastic Load Balancing delivers logs only to buckets that encrypt with SSE-S3."
        acknowledge(self.resource, {"S3DefaultEncryptionKMS": only})


def _allow_delivery(bucket_arn: str) -> dict[str, Any]:
    source = f"arn:{Aws.PARTITION}:elasticloadbalancing:{Aws.REGION}:{Aws.ACCOUNT_ID}:loadbalancer/*"
    return {
        "Sid": "LoadBalancerLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn}/*/AWSLogs/{Aws.ACCOUNT_ID}/*",
        "Condition": {"ArnLike": {"aws:SourceArn": source}},
    }
