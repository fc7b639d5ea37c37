"""What the adapter touches in MiniStack and moto is as it was when it was written; a new one shows here."""

import ast
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from baseline.rehearsal import tools
from baseline.rehearsal.tools import ROOT

_PINNED = ("ministack", "moto")
RECORDED = Path(__file__).with_name("contract.json")
ADAPTER = ROOT / "baseline" / "rehearsal" / "emulator"
_LOOK = """
import importlib, inspect, json, sys
def told(module, name):
    found = getattr(importlib.import_module(module), name)
    return list(inspect.signature(found).parameters) if inspect.isfunction(found) else type(found).__name__
print(json.dumps({f"{m}.{n}": told(m, n) for m, n in json.load(sys.stdin)}))
"""
_KEPT = """
import json
from moto.core.utils import get_service_model
from baseline.rehearsal.emulator.kept.table import KEPT
from baseline.rehearsal.emulator.moto_services import SERVICES
from ministack import app
for kept in KEPT:
    model = get_service_model(kept.service)
    scope = kept.scope or kept.service
    elsewhere = scope in {*app.SERVICE_HANDLERS, *SERVICES, "route53resolver"}  # the last is query_logs
    print(json.dumps({
        "service": kept.service,
        "unknown": sorted({*kept.operations, *kept.additions} - set(model.operation_names)),
        "scope": [scope, model.signing_name],
        "target": [kept.target, "" if elsewhere else model.metadata.get("targetPrefix", "")],
    }))
"""


def _touched() -> set[tuple[str, str]]:
    """Every module of MiniStack and moto, and name in it, that the adapter's code mentions."""
    return {use for file in sorted(ADAPTER.rglob("*.py")) for use in _uses(ast.parse(file.read_text()))}


def _uses(tree: ast.Module) -> Iterator[tuple[str, str]]:
    modules = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            module, name = modules[node.value.id]
            if module.startswith("ministack"):
                yield f"{module}.{name}", node.attr
    for module, name in modules.values():
        if name[0].isupper() or name.startswith(("get_", "new_")) or module.startswith("moto"):
            yield module, name


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_PINNED):
            for alias in node.names:
                yield alias.asname or alias.name, (node.module or "", alias.name)


def test_the_adapter_finds_in_ministack_and_moto_what_it_was_written_for(pytestconfig: pytest.Config) -> None:
    python = str(tools.find().python)
    asked = json.dumps(sorted(_touched()))
    ran = subprocess.run([python, "-c", _LOOK], input=asked, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert len(found) > 40  # the finder finds something
    if pytestconfig.getoption("--golden-update"):
        RECORDED.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    assert found == json.loads(RECORDED.read_text())


def test_operations_of_ours_are_those_of_the_services() -> None:
    """A misspelt one would never be asked for, and its service's requests would go astray."""
    ran = subprocess.run(
        [str(tools.find().python), "-c", _KEPT],
        cwd=ROOT,
        env={**os.environ, "GATEWAY_PORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
    assert len(found) > 15
    for one in found:
        assert one["unknown"] == [], one["service"]
        assert one["scope"][0] == one["scope"][1], one["service"]
        assert one["target"][0] == one["target"][1], one["service"]
