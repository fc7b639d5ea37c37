"""What exposes: exclusions from Block Public Access, targets by address, and services with public
addresses.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from baseline.reach.facts.read import read_network
from tests.reach.small import answer, base, ec2, instance, network, ref, tcp, verdict
from tests.reach.test_firewalls import FORWARD, guarded
from tests.reach.test_rules import balanced, group, nat, v6, with_

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"


def excluded(mode: str, exclusion: Any, made: dict[str, Any], **what: Any) -> dict[str, Any]:
    return {
        **made,
        "Block": ec2("VPCBlockPublicAccessOptions", InternetGatewayBlockMode=mode),
        "But": ec2("VPCBlockPublicAccessExclusion", InternetGatewayExclusionMode=exclusion, **what),
    }


@pytest.mark.parametrize(
    ("mode", "exclusion", "into", "by_nat"),
    [
        ("block-bidirectional", "allow-bidirectional", REFUTED, REFUTED),
        ("block-bidirectional", "allow-egress", PROVED, REFUTED),
        ("block-ingress", "allow-egress", PROVED, REFUTED),
        ("block-ingress", "allow-bidirectional", REFUTED, REFUTED),
        ("block-bidirectional", {"Ref": "Nobody"}, UNDECIDED, UNDECIDED),
        ("off", "allow-egress", REFUTED, REFUTED),
    ],
)
def test_exclusions_of_a_vpc_free_what_they_say(mode: str, exclusion: Any, into: str, by_nat: str) -> None:
    made = excluded(mode, exclusion, nat(), VpcId=ref("Vpc"))
    assert answer(made, "unreachable", "internet", "Web") == into
    assert answer(made, "unreachable", "App", "internet") == by_nat


def test_an_exclusion_does_not_help_for_certain_behind_a_firewall() -> None:
    made = excluded("block-bidirectional", "allow-bidirectional", guarded(FORWARD), VpcId=ref("Vpc"))
    assert answer(made, "unreachable", "Web", "internet") == UNDECIDED
    assert answer(made, "unreachable", "internet", "Web") == UNDECIDED


def test_blocking_counts_in_its_own_region(tmp_path: Path) -> None:
    """Two stacks of an assembly, of which only one is in the Region of the setting."""
    here = {"Block": ec2("VPCBlockPublicAccessOptions", InternetGatewayBlockMode="block-bidirectional")}
    stacks = {"account": (here, "eu-west-1"), "network": (base(), "eu-central-1")}
    artifacts = {
        name: {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://111122223333/{region}",
            "properties": {"templateFile": f"{name}.json"},
        }
        for name, (_, region) in stacks.items()
    }
    for name, (resources, _) in stacks.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"version": "1", "artifacts": artifacts}), encoding="utf-8")
    assert answer(read_network([tmp_path]), "unreachable", "internet", "Web") == REFUTED
    artifacts["network"]["environment"] = "aws://111122223333/eu-west-1"
    manifest.write_text(json.dumps({"version": "1", "artifacts": artifacts}), encoding="utf-8")
    assert answer(read_network([tmp_path]), "unreachable", "internet", "Web") == PROVED


# Targets of load balancers.


def to(target: Any, **more: Any) -> dict[str, Any]:
    made = balanced(**more)
    made["Targets"]["Properties"] |= {"TargetType": "ip", "Targets": [{"Id": target}]}
    return made


def test_a_target_by_address_is_whoever_has_it() -> None:
    made = to("10.0.1.77", App=instance("Private", "Open", address="10.0.1.77"))
    assert answer(made, "unreachable", "internet", "App") == REFUTED
    assert answer(to("10.0.1.77"), "unreachable", "internet", "App") == UNDECIDED
    other = instance("Private", "Open", address="10.0.1.78")
    assert answer(to("10.0.1.77", App=other), "unreachable", "internet", "App") == PROVED


def test_a_target_that_nobody_knows_could_be_anybody() -> None:
    assert answer(to({"Ref": "Nobody"}), "unreachable", "internet", "App") == UNDECIDED


def test_a_rule_of_a_listener_that_nobody_knows_could_be_of_any() -> None:
    made = balanced()
    made["Listener"]["Properties"]["DefaultActions"] = [{"Type": "fixed-response"}]
    rule = {
        "ListenerArn": {"Ref": "Nobody"},
        "Actions": [{"Type": "forward", "TargetGroupArn": ref("Targets")}],
    }
    made["Rule"] = {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": rule}
    assert answer(made, "unreachable", "internet", "App") == UNDECIDED
    del made["Rule"]
    assert answer(made, "unreachable", "internet", "App") == PROVED


@pytest.mark.parametrize("attributes", [{"Ref": "Nobody"}, [{"Ref": "Nobody"}]])
def test_whether_client_addresses_are_kept_may_be_unknown(attributes: Any) -> None:
    made = balanced("network", Narrow=group([tcp(8080, "10.0.0.0/16")]), App=instance("Private", "Narrow"))
    made["Targets"]["Properties"]["TargetGroupAttributes"] = attributes
    assert answer(made, "unreachable", "internet", "App") == UNDECIDED


# Services.


@pytest.mark.parametrize(
    ("access", "result"),
    [({"Type": "SERVICE_PROVIDED_EIPS"}, REFUTED), ({"Type": "DISABLED"}, PROVED), (None, PROVED)],
)
def test_brokers_of_kafka_have_public_addresses_when_told(access: Any, result: str) -> None:
    brokers: dict[str, Any] = {"ClientSubnets": [ref("Public")], "SecurityGroups": [ref("Open")]}
    if access is not None:
        brokers["ConnectivityInfo"] = {"PublicAccess": access}
    made = with_(Kafka={"Type": "AWS::MSK::Cluster", "Properties": {"BrokerNodeGroupInfo": brokers}})
    assert answer(made, "unreachable", "internet", "Kafka") == result


def test_a_spot_fleet_gets_addresses_as_its_subnet_gives_them() -> None:
    launch = {"SubnetId": ref("Public"), "SecurityGroups": [{"GroupId": ref("Open")}]}
    fleet = ec2("SpotFleet", SpotFleetRequestConfigData={"LaunchSpecifications": [launch]})
    public = ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24", MapPublicIpOnLaunch=True)
    assert answer(with_(Fleet=fleet), "unreachable", "internet", "Fleet") == PROVED
    assert answer(with_(Fleet=fleet, Public=public), "unreachable", "internet", "Fleet") == REFUTED


def test_an_interface_that_may_have_an_ipv6_address_is_undecided_there() -> None:
    made = v6()
    made["App"]["Properties"]["NetworkInterfaces"][0]["Ipv6AddressCount"] = {"Ref": "Nobody"}
    gate = ec2(
        "Route", RouteTableId=ref("PrivateTable"), DestinationIpv6CidrBlock="::/0", GatewayId=ref("Igw")
    )
    made |= {"Out6": gate, "Open": group([{"IpProtocol": "-1", "CidrIpv6": "::/0"}])}
    made.pop("Route6", None)
    assert answer(made, "unreachable", "internet", "App") == UNDECIDED


def test_peering_with_a_vpc_that_nobody_knows_could_join_any() -> None:
    made = network(
        {
            **base(),
            "Other": ec2("VPC", CidrBlock="10.1.0.0/16"),
            "There": ec2("Subnet", VpcId=ref("Other"), CidrBlock="10.1.0.0/24"),
            "Far": instance("There", "Open"),
            "Pcx": ec2("VPCPeeringConnection", VpcId=ref("Vpc"), PeerVpcId=ref("Whom")),
            "Out": ec2(
                "Route",
                RouteTableId=ref("PrivateTable"),
                DestinationCidrBlock="10.1.0.0/16",
                VpcPeeringConnectionId=ref("Pcx"),
            ),
        },
        Parameters={"Whom": {"Type": "String"}},
    )
    assert answer(made, "unreachable", "App", "Far") == UNDECIDED
    assert answer(made, "unreachable", "App", "elsewhere") == UNDECIDED
    found = verdict(made, "unreachable", "App", "Far")
    assert "whom Pcx joins is not known" in found.why


BOTH = {"SubnetIds": [ref("Private")], "SecurityGroupIds": [ref("Open")]}


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::RDS::DBProxy", {"VpcSubnetIds": [ref("Private")], "VpcSecurityGroupIds": [ref("Open")]}),
        (
            "AWS::Redshift::Cluster",
            {"ClusterSubnetGroupName": ref("Homes"), "VpcSecurityGroupIds": [ref("Open")]},
        ),
        (
            "AWS::ElastiCache::ReplicationGroup",
            {"CacheSubnetGroupName": ref("Homes"), "SecurityGroupIds": [ref("Open")]},
        ),
        ("AWS::RedshiftServerless::Workgroup", BOTH),
        (
            "AWS::MSK::ServerlessCluster",
            {"VpcConfigs": [{"SubnetIds": [ref("Private")], "SecurityGroups": [ref("Open")]}]},
        ),
        (
            "AWS::Route53Resolver::ResolverEndpoint",
            {"IpAddresses": [{"SubnetId": ref("Private")}], "SecurityGroupIds": [ref("Open")]},
        ),
        ("AWS::AmazonMQ::Broker", {"SubnetIds": [ref("Private")], "SecurityGroups": [ref("Open")]}),
    ],
)
def test_services_in_subnets_take_packets_as_their_groups_say(type_: str, properties: dict[str, Any]) -> None:
    homes = {"Type": "AWS::Redshift::ClusterSubnetGroup", "Properties": {"SubnetIds": [ref("Private")]}}
    made = with_(Homes=homes, Thing={"Type": type_, "Properties": properties}, Open=group([tcp(443)]))
    assert answer(made, "reaches_only", "Web", "Thing", ["tcp/443"]) == PROVED
    assert answer(made, "unreachable", "internet", "Thing") == PROVED


@pytest.mark.parametrize("type_", ["AWS::EKS::Nodegroup", "AWS::EMR::Cluster"])
def test_services_with_groups_of_their_own_are_undecided(type_: str) -> None:
    inside = (
        {"Subnets": [ref("Private")]} if "EKS" in type_ else {"Instances": {"Ec2SubnetId": ref("Private")}}
    )
    made = with_(Thing={"Type": type_, "Properties": inside})
    assert answer(made, "unreachable", "Web", "Thing") == UNDECIDED
    assert answer(made, "unreachable", "internet", "Thing") == PROVED
