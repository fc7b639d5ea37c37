"""Blocks all public access to one bucket."""

from typing import Any

import boto3

_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def mend(events: dict[str, Any], _: object) -> dict[str, Any]:
    """Put the block; a bucket that has it is left as it is."""
    bucket = events["ResourceId"]
    boto3.client("s3").put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(_BLOCKS, True)
    )
    return {"Mended": [bucket]}
