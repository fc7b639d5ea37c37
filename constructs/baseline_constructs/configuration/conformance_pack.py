"""The rules of a framework together, with one score."""

import json
from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_config as config
from constructs import Construct

from baseline_constructs.configuration.pack_rules import FRAMEWORKS, PackRule, pack_rules_of

# https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
_TEMPLATE_BYTES, _RULES = 51_200, 130
_DESCRIPTION_CHARACTERS = 256


class ConformancePack(Construct):
    """A conformance pack of AWS Config: the rules that look at controls of one framework.

    Each rule's description names the controls. The pack says how many rules hold; it is no proof that a
    framework is met, since rules see settings of AWS and nothing else. It needs the account's recorder.

    Args:
        prefix: Begins the pack's name.
        framework: A word of `FRAMEWORKS`.
        region: The Region of the stack; rules that it lacks are left out.

    Raises:
        ValueError: The pack is larger than AWS Config accepts.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
    """

    def __init__(self, scope: Construct, id_: str, *, prefix: str, framework: str, region: str) -> None:
        super().__init__(scope, id_)
        rules = pack_rules_of(framework, region=region)
        self.resource = config.CfnConformancePack(
            self,
            "Resource",
            conformance_pack_name=f"{prefix}-{framework}",
            template_body=template_body(FRAMEWORKS[framework], rules),
        )


def template_body(title: str, rules: Sequence[PackRule]) -> str:
    """The pack's own template, as JSON, which is YAML too.

    Args:
        title: The framework, as people call it.
        rules: What is in the pack.

    Raises:
        ValueError: It is larger than AWS Config accepts.
    """
    resources = {one.rule.identifier.title().replace("_", ""): _rule(title, one) for one in rules}
    body = json.dumps({"Resources": resources}, separators=(",", ":"))
    if len(rules) > _RULES or len(body.encode()) > _TEMPLATE_BYTES:
        raise ValueError(
            f"the pack {title} has {len(rules)} rules in {len(body.encode())} bytes; AWS Config accepts "
            f"{_RULES} rules in {_TEMPLATE_BYTES} bytes"
        )
    return body


def _rule(title: str, one: PackRule) -> dict[str, Any]:
    rule = one.rule
    properties: dict[str, Any] = {
        "ConfigRuleName": rule.identifier.lower().replace("_", "-"),
        "Description": _description(f"{rule.watches} ({title}: ", one.controls),
        "Source": {"Owner": "AWS", "SourceIdentifier": rule.identifier},
    }
    if rule.parameters:
        properties["InputParameters"] = dict(rule.parameters)
    return {"Type": "AWS::Config::ConfigRule", "Properties": properties}


def _description(beginning: str, controls: Sequence[str]) -> str:
    """As many controls as fit, and how many more there are."""
    for left_out in range(len(controls)):
        shown = controls[: len(controls) - left_out]
        more = f" and {left_out} more" if left_out else ""
        text = f"{beginning}{', '.join(shown)}{more})"
        if len(text) <= _DESCRIPTION_CHARACTERS:
            return text
    raise ValueError(f"{beginning}... is longer than {_DESCRIPTION_CHARACTERS} characters")
