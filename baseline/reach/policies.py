"""What endpoint policies say about the requests of packets that pass."""

from collections.abc import Iterable, Iterator

from baseline.reach.flow import Flow
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.model.policy import EndpointPolicy
from baseline.reach.traffic import Outside
from baseline.verdict import Evidence


def said_by_policies(network: Network, flows: Iterable[Flow]) -> tuple[Evidence, ...]:
    """The statements that narrow what requests may do at the endpoints which these flows pass or reach.

    Packets pass an endpoint whatever they ask for; its policy judges the requests inside, which this proof
    does not look at.
    """
    found: dict[Evidence, None] = {}
    for flow in flows:
        for policy in _policies(network, flow):
            for said in policy.says:
                text = f"packets pass; requests are judged by {said}"
                found[Evidence(text, said.place)] = None
    return tuple(found)


def _policies(network: Network, flow: Flow) -> Iterator[EndpointPolicy]:
    keys = [key for kind, key in flow.doors if kind.startswith("endpoint/")]
    if isinstance(flow.target, Outside) and flow.target.kind == "service":
        keys.append(flow.target.key)
    yield from (network.endpoints[key].policy for key in dict.fromkeys(keys) if key in network.endpoints)
    if isinstance(flow.target, Interface) and flow.target.service:
        yield flow.target.policy
