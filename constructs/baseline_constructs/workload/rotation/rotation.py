"""Secrets that get a new value by themselves."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.custom_resources.function import CustomResourceFunction
from baseline_constructs.keys.via_service import via_service
from baseline_constructs.workload.secret import EncryptedSecret

_CODE = Path(__file__).with_name("handler.py")
_TIMEOUT_SECONDS = 60
_READ_AND_WRITE = ("DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage")


class Rotation(Construct):
    """Gives secrets new random values regularly, by one function that may touch these secrets alone.

    It is for values that both sides read from Secrets Manager: keys that sign, tokens between applications.
    What somebody else has to be told of, such as the password of a database, needs another way; RDS and
    Redshift rotate their master users' passwords themselves. Deploying rotates nothing at once.

    Args:
        secrets: Each secret, with the days between two rotations, 1 to 1000.
        key: Their key; callers through Secrets Manager may use it.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use, for calls that failed.

    Source: Security Hub SecretsManager.1, SecretsManager.4
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        secrets: Mapping[EncryptedSecret, int],
        key: kms.IKey,
        log_key: kms.IKey,
        queue_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        arns = [secret.resource.ref for secret in secrets]
        function = CustomResourceFunction(
            self,
            "Function",
            code=_CODE,
            description="Gives secrets new random values",
            statements=[
                iam.PolicyStatement(
                    actions=[f"secretsmanager:{call}" for call in _READ_AND_WRITE], resources=arns
                ),
                iam.PolicyStatement(actions=["secretsmanager:GetRandomPassword"], resources=["*"]),
                iam.PolicyStatement(
                    actions=["kms:Decrypt", "kms:GenerateDataKey"],
                    resources=[key.key_arn],
                    conditions={"StringEquals": {"kms:ViaService": via_service("secretsmanager")}},
                ),
            ],
            timeout_seconds=_TIMEOUT_SECONDS,
            log_key=log_key,
            queue_key=queue_key,
        )
        acknowledge(function, {"AwsSolutions-IAM5[Resource::*]": "A random password belongs to no resource."})
        for secret, days in secrets.items():
            self._schedule(secret, days, function.arn)

    def _schedule(self, secret: EncryptedSecret, days: int, function_arn: str) -> None:
        name = secret.node.id
        may = lambda_.CfnPermission(
            self,
            f"{name}-Permission",
            action="lambda:InvokeFunction",
            function_name=function_arn,
            principal="secretsmanager.amazonaws.com",
            source_account=Aws.ACCOUNT_ID,
            source_arn=secret.resource.ref,
        )
        schedule = secretsmanager.CfnRotationSchedule(
            self,
            f"{name}-Schedule",
            secret_id=secret.resource.ref,
            rotation_lambda_arn=function_arn,
            rotate_immediately_on_update=False,
            rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
                automatically_after_days=days
            ),
        )
        # Secrets Manager tries the function out when the schedule is made.
        schedule.add_resource_dependency(may)
