"""The stack of the VPC."""

from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline.settings.fips import fips_endpoints
from baseline.settings.model import Settings
from baseline.settings.network.guards import Firewall
from baseline.settings.network.premises import VpnGateway
from baseline.stacks.blame import blame
from baseline.stacks.flows import flows, topology
from baseline.stacks.foundation import FoundationStack
from baseline_constructs.network.doors import VpnDoor
from baseline_constructs.network.guards.dns_firewall import DnsFirewall
from baseline_constructs.network.guards.encryption_in_transit import EncryptionInTransit
from baseline_constructs.network.guards.network_firewall import FirewallWish
from baseline_constructs.network.hardened_vpc import HardenedVpc
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.premises.direct_line import DirectLine, PrivateInterface
from baseline_constructs.network.premises.tunnels import VpnTunnels


class NetworkStack(Stack):
    """The VPC with everything that decides what can reach what: one stack, so that it changes as one."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: Settings, foundation: FoundationStack, **stack: Any
    ) -> None:
        super().__init__(scope, id_, description="VPC, subnets, routes, and who may talk to whom", **stack)
        network = settings.network
        with blame(settings, "network", "allow"):
            endpoints = fips_endpoints(network.endpoints) if settings.fips else network.endpoints
            plan = NetworkPlan(topology=topology(network), flows=flows(network), endpoints=endpoints)
        self.vpc = HardenedVpc(
            self,
            "Vpc",
            name=settings.name,
            region=settings.region,
            plan=plan,
            log_bucket=foundation.archive.bucket,
            log_key=foundation.logs_key.key,
            queue_key=foundation.data_key.key,
            dedicated=network.tenancy == "dedicated",
            encryption_status=network.encryption_in_transit is not None,
            firewall=_firewall(network.firewall) if network.firewall else None,
        )
        self._guards(settings, plan)
        if self.vpc.vpn and network.gateways.vpn:
            self._premises(settings, network.gateways.vpn, self.vpc.vpn, foundation.logs_key.key)

    def _guards(self, settings: Settings, plan: NetworkPlan) -> None:
        network, vpc_id = settings.network, self.vpc.vpc.ref
        if network.encryption_in_transit:
            EncryptionInTransit(
                self,
                "EncryptionInTransit",
                vpc_id=vpc_id,
                mode=network.encryption_in_transit,
                gateways=plan.topology.gateways,
                name=settings.name,
            )
        if network.dns_firewall:
            DnsFirewall(
                self,
                "DnsFirewall",
                vpc_id=vpc_id,
                name=settings.name,
                block=network.dns_firewall.block,
                allow_only=network.dns_firewall.allow_only,
                stop_threats=network.dns_firewall.stop_threats,
            )

    def _premises(self, settings: Settings, wish: VpnGateway, door: VpnDoor, log_key: kms.IKey) -> None:
        for name, connection in wish.connections.items():
            VpnTunnels(
                self,
                f"Vpn-{name}",
                vpn_gateway=door.resource,
                address=connection.address,
                networks=wish.networks,
                asn=connection.asn,
                log_key=log_key,
                name=f"{settings.name}-{name}",
            )
        if line := wish.direct_connect:
            DirectLine(
                self,
                "DirectConnect",
                location=line.location,
                bandwidth=line.bandwidth,
                macsec=line.macsec,
                amazon_asn=line.amazon_asn,
                interface=PrivateInterface(line.interface.vlan, line.interface.asn)
                if line.interface
                else None,
                vpn_gateway=door.resource,
                attachment=door.attachment,
                vpc_range=settings.network.cidr,
                name=settings.name,
            )


def _firewall(wish: Firewall) -> FirewallWish:
    """Network Firewall writes `.example.com` for what is `*.example.com` here."""
    return FirewallWish(
        domains=[name.removeprefix("*") for name in wish.allow_domains],
        own_rules=wish.rules,
        stop_threats=wish.stop_threats,
    )
