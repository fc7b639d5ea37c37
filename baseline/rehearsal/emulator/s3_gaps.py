"""Writes that ask for KMS and name no key, as the CDK CLI's are: AWS takes the account's key `aws/s3`.

Source: S3 User Guide, Using server-side encryption with AWS KMS keys.
"""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

_ALGORITHM = "x-amz-server-side-encryption"
_KEY = f"{_ALGORITHM}-aws-kms-key-id"


def install() -> None:
    """Name the key where the request does not."""
    theirs = s3._resolve_sse_write_headers

    def resolve(headers: dict[str, str], bucket: str) -> Any:
        if headers.get(_ALGORITHM) == "aws:kms" and not headers.get(_KEY):
            headers = {**headers, _KEY: f"arn:aws:kms:{get_region()}:{get_account_id()}:alias/aws/s3"}
        return theirs(headers, bucket)

    s3._resolve_sse_write_headers = resolve
