"""A VPC in which only the allowed traffic flows, built from a network plan."""

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.network.crossings import crossings
from baseline_constructs.network.default_group.stripped_group import StrippedDefaultGroup
from baseline_constructs.network.doors import EgressOnlyDoor, InternetDoor, NatDoor, VpnDoor
from baseline_constructs.network.endpoints import GatewayEndpoint, InterfaceEndpoint
from baseline_constructs.network.guards.firewall_rules import pass_rules
from baseline_constructs.network.guards.network_firewall import FirewallWish, NetworkFirewall
from baseline_constructs.network.inspection import Inspection
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.soundness import ENDPOINTS_TIER, GATEWAY_SERVICES
from baseline_constructs.network.tier_acl import TierAcl
from baseline_constructs.network.tier_security_group import TierSecurityGroup
from baseline_constructs.network.tier_subnets import TierSubnets
from baseline_constructs.network.topology import FIREWALL_TIER
from baseline_constructs.network.traffic_logs import TrafficLogs
from baseline_constructs.network.vpc_addresses import VpcAddresses


class HardenedVpc(Construct):
    """Private, isolated subnets in tiers; only the plan's flows come in, leave or pass between tiers.

    Each tier has a security group and a network ACL, both derived from the same flows; each of its subnets
    has a route table of its own. The VPC's default security group has no rules; its default network ACL and
    main route table are used by nothing. There is no gateway that the plan does not ask for, and where it
    asks for no internet gateway, VPC Block Public Access stops every one there may be: that setting is for
    the whole account and Region. All traffic and all DNS queries are logged.

    Args:
        name: Start of the Name tags, and the query log configuration's name; up to 64 characters.
        region: The Region of the stack; it decides what some endpoints are called.
        plan: Addresses, tiers, gateways, flows and endpoints.
        dedicated: Whether instances run on hardware of this account alone, at its price. Changing it to
            True replaces the VPC.
        log_bucket: An encrypted bucket that takes log delivery for this account; its policy exists before.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use.
        encryption_status: Whether flow logs say how traffic was encrypted (`EncryptionInTransit`).
        firewall: What the firewall lets through beyond the flows, where the plan has a tier for one.

    Source: Security Hub controls EC2.2, EC2.6, EC2.15, EC2.21, EC2.172; CIS AWS Foundations 5.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        region: str,
        plan: NetworkPlan,
        log_bucket: s3.IBucket,
        log_key: kms.IKey,
        queue_key: kms.IKey,
        dedicated: bool = False,
        encryption_status: bool = False,
        firewall: FirewallWish | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self._name = name
        self._region = region
        self._plan = plan
        self.vpc = self._vpc(dedicated)
        self.addresses = self._addresses()
        self.tiers = self._tiers()
        self.security_groups = self._groups()
        self.vpn: VpnDoor | None = None
        self._doors(self._inspection(firewall or FirewallWish(), log_bucket))
        self._endpoints()
        stripped = StrippedDefaultGroup(
            self, "DefaultGroup", vpc=self.vpc, log_key=log_key, queue_key=queue_key
        )
        # With an IPv6 range, EC2 adds a rule to the group.
        self.addresses.before(stripped.resource)
        TrafficLogs(
            self,
            "Logs",
            vpc_id=self.vpc.ref,
            bucket=log_bucket,
            name=name,
            encryption_status=encryption_status,
        )

    @property
    def subnets(self) -> dict[str, list[ec2.CfnSubnet]]:
        """By tier: its subnet in each zone, in the order of the zones."""
        return {name: [zone.resource for zone in tier.zones] for name, tier in self.tiers.items()}

    @property
    def route_tables(self) -> dict[str, list[ec2.CfnRouteTable]]:
        """By tier: the route table of each of its subnets."""
        return {name: [zone.route_table for zone in tier.zones] for name, tier in self.tiers.items()}

    def _vpc(self, dedicated: bool) -> ec2.CfnVPC:
        vpc = ec2.CfnVPC(
            self,
            "Resource",
            cidr_block=str(self._plan.topology.cidr),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            instance_tenancy="dedicated" if dedicated else "default",
            tags=[CfnTag(key="Name", value=self._name)],
        )
        reason = "DefaultGroup takes the rules out of it; the rule knows only the function of CDK's own VPC."
        acknowledge(vpc, {"VPCDefaultSecurityGroupClosed": reason})
        return vpc

    def _addresses(self) -> VpcAddresses:
        topology = self._plan.topology
        ipv6 = None
        if topology.ipv6:
            ipv6 = ec2.CfnVPCCidrBlock(
                self, "Ipv6", vpc_id=self.vpc.ref, amazon_provided_ipv6_cidr_block=True
            )
        return VpcAddresses(self.vpc, ipv6=ipv6, tier_names=[tier.name for tier in topology.tiers])

    def _tiers(self) -> dict[str, TierSubnets]:
        acls = Construct(self, "Acls")
        subnets = Construct(self, "Subnets")
        tiers = {}
        for tier in self._plan.topology.tiers:
            entries = self._plan.acl_entries[tier.name]
            acl = TierAcl(
                acls, tier.name, vpc=self.addresses, entries=entries, name=f"{self._name}-{tier.name}"
            )
            tiers[tier.name] = TierSubnets(
                subnets, tier.name, vpc=self.addresses, tier=tier, acl=acl.resource, name=self._name
            )
        return tiers

    def _groups(self) -> dict[str, ec2.CfnSecurityGroup]:
        scope = Construct(self, "Groups")
        made = {
            name: TierSecurityGroup(scope, name, vpc_id=self.vpc.ref, tier=name, name=f"{self._name}-{name}")
            for name in self.tiers
            if name != FIREWALL_TIER  # endpoints of a firewall have none
        }
        groups = {name: group.resource for name, group in made.items()}
        prefix_lists = self._prefix_lists()
        for name, group in made.items():
            group.add(self._plan.group_rules[name], groups=groups, prefix_lists=prefix_lists)
        return groups

    def _prefix_lists(self) -> dict[str, ec2.CfnPrefixList]:
        scope = Construct(self, "PrefixLists")
        return {
            name: ec2.CfnPrefixList(
                scope,
                name,
                prefix_list_name=f"{self._name}-{name}",
                address_family=f"IPv{networks[0].version}",
                max_entries=len(networks),
                entries=[ec2.CfnPrefixList.EntryProperty(cidr=str(network)) for network in networks],
            )
            for name, networks in self._plan.prefix_lists.items()
        }

    def _inspection(self, wish: FirewallWish, log_bucket: s3.IBucket) -> Inspection | None:
        plan = self._plan
        if not plan.topology.inspected:
            return None
        passing = [crossing for flow in plan.flows for crossing in crossings(flow, plan.topology)]
        firewall = NetworkFirewall(
            self,
            "Firewall",
            name=self._name,
            vpc=self.vpc,
            home=plan.topology.cidr,
            subnets=self.subnets[FIREWALL_TIER],
            rules=pass_rules(passing, names_decide=bool(wish.domains)),
            wish=wish,
            log_bucket=log_bucket,
        )
        return Inspection(self, "Inspection", firewall=firewall, name=self._name)

    def _doors(self, inspection: Inspection | None) -> None:
        gateways, vpc_id, tiers = self._plan.topology.gateways, self.vpc.ref, list(self.tiers.values())
        if gateways.internet:
            ipv6 = self.addresses.has_ipv6
            internet = InternetDoor(
                self,
                "Internet",
                vpc_id=vpc_id,
                tiers=tiers,
                ipv6=ipv6,
                name=self._name,
                inspection=inspection,
            )
            if gateways.nat:
                NatDoor(
                    self, "Nat", tiers=tiers, nat=gateways.nat, internet=internet, name=f"{self._name}-nat"
                )
        else:
            # Blocking both directions would block egress-only gateways too.
            mode = "block-ingress" if gateways.egress_only else "block-bidirectional"
            ec2.CfnVPCBlockPublicAccessOptions(self, "BlockPublicAccess", internet_gateway_block_mode=mode)
        if gateways.egress_only:
            EgressOnlyDoor(self, "EgressOnly", vpc_id=vpc_id, tiers=tiers, name=self._name)
        if gateways.vpn:
            self.vpn = VpnDoor(
                self,
                "Vpn",
                vpc_id=vpc_id,
                tiers=tiers,
                vpn=gateways.vpn,
                name=self._name,
                inspection=inspection,
            )

    def _endpoints(self) -> None:
        scope = Construct(self, "Endpoints")
        vpc_id, beside = self.vpc.ref, self._plan.endpoints
        for service in beside:
            name = f"{self._name}-{service}"
            if service in GATEWAY_SERVICES:
                zones = [zone for tier in self._plan.tiers_to(service) for zone in self.tiers[tier].zones]
                GatewayEndpoint(
                    scope, service, vpc_id=vpc_id, service=service, beside=beside, zones=zones, name=name
                )
            else:
                tier, group = self.tiers[ENDPOINTS_TIER], self.security_groups[ENDPOINTS_TIER]
                InterfaceEndpoint(
                    scope,
                    service,
                    vpc_id=vpc_id,
                    region=self._region,
                    service=service,
                    tier=tier,
                    group=group,
                    name=name,
                )
