"""Amazon Redshift, and the cluster of hardware security modules."""

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, without
from baseline.rehearsal.emulator.handlers.calls import by_calls
from baseline.rehearsal.emulator.kept import warehouse


def _create_cluster(properties: Properties, name: str) -> tuple[str, Attributes]:
    asked = {"ClusterIdentifier": name, **without(properties, "LoggingProperties")}
    id_ = call("redshift", "create_cluster", **asked)["Cluster"]["ClusterIdentifier"]
    if "LoggingProperties" in properties:
        call("redshift", "enable_logging", ClusterIdentifier=id_, **properties["LoggingProperties"])
    return id_, {}


def _delete_cluster(id_: str, _: Properties) -> None:
    call("redshift", "delete_cluster", ClusterIdentifier=id_, SkipFinalClusterSnapshot=True)


def _snapshot_cluster(id_: str, _: Properties) -> None:
    # MiniStack's engine calls this on its event loop, where a call over HTTP would wait for itself.
    warehouse.snapshot(id_)


def _create_parameters(properties: Properties, name: str) -> tuple[str, Attributes]:
    asked = {"ParameterGroupName": name, **without(properties, "Parameters")}
    id_ = call("redshift", "create_cluster_parameter_group", **asked)["ClusterParameterGroup"][
        "ParameterGroupName"
    ]
    parameters = properties.get("Parameters", [])
    call("redshift", "modify_cluster_parameter_group", ParameterGroupName=id_, Parameters=parameters)
    return id_, {}


def _delete_parameters(id_: str, _: Properties) -> None:
    call("redshift", "delete_cluster_parameter_group", ParameterGroupName=id_)


HANDLERS = {
    "AWS::CloudHSM::Cluster": by_calls(
        "cloudhsmv2",
        create="create_cluster",
        asks=lambda properties, _: {**without(properties, "Tags"), "TagList": properties.get("Tags", [])},
        id_=lambda answer, _: str(answer["Cluster"]["ClusterId"]),
        delete="delete_cluster",
        names=lambda id_, _: {"ClusterId": id_},
        gives=lambda answer: {"ClusterId": answer["Cluster"]["ClusterId"]},
    ),
    "AWS::Redshift::Cluster": Handler(_create_cluster, _delete_cluster, snapshot=_snapshot_cluster),
    "AWS::Redshift::ClusterParameterGroup": Handler(_create_parameters, _delete_parameters),
    "AWS::Redshift::ClusterSubnetGroup": by_calls(
        "redshift",
        create="create_cluster_subnet_group",
        asks=lambda properties, name: {"ClusterSubnetGroupName": name, **properties},
        id_=lambda answer, _: str(answer["ClusterSubnetGroup"]["ClusterSubnetGroupName"]),
        delete="delete_cluster_subnet_group",
        names=lambda id_, _: {"ClusterSubnetGroupName": id_},
    ),
}
