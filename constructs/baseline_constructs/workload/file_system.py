"""An EFS file system."""

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_efs as efs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.workload.private_place import PrivatePlace
from baseline_constructs.workload.tls_only import deny_without_tls

_USER = "1000"
_OWNER_ONLY = "0750"


class EncryptedFileSystem(Construct):
    """A file system under the customer's key, in a tier, over TLS only, for callers that IAM allows.

    No NFS client mounts it anonymously: the policy lets through principals of this account whose own policies
    allow it, and only by the mount targets. Nobody is root there, neither by the policy nor by the access
    point, which makes every caller user 1000 in a folder of its own. It is backed up daily, and outlives its
    stack.

    Args:
        name: The Name tag.
        place: The tier that the mount targets stand in; NFS is tcp/2049.
        key: A key that callers through EFS may use, with grants (`workload_key`).

    Source: Security Hub EFS.1, EFS.2, EFS.3, EFS.4, EFS.7; https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, place: PrivatePlace, key: kms.IKey) -> None:
        super().__init__(scope, id_)
        self.resource = efs.CfnFileSystem(
            self,
            "Resource",
            encrypted=True,
            kms_key_id=key.key_arn,
            backup_policy=efs.CfnFileSystem.BackupPolicyProperty(status="ENABLED"),
            file_system_policy=_policy(),
            file_system_tags=[efs.CfnFileSystem.ElasticFileSystemTagProperty(key="Name", value=name)],
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        acknowledge(
            self.resource,
            {"EFSInBackupPlan": "EFS's own backup policy is on: a copy each day, kept for 35 days."},
        )
        for number, subnet_id in enumerate(place.subnet_ids, start=1):
            efs.CfnMountTarget(
                self,
                f"Zone{number}",
                file_system_id=self.resource.ref,
                subnet_id=subnet_id,
                security_groups=place.group_ids,
            )
        self.access_point = efs.CfnAccessPoint(
            self,
            "AccessPoint",
            file_system_id=self.resource.ref,
            posix_user=efs.CfnAccessPoint.PosixUserProperty(uid=_USER, gid=_USER),
            root_directory=efs.CfnAccessPoint.RootDirectoryProperty(
                path="/shared",
                creation_info=efs.CfnAccessPoint.CreationInfoProperty(
                    owner_uid=_USER, owner_gid=_USER, permissions=_OWNER_ONLY
                ),
            ),
            access_point_tags=[efs.CfnAccessPoint.AccessPointTagProperty(key="Name", value=name)],
        )


def _policy() -> iam.PolicyDocument:
    """EFS lets everybody mount who reaches a mount target, unless a policy says who."""
    account = iam.ArnPrincipal(f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:root")
    mounting = iam.PolicyStatement(
        sid="AccountByMountTarget",
        principals=[account],
        actions=["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        resources=["*"],
        conditions={"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
    )
    return iam.PolicyDocument(statements=[deny_without_tls(["*"], "*"), mounting])
