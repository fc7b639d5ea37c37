"""AWS's managed policies, offline: their documents lie beside this module, as of the date in the file.

`make golden` takes them out of the package moto, whose maintainers keep them up to date; a test holds the
file against it (docs/adr/0019-aws-policies.md).
"""

import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

from baseline.access.policy import Policy, read_policy

DOCUMENTS = Path(__file__).parent / "aws_managed_policies.json.xz"


@cache
def aws_managed_documents() -> dict[str, Any]:
    """The documents by ARN, in the partition "aws"."""
    policies: dict[str, Any] = json.loads(lzma.decompress(DOCUMENTS.read_bytes()))["policies"]
    return policies


@cache
def aws_managed_policy(arn: str) -> Policy | None:
    """A policy of AWS by its ARN, in any partition; None if there is none of that name."""
    start, of_aws, name = arn.partition(":iam::aws:policy/")
    if not of_aws or not start.startswith("arn:"):
        return None
    document = aws_managed_documents().get(f"arn:aws{of_aws}{name}")
    return None if document is None else read_policy(document, name=name.rpartition("/")[2])
