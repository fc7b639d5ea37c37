"""What holds for the templates of every profile together."""

import json
import re
from pathlib import Path

import pytest
from aws_cdk import App, IPolicyValidationPlugin, Stack, Validations
from aws_cdk.aws_s3 import CfnBucket
from cdk_nag import AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks

from baseline.lint.acknowledged import unacknowledged
from baseline.lint.cfn_lint import CfnLint
from baseline.lint.cloudformation_validate import CloudFormationValidate
from baseline.lint.processes import Processes
from baseline.settings.load import load
from baseline.stacks.landing_zone import CONTEXT, build
from baseline.template.assembly import StackTemplate

ASSETS = re.compile(r"https://s3\.[a-z0-9-]+\.\$\{AWS::URLSuffix\}/cdk-[a-z0-9]+-assets-[^\"]+")
ROOT = Path(__file__).resolve().parents[2]
PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks]


def _app(profile: str, out: Path) -> App:
    app = App(outdir=str(out), context=dict(CONTEXT), analytics_reporting=False)
    build(app, load(ROOT / "config" / f"{profile}.yaml"))
    return app


def test_the_cdk_s_validation_as_errors_and_all_rule_packs_pass(profile: str, tmp_path: Path) -> None:
    """The way `cdk synth` by hand goes: the CDK itself fails on what nobody has given a reason for."""
    app = _app(profile, tmp_path)
    packs: list[IPolicyValidationPlugin] = [pack(app) for pack in PACKS]
    Validations.of(app).add_plugins(*packs)
    app.synth()
    report = json.loads((tmp_path / "validation-report.json").read_text())
    open_ = [
        (violation["ruleName"], resource)
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        for resource in violation["violatingConstructs"]
    ]
    assert open_ == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_pack_sees_what_is_wrong(pack: type[IPolicyValidationPlugin], tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    CfnBucket(Stack(app, "Wrong"), "Bucket")
    Validations.of(app).add_plugins(pack(app))  # type: ignore[call-arg]
    with pytest.raises(RuntimeError, match="Wrong/Bucket"):
        app.synth()


def test_cfn_lint_finds_nothing(profile: str, stacks: list[StackTemplate]) -> None:
    home = load(ROOT / "config" / f"{profile}.yaml").region
    for region in {stack.region or home for stack in stacks}:
        files = [stack.file for stack in stacks if (stack.region or home) == region]
        with Processes() as processes:
            assert CfnLint(region=region, processes=processes).examine(files) == []


def test_cfn_lint_finds_nothing_in_what_can_be_ordered(whitepaper: list[StackTemplate]) -> None:
    products = sorted(whitepaper[0].file.parent.glob("*.product.template.json"))
    assert len(products) == 2
    with Processes() as processes:
        assert CfnLint(region="eu-west-1", processes=processes).examine(products) == []


def test_cloudformation_validate_finds_nothing_but_what_is_accepted(
    profile: str, stacks: list[StackTemplate]
) -> None:
    with Processes() as processes:
        engine = CloudFormationValidate(region="eu-west-1", processes=processes)
        found = engine.examine([stack.file for stack in stacks])
    assert unacknowledged(found, stacks) == []


def test_no_template_carries_an_account_or_a_region(profile: str, stacks: list[StackTemplate]) -> None:
    region = load(ROOT / "config" / f"{profile}.yaml").region
    for stack in stacks:
        # Only the address of an asset, such as a product's template, is one of the file's own Region.
        text = ASSETS.sub("", stack.file.read_text())
        # A stack in another region has to say where the rest is (ADR 11).
        assert region not in text or stack.region != region, stack.name
        assert "123456789012" not in text, stack.name


@pytest.mark.parametrize(
    "part", ["foundation", "storage", "audit", "workload", "directories", "edge", "recovery"]
)
def test_stacks_that_hold_data_are_protected_from_deletion(
    part: str, profile: str, stacks: list[StackTemplate]
) -> None:
    manifest = json.loads((stacks[0].file.parent / "manifest.json").read_text())
    held = [a for id_, a in manifest["artifacts"].items() if id_.endswith(f"-{part}")]
    assert [stack["properties"]["terminationProtection"] for stack in held] == [True] * len(held)


def test_no_template_makes_multicast_or_a_private_key(stacks: list[StackTemplate]) -> None:
    for stack in stacks:
        for logical_id, resource in json.loads(stack.file.read_text())["Resources"].items():
            assert "Multicast" not in resource["Type"], logical_id
            if resource["Type"] == "AWS::EC2::KeyPair":
                assert resource["Properties"]["PublicKeyMaterial"].startswith("ssh-"), logical_id


def test_what_holds_data_or_its_key_outlives_its_stack(stacks: list[StackTemplate]) -> None:
    kept = {
        *("AWS::S3::Bucket", "AWS::KMS::Key", "AWS::EC2::Volume", "AWS::CloudTrail::Trail"),
        *("AWS::RDS::DBInstance", "AWS::Redshift::Cluster", "AWS::EFS::FileSystem"),
        *("AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::Backup::BackupVault"),
        *("AWS::Cognito::UserPool", "AWS::DirectoryService::MicrosoftAD"),
    }
    seen = set()
    for stack in stacks:
        for logical_id, resource in json.loads(stack.file.read_text())["Resources"].items():
            if resource["Type"] in kept:
                seen.add(resource["Type"])
                assert resource.get("DeletionPolicy") in {"Retain", "Snapshot"}, logical_id
                assert resource.get("UpdateReplacePolicy") in {"Retain", "Snapshot"}, logical_id
    assert {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::CloudTrail::Trail"} <= seen


def test_the_longest_name_in_the_longest_region_still_fits_the_policies(tmp_path: Path) -> None:
    """The names of stacks, buckets and roles are in policies, whose characters IAM counts."""
    config = tmp_path / "long.yaml"
    config.write_text(
        f"extends: {ROOT}/config/whitepaper.yaml\nname: abcdefghijklmnopqrst\nregion: ap-southeast-2\n"
    )
    build(App(outdir=str(tmp_path / "out"), context=dict(CONTEXT)), load(config))
