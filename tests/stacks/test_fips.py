"""What `fips: true` becomes in the templates."""

import json
from pathlib import Path

import pytest
from aws_cdk import App

from baseline.settings.load import load
from baseline.stacks.gaps import gaps
from baseline.stacks.landing_zone import CONTEXT, build

FILE = """\
name: tiny
region: us-east-1
notify: security@example.com
network: {endpoints: [s3, kms, logs], allow: [{from: private, to: endpoints}, {from: private, to: s3}]}
account_settings: {}
fips: true
"""


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    folder = tmp_path_factory.mktemp("fips")
    (folder / "a.yaml").write_text(FILE)
    app = App(
        outdir=str(folder / "out"),
        context=dict(CONTEXT),
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,
    )
    names = build(app, load(folder / "a.yaml"))
    app.synth()
    return [
        resource
        for name in names
        for resource in json.loads((folder / "out" / f"{name}.template.json").read_text())[
            "Resources"
        ].values()
    ]


def _properties(resources: list[dict[str, object]], type_: str) -> list[dict[str, object]]:
    return [r["Properties"] for r in resources if r["Type"] == type_]  # type: ignore[misc]  # from JSON


def test_every_function_calls_fips_endpoints(resources: list[dict[str, object]]) -> None:
    functions = _properties(resources, "AWS::Lambda::Function")
    assert len(functions) == 2
    for function in functions:
        assert function["Environment"] == {"Variables": {"AWS_USE_FIPS_ENDPOINT": "true"}}


def test_endpoints_are_the_validated_ones_where_there_are_any(resources: list[dict[str, object]]) -> None:
    names = [json.dumps(one["ServiceName"]) for one in _properties(resources, "AWS::EC2::VPCEndpoint")]
    assert sorted(name.rpartition(".")[2].strip('"]}') for name in names) == ["kms-fips", "logs", "s3"]


def test_the_rest_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FILE)
    assert list(gaps(load(tmp_path / "a.yaml"))) == [
        "FIPS endpoints of logs inside the VPC: AWS has none, so these are the usual ones"
    ]
