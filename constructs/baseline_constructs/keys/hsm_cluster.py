"""Hardware security modules that nobody but the customer can open."""

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_cloudhsm as cloudhsm
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge

_BACKUPS_KEPT_DAYS = 90


class HsmCluster(Construct):
    """A CloudHSM cluster in FIPS mode, in private subnets, that outlives its stack.

    It is empty: the customer adds modules, and initialises and activates it by hand, since whoever does that
    holds it. Nothing is charged before the first module.

    Args:
        subnets: One in each zone; the network ACL must allow tcp 2223 to 2225 between them.
        name: Value of the Name tag.

    Source: https://docs.aws.amazon.com/cloudhsm/latest/userguide/getting-started.html
    """

    def __init__(self, scope: Construct, id_: str, *, subnets: Sequence[ec2.CfnSubnet], name: str) -> None:
        super().__init__(scope, id_)
        self.resource = cloudhsm.CfnCluster(
            self,
            "Resource",
            hsm_type="hsm2m.medium",
            mode="FIPS",
            subnet_ids=[subnet.ref for subnet in subnets],
            backup_retention_policy=cloudhsm.CfnCluster.BackupRetentionPolicyProperty(
                type="DAYS", value=str(_BACKUPS_KEPT_DAYS)
            ),
            tags=[cloudhsm.CfnCluster.TagsItemsProperty(key="Name", value=name)],
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        acknowledge(
            self.resource,
            {
                "CloudFormation-Validate::F3006": "The type is newer than the CDK's list of types by region; "
                "cfn-lint's list has it, and examines it.",
            },
        )
        self.id = self.resource.attr_cluster_id
