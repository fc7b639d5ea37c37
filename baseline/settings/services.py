"""The AWS services that a VPC can reach privately, by the last part of the endpoint's name.

`interface_endpoints.json` lists what aws-cdk-lib's `InterfaceVpcEndpointAwsService` names under
`com.amazonaws.<region>.`; a test fails when the installed aws-cdk-lib names others.
"""

import json
from pathlib import Path
from typing import Annotated

from baseline.settings.text import one_of

# Free of charge, by route: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
GATEWAY_SERVICES = ("s3", "dynamodb")

INTERFACE_SERVICES: tuple[str, ...] = tuple(
    json.loads(Path(__file__).with_name("interface_endpoints.json").read_text("utf-8"))
)

EndpointService = Annotated[str, one_of((*GATEWAY_SERVICES, *INTERFACE_SERVICES), "endpoint service")]

# In the US, GovCloud included, and in Canada, though not every service in all of their Regions. Read
# on 2026-11-24: https://aws.amazon.com/compliance/fips/ as
# summed up in https://repost.aws/questions/QU5q3r8ouDRx-O17PW0A8YNw.
# aws-cdk-lib names one service in China all the same; a test compares this with what aws-cdk-lib names.
_FIPS_PLACES = ("us-", "ca-")
_FIPS_ELSEWHERE = {"elasticfilesystem-fips": ("cn-",)}


def missing_from(region: str, service: str) -> str:
    """Why a Region has no endpoint of a service, as far as AWS says; empty if it may have one.

    Args:
        region: Such as "eu-west-1".
        service: Short name of the service, such as "kms-fips".
    """
    if service.endswith("-fips"):
        places = (*_FIPS_PLACES, *_FIPS_ELSEWHERE.get(service, ()))
        return "" if region.startswith(places) else "FIPS endpoints are in Regions of the US and Canada only"
    # https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html, read on 2026-11-24
    if service == "iot.credentials" and region.startswith(("cn-", "us-gov-")):
        return "AWS has no such endpoint in China and GovCloud"
    return ""
