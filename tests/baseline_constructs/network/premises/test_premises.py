"""What leads to one's own premises: strong tunnels, and a line that reaches this VPC only."""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.network.premises.direct_line import DirectLine, PrivateInterface
from baseline_constructs.network.premises.tunnels import VpnTunnels


def _tunnels(asn: int | None = None) -> Template:
    stack = cdk.Stack()
    VpnTunnels(
        stack,
        "Tunnels",
        vpn_gateway=ec2.CfnVPNGateway(stack, "Gateway", type="ipsec.1"),
        address=IPv4Address("198.51.100.7"),
        networks=[IPv4Network("192.168.0.0/16")],
        asn=asn,
        log_key=kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/1"),
        name="acme-office",
    )
    return Template.from_stack(stack)


def _connection(template: Template) -> dict[str, Any]:
    (connection,) = template.find_resources("AWS::EC2::VPNConnection").values()
    return connection["Properties"]  # type: ignore[no-any-return]


def _values(items: list[dict[str, Any]]) -> list[Any]:
    return [item["Value"] for item in items]


def test_both_tunnels_speak_strong_algorithms_only() -> None:
    tunnels = _connection(_tunnels())["VpnTunnelOptionsSpecifications"]
    assert len(tunnels) == 2
    for tunnel in tunnels:
        assert _values(tunnel["IKEVersions"]) == ["ikev2"]
        for phase in ("Phase1", "Phase2"):
            assert _values(tunnel[f"{phase}EncryptionAlgorithms"]) == ["AES256-GCM-16"]
            assert set(_values(tunnel[f"{phase}IntegrityAlgorithms"])) == {"SHA2-384", "SHA2-512"}
            assert min(_values(tunnel[f"{phase}DHGroupNumbers"])) >= 20


def test_no_template_holds_a_pre_shared_key() -> None:
    connection = _connection(_tunnels())
    assert connection["PreSharedKeyStorage"] == "SecretsManager"
    assert "PreSharedKey'" not in str(connection)


def test_what_the_tunnels_do_is_logged_encrypted() -> None:
    template = _tunnels(asn=65010)
    (group,) = template.find_resources("AWS::Logs::LogGroup").values()
    assert group["Properties"]["KmsKeyId"] == "arn:aws:kms:eu-west-1:111122223333:key/1"
    for tunnel in _connection(template)["VpnTunnelOptionsSpecifications"]:
        options = tunnel["LogOptions"]["CloudwatchLogOptions"]
        assert options["LogEnabled"] is True and options["BgpLogEnabled"] is True
        assert not str(options["LogGroupArn"]).endswith(":*")


@pytest.mark.parametrize(("asn", "static"), [(None, True), (65010, False)])
def test_routes_are_static_unless_the_device_speaks_bgp(asn: int | None, static: bool) -> None:
    template = _tunnels(asn)
    assert _connection(template)["StaticRoutesOnly"] is static
    template.resource_count_is("AWS::EC2::VPNConnectionRoute", 1 if static else 0)
    template.has_resource_properties("AWS::EC2::CustomerGateway", {"BgpAsn": asn or 65000})


def _line(bandwidth: str = "10Gbps", interface: PrivateInterface | None = None) -> Template:
    stack = cdk.Stack()
    gateway = ec2.CfnVPNGateway(stack, "Vpn", type="ipsec.1")
    DirectLine(
        stack,
        "Line",
        location="EqDC2",
        bandwidth=bandwidth,
        macsec=True,
        amazon_asn=64513,
        interface=interface,
        vpn_gateway=gateway,
        attachment=ec2.CfnVPCGatewayAttachment(
            stack, "Attachment", vpc_id="vpc-1", vpn_gateway_id=gateway.ref
        ),
        vpc_range=IPv4Network("10.0.0.0/16"),
        name="acme",
    )
    return Template.from_stack(stack)


def test_a_line_can_be_encrypted_and_outlives_its_stack() -> None:
    _line().has_resource(
        "AWS::DirectConnect::Connection",
        {"Properties": {"RequestMACSec": True}, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"},
    )


def test_the_line_s_gateway_announces_the_vpc_and_nothing_else() -> None:
    template = _line()
    template.has_resource_properties(
        "AWS::DirectConnect::DirectConnectGatewayAssociation",
        {"AllowedPrefixesToDirectConnectGateway": ["10.0.0.0/16"]},
    )
    template.resource_count_is("AWS::DirectConnect::PrivateVirtualInterface", 0)


def test_the_interface_is_private_without_site_link_or_a_written_key() -> None:
    template = _line(interface=PrivateInterface(vlan=101, asn=65010))
    (interface,) = template.find_resources("AWS::DirectConnect::PrivateVirtualInterface").values()
    assert interface["Properties"]["EnableSiteLink"] is False
    assert interface["Properties"]["BgpPeers"] == [{"AddressFamily": "ipv4", "Asn": "65010"}]
    template.resource_count_is("AWS::DirectConnect::PublicVirtualInterface", 0)


def test_a_line_that_cannot_be_encrypted_is_refused_where_encryption_is_wanted() -> None:
    with pytest.raises(ValueError, match="1Gbps cannot be encrypted"):
        _line("1Gbps")
