"""The network ACL of one tier."""

from collections.abc import Sequence

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.network.acl_entries import AclEntry, Band
from baseline_constructs.network.addresses import version
from baseline_constructs.network.flows import Ports
from baseline_constructs.network.stable_numbers import rule_numbers
from baseline_constructs.network.vpc_addresses import VpcAddresses

_EVERY_PROTOCOL = -1
_PROTOCOL_NUMBERS = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58}


class TierAcl(Construct):
    """Denies what its entries do not allow, between subnets of the tier too.

    An entry's id and number follow from its content, so that adding or removing one leaves the others alone.

    Args:
        vpc: The addresses of the VPC.
        entries: What it says.
        name: Value of the Name tag.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, vpc: VpcAddresses, entries: Sequence[AclEntry], name: str
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnNetworkAcl(
            self, "Resource", vpc_id=vpc.id, tags=[CfnTag(key="Name", value=name)]
        )
        for entry, number in rule_numbers(entries).items():
            self._add(entry, number, vpc)
        acknowledge(
            self,
            {
                "AwsSolutions-VPC3": "A second layer is wanted, and it is derived from the same flows as the "
                "security groups, so the two cannot disagree."
            },
        )

    def _add(self, entry: AclEntry, number: int, vpc: VpcAddresses) -> None:
        text = vpc.text(entry.peer)
        v4 = version(entry.peer) == 4
        resource = ec2.CfnNetworkAclEntry(
            self,
            str(entry),
            network_acl_id=self.resource.ref,
            egress=entry.egress,
            rule_action="deny" if entry.band is Band.REST_OF_VPC else "allow",
            rule_number=number,
            cidr_block=text if v4 else None,
            ipv6_cidr_block=None if v4 else text,
            protocol=_PROTOCOL_NUMBERS[entry.ports.protocol] if entry.ports else _EVERY_PROTOCOL,
            port_range=_port_range(entry.ports),
            icmp=_every_icmp(entry.ports),
        )
        if not v4:
            vpc.before(resource)


def _port_range(ports: Ports | None) -> ec2.CfnNetworkAclEntry.PortRangeProperty | None:
    if ports is None or ports.first < 0:
        return None
    return ec2.CfnNetworkAclEntry.PortRangeProperty(from_=ports.first, to=ports.last)


def _every_icmp(ports: Ports | None) -> ec2.CfnNetworkAclEntry.IcmpProperty | None:
    if ports is None or ports.first >= 0:
        return None
    return ec2.CfnNetworkAclEntry.IcmpProperty(type=-1, code=-1)
