"""The source ports that clients use.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html ("Ephemeral ports")
"""

from baseline.reach.intervals import Intervals
from baseline.reach.model.places import Interface
from baseline.reach.traffic import Site

# NAT gateways, load balancers and Lambda use 1024-65535, and so do clients on the internet taken together.
EPHEMERAL: Intervals = ((1024, 65535),)
# Instances: Linux 32768-61000, Windows 49152-65535.
_OF_INSTANCES: Intervals = ((32768, 65535),)
# Interfaces that are never instances, so their source ports are any above 1023.
_NO_INSTANCE = ("AWS::ElasticLoadBalancing", "AWS::Lambda::")


def client_ports(source: Site) -> list[Intervals]:
    """Ranges of source ports, of which a client uses one or the other: those of instances are fewer."""
    instance = isinstance(source, Interface) and not source.kind.startswith(_NO_INSTANCE)
    return [EPHEMERAL, _OF_INSTANCES] if instance else [EPHEMERAL]
