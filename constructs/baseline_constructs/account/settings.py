"""The settings of an account, those that CloudFormation knows and those that it does not."""

from collections.abc import Sequence
from pathlib import Path

from aws_cdk import CfnResource
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.account.wishes import LINKED, Wish
from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.custom_resources.function import CustomResourceFunction

_CODE = Path(__file__).with_name("handler.py")
# Taking default VPCs away asks every Region in turn.
_FUNCTION_TIMEOUT_SECONDS = 600
# Lambda tries a call three times; CloudFormation waits that long.
_SERVICE_TIMEOUT_SECONDS = 3 * _FUNCTION_TIMEOUT_SECONDS + 300

_LINKED = "Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/aws-service-role"
_REASONS = {
    "AwsSolutions-IAM5[Resource::*]": "A setting of the account has no resource of its own.",
    **{
        f"AwsSolutions-IAM5[{_LINKED}/{service}/*]": "Inspector names its role; nobody else may have it."
        for service in LINKED
    },
}


class SnapshotBlock(Construct):
    """No EBS snapshot of this account and Region is public. Source: Security Hub EC2.1."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnSnapshotBlockPublicAccess(self, "Resource", state="block-all-sharing")


class AccountSettings(Construct):
    """Sets what is wished for in the account, and leaves it set when the stack goes.

    One function does it, which may make the calls of these wishes and no others. A setting that somebody
    changes by hand comes back only with the next change of its wish.

    Args:
        wishes: What to set.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use, for calls that failed.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, wishes: Sequence[Wish], log_key: kms.IKey, queue_key: kms.IKey
    ) -> None:
        super().__init__(scope, id_)
        calls = sorted({action for wish in wishes for action in wish.actions})
        function = CustomResourceFunction(
            self,
            "Function",
            code=_CODE,
            description="Sets what CloudFormation has no type for in the account",
            statements=[
                iam.PolicyStatement(actions=calls, resources=["*"]),
                *(statement for wish in wishes for statement in wish.statements),
            ],
            timeout_seconds=_FUNCTION_TIMEOUT_SECONDS,
            log_key=log_key,
            queue_key=queue_key,
        )
        acknowledge(function, _REASONS)
        self.resources = {wish.setting: self._resource(wish, function.arn) for wish in wishes}

    def _resource(self, wish: Wish, function_arn: str) -> CfnResource:
        return CfnResource(
            self,
            wish.setting,
            type="Custom::AccountSetting",
            properties={
                "ServiceToken": function_arn,
                "ServiceTimeout": str(_SERVICE_TIMEOUT_SECONDS),
                "Setting": wish.setting,
                **wish.told,
            },
        )
