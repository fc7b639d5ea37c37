"""Site-to-Site VPN: two tunnels to a device on premises, with today's algorithms only."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network

from aws_cdk import Aws, CfnTag
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

_LOG_RETENTION_DAYS = 365
_DH_GROUPS = (20, 21)  # NIST P-384 and P-521
_ENCRYPTION = "AES256-GCM-16"
_INTEGRITY = ("SHA2-384", "SHA2-512")
# CloudFormation wants a number; AWS ignores it where routes are static.
_ASN_WITHOUT_BGP = 65000

Options = ec2.CfnVPNConnection.VpnTunnelOptionsSpecificationProperty


class VpnTunnels(Construct):
    """A VPN connection whose tunnels speak IKEv2 with AES-256-GCM, SHA-2 and P-384 or P-521, nothing less.

    AWS makes the pre-shared keys and puts them into Secrets Manager, so that no template and no console shows
    them. What the tunnels do is logged, encrypted, for a year.

    Args:
        vpn_gateway: The VPC's side.
        address: The public IPv4 address of the device.
        networks: The ranges behind the device; routed statically unless it speaks BGP.
        asn: The device's BGP number, 1 to 2147483647; None for static routes.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        name: Value of the Name tags.

    Source:
        https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
        https://docs.aws.amazon.com/vpn/latest/s2svpn/log-contents.html
        CNSA 1.0: AES-256, SHA-384, P-384
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpn_gateway: ec2.CfnVPNGateway,
        address: IPv4Address,
        networks: Sequence[IPv4Network],
        asn: int | None,
        log_key: kms.IKey,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        tags = [CfnTag(key="Name", value=name)]
        device = ec2.CfnCustomerGateway(
            self,
            "Device",
            type="ipsec.1",
            ip_address=str(address),
            bgp_asn=asn or _ASN_WITHOUT_BGP,
            tags=tags,
        )
        log_group = logs.CfnLogGroup(
            self, "Logs", kms_key_id=log_key.key_arn, retention_in_days=_LOG_RETENTION_DAYS
        )
        self.resource = ec2.CfnVPNConnection(
            self,
            "Resource",
            type="ipsec.1",
            customer_gateway_id=device.ref,
            vpn_gateway_id=vpn_gateway.ref,
            static_routes_only=asn is None,
            pre_shared_key_storage="SecretsManager",
            vpn_tunnel_options_specifications=[_hardened(log_group, bgp=asn is not None) for _ in range(2)],
            tags=tags,
        )
        for network in networks if asn is None else ():
            ec2.CfnVPNConnectionRoute(
                self,
                f"Route-{network}",
                vpn_connection_id=self.resource.ref,
                destination_cidr_block=str(network),
            )


def _hardened(log_group: logs.CfnLogGroup, *, bgp: bool) -> Options:
    connection = ec2.CfnVPNConnection
    return Options(
        ike_versions=[connection.IKEVersionsRequestListValueProperty(value="ikev2")],
        phase1_encryption_algorithms=[
            connection.Phase1EncryptionAlgorithmsRequestListValueProperty(value=_ENCRYPTION)
        ],
        phase2_encryption_algorithms=[
            connection.Phase2EncryptionAlgorithmsRequestListValueProperty(value=_ENCRYPTION)
        ],
        phase1_integrity_algorithms=[
            connection.Phase1IntegrityAlgorithmsRequestListValueProperty(value=value) for value in _INTEGRITY
        ],
        phase2_integrity_algorithms=[
            connection.Phase2IntegrityAlgorithmsRequestListValueProperty(value=value) for value in _INTEGRITY
        ],
        phase1_dh_group_numbers=[
            connection.Phase1DHGroupNumbersRequestListValueProperty(value=group) for group in _DH_GROUPS
        ],
        phase2_dh_group_numbers=[
            connection.Phase2DHGroupNumbersRequestListValueProperty(value=group) for group in _DH_GROUPS
        ],
        log_options=_logged(log_group, bgp=bgp),
    )


def _logged(
    log_group: logs.CfnLogGroup, *, bgp: bool
) -> ec2.CfnVPNConnection.VpnTunnelLogOptionsSpecificationProperty:
    # The group's own ARN ends in ":*", which this property does not take.
    arn = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{log_group.ref}"
    return ec2.CfnVPNConnection.VpnTunnelLogOptionsSpecificationProperty(
        cloudwatch_log_options=ec2.CfnVPNConnection.CloudwatchLogOptionsSpecificationProperty(
            log_enabled=True,
            log_group_arn=arn,
            log_output_format="json",
            bgp_log_enabled=bgp,
            bgp_log_group_arn=arn if bgp else None,
            bgp_log_output_format="json" if bgp else None,
        )
    )
