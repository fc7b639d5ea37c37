"""docs/policies.md shows what IAM gets: each YAML is synthesised, and the JSON below it is what came of it.

`make golden` writes the JSON anew.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from aws_cdk import App

from baseline.settings.load import load
from baseline.stacks.landing_zone import CONTEXT, build

PAGE = Path(__file__).resolve().parent.parent / "docs" / "policies.md"
EXAMPLE = re.compile(r"```yaml\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)
TOP = "name: acme\nregion: eu-west-1\nnotify: security@example.com\n"
TYPES = ("AWS::IAM::Role", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy")


def _statements(example: str) -> Iterator[dict[str, Any]]:
    """What the example is about: its own policies and trusts, or of the guardrails what guards tags."""
    folder = Path(mkdtemp())
    (folder / "example.yaml").write_text(TOP + example)
    app = App(
        outdir=str(folder / "out"),
        context=dict(CONTEXT),
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,
    )
    build(app, load(folder / "example.yaml"))
    app.synth()
    template = json.loads((folder / "out" / "acme-identity.template.json").read_text())
    about_tags = "guarded_tags" in example
    for resource in template["Resources"].values():
        properties = resource["Properties"]
        if properties.get("ManagedPolicyName") == "acme-boundary":
            continue  # it denies what the guardrails deny
        shared = properties.get("ManagedPolicyName") == "acme-guardrails"
        if resource["Type"] in TYPES and shared is about_tags:
            yield from _shown(properties, about_tags)


def _shown(properties: dict[str, Any], guardrails: bool) -> Iterator[dict[str, Any]]:
    document = properties.get("PolicyDocument") or properties["AssumeRolePolicyDocument"]
    for statement in document["Statement"]:
        sid = statement.get("Sid", "")
        if "Tags" in sid if guardrails else sid != "DenyOtherRegions":
            yield _in_words(statement)


def _in_words(value: Any) -> Any:
    """References as `${...}`, as Fn::Sub writes them."""
    match value:
        case {"Fn::Join": ["", parts]}:
            return "".join(_in_words(part) for part in parts)
        case {"Ref": name}:
            return f"${{{name}}}" if name.startswith("AWS::") else "${...}"
        case {"Fn::GetAtt": _} | {"Fn::ImportValue": _}:
            return "${...}"
        case dict():
            return {key: _in_words(inner) for key, inner in value.items()}
        case list():
            return [_in_words(inner) for inner in value]
        case _:
            return value


def _block(example: str) -> str:
    """One statement after the other, each of its keys on a line of its own."""
    return "[\n" + ",\n".join(_lines(statement) for statement in _statements(example)) + "\n]\n"


def _lines(statement: dict[str, Any]) -> str:
    first = [key for key in ("Sid", "Effect", "Principal", "Action") if key in statement]
    ordered = [*first, *(key for key in statement if key not in first)]
    return "  {" + ",\n   ".join(f'"{key}": {json.dumps(statement[key])}' for key in ordered) + "}"


@pytest.fixture(scope="module")
def fresh() -> str:
    """The page with what its examples become today."""
    return EXAMPLE.sub(
        lambda found: f"```yaml\n{found[1]}```\n\n```json\n{_block(found[1])}```", PAGE.read_text("utf-8")
    )


def test_golden_policies_are_what_the_examples_become(fresh: str, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("golden_update"):
        PAGE.write_text(fresh, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == fresh, "`make golden` refreshes docs/policies.md"


def test_every_right_has_an_example() -> None:
    from baseline.settings.identity.rights import Rights

    examples = "".join(found[1] for found in EXAMPLE.finditer(PAGE.read_text("utf-8")))
    for right in set(Rights.model_fields) - {"regions"}:
        assert f"{right}:" in examples, right


def test_no_example_is_empty(fresh: str) -> None:
    assert all(json.loads(found[2]) for found in EXAMPLE.finditer(fresh))
