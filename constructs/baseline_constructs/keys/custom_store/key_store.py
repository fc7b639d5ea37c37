"""A KMS custom key store, and the keys whose material is in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aws_cdk import Aws, CfnResource, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.custom_resources.function import CustomResourceFunction
from baseline_constructs.keys.key_policy import KeyPolicy

_CODE = Path(__file__).with_name("handler.py")
_FUNCTION_TIMEOUT_SECONDS = 900
# Three calls of the function, and the pauses between them.
_SERVICE_TIMEOUT_SECONDS = 3600

Origin = Literal["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]


@dataclass(frozen=True)
class HsmBacking:
    """Keys in a CloudHSM cluster.

    Attributes:
        cluster_id: The cluster, which is initialised and has a module.
        trust_anchor: The certificate with which it was initialised, PEM.
    """

    cluster_id: str
    trust_anchor: str

    origin: Origin = "AWS_CLOUDHSM"

    def properties(self) -> dict[str, str]:
        """What the function needs to know."""
        return {"Type": "AWS_CLOUDHSM", "ClusterId": self.cluster_id, "TrustAnchor": self.trust_anchor}


@dataclass(frozen=True)
class ProxyBacking:
    """Keys outside of AWS, behind a proxy that speaks AWS's protocol XKS.

    Attributes:
        endpoint: Where the proxy answers, such as `https://xks.example.com`.
        path: The path there, ending in `/kms/xks/v1`.
        vpc_service: The VPC endpoint service that leads to it; None for the internet.
    """

    endpoint: str
    path: str
    vpc_service: str | None

    origin: Origin = "EXTERNAL_KEY_STORE"

    def properties(self) -> dict[str, str]:
        """What the function needs to know."""
        service = {"ProxyVpcService": self.vpc_service} if self.vpc_service else {}
        return {
            "Type": "EXTERNAL_KEY_STORE",
            "ProxyEndpoint": self.endpoint,
            "ProxyPath": self.path,
            **service,
        }


class KeyStore(Construct):
    """A custom key store, connected; it outlives its stack, as the data under its keys does.

    CloudFormation has no type for it, so a function makes it. The function reads one secret and nothing else
    of Secrets Manager, and manages only keys in key stores, never those of KMS itself. It never deletes a
    store that holds keys.

    Args:
        name: The store's name, unique in account and Region.
        aliases: What the aliases of its keys begin with, behind "alias/".
        backing: What holds the keys.
        secret_name: The secret with the password of CloudHSM's user kmsuser, or with the proxy's credential.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use.

    Source:
        https://docs.aws.amazon.com/kms/latest/developerguide/keystore-cloudhsm.html
        https://docs.aws.amazon.com/kms/latest/developerguide/keystore-external.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        aliases: str,
        backing: HsmBacking | ProxyBacking,
        secret_name: str,
        log_key: kms.IKey,
        queue_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        self.origin = backing.origin
        function = CustomResourceFunction(
            self,
            "Function",
            code=_CODE,
            description="Makes the key store and the keys in it",
            statements=_statements(backing.origin, aliases=aliases, secret_name=secret_name),
            timeout_seconds=_FUNCTION_TIMEOUT_SECONDS,
            log_key=log_key,
            queue_key=queue_key,
        )
        here = "arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>"
        acknowledge(
            function,
            {
                "AwsSolutions-IAM5[Resource::*]": "Key stores have no ARN that a policy could name.",
                f"AwsSolutions-IAM5[Resource::{here}:key/*]": "Keys get their ids when they are made; the "
                "condition leaves only keys in key stores.",
                f"AwsSolutions-IAM5[Resource::{here}:alias/{aliases}/*]": "These are the aliases it makes.",
            },
        )
        self.service_token = function.arn
        self.resource = CfnResource(
            self,
            "Resource",
            type="Custom::KeyStore",
            properties={
                **waiting(function.arn),
                "Name": name,
                "SecretId": secret_name,
                **backing.properties(),
            },
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.id = self.resource.ref


class StoredKey(Construct):
    """A customer-managed key whose material is in a key store; it outlives its stack.

    AWS rotates no such key: its owner makes another and has the alias point to it.

    Args:
        store: The key store.
        alias: Name after "alias/", within the store's `aliases`.
        description: What the key protects, as shown in the console.
        policy: Who may use it.
        external_id: The key's name in the external key manager; None in CloudHSM.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        store: KeyStore,
        alias: str,
        description: str,
        policy: KeyPolicy,
        external_id: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = CfnResource(
            self,
            "Resource",
            type="Custom::StoredKey",
            properties={
                **waiting(store.service_token),
                "StoreId": store.id,
                "Origin": store.origin,
                "Alias": f"alias/{alias}",
                "Description": description,
                "Policy": policy.document(),
                **({"XksKeyId": external_id} if external_id else {}),
            },
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.key = kms.Key.from_key_arn(self, "Key", self.resource.get_att("Arn").to_string())


def waiting(service_token: str) -> dict[str, str]:
    """Which function CloudFormation calls, and how long it waits for the answer."""
    return {"ServiceToken": service_token, "ServiceTimeout": str(_SERVICE_TIMEOUT_SECONDS)}


def _statements(origin: Origin, *, aliases: str, secret_name: str) -> list[iam.PolicyStatement]:
    ours = {"StringEquals": {"kms:KeyOrigin": origin}}
    here = f"arn:{Aws.PARTITION}:kms:{Aws.REGION}:{Aws.ACCOUNT_ID}:"
    secret = f"arn:{Aws.PARTITION}:secretsmanager:{Aws.REGION}:{Aws.ACCOUNT_ID}:secret:{secret_name}-??????"
    aliasing = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
    managing = [
        "kms:DescribeKey",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateKeyDescription",
    ]
    return [
        iam.PolicyStatement(
            actions=[
                *(f"kms:{verb}CustomKeyStore" for verb in ("Connect", "Create", "Delete")),
                *(f"kms:{verb}CustomKeyStore" for verb in ("Disconnect", "Update")),
                "kms:DescribeCustomKeyStores",
            ],
            resources=["*"],
        ),
        iam.PolicyStatement(actions=["kms:CreateKey"], resources=["*"], conditions=ours),
        iam.PolicyStatement(actions=[*managing, *aliasing], resources=[f"{here}key/*"], conditions=ours),
        iam.PolicyStatement(actions=aliasing, resources=[f"{here}alias/{aliases}/*"]),
        iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=[secret]),
        *(_for_cloudhsm() if origin == "AWS_CLOUDHSM" else ()),
    ]


def _for_cloudhsm() -> list[iam.PolicyStatement]:
    """Source: https://docs.aws.amazon.com/kms/latest/developerguide/authorize-kms.html."""
    role = "aws-service-role/cks.kms.amazonaws.com/AWSServiceRoleForKeyManagementServiceCustomKeyStores"
    return [
        iam.PolicyStatement(actions=["cloudhsm:DescribeClusters"], resources=["*"]),
        iam.PolicyStatement(
            actions=["iam:CreateServiceLinkedRole"],
            resources=[f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/{role}"],
            conditions={"StringEquals": {"iam:AWSServiceName": "cks.kms.amazonaws.com"}},
        ),
    ]
