"""What the services behind interface endpoints are called in a Region, and what each of them cannot do.

`service_prefixes.json` repeats which names aws-cdk-lib's `InterfaceVpcEndpointAwsService` begins otherwise
than with "com.amazonaws" in China, the European Sovereign Cloud and the isolated Regions; a test fails when
the installed aws-cdk-lib differs. Repeated, because aws-cdk-lib writes the Region into the template.
"""

import json
from pathlib import Path

from aws_cdk import Aws

# The services that have another name in every Region.
_OTHER_PREFIXES = {
    "bcm-data-exports": "aws.api",
    "experiments": "aws.sagemaker",
    "freetier": "aws.api",
    "kendra-ranking": "aws.api",
    "notebook": "aws.sagemaker",
    "partner-app": "aws.sagemaker",
    "qbusiness": "aws.api",
    "studio": "aws.sagemaker",
}
_PREFIXES_BY_REGION = {
    region: dict.fromkeys(names["services"], names["prefix"])
    for region, names in json.loads(
        Path(__file__).with_name("service_prefixes.json").read_text("utf-8")
    ).items()
}
_CHINESE_SUFFIXES = {"transcribe": ".cn"}
_REGION = Aws.REGION  # once, because each look at it asks the CDK

# Services whose only endpoint policy is the one that allows everybody everything. No page lists them all, but
# `aws ec2 describe-vpc-endpoint-services` in an account does (VpcEndpointPolicySupported); these are those of
# which a page of https://docs.aws.amazon.com says so, read on 2026-11-24 from stored copies.
_WITHOUT_POLICY_BY_PAGE = {
    "vpc/latest/privatelink/aws-services-privatelink-support.html": (
        "appmesh-envoy-management",
        "apprunner.requests",
        "appstream.api",
        "appstream.streaming",
        "awsconnector",
        "transfer.server",
    ),
    "b2bi/latest/userguide/vpc-interface-endpoints.html": ("b2bi",),
    "clean-rooms/latest/userguide/vpc-interface-endpoints.html": ("cleanrooms", "cleanrooms-ml"),
    "codeguru/latest/profiler-ug/private-link.html": ("codeguru-profiler",),
    "codeguru/latest/reviewer-ug/vpc-interface-endpoints.html": ("codeguru-reviewer",),
    "grafana/latest/userguide/VPC-endpoints.html": ("grafana-workspace",),
    "inspector/latest/user/vpc-interface-endpoints-inspector.html": ("inspector-scan", "inspector2"),
    "iot/latest/developerguide/IoTCore-VPC.html": ("iot.credentials", "iot.data"),
    "iot-wireless/latest/developerguide/vpc-interface-endpoints.html": (
        "iotwireless.api",
        "lorawan.cups",
        "lorawan.lns",
    ),
    "lookout-for-vision/latest/developer-guide/vpc-interface-endpoints.html": ("lookoutvision",),
    "migrationhub-refactor-spaces/latest/userguide/vpc-interface-endpoints.html": ("refactor-spaces",),
    "neptune-analytics/latest/userguide/gettingStarted-connecting-private-link-considerations.html": (
        "neptune-graph",
        "neptune-graph-fips",
    ),
    "sagemaker/latest/dg/interface-vpc-endpoint.html": ("sagemaker.runtime-fips",),
}
WITHOUT_POLICY = frozenset(service for group in _WITHOUT_POLICY_BY_PAGE.values() for service in group)

# Services without private DNS: their hosts' names begin with something of the account's own.
# Read on 2026-11-24: https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html
WITHOUT_PRIVATE_DNS = frozenset({"iot.credentials", "iot.data"})


def service_name(service: str, *, region: str) -> str:
    """The name that CreateVpcEndpoint takes, with the Region as a pseudo-parameter.

    Args:
        service: Short name of the service, such as "ssm" or "ecr.dkr".
        region: The Region of the endpoint.
    """
    there = _PREFIXES_BY_REGION.get(region, {})
    prefix = _OTHER_PREFIXES.get(service) or there.get(service, "com.amazonaws")
    suffix = _CHINESE_SUFFIXES.get(service, "") if region.startswith("cn-") else ""
    return f"{prefix}.{_REGION}.{service}{suffix}"
