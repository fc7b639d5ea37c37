"""What linters and rule packs say, and what a change replaces."""

import json
from pathlib import Path
from typing import Any

from cdk_nag import AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks
from cfnlint.api import lint_all

from baseline_constructs.network.flows import Flow, Ports, TierEnd
from baseline_constructs.network.hardened_vpc import HardenedVpc

WEB = TierEnd("web")
APP = TierEnd("app")


def test_the_subnets_groups_and_route_tables_are_there_for_other_constructs(
    tmp_path: Path, workshop: Any
) -> None:
    vpc = workshop.build(tmp_path, workshop.closed_plan()).node.find_child("Net").node.find_child("Network")
    assert isinstance(vpc, HardenedVpc)
    found = [{tier: len(made) for tier, made in by.items()} for by in (vpc.subnets, vpc.route_tables)]
    assert found == [{"app": 2, "data": 2}, {"app": 2, "data": 2}]
    assert list(vpc.security_groups) == ["app", "data"]


def test_a_new_flow_changes_no_other_resource(opened: Any, tmp_path: Path, workshop: Any) -> None:
    after = workshop.synthesise(
        tmp_path, workshop.open_plan(extra=(Flow(WEB, APP, Ports("tcp", 8080, 8080)),))
    )
    changed = {
        id_
        for id_ in opened.resources.keys() & after.resources.keys()
        if opened.resources[id_] != after.resources[id_]
    }
    assert changed == set()
    assert opened.resources.keys() - after.resources.keys() == set()


def test_cdks_own_validation_finds_nothing(outdir: Path) -> None:
    report = json.loads((outdir / "validation-report.json").read_text())
    assert [v for plugin in report["pluginReports"] for v in plugin["violations"]] == []


def test_cfn_lint_finds_nothing(outdir: Path) -> None:
    template = (outdir / "Net.template.json").read_text()
    assert [str(match) for match in lint_all(template) if match.rule.id[0] in "EW"] == []


def test_no_rule_pack_finds_anything_without_a_written_reason(tmp_path: Path, workshop: Any) -> None:
    app = workshop.build(tmp_path, workshop.open_plan())
    packs = [AwsSolutionsChecks(app), HIPAASecurityChecks(app), NIST80053R5Checks(app), PCIDSS321Checks(app)]
    findings = [
        f"{violation.rule_name} {resource.construct_path}"
        for pack in packs
        for violation in pack.validate_scope(app).violations
        for resource in violation.violating_resources
    ]
    assert findings == []


def test_the_template_carries_no_account_and_no_region(outdir: Path) -> None:
    template = (outdir / "Net.template.json").read_text()
    assert not any(word in template for word in ("us-east-1", "eu-west-1", "arn:aws:"))
