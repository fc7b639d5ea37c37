"""The ways out of a VPC, as statements name them.

Interface endpoints count as ways out too: what goes to them leaves for the service.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import fill

from baseline.errors import InputError
from baseline.reach.ends import End
from baseline.reach.flow import Flow
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import NONE
from baseline.reach.prover import Prover
from baseline.reach.traffic import Outside

_WIDTH = 79
_EXIT = Outside("exit", name="out")
_ALIASES = {
    "igw": "internet",
    "internet_gateway": "internet",
    "nat_gateway": "nat",
    "direct_connect": "vpn",
    "on-premises": "vpn",
    "transit_gateway": "transit",
    "tgw": "transit",
}
_WAYS = (
    "internet",
    "nat",
    "egress_only",
    "vpn",
    "peering",
    "transit",
    "firewall",
    "appliance",
    "endpoints",
    "endpoint",
)


def exits(prover: Prover, source: End) -> Iterator[Flow]:
    """Every flow that leaves the VPC of an end."""
    network = prover.network
    for one in source.sites:
        if not isinstance(one, Interface):
            continue
        yield from prover.flows(one, _EXIT)
        for service in network.interfaces:
            if service.service and network.vpc_of(service.subnet) is network.vpc_of(one.subnet):
                for flow in prover.flows(one, service) if service is not one else ():
                    yield from _to_endpoint(flow, service)


def _to_endpoint(flow: Flow, service: Interface) -> Iterator[Flow]:
    """What reaches an interface endpoint leaves by it, unless its policy allows nothing."""
    doors = (*flow.doors, (f"endpoint/{service.service}", service.key))
    if service.policy.open is True:
        yield replace(flow, doors=doors)
    elif service.policy.open is None:
        why = f"the policy of {service.source} is not known"
        yield replace(flow, doors=doors, must=NONE, answered=NONE, doubts=(*flow.doubts, why))


def leaves_by(flow: Flow, via: Sequence[str]) -> bool:
    """Whether a flow leaves by one of these ways: the first gateway that it passes, or a firewall before
    it.
    """
    names: set[str] = set()
    for kind, key in flow.doors or (("unknown", ""),):
        names |= {kind, key, key.rpartition("/")[2]}
        if kind.startswith("endpoint/"):
            names |= {"endpoint", "endpoints", kind.removeprefix("endpoint/")}
        if kind != "firewall":
            break
    return bool(names & {_ALIASES.get(way, way) for way in via})


def check_ways(network: Network, via: Sequence[str]) -> None:
    """Refuses what is no way out.

    Raises:
        InputError: A word that names no kind of way, and no gateway of this network.
    """
    known = {*_gateways(network)}
    known |= {key.rpartition("/")[2] for key in known}
    for way in via:
        if way not in (*_WAYS, *_ALIASES) and way not in known and not way.startswith("endpoint/"):
            words = ", ".join((*_WAYS[:9], "endpoint/<service>"))
            text = f'"{way}" is no way out; write {words}, or a gateway\'s logical id'
            raise InputError(fill(text, _WIDTH, subsequent_indent="  "))


def _gateways(network: Network) -> Iterator[str]:
    yield from (*network.nats, *network.peerings, *network.endpoints, *network.appliances, *network.firewalls)
    yield from network.transits
    for vpc in network.vpcs.values():
        yield from filter(None, (vpc.internet_gateway, vpc.vpn_gateway, *vpc.egress_only))
    yield from (each.key for each in network.interfaces if each.service)
