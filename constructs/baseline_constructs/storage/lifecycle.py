"""When S3 removes what nobody needs any more."""

from aws_cdk import aws_s3 as s3

_UNFINISHED_UPLOAD_DAYS = 7


def lifecycle(
    *, expire_days: int | None, old_versions_days: int
) -> s3.CfnBucket.LifecycleConfigurationProperty:
    """Expire objects, their old versions, the delete markers left behind and unfinished uploads.

    Args:
        expire_days: Days after which an object expires, at least 1; None keeps it for ever.
        old_versions_days: Days after which a replaced or deleted version is gone for good, at least 1. A lock
            outlasts it: S3 skips locked versions and returns.

    Raises:
        ValueError: A number of days is below 1.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
    """
    if old_versions_days < 1 or (expire_days is not None and expire_days < 1):
        raise ValueError(f"days must be at least 1: expire {expire_days}, old versions {old_versions_days}")
    rule = s3.CfnBucket.RuleProperty(
        id="remove-what-nobody-needs",
        status="Enabled",
        expiration_in_days=expire_days,
        # S3 takes one or the other in a rule; an expiry removes orphaned markers by itself.
        expired_object_delete_marker=True if expire_days is None else None,
        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
            noncurrent_days=old_versions_days
        ),
        abort_incomplete_multipart_upload=s3.CfnBucket.AbortIncompleteMultipartUploadProperty(
            days_after_initiation=_UNFINISHED_UPLOAD_DAYS
        ),
    )
    return s3.CfnBucket.LifecycleConfigurationProperty(rules=[rule])
