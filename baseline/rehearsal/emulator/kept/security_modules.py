"""In which zones the subnets of a cluster are: moto tells one of them, and of no zone.

Source: AWS CloudHSM API reference, Cluster.
"""

from ministack.services import ec2

from baseline.rehearsal.emulator.kept.api import Kept, Members
from baseline.rehearsal.emulator.kept.shelf import Shelf

_CLUSTERS = Shelf("ClusterId")


def _remember(asked: Members, told: Members) -> Members:
    _CLUSTERS.put({**told["Cluster"], "SubnetIds": asked["SubnetIds"]})
    return told


def _describe(_: Members, told: Members) -> Members:
    for cluster in told["Clusters"]:
        (kept,) = _CLUSTERS.matching({"ClusterId": cluster["ClusterId"]})
        subnets = {
            ec2._subnets[id_]["AvailabilityZone"]: id_ for id_ in kept["SubnetIds"] if id_ in ec2._subnets
        }
        cluster["SubnetMapping"] = subnets
    return told


KEPT = (
    Kept(
        "cloudhsmv2",
        additions={
            "CreateCluster": _remember,
            "DescribeClusters": _describe,
            "DeleteCluster": _CLUSTERS.forget,
        },
        scope="cloudhsm",
    ),
)
