"""What the firewall lets through, in Suricata's language, from the flows that groups and ACLs follow from."""

from collections.abc import Iterable, Sequence

from baseline_constructs.network.addresses import Address
from baseline_constructs.network.crossings import Crossing
from baseline_constructs.network.flows import Ports


def pass_rules(crossings: Iterable[Crossing], *, names_decide: bool) -> list[str]:
    """A rule for each conversation that may pass by its addresses and ports.

    Args:
        crossings: What may pass.
        names_decide: Whether TCP to every address of the internet is left to a list of names.

    Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-examples.html
    """
    by_address = [
        each
        for each in crossings
        if not (names_decide and each.outward and each.to_anybody and each.ports.protocol == "tcp")
    ]
    headers = dict.fromkeys((_header(each), str(each.flow)) for each in by_address)
    return [
        f'pass {header} (msg:"{said}"; flow:to_server; sid:{number}; rev:1;)'
        for number, (header, said) in enumerate(sorted(headers), start=1)
    ]


def _header(crossing: Crossing) -> str:
    inside, outside = _list(crossing.inside), _list(crossing.outside)
    source, target = (inside, outside) if crossing.outward else (outside, inside)
    return f"{crossing.ports.protocol} {source} any -> {target} {_ports(crossing.ports)}"


def _list(ranges: Sequence[Address]) -> str:
    """All of the internet is what is not in the VPC: nobody else's address could come from there."""
    texts = ["$EXTERNAL_NET" if str(each) == "0.0.0.0/0" else str(each) for each in ranges]
    return texts[0] if len(texts) == 1 else f"[{','.join(texts)}]"


def _ports(ports: Ports) -> str:
    if ports.first < 0:
        return "any"
    return str(ports.first) if ports.first == ports.last else f"{ports.first}:{ports.last}"
