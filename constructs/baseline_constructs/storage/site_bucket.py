"""A bucket that one CloudFront distribution reads, and nobody else on the internet."""

from typing import Any

from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.bucket import bucket_policy, bucket_reference, hardened_bucket
from baseline_constructs.storage.encryption import CustomerKey
from baseline_constructs.storage.lifecycle import lifecycle


class SiteBucket(Construct):
    """A private, versioned, encrypted bucket for the files of a site; public access stays blocked.

    Nobody reads it from outside until `serve` names a distribution, and then only that one does.

    Args:
        bucket_name: Full physical name, which may hold tokens.
        key: The sites key (`sites_key`).
        access_logs: Where the server access logs go.
        old_versions_days: Days that replaced and deleted versions are kept, at least 1.

    Source: Security Hub CloudFront.12, CloudFront.13, S3.8
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        bucket_name: str,
        key: kms.IKey,
        access_logs: AccessLogBucket,
        old_versions_days: int = 90,
    ) -> None:
        super().__init__(scope, id_)
        self._encryption = CustomerKey(key)
        self.resource = hardened_bucket(
            self,
            bucket_name=bucket_name,
            encryption=self._encryption,
            lifecycle=lifecycle(expire_days=None, old_versions_days=old_versions_days),
            access_logs=access_logs.bucket,
        )
        self.bucket = bucket_reference(self, self.resource, self._encryption)

    def serve(self, distribution_arn: str) -> None:
        """Let one distribution read objects; to be called once.

        Args:
            distribution_arn: The distribution, in full.
        """
        statement: dict[str, Any] = {
            "Sid": "Distribution",
            "Effect": "Allow",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": "s3:GetObject",
            "Resource": f"{self.resource.attr_arn}/*",
            "Condition": {"StringEquals": {"aws:SourceArn": distribution_arn}},
        }
        bucket_policy(self, self.resource, self._encryption, [statement])
