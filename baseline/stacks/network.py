"""The stack of the VPC."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.blame import blame
from baseline.stacks.flows import flows, topology
from baseline.stacks.foundation import FoundationStack
from baseline_constructs.network.hardened_vpc import HardenedVpc
from baseline_constructs.network.plan import NetworkPlan


class NetworkStack(Stack):
    """The VPC with everything that decides what can reach what: one stack, so that it changes as one."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: Settings, foundation: FoundationStack, **stack: Any
    ) -> None:
        super().__init__(scope, id_, description="VPC, subnets, routes, and who may talk to whom", **stack)
        network = settings.network
        with blame(settings, "network", "allow"):
            plan = NetworkPlan(topology=topology(network), flows=flows(network), endpoints=network.endpoints)
        self.vpc = HardenedVpc(
            self,
            "Vpc",
            name=settings.name,
            plan=plan,
            log_bucket=foundation.archive.bucket,
            log_key=foundation.logs_key.key,
            queue_key=foundation.data_key.key,
            dedicated=network.tenancy == "dedicated",
        )
