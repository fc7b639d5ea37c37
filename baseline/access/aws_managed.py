"""AWS's managed policies, offline: their documents come with the package moto, which keeps them up to date.

Only its data is read; moto itself, which is large, is never imported.
"""

import json
import runpy
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from baseline.access.policy import Policy, read_policy

_FILE = Path("iam") / "aws_managed_policies.py"


@cache
def aws_managed_documents() -> dict[str, Any]:
    """The documents by ARN; none where moto is not installed."""
    spec = find_spec("moto")
    if spec is None or spec.origin is None:
        return {}
    module = runpy.run_path(str(Path(spec.origin).parent / _FILE))
    policies: dict[str, Any] = json.loads(module["aws_managed_policies_data"])
    return {
        str(each.get("Arn") or f"arn:aws:iam::aws:policy{each.get('Path', '/')}{name}"): each["Document"]
        for name, each in policies.items()
    }


@cache
def aws_managed_policy(arn: str) -> Policy | None:
    """A policy of AWS by its ARN; None if there is none of that name."""
    if ":iam::aws:policy/" not in arn:
        return None
    document = aws_managed_documents().get(arn)
    return None if document is None else read_policy(document, name=arn.rpartition("/")[2])
