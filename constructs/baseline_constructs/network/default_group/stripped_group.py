"""The default security group of a VPC, without its rules."""

from pathlib import Path

from aws_cdk import Aws, CfnResource
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.custom_resources.dead_letters import DeadLetters

_CODE = Path(__file__).with_name("handler.py")
_LOG_RETENTION_DAYS = 365
_FUNCTION_TIMEOUT_SECONDS = 60
# Lambda tries an asynchronous call three times within about four minutes; CloudFormation waits that long.
_SERVICE_TIMEOUT_SECONDS = 600


class StrippedDefaultGroup(Construct):
    """Takes the rules out of the group that EC2 gives an instance when nobody names another.

    CloudFormation cannot change that group, so a small function does, once when the VPC is made and again
    when it is replaced. It may touch this group and no other. Deleting it changes nothing: the group goes
    with its VPC.

    Args:
        vpc: The VPC.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use, for calls that failed.

    Source: Security Hub control EC2.2.
    """

    def __init__(
        self, scope: Construct, id_: str, *, vpc: ec2.CfnVPC, log_key: kms.IKey, queue_key: kms.IKey
    ) -> None:
        super().__init__(scope, id_)
        group_id = vpc.attr_default_security_group
        log_group = logs.CfnLogGroup(
            self, "Logs", kms_key_id=log_key.key_arn, retention_in_days=_LOG_RETENTION_DAYS
        )
        letters = DeadLetters(self, "DeadLetters", key=queue_key)
        role = self._role([_strip(group_id), _log(log_group), *letters.sending()])
        function = self._function(role, log_group, letters)
        self.resource = CfnResource(
            self,
            "Resource",
            type="Custom::StrippedDefaultGroup",
            properties={
                "ServiceToken": function.attr_arn,
                "ServiceTimeout": str(_SERVICE_TIMEOUT_SECONDS),
                "GroupId": group_id,
            },
        )

    def _role(self, statements: list[iam.PolicyStatement]) -> iam.CfnRole:
        describe = iam.PolicyStatement(actions=["ec2:DescribeSecurityGroups"], resources=["*"])
        role = iam.CfnRole(
            self,
            "Role",
            description="Strips the default security group of its VPC",
            assume_role_policy_document=_trust(),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="strip",
                    policy_document=iam.PolicyDocument(statements=[describe, *statements]),
                )
            ],
        )
        acknowledge(
            role,
            {
                "IAMNoInlinePolicy": "The policy fits this one function and goes with it.",
                "AwsSolutions-IAM5[Resource::*]": "ec2:DescribeSecurityGroups knows no resources.",
            },
        )
        return role

    def _function(
        self, role: iam.CfnRole, log_group: logs.CfnLogGroup, letters: DeadLetters
    ) -> lambda_.CfnFunction:
        function = lambda_.CfnFunction(
            self,
            "Function",
            description="Strips the default security group of its VPC",
            runtime="python3.14",
            handler="index.handler",
            code=lambda_.CfnFunction.CodeProperty(zip_file=_CODE.read_text(encoding="utf-8")),
            role=role.attr_arn,
            timeout=_FUNCTION_TIMEOUT_SECONDS,
            logging_config=lambda_.CfnFunction.LoggingConfigProperty(log_group=log_group.ref),
            dead_letter_config=lambda_.CfnFunction.DeadLetterConfigProperty(target_arn=letters.arn),
        )
        acknowledge(
            function,
            {
                "LambdaConcurrency": "It runs a few times in a VPC's life, and reserving concurrency "
                "fails in new accounts, whose quota is too low.",
                "LambdaInsideVPC": "It talks to the EC2 API, to which an isolated VPC has no way.",
            },
        )
        return function


def _trust() -> iam.PolicyDocument:
    return iam.PolicyDocument(
        statements=[
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("lambda.amazonaws.com")], actions=["sts:AssumeRole"]
            )
        ]
    )


def _strip(group_id: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        actions=["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
        resources=[f"arn:{Aws.PARTITION}:ec2:{Aws.REGION}:{Aws.ACCOUNT_ID}:security-group/{group_id}"],
    )


def _log(group: logs.CfnLogGroup) -> iam.PolicyStatement:
    """The group's ARN ends in ":*" already, which stands for its streams."""
    return iam.PolicyStatement(
        actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[group.attr_arn]
    )
