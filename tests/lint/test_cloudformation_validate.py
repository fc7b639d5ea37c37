"""Our run of CloudFormation Validate says what the CDK's own run of it says."""

import json
import re
import tarfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import jsii
import pytest
from aws_cdk import App, CloudFormationValidatePlugin, IPolicyValidationContext, PolicyValidationStack
from cloudformation_validate import CompositeEngine
from constructs import IConstruct

from baseline.lint.cloudformation_validate import CloudFormationValidate
from baseline.lint.processes import Processes

REGION = "eu-west-1"
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/*.json"))
WRONG = {
    "unknown property": {"Trail": {"Type": "AWS::CloudTrail::Trail", "Properties": {"Nonsense": True}}},
    "unknown type": {"Thing": {"Type": "AWS::EC2::Nonsense"}},
    "missing reference": {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Ref": "Nowhere"}}}},
    "missing property": {"Net": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": "vpc-1"}}},
    "wide policy": {
        "Wide": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
                }
            },
        }
    },
    "left out for a service": {
        "Launch": {
            "Type": "AWS::AutoScaling::LaunchConfiguration",
            "Properties": {"ImageId": "ami-0123456789abcdef0", "InstanceType": "t3.micro"},
        }
    },
}


@jsii.implements(IPolicyValidationContext)
class _Templates:
    """Tells the CDK's plugin which templates to read."""

    def __init__(self, templates: list[Path]) -> None:
        self._app = App()
        self._stacks = [
            PolicyValidationStack(
                stack_construct_path=template.name, template_path=str(template.resolve()), region=REGION
            )
            for template in templates
        ]

    @property
    def app_construct(self) -> IConstruct:
        return self._app

    @property
    def stack_templates(self) -> list[PolicyValidationStack]:
        return self._stacks

    @property
    def template_paths(self) -> list[str]:
        return [stack.template_path for stack in self._stacks]

    @property
    def account_id(self) -> None:
        return None

    @property
    def region(self) -> None:
        return None


Row = tuple[str, str, str, str, str]


def by_the_cdk(templates: list[Path]) -> list[Row]:
    report = CloudFormationValidatePlugin().validate(_Templates(templates))
    return sorted(
        (
            Path(resource.template_path or "").name,
            resource.resource_logical_id or "",
            violation.rule_name,
            violation.severity or "error",
            violation.description,
        )
        for violation in report.violations
        for resource in violation.violating_resources
    )


def by_us(templates: list[Path]) -> list[Row]:
    with Processes() as processes:
        found = CloudFormationValidate(region=REGION, processes=processes).examine(templates)
    return sorted((f.template, f.resource, f.rule, f.severity, f.message) for f in found)


def _write(folder: Path, name: str) -> Path:
    template = folder / f"{name.replace(' ', '-')}.template.json"
    template.write_text(json.dumps({"Resources": WRONG[name]}), encoding="utf-8")
    return template


def test_both_say_the_same_of_all_golden_templates() -> None:
    """As they are, with nothing accepted."""
    assert len({file.parent for file in GOLDEN}) >= 4
    ours = by_us(GOLDEN)
    assert ours
    assert ours == by_the_cdk(GOLDEN)


@pytest.mark.parametrize("name", [name for name in WRONG if name != "left out for a service"])
def test_both_say_the_same_of_what_is_wrong(name: str, tmp_path: Path) -> None:
    template = _write(tmp_path, name)
    ours = by_us([template])
    assert ours
    assert ours == by_the_cdk([template])


def test_both_leave_out_the_same(tmp_path: Path) -> None:
    """Launch configurations are old, which only the engine by itself says."""
    template = _write(tmp_path, "left out for a service")
    everything = CompositeEngine().validate_template(template).diagnostics
    assert "W3697" in {diagnostic.rule_id for diagnostic in everything}
    ours = by_us([template])
    assert "W3697" not in {rule for _, _, rule, _, _ in ours}
    assert ours == by_the_cdk([template])


def test_what_cannot_be_parsed_is_found_and_not_passed_over(tmp_path: Path) -> None:
    template = tmp_path / "broken.template.json"
    template.write_text("{", encoding="utf-8")
    assert {row[3] for row in by_us([template])} == {"error"}


def test_both_are_of_the_same_version() -> None:
    assert CloudFormationValidatePlugin().version == version("cloudformation-validate")


def test_the_rules_that_only_the_cdk_has_are_for_what_we_never_make() -> None:
    (package,) = Path(str(files("aws_cdk._jsii"))).glob("*.tgz")
    with tarfile.open(package) as archive:
        rules = {
            Path(member.name).name: archive.extractfile(member).read().decode()  # type: ignore[union-attr]
            for member in archive
            if member.name.startswith("package/core/lib/validation/rules/")
        }
    assert list(rules) == ["gamelift-fleet.rego"]
    types = set(re.findall(r'resources_of_type\("([^"]+)"\)', rules["gamelift-fleet.rego"]))
    assert types
    assert not [file for file in GOLDEN for kind in types if kind in file.read_text(encoding="utf-8")]
