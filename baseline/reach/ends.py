"""What can stand at an end of a statement, from text to the places that it means."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from textwrap import fill

from baseline.errors import InputError
from baseline.reach.addresses import block, parse_block
from baseline.reach.intervals import Intervals, difference, intersection
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.model.source import Source
from baseline.reach.publicity import outside_of
from baseline.reach.traffic import Outside, Site

INTERNET = Outside("internet", name="internet")
PREMISES = Outside("on-premises", name="on-premises")
ELSEWHERE = Outside("elsewhere", name="elsewhere")
_WORDS = {
    "internet": (INTERNET,),
    "on-premises": (PREMISES,),
    "on_premises": (PREMISES,),
    "vpn": (PREMISES,),
    "elsewhere": (ELSEWHERE,),
}
_LIKE_A_RANGE = re.compile(r"[\d.]+/?\d*|[\da-fA-F:]*:[\da-fA-F:]*/?\d*")
_WIDTH = 79
# CDK puts eight digits of a hash behind the names of constructs.
_HASH = re.compile(r"[0-9A-F]{8}$")


@dataclass(frozen=True)
class End:
    """One end.

    Attributes:
        text: As it was written.
        sites: The places that it means; at least one.
        addresses: What the packets are restricted to at this end; None where that is not more than the
            places are. Places outside are then several in which these addresses could be.
    """

    text: str
    sites: tuple[Site, ...]
    addresses: Intervals | None = None


def end(network: Network, text: str) -> End:
    """What `text` means.

    Args:
        network: Where to look.
        text: `internet`, `on-premises`, `elsewhere` (VPCs and networks that no template describes), an
        address or
            range, `s3` or `endpoint/<service>`, `tier/<name>` or `subnet/<name>`, `vpc/<name>`,
            `group/<name>`, or a resource's logical id. Names are logical ids or Name tags.

    Raises:
        InputError: Nothing of that name has a place in the network.
    """
    if text in _WORDS:
        return End(text, _WORDS[text])
    network_range = parse_block(text)
    if network_range is not None:
        return _range(network, text, block(network_range))
    kind, slash, name = text.partition("/")
    finders = _finders(network)
    if slash and kind in finders:
        sites = finders[kind](name)
    else:
        sites = next((found for find in _ANY if (found := finders[find](text))), ())
    if not sites:
        raise InputError(_nothing(network, text))
    return End(text, tuple(dict.fromkeys(sites)))


_ANY = ("resource", "endpoint", "subnet", "group", "vpc")


def _finders(network: Network) -> dict[str, Callable[[str], tuple[Site, ...]]]:
    def subnet(name: str) -> tuple[Site, ...]:
        keys = {s.key for s in network.subnets.values() if name in s.names or _called(s.key, name)}
        return tuple(i for i in network.interfaces if i.subnet in keys)

    def vpc(name: str) -> tuple[Site, ...]:
        keys = {v.key for v in network.vpcs.values() if name == v.name or _called(v.key, name)}
        return tuple(i for i in network.interfaces if network.subnets[i.subnet].vpc in keys)

    def resource(name: str) -> tuple[Site, ...]:
        return tuple(i for i in network.interfaces if _called(i.key, name) and i.key != i.subnet)

    return {
        "subnet": subnet,
        "tier": subnet,
        "vpc": vpc,
        "resource": resource,
        "endpoint": lambda name: _endpoint(network, name),
        "group": lambda name: _wearers(network, name),
        "sg": lambda name: _wearers(network, name),
        "security_group": lambda name: _wearers(network, name),
    }


def _called(key: str, name: str) -> bool:
    """By its key, its logical id, or the logical id without the hash that CDK puts behind."""
    logical_id = key.rpartition("/")[2]
    return name in (key, logical_id, _HASH.sub("", logical_id))


def _endpoint(network: Network, name: str) -> tuple[Site, ...]:
    gateways = [e for e in network.endpoints.values() if name == e.service or _called(e.key, name)]
    interfaces = [i for i in network.interfaces if i.service and (name == i.service or _called(i.key, name))]
    return (*(Outside("service", e.key, e.service) for e in gateways), *interfaces)


def _wearers(network: Network, name: str) -> tuple[Site, ...]:
    """Whoever wears the group; where the templates show nobody, somebody in each subnet of its VPC."""
    keys = {g.key for g in network.groups.values() if name == g.name or _called(g.key, name)}
    found = [i for i in network.interfaces if keys & {*i.groups, *i.possible_groups}]
    worn = [replace(i, groups=tuple(keys)) if not keys & {*i.groups} else i for i in found]
    if worn:
        return tuple(worn)
    vpcs = {network.groups[key].vpc for key in keys}
    return tuple(
        Interface(
            key=subnet.key,
            source=Source(f"anything in {subnet.source.name} that wears {name}", subnet.source.place),
            kind="anything launched in it",
            subnet=subnet.key,
            addresses=subnet.addresses,
            groups=tuple(keys),
            public=subnet.public_on_launch,
        )
        for subnet in network.subnets.values()
        if subnet.vpc in vpcs
    )


def _range(network: Network, text: str, addresses: Intervals) -> End:
    """Interfaces that have, or could have, an address in the range; and what lies outside with the rest."""
    sites: list[Site] = [i for i in network.interfaces if intersection(i.addresses, addresses)]
    if intersection(addresses, outside_of(network, "internet")):
        sites.append(INTERNET)
    if difference(addresses, network.inside):
        sites += [PREMISES, ELSEWHERE]
    if not sites:
        raise InputError(f"{text}: nothing in the templates has an address in it")
    return End(text, tuple(sites), addresses)


def _nothing(network: Network, text: str) -> str:
    names = sorted(_names(network))
    close = difflib.get_close_matches(text, names, n=1)
    hint = f", did you mean {close[0]}?" if close else ""
    known = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    if _LIKE_A_RANGE.fullmatch(text):
        return f'"{text}" is no range; write an address, or one such as 10.0.0.0/16'
    told = fill(f"known ends: {known}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    return f'nothing in the network is called "{text}"{hint}\n{told}'


def _names(network: Network) -> Iterable[str]:
    yield from ("internet", "on-premises")
    yield from {f"subnet/{s.tier}" for s in network.subnets.values() if s.tier}
    yield from {i.key.rpartition("/")[2] for i in network.interfaces if i.key != i.subnet}
    yield from {f"endpoint/{e.service}" for e in network.endpoints.values()}
    yield from {f"group/{g.key.rpartition('/')[2]}" for g in network.groups.values()}
