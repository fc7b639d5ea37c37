"""Two VPCs to read the promises from: one with every gateway, and one with none."""

import json
from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aws_cdk import App, Stack

from baseline_constructs.keys.purposes import data_key, logs_key
from baseline_constructs.network.flows import HTTPS, Flow, GatewayEndpointEnd, InternetEnd, Ports, TierEnd
from baseline_constructs.network.hardened_vpc import HardenedVpc
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology, VpnGateway
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.archive_bucket import ArchiveBucket
from baseline_constructs.storage.lock import ObjectLock

WEB, APP, DATA, ENDPOINTS = (TierEnd(name) for name in ("web", "app", "data", "endpoints"))
FLOWS = [Flow(APP, DATA, Ports("tcp", 5432, 5432)), Flow(DATA, GatewayEndpointEnd("s3"), HTTPS)]
EVERY_GATEWAY = Gateways(True, NatGateway("web"), True, VpnGateway(64512, (IPv4Network("192.168.0.0/16"),)))


def _tier(name: str, third: int, *routes: Any) -> Tier:
    return Tier(name, tuple(IPv4Network(f"10.0.{third + zone}.0/24") for zone in range(2)), frozenset(routes))


def open_plan(*, gateways: Gateways = EVERY_GATEWAY, extra: tuple[Flow, ...] = ()) -> NetworkPlan:
    tiers = (
        _tier("web", 0, "internet"),
        _tier("app", 4, "nat", "vpn", "egress_only"),
        _tier("data", 8),
        _tier("endpoints", 12),
    )
    return NetworkPlan(
        topology=Topology(IPv4Network("10.0.0.0/16"), tiers, gateways, ipv6=True),
        flows=[
            *FLOWS,
            Flow(InternetEnd(), WEB, Ports("tcp", 1, 65535)),
            Flow(APP, InternetEnd(), HTTPS),
            Flow(APP, ENDPOINTS, HTTPS),
            *extra,
        ],
        endpoints=["s3", "ssm", "ec2", "ecr.dkr", "notebook", "iot.data", "neptune-graph"],
    )


def closed_plan() -> NetworkPlan:
    tiers = (_tier("app", 4), _tier("data", 8))
    return NetworkPlan(topology=Topology(IPv4Network("10.0.0.0/16"), tiers), flows=FLOWS, endpoints=["s3"])


def build(outdir: Path, plan: NetworkPlan, *, validate: bool = False, dedicated: bool = False) -> App:
    app = App(
        outdir=str(outdir),
        analytics_reporting=False,
        builtin_cloud_formation_validation=validate,
        context={"@aws-cdk/core:validateAgainstDefaultRules": validate},
    )
    logs = Stack(app, "Logs")
    log_key = logs_key(logs, "LogsKey", alias="acme/logs", trail_name="acme").key
    archive = ArchiveBucket(
        logs,
        "Archive",
        key=log_key,
        access_logs=AccessLogBucket(logs, "AccessLogs"),
        trail_name="acme",
        lock=ObjectLock(mode="governance", days=365),
    )
    queue_key = data_key(logs, "DataKey", alias="acme/data").key
    HardenedVpc(
        Stack(app, "Net"),
        "Network",
        name="acme",
        region="eu-west-1",
        plan=plan,
        log_bucket=archive.bucket,
        log_key=log_key,
        queue_key=queue_key,
        dedicated=dedicated,
    )
    return app


class Reading:
    """The resources of a synthesised VPC's template."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self.resources = resources

    def of_type(self, type_: str) -> dict[str, Any]:
        return {id_: res["Properties"] for id_, res in self.resources.items() if res["Type"] == type_}

    def only(self, type_: str) -> Any:
        (properties,) = self.of_type(type_).values()
        return properties

    def name_of(self, id_: str) -> str:
        tags = self.resources[id_]["Properties"]["Tags"]
        return next(str(tag["Value"]) for tag in tags if tag["Key"] == "Name")

    def routes(self, key: str) -> set[tuple[str, str]]:
        """Name of the route table, and destination, of the routes with a target of a kind."""
        return {
            (
                self.name_of(route["RouteTableId"]["Ref"]),
                route.get("DestinationCidrBlock") or route["DestinationIpv6CidrBlock"],
            )
            for route in self.of_type("AWS::EC2::Route").values()
            if key in route
        }

    def endpoint(self, service: str) -> Any:
        endpoints = self.of_type("AWS::EC2::VPCEndpoint").values()
        return next(e for e in endpoints if e["ServiceName"]["Fn::Join"][1][-1] == f".{service}")


def synthesise(outdir: Path, plan: NetworkPlan, **options: Any) -> Reading:
    build(outdir, plan, **options).synth()
    return Reading(json.loads((outdir / "Net.template.json").read_text())["Resources"])


@pytest.fixture(scope="session")
def workshop() -> Any:
    """The functions above, for the tests of this folder."""
    return SimpleNamespace(open_plan=open_plan, closed_plan=closed_plan, build=build, synthesise=synthesise)


@pytest.fixture(scope="package")
def outdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the open VPC is; CDK's own validation has seen it, and would have failed synth."""
    outdir = tmp_path_factory.mktemp("open")
    synthesise(outdir, open_plan(), validate=True)
    return outdir


@pytest.fixture(scope="package")
def opened(outdir: Path) -> Reading:
    return Reading(json.loads((outdir / "Net.template.json").read_text())["Resources"])


@pytest.fixture(scope="package")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return synthesise(tmp_path_factory.mktemp("closed"), closed_plan(), dedicated=True)
