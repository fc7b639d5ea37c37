"""From templates to the network that they describe."""

from collections.abc import Iterable
from pathlib import Path

from baseline.reach.facts.acls import read_acls
from baseline.reach.facts.balancers import read_relays
from baseline.reach.facts.blind_spots import read_blind_spots
from baseline.reach.facts.endpoints import read_endpoints
from baseline.reach.facts.firewall.read import read_firewalls
from baseline.reach.facts.gateways import read_appliances, read_nats, read_peerings
from baseline.reach.facts.groups import read_groups
from baseline.reach.facts.interfaces import read_interfaces
from baseline.reach.facts.private_link import read_private_links
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.routes import read_tables
from baseline.reach.facts.subnets import read_subnets
from baseline.reach.facts.transit import read_transits
from baseline.reach.facts.undescribed import Undescribed
from baseline.reach.facts.vpcs import read_vpcs
from baseline.reach.model.network import Network
from baseline.template.deployment import Deployment
from baseline.template.estate import Estate, load_estate


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
    described = read_subnets(reading, vpcs)
    groups = read_groups(reading, reading.resources("AWS::EC2::VPC"))
    others = Undescribed(reading)
    interfaces = read_interfaces(reading, described, groups, others)
    subnets = {**described, **others.subnets}
    nats = read_nats(reading, described)
    edges = [table for vpc in vpcs.values() for table in vpc.edge_tables.values()]
    tables = read_tables(reading, subnets, nats, edges)
    transits = read_transits(reading, described)
    relays = read_relays(reading, interfaces)
    return Network(
        vpcs={**vpcs, **others.vpcs()},
        subnets=subnets,
        tables={**tables, **transits.tables},
        acls=read_acls(reading, subnets),
        groups=groups,
        interfaces=interfaces,
        nats=nats,
        peerings=read_peerings(reading),
        attachments=transits.attachments,
        transits=transits.keys,
        endpoints=read_endpoints(reading),
        appliances=read_appliances(reading, tables),
        firewalls=read_firewalls(reading, vpcs, described),
        relays=(*relays, *read_private_links(reading, relays)),
        book=reading.book,
        notes=tuple(dict.fromkeys([*map(str, estate.notes), *reading.notes])),
        blind_spots=tuple(read_blind_spots(reading)),
    )
