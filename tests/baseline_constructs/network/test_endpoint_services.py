"""An endpoint is asked for under the name that its service has in the Region."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from baseline.settings.regions import ZONES_BY_REGION
from baseline.settings.services import INTERFACE_SERVICES, missing_from
from baseline_constructs.network.endpoint_services import WITHOUT_POLICY, WITHOUT_PRIVATE_DNS, service_name


@pytest.fixture(scope="module")
def named_by_aws_cdk() -> dict[str, list[str]]:
    """By region: the names that aws-cdk-lib gives to `INTERFACE_SERVICES`, in their order."""
    known = ec2.InterfaceVpcEndpointAwsService
    services = [getattr(known, name) for name in dir(known) if name.isupper()]
    names = {service.short_name: service.name for service in services}
    lines = "\n".join(names[service] for service in INTERFACE_SERVICES)
    app = cdk.App(analytics_reporting=False)
    found = {}
    for region in ZONES_BY_REGION:
        stack = cdk.Stack(app, region, env=cdk.Environment(region=region))
        found[region] = stack.resolve(lines).split("\n")
    return found


def test_in_every_region_the_names_are_those_that_aws_cdk_gives(
    named_by_aws_cdk: dict[str, list[str]],
) -> None:
    for region, names in named_by_aws_cdk.items():
        ours = [service_name(service, region=region) for service in INTERFACE_SERVICES]
        assert [name.replace(cdk.Aws.REGION, region) for name in ours] == names, region


def test_no_service_is_refused_where_aws_cdk_knows_it_by_a_name_of_the_region(
    named_by_aws_cdk: dict[str, list[str]],
) -> None:
    refused = {
        (region, service)
        for region, names in named_by_aws_cdk.items()
        for service, name in zip(INTERFACE_SERVICES, names, strict=True)
        if not name.startswith("com.amazonaws.") and missing_from(region, service)
    }
    assert refused == set()


@pytest.mark.parametrize(
    ("region", "service", "name"),
    [
        ("eu-west-1", "ec2", "com.amazonaws.{}.ec2"),
        ("cn-north-1", "ec2", "cn.com.amazonaws.{}.ec2"),
        ("cn-north-1", "ssm", "com.amazonaws.{}.ssm"),
        ("cn-northwest-1", "transcribe", "cn.com.amazonaws.{}.transcribe.cn"),
        ("eusc-de-east-1", "ecr.dkr", "eu.amazonaws.{}.ecr.dkr"),
        ("cn-north-1", "notebook", "aws.sagemaker.{}.notebook"),
    ],
)
def test_a_service_goes_by_the_name_of_its_region(region: str, service: str, name: str) -> None:
    assert service_name(service, region=region) == name.format(cdk.Aws.REGION)


def test_only_services_that_settings_offer_are_listed_for_what_they_lack() -> None:
    assert set(INTERFACE_SERVICES) >= WITHOUT_POLICY | WITHOUT_PRIVATE_DNS
