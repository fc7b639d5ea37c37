"""What is generated from the models, or from what others know, is fresh."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cfnlint.helpers import AVAILABILITY_ZONES

from baseline.node import use_bundled_node
from baseline.settings.model import Settings
from baseline.settings.reference import reference
from baseline.settings.regions import ZONES_BY_REGION
from baseline.settings.schema import schema
from baseline.settings.services import GATEWAY_SERVICES, INTERFACE_SERVICES

ROOT = Path(__file__).resolve().parents[2]


def test_the_regions_are_those_that_cfn_lint_knows() -> None:
    assert dict(ZONES_BY_REGION) == {region: len(zones) for region, zones in AVAILABILITY_ZONES.items()}


def test_the_interface_endpoints_are_those_that_aws_cdk_names() -> None:
    use_bundled_node()
    from aws_cdk.aws_ec2 import InterfaceVpcEndpointAwsService as Known

    services = [getattr(Known, name) for name in dir(Known) if name.isupper()]
    # Others have names such as aws.sagemaker.<region>.notebook, which the short name does not tell.
    regional = {service.short_name for service in services if service.name.startswith("${Token")}
    assert set(INTERFACE_SERVICES) == regional - set(GATEWAY_SERVICES)


def test_the_committed_schema_is_fresh() -> None:
    committed = json.loads((ROOT / "config" / "schema.json").read_text(encoding="utf-8"))
    assert committed == schema(), "run `make generated`"


def test_the_schema_asks_for_nothing_of_a_file_that_extends_another() -> None:
    assert schema()["anyOf"] == [{"required": ["extends"]}, {"required": ["name", "region", "notify"]}]


def test_the_schema_never_offers_null_which_is_refused() -> None:
    assert '"null"' not in json.dumps(schema())


def descriptions(node: object) -> list[bool]:
    """Whether each key that the schema knows is described."""
    if not isinstance(node, dict):
        return []
    own = [
        "description" in value or "$ref" in value
        for value in node.get("properties", {}).values()
        if isinstance(value, dict)
    ]
    return own + [found for value in node.values() for found in descriptions(value)]


def test_every_key_is_described() -> None:
    assert all(descriptions(schema()))


@pytest.mark.parametrize("key", ["extends", *Settings.model_fields])
def test_the_reference_names_every_key_at_the_top(key: str) -> None:
    assert f"`{key}`" in reference()


@pytest.mark.parametrize(
    "row",
    [
        "| `region` | one of 46 names | required | The AWS region. |",
        "| `zones` | 1 to 6 | `2` | How many availability zones each tier spans. |",
        "| `volumes.<name>.size_gib` | 1 to 65536 | required | Size in GiB. |",
        "| `volumes.<name>.zone` | 1 or more | `1` |",
        "| `allow[].from` | text | required |",
        "| `allow` | list of mappings |",
        "| `data_events` | `all` or list of text |",
        "| `tenancy` | `default`, `dedicated` | `default` |",
        "| `ipv6` | `true` or `false` | `false` |",
        "| `gateways.vpn.asn` | whole number | `64512` |",
    ],
)
def test_the_reference_tells_what_is_allowed_and_the_default(row: str) -> None:
    assert row in reference()


def test_every_row_of_the_reference_has_four_cells() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {5}


def test_loading_settings_imports_nothing_slow() -> None:
    program = "import sys, baseline.settings.load; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"aws_cdk", "cfnlint", "baseline_constructs", "jsii"} & set(done.stdout.split())
