"""A Cognito identity pool: users of a user pool get a folder of a bucket, and nothing else of the account."""

from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.directories.user_pool import UserPool
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.keys.via_service import via_service

_SERVICE = "cognito-identity.amazonaws.com"
_OWN = f"${{{_SERVICE}:sub}}"


class IdentityPool(Construct):
    """Signed-in users of one client read and write objects under their own identity's prefix of a bucket.

    Nobody is let in without signing in, nor by the classic flow, which would let the caller choose the role.
    The role trusts this pool and authenticated users alone, is held by the boundary, and lasts an hour.
    Whether a token was revoked is asked each time.

    Args:
        name: The role's name in IAM.
        users: Whose users.
        bucket: Holds the folders.
        key: The key that encrypts it; None where S3 encrypts with its own.
        guardrails: Whose boundary holds the role.

    Source: https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        users: UserPool,
        bucket: s3.IBucket,
        key: kms.IKey | None,
        guardrails: Guardrails,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = cognito.CfnIdentityPool(
            self,
            "Resource",
            allow_unauthenticated_identities=False,
            allow_classic_flow=False,
            cognito_identity_providers=[
                cognito.CfnIdentityPool.CognitoIdentityProviderProperty(
                    client_id=users.client.ref,
                    provider_name=users.resource.attr_provider_name,
                    server_side_token_check=True,
                )
            ],
        )
        self.role = iam.CfnRole(
            self,
            "Role",
            role_name=name,
            assume_role_policy_document=iam.PolicyDocument(statements=[self._trust()]),
            permissions_boundary=guardrails.boundary.arn,
        )
        policy = iam.CfnRolePolicy(
            self,
            "Policy",
            role_name=self.role.ref,
            policy_name="own-folder",
            policy_document=iam.PolicyDocument(statements=_own_folder(bucket, key)),
        )
        cognito.CfnIdentityPoolRoleAttachment(
            self, "Roles", identity_pool_id=self.resource.ref, roles={"authenticated": self.role.attr_arn}
        )
        acknowledge(
            policy, {"AwsSolutions-IAM5": "The folder before the * is the caller's own identity, set by AWS."}
        )

    def _trust(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            principals=[iam.FederatedPrincipal(_SERVICE, assume_role_action="sts:AssumeRoleWithWebIdentity")],
            actions=["sts:AssumeRoleWithWebIdentity"],
            conditions={
                "StringEquals": {f"{_SERVICE}:aud": self.resource.ref},
                "ForAnyValue:StringEquals": {f"{_SERVICE}:amr": "authenticated"},
            },
        )


def _own_folder(bucket: s3.IBucket, key: kms.IKey | None) -> list[iam.PolicyStatement]:
    statements = [
        iam.PolicyStatement(
            actions=["s3:ListBucket"],
            resources=[bucket.bucket_arn],
            conditions={"StringLike": {"s3:prefix": f"{_OWN}/*"}},
        ),
        iam.PolicyStatement(
            actions=["s3:GetObject", "s3:PutObject"], resources=[bucket.arn_for_objects(f"{_OWN}/*")]
        ),
    ]
    if key is not None:
        # With a bucket key the encryption context is the bucket's ARN: the key opens no other bucket.
        through = {
            "kms:ViaService": via_service("s3"),
            "kms:EncryptionContext:aws:s3:arn": bucket.bucket_arn,
        }
        statements.append(
            iam.PolicyStatement(
                actions=["kms:Decrypt", "kms:GenerateDataKey"],
                resources=[key.key_arn],
                conditions={"StringEquals": through},
            )
        )
    return statements
