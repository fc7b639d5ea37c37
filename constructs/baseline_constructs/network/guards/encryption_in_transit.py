"""Watches, or demands, that traffic inside a VPC is encrypted."""

from typing import Literal

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.network.topology import Gateways


class EncryptionInTransit(Construct):
    """VPC encryption controls: "monitor" has flow logs say what is encrypted, "enforce" stops the rest.

    Under "enforce" nothing that cannot encrypt starts in the VPC. What leads out of it through a gateway that
    was asked for is excluded, as the network encryption of AWS ends there; nothing else is excluded.

    Args:
        vpc_id: The VPC.
        mode: "monitor" or "enforce".
        gateways: Those of the VPC.
        name: Value of the Name tag.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        mode: Literal["monitor", "enforce"],
        gateways: Gateways,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnVPCEncryptionControl(
            self,
            "Resource",
            vpc_id=vpc_id,
            mode=mode,
            internet_gateway_exclusion_input=_excluded(gateways.internet),
            nat_gateway_exclusion_input=_excluded(gateways.nat is not None),
            egress_only_internet_gateway_exclusion_input=_excluded(gateways.egress_only),
            virtual_private_gateway_exclusion_input=_excluded(gateways.vpn is not None),
            elastic_file_system_exclusion_input="disable",
            lambda_exclusion_input="disable",
            vpc_lattice_exclusion_input="disable",
            vpc_peering_exclusion_input="disable",
            tags=[CfnTag(key="Name", value=name)],
        )


def _excluded(there: bool) -> str:
    return "enable" if there else "disable"
