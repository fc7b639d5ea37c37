"""A secret whose value never stands in a file."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.workload.tls_only import deny_without_tls

_CHARACTERS = 64


class EncryptedSecret(Construct):
    """A secret under the customer's key, read over TLS only, that nobody can share outside of the account.

    It begins with 64 random characters that Secrets Manager makes. Who has another value puts it there, so
    that no template, no log and no repository ever holds it.

    Args:
        name: The secret's name.
        description: What it opens.
        key: A key that callers through Secrets Manager may use (`workload_key`).
        rotates: Whether somebody gives it to a `Rotation`.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        description: str,
        key: kms.IKey,
        rotates: bool = False,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = secretsmanager.CfnSecret(
            self,
            "Resource",
            name=name,
            description=description,
            kms_key_id=key.key_arn,
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                password_length=_CHARACTERS, exclude_punctuation=True
            ),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        secretsmanager.CfnResourcePolicy(
            self,
            "Policy",
            secret_id=self.resource.ref,
            block_public_policy=True,
            resource_policy=iam.PolicyDocument(statements=[deny_without_tls(["secretsmanager:*"], "*")]),
        )
        if rotates:
            return
        elsewhere = "What the secret opens knows its value; rotating it here alone would lock the owner out."
        acknowledge(
            self.resource,
            {
                "AwsSolutions-SMG4": elsewhere,
                "SecretsManagerRotationEnabled": elsewhere,
            },
        )
