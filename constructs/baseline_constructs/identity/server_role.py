"""The role of a server: it reads and writes the buckets it was given, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.policy import check_inline
from baseline_constructs.keys.via_service import via_service
from baseline_constructs.patching.agent_rights import agent_rights


class Server(StrEnum):
    """Which service runs the server's code."""

    EC2 = "ec2"
    ECS_TASKS = "ecs-tasks"
    LAMBDA = "lambda"


@dataclass(frozen=True)
class BucketAccess:
    """What a server may do with one bucket.

    Attributes:
        bucket: The bucket.
        key: The key that encrypts it; None where S3 encrypts with its own.
        read: Whether it may list and read objects.
        write: Whether it may store objects; it never deletes any.
    """

    bucket: s3.IBucket
    key: kms.IKey | None
    read: bool
    write: bool


class ServerRole(Construct):
    """A role that one service assumes, within the boundary, with an instance profile where that is EC2.

    Args:
        name: The role's name in IAM, and the instance profile's.
        trusted_by: The service that assumes it.
        buckets: What it may read and write.
        uses: Statements for what else it may use (`workload.access`); nothing else is allowed.
        managed: Whether Systems Manager looks after it; only for EC2.
        sessions: What a managed server needs for sessions (`sessions.server_rights`); none where empty.
        guardrails: Whose boundary holds the role.

    Raises:
        PolicyLimit: The statements are longer than a role's inline policies can be.

    Source: IAM user guide, "The confused deputy problem"; Security Hub control EC2.8.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        trusted_by: Server,
        buckets: Sequence[BucketAccess],
        guardrails: Guardrails,
        uses: Sequence[iam.PolicyStatement] = (),
        managed: bool = False,
        sessions: Sequence[iam.PolicyStatement] = (),
    ) -> None:
        super().__init__(scope, id_)
        statements = [statement for access in buckets for statement in _bucket_statements(access)]
        self.resource = iam.CfnRole(
            self,
            "Resource",
            role_name=name,
            assume_role_policy_document=iam.PolicyDocument(statements=[_trust(trusted_by)]),
            permissions_boundary=guardrails.boundary.arn,
        )
        documents = {
            id_: (policy_name, iam.PolicyDocument(statements=list(granted)))
            for id_, policy_name, granted in (
                ("Policy", "buckets", statements),
                ("Uses", "workload", uses),
                ("Agent", "agent", [agent_rights(), *sessions] if managed else []),
            )
            if granted
        }
        check_inline(self, name, [document for _, document in documents.values()])
        for id_, (policy_name, document) in documents.items():
            policy = iam.CfnRolePolicy(
                self, id_, role_name=self.resource.ref, policy_name=policy_name, policy_document=document
            )
            if id_ == "Agent":
                acknowledge(
                    policy, {"AwsSolutions-IAM5[Resource::*]": "The agent's calls know no resources."}
                )
        if trusted_by is Server.EC2:
            iam.CfnInstanceProfile(self, "Profile", instance_profile_name=name, roles=[self.resource.ref])


def _trust(service: Server) -> iam.PolicyStatement:
    """Only ECS sends the source account; with the others the condition would lock them out."""
    same_account: dict[str, Any] = {"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(f"{service}.amazonaws.com")],
        actions=["sts:AssumeRole"],
        conditions=same_account if service is Server.ECS_TASKS else None,
    )


def _bucket_statements(access: BucketAccess) -> list[iam.PolicyStatement]:
    objects = access.bucket.arn_for_objects("*")
    statements = []
    if access.read:
        bucket = access.bucket.bucket_arn
        statements.append(iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket]))
        statements.append(iam.PolicyStatement(actions=["s3:GetObject"], resources=[objects]))
    if access.write:
        write = ["s3:AbortMultipartUpload", "s3:PutObject"]
        statements.append(iam.PolicyStatement(actions=write, resources=[objects]))
    if access.key is not None:
        statements.append(_key_statement(access, access.key))
    return statements


def _key_statement(access: BucketAccess, key: kms.IKey) -> iam.PolicyStatement:
    """With a bucket key the encryption context is the bucket's ARN: the key opens no other bucket.

    Who uploads in parts needs Decrypt as well, because S3 reads the parts when it puts them together.
    """
    return iam.PolicyStatement(
        actions=["kms:Decrypt", *(["kms:GenerateDataKey"] if access.write else [])],
        resources=[key.key_arn],
        conditions={
            "StringEquals": {
                "kms:ViaService": via_service("s3"),
                "kms:EncryptionContext:aws:s3:arn": access.bucket.bucket_arn,
            }
        },
    )
