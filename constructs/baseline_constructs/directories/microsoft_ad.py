"""AWS Managed Microsoft AD."""

from typing import Literal

from aws_cdk import RemovalPolicy, SecretValue
from aws_cdk import aws_directoryservice as directoryservice
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.workload.private_place import PrivatePlace
from baseline_constructs.workload.tls_only import deny_without_tls

_ZONES = 2
# Directory Service takes 8 to 64 characters, of three kinds at least.
_CHARACTERS = 64


class MicrosoftAd(Construct):
    """A directory with two domain controllers in private subnets of two zones.

    The administrator's password is made by Secrets Manager, under the customer's key, and read by
    CloudFormation when the directory is made; no template holds it. Changing it later, in the directory and
    then in the secret, is by hand. Directory Service gives the controllers a security group of its own, open
    to the VPC; what reaches them is decided by the tier's network ACL.

    Args:
        domain: Full name of the domain, such as `corp.example.com`.
        short_name: NetBIOS name; None takes the first part of the domain.
        edition: For up to 30,000 objects, or more.
        place: The tier it stands in, with two zones at least; the first two are used.
        secret_name: Name of the secret with the administrator's password.
        key: A key that callers through Secrets Manager may use (`workload_key`).

    Raises:
        ValueError: The tier has fewer than two zones.

    Source: https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_best_practices.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        domain: str,
        short_name: str | None,
        edition: Literal["Standard", "Enterprise"],
        place: PrivatePlace,
        secret_name: str,
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        if len(place.subnets) < _ZONES:
            raise ValueError(f"a directory stands in two zones, and tier {place.tier} has one")
        secret = _password(self, secret_name, domain, key)
        self.resource = directoryservice.CfnMicrosoftAD(
            self,
            "Resource",
            name=domain,
            short_name=short_name,
            edition=edition,
            enable_sso=False,
            password=SecretValue.secrets_manager(secret.ref).unsafe_unwrap(),
            vpc_settings=directoryservice.CfnMicrosoftAD.VpcSettingsProperty(
                vpc_id=place.subnets[0].vpc_id, subnet_ids=place.subnet_ids[:_ZONES]
            ),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)


def _password(scope: Construct, name: str, domain: str, key: kms.IKey) -> secretsmanager.CfnSecret:
    secret = secretsmanager.CfnSecret(
        scope,
        "Password",
        name=name,
        description=f"Administrator (Admin) of {domain}",
        kms_key_id=key.key_arn,
        generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
            password_length=_CHARACTERS, exclude_punctuation=True, require_each_included_type=True
        ),
    )
    secret.apply_removal_policy(RemovalPolicy.RETAIN)
    secretsmanager.CfnResourcePolicy(
        scope,
        "PasswordPolicy",
        secret_id=secret.ref,
        block_public_policy=True,
        resource_policy=iam.PolicyDocument(statements=[deny_without_tls(["secretsmanager:*"], "*")]),
    )
    by_hand = "The directory keeps the password; changing the secret alone would leave the two apart."
    acknowledge(secret, {"AwsSolutions-SMG4": by_hand, "SecretsManagerRotationEnabled": by_hand})
    return secret
