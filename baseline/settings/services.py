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
