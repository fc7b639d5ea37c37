"""The documents of AWS's policies are those of the moto that is locked; `make golden` takes them out."""

import json
import lzma
import runpy
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from baseline.access.aws_managed import DOCUMENTS, aws_managed_documents, aws_managed_policy


def _of_moto() -> dict[str, Any]:
    """Only moto's data are read; moto itself, which is large, is not imported."""
    spec = find_spec("moto")
    assert spec is not None and spec.origin is not None
    module = runpy.run_path(str(Path(spec.origin).parent / "iam" / "aws_managed_policies.py"))
    listed: dict[str, Any] = json.loads(module["aws_managed_policies_data"])
    return {
        "source": f"moto {version('moto')}",
        "date": max(str(each["UpdateDate"])[:10] for each in listed.values()),
        "policies": {
            str(each.get("Arn") or f"arn:aws:iam::aws:policy{each.get('Path', '/')}{name}"): each["Document"]
            for name, each in sorted(listed.items())
        },
    }


def test_the_documents_are_those_of_the_locked_moto(pytestconfig: pytest.Config) -> None:
    expected = _of_moto()
    if pytestconfig.getoption("golden_update"):
        text = json.dumps(expected, separators=(",", ":"), ensure_ascii=False)
        DOCUMENTS.write_bytes(lzma.compress(text.encode(), preset=9))
    found = json.loads(lzma.decompress(DOCUMENTS.read_bytes()))
    assert found == expected, "run make golden"
    assert len(found["policies"]) > 1000


def test_all_of_them_are_understood() -> None:
    policies = [aws_managed_policy(arn) for arn in aws_managed_documents()]
    assert all(policy and policy.statements and not policy.not_understood for policy in policies)


def test_they_are_known_by_name_in_every_partition() -> None:
    policy = aws_managed_policy("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")
    assert policy is not None and policy.statements and policy.name == "ViewOnlyAccess"
    assert aws_managed_policy("arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess") is not None
    assert aws_managed_policy("arn:aws:iam::aws:policy/NoSuch") is None
    assert aws_managed_policy("arn:aws:iam::111122223333:policy/mine") is None
