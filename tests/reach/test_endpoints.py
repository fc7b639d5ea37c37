"""Endpoints: whose packets pass, what their policies say, and services of the templates' own behind them."""

from typing import Any

import pytest

from tests.reach.small import OPEN, answer, base, ec2, instance, ref, verdict
from tests.reach.test_rules import BACK, peered, transit, with_

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"
EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
NOTHING = {**EVERYTHING, "Effect": "Deny"}


def endpoint(policy: Any = None, **more: Any) -> dict[str, Any]:
    own = {} if policy is None else {"PolicyDocument": policy}
    return ec2(
        "VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName="com.amazonaws.eu-west-1.s3",
        RouteTableIds=[ref("PrivateTable")],
        **own,
        **more,
    )


@pytest.mark.parametrize(
    ("statements", "result"),
    [
        ([EVERYTHING], REFUTED),
        ([], PROVED),
        ([NOTHING], PROVED),
        ([EVERYTHING, NOTHING], PROVED),
        ([{**EVERYTHING, "Action": "s3:GetObject"}, {**NOTHING, "Action": "s3:*"}], PROVED),
        ([{**EVERYTHING, "Action": "s3:*"}, {**NOTHING, "Action": "s3:GetObject"}], REFUTED),
        ([EVERYTHING, {**NOTHING, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}], REFUTED),
        ([{**EVERYTHING, "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, NOTHING], PROVED),
        ([{**EVERYTHING, "Action": []}], PROVED),
        ([{**EVERYTHING, "Effect": {"Ref": "Nobody"}}], UNDECIDED),
    ],
)
def test_a_policy_closes_an_endpoint_when_every_allow_is_taken_back(
    statements: list[Any], result: str
) -> None:
    made = with_(S3=endpoint({"Statement": statements}))
    assert answer(made, "no_path_out", "App") == result


def test_a_policy_that_cannot_be_read_is_undecided_with_its_place() -> None:
    found = verdict(with_(S3=endpoint({"Ref": "Nobody"})), "no_path_out", "App")
    assert found.result == UNDECIDED
    assert "the policy of S3 is not known" in found.why


def test_what_a_policy_lets_requests_do_is_told_with_its_place() -> None:
    narrow = {**EVERYTHING, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::box/*"}
    made = with_(S3=endpoint({"Statement": [narrow]}))
    for found in (
        verdict(made, "no_path_out", "App"),
        verdict(made, "egress_only_via", "App", via=["endpoint/s3"]),
        verdict(made, "reaches", "App", "s3", ["tcp/443"]),
    ):
        said = [each for each in found.evidence if "requests are judged by S3" in each.text]
        assert said and said[0].place is not None
        assert "Allow of s3:GetObject on arn:aws:s3:::box/*" in said[0].text


def test_an_interface_endpoint_that_allows_nothing_is_no_way_out() -> None:
    def ssm(policy: Any) -> dict[str, Any]:
        return with_(
            Ssm=ec2(
                "VPCEndpoint",
                VpcId=ref("Vpc"),
                VpcEndpointType="Interface",
                ServiceName="com.amazonaws.eu-west-1.ssm",
                SubnetIds=[ref("Private")],
                SecurityGroupIds=[ref("Open")],
                PolicyDocument=policy,
            )
        )

    assert answer(ssm({"Statement": [EVERYTHING]}), "no_path_out", "App") == REFUTED
    assert answer(ssm({"Statement": []}), "no_path_out", "App") == PROVED
    assert answer(ssm({"Ref": "Nobody"}), "no_path_out", "App") == UNDECIDED


def test_a_gateway_endpoint_serves_its_own_vpc_alone() -> None:
    """What comes over a transit gateway does not leave by the endpoint of another VPC."""
    made = transit(S3=endpoint())
    made["Out2"] = ec2(
        "Route", RouteTableId=ref("TheirTable"), DestinationCidrBlock="0.0.0.0/0", TransitGatewayId=ref("Tgw")
    )
    made["Default"] = ec2(
        "TransitGatewayRoute",
        TransitGatewayRouteTableId=ref("Table"),
        DestinationCidrBlock="0.0.0.0/0",
        TransitGatewayAttachmentId=ref("Mine"),
    )
    made["Table"] = ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw"))
    made["Joined"] = ec2(
        "TransitGatewayRouteTableAssociation",
        TransitGatewayAttachmentId=ref("Theirs"),
        TransitGatewayRouteTableId=ref("Table"),
    )
    assert answer(made, "unreachable", "Far", "s3") == PROVED
    assert answer(made, "reaches", "App", "s3", ["tcp/443"]) == PROVED


def test_an_endpoint_of_a_service_of_these_templates_leads_behind_its_load_balancer() -> None:
    elb = "AWS::ElasticLoadBalancingV2::"
    made = peered(Back=BACK)
    del made["Pcx"], made["Out"], made["Back"]
    made |= {
        "Lb": {
            "Type": f"{elb}LoadBalancer",
            "Properties": {"Type": "network", "Scheme": "internal", "Subnets": [ref("There")]},
        },
        "Listener": {
            "Type": f"{elb}Listener",
            "Properties": {
                "LoadBalancerArn": ref("Lb"),
                "Port": 443,
                "Protocol": "TCP",
                "DefaultActions": [{"Type": "forward", "TargetGroupArn": ref("Targets")}],
            },
        },
        "Targets": {
            "Type": f"{elb}TargetGroup",
            "Properties": {"Port": 8080, "Protocol": "TCP", "Targets": [{"Id": ref("Far")}]},
        },
        "Service": ec2("VPCEndpointService", NetworkLoadBalancerArns=[ref("Lb")]),
        "Door": ec2(
            "VPCEndpoint",
            VpcId=ref("Vpc"),
            VpcEndpointType="Interface",
            ServiceName={"Fn::Sub": "com.amazonaws.vpce.eu-west-1.${Service}"},
            SubnetIds=[ref("Private")],
            SecurityGroupIds=[ref("Open")],
        ),
    }
    assert answer(made, "unreachable", "App", "Far") == REFUTED
    assert answer(made, "reaches_only", "App", "Far", ["tcp/8080"]) == PROVED
    assert answer(made, "unreachable", "internet", "Far") == PROVED
    made["Door"]["Properties"]["SecurityGroupIds"] = [ref("Shut")]
    made["Shut"] = ec2("SecurityGroup", GroupDescription="s", VpcId=ref("Vpc"))
    assert answer(made, "unreachable", "App", "Far") == PROVED


# NAT64.


def test_nat64_takes_ipv6_to_the_ipv4_internet() -> None:
    made = base()
    made |= {
        "Six": ec2("VPCCidrBlock", VpcId=ref("Vpc"), AmazonProvidedIpv6CidrBlock=True),
        "Only6": ec2(
            "Subnet",
            VpcId=ref("Vpc"),
            Ipv6CidrBlock="2001:db8:0:1::/64",
            Ipv6Native=True,
            AssignIpv6AddressOnCreation=True,
        ),
        "Nat": ec2("NatGateway", SubnetId=ref("Public"), AllocationId="eipalloc-1"),
        "Table6": ec2("RouteTable", VpcId=ref("Vpc")),
        "Of6": ec2("SubnetRouteTableAssociation", SubnetId=ref("Only6"), RouteTableId=ref("Table6")),
        "By64": ec2(
            "Route",
            RouteTableId=ref("Table6"),
            DestinationIpv6CidrBlock="64:ff9b::/96",
            NatGatewayId=ref("Nat"),
        ),
        "Open6": ec2(
            "SecurityGroup",
            GroupDescription="6",
            VpcId=ref("Vpc"),
            SecurityGroupEgress=[{"IpProtocol": "-1", "CidrIpv6": "::/0"}],
            SecurityGroupIngress=[OPEN],
        ),
        "Host6": instance("Only6", "Open6"),
    }
    assert answer(made, "no_path_out", "Host6") == REFUTED
    assert answer(made, "egress_only_via", "Host6", via=["nat"]) == PROVED
    assert answer(made, "unreachable", "internet", "Host6") == PROVED
    del made["By64"]
    assert answer(made, "no_path_out", "Host6") == PROVED
