"""Interface endpoints of the templates' own endpoint services: they lead behind the service's load balancer.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html ("the source
addresses of traffic are the private addresses of the load balancer's nodes")
"""

from collections.abc import Iterator
from dataclasses import replace

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed
from baseline.reach.model.gateways import Relay
from baseline.template.value import Symbol, Text, Value

_SERVICE = "AWS::EC2::VPCEndpointService"


def read_private_links(reading: Reading, relays: tuple[Relay, ...]) -> Iterator[Relay]:
    """For each relay of a service's load balancer one from each endpoint of that service.

    Whether the load balancer's own groups count for such connections depends on a setting outside of
    templates, so where it has groups the way is not certain.
    """
    for endpoint in reading.resources("AWS::EC2::VPCEndpoint"):
        service = _service(reading, endpoint.get("ServiceName"))
        if service is None:
            continue
        named = reading.estate_resource(service)
        balancers = (
            [reading.refers(each) for each in listed(named.get("NetworkLoadBalancerArns"))] if named else []
        )
        for balancer in balancers:
            for relay in relays:
                if balancer is not None and relay.balancer == str(balancer):
                    certain = relay.certain and balancer.get("SecurityGroups") is None
                    yield replace(
                        relay,
                        balancer=str(endpoint),
                        sender=relay.balancer,
                        keeps_client=False,
                        certain=certain and endpoint.present is True,
                    )


def _service(reading: Reading, name: Value) -> str | None:
    """The service in `com.amazonaws.vpce.<region>.<id of the service>`."""
    parts = name.parts if isinstance(name, Text) else (name,)
    symbols = [each for each in parts if isinstance(each, Symbol)]
    return next((key for each in symbols if (key := reading.key_of(each, _SERVICE)) is not None), None)
