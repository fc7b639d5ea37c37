"""How long S3 refuses to delete or overwrite a version of an object."""

from dataclasses import dataclass
from typing import Literal

from aws_cdk import aws_s3 as s3


@dataclass(frozen=True)
class ObjectLock:
    """The default retention of a bucket's new objects.

    Args:
        mode: "governance" yields to s3:BypassGovernanceRetention; "compliance" yields to nobody, not even the
            account's root user, until the days are over.
        days: Days from the upload, 1 to 36500.

    Raises:
        ValueError: `days` is outside what S3 accepts.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
    """

    mode: Literal["governance", "compliance"]
    days: int

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 36500:
            raise ValueError(f"an Object Lock of {self.days} days; S3 accepts 1 to 36500")

    def configuration(self) -> s3.CfnBucket.ObjectLockConfigurationProperty:
        """The lock in CloudFormation's words."""
        return s3.CfnBucket.ObjectLockConfigurationProperty(
            object_lock_enabled="Enabled",
            rule=s3.CfnBucket.ObjectLockRuleProperty(
                default_retention=s3.CfnBucket.DefaultRetentionProperty(
                    mode=self.mode.upper(), days=self.days
                )
            ),
        )
