"""A disk of its own, apart from any instance."""

from aws_cdk import CfnDeletionPolicy, CfnTag
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge


class EncryptedVolume(Construct):
    """A gp3 volume encrypted with the customer's key; a last snapshot is taken before it is ever deleted.

    Args:
        name: The Name tag.
        size_gib: Size in GiB, 1 to 65536.
        availability_zone: Zone, usually a token such as `Fn.select(0, Fn.get_azs(""))`.
        key: The volumes key (`volumes_key`).

    Raises:
        ValueError: `size_gib` is outside what gp3 has.

    Source: Security Hub EC2.3; https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, size_gib: int, availability_zone: str, key: kms.IKey
    ) -> None:
        super().__init__(scope, id_)
        if not 1 <= size_gib <= 65536:
            raise ValueError(f"size_gib is {size_gib}; a gp3 volume has 1 to 65536")
        self.resource = ec2.CfnVolume(
            self,
            "Resource",
            availability_zone=availability_zone,
            volume_type="gp3",
            size=size_gib,
            encrypted=True,
            kms_key_id=key.key_arn,
            tags=[CfnTag(key="Name", value=name)],
        )
        # A retained volume would go on costing its full size; the snapshot keeps the data.
        self.resource.cfn_options.deletion_policy = CfnDeletionPolicy.SNAPSHOT
        self.resource.cfn_options.update_replace_policy = CfnDeletionPolicy.SNAPSHOT
        acknowledge(
            self.resource,
            {
                "EC2EBSInBackupPlan": "A snapshot is taken before deletion; a backup plan depends on "
                "what the volume holds, so its owner adds one."
            },
        )
