"""From templates to the network that they describe."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from baseline.reach.facts.acls import read_acls
from baseline.reach.facts.balancers import read_relays
from baseline.reach.facts.groups import read_groups
from baseline.reach.facts.interfaces import read_interfaces
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.routes import read_appliances, read_endpoints, read_nats, read_peerings, read_tables
from baseline.reach.facts.transit import read_transits
from baseline.reach.facts.vpcs import read_subnets, read_vpcs
from baseline.reach.model.network import Network
from baseline.template.deployment import Deployment
from baseline.template.estate import Estate, load_estate
from baseline.template.value import Unknown, Value, gaps


def read_network(paths: Iterable[Path], deployment: Deployment | None = None) -> Network:
    """The network of templates on disk.

    Args:
        paths: Assemblies, folders of templates, and template files, taken together.
        deployment: Region and parameters, where they matter.

    Raises:
        InputError: A path holds no template, or a template cannot be read.
    """
    return network_of(load_estate(paths, deployment))


def network_of(estate: Estate) -> Network:
    """The network of templates that are loaded; raises nothing, whatever they hold."""
    reading = Reading(estate)
    vpcs = read_vpcs(reading)
    subnets = read_subnets(reading, vpcs)
    groups = read_groups(reading, reading.resources("AWS::EC2::VPC"))
    tables = read_tables(reading, subnets)
    transits = read_transits(reading, vpcs, subnets)
    return Network(
        vpcs=vpcs,
        subnets=subnets,
        tables={**tables, **transits.tables},
        acls=read_acls(reading, subnets),
        groups=groups,
        interfaces=read_interfaces(reading, subnets, groups),
        nats=read_nats(reading, subnets),
        peerings=read_peerings(reading),
        attachments=transits.attachments,
        transits=transits.keys,
        endpoints=read_endpoints(reading),
        appliances=read_appliances(reading, tables),
        relays=read_relays(reading),
        book=reading.book,
        notes=tuple(dict.fromkeys([*map(str, estate.notes), *reading.notes])),
        blind_spots=tuple(_blind_spots(reading)),
    )


def _blind_spots(reading: Reading) -> Iterator[str]:
    """Nested stacks that are given parts of the network, macros, and properties that nobody can read."""
    for stack in reading.resources("AWS::CloudFormation::Stack"):
        given = stack.get("Parameters")
        values = given.values() if isinstance(given, dict) else [given]
        if any(isinstance(each, Unknown) or _of_network(reading, each) for each in _gaps_in(values)):
            yield f"what the nested stack {stack} makes is not in the templates"
    for note in reading.estate.notes:
        if note.text.startswith("Transform") or "taken as none" in note.text:
            yield str(note)


def _of_network(reading: Reading, value: Value) -> bool:
    found = reading.refers(value)
    return found is not None and found.type.startswith("AWS::EC2::")


def _gaps_in(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        yield from gaps(value)
