"""A small function that does for CloudFormation what it has no type for."""

from collections.abc import Sequence
from pathlib import Path

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.custom_resources.dead_letters import DeadLetters

_LOG_RETENTION_DAYS = 365


class CustomResourceFunction(Construct):
    """A function from one file, which may do what its statements say and nothing else.

    Its log is encrypted and kept when the stack goes. A call that failed every time goes to an encrypted
    queue. Lambda tries a call three times, so the code must do no harm when it is repeated.

    Args:
        code: The file; its `handler` is called.
        description: What the function does, as shown in the console.
        statements: All that it may do, besides writing its log.
        timeout_seconds: How long one call may take, 1 to 900.
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use, for calls that failed.

    Source:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html
        https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        code: Path,
        description: str,
        statements: Sequence[iam.PolicyStatement],
        timeout_seconds: int,
        log_key: kms.IKey,
        queue_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        log_group = logs.CfnLogGroup(
            self, "Logs", kms_key_id=log_key.key_arn, retention_in_days=_LOG_RETENTION_DAYS
        )
        log_group.apply_removal_policy(RemovalPolicy.RETAIN)
        letters = DeadLetters(self, "DeadLetters", key=queue_key)
        role = self._role(description, [*statements, _log(log_group), *letters.sending()])
        self.resource = lambda_.CfnFunction(
            self,
            "Resource",
            description=description,
            runtime="python3.14",
            handler="index.handler",
            code=lambda_.CfnFunction.CodeProperty(zip_file=code.read_text(encoding="utf-8")),
            role=role.attr_arn,
            timeout=timeout_seconds,
            logging_config=lambda_.CfnFunction.LoggingConfigProperty(log_group=log_group.ref),
            dead_letter_config=lambda_.CfnFunction.DeadLetterConfigProperty(target_arn=letters.arn),
        )
        self.arn = self.resource.attr_arn
        acknowledge(
            self.resource,
            {
                "LambdaConcurrency": "It runs a few times in a stack's life, and reserving concurrency "
                "fails in new accounts, whose quota is too low.",
                "LambdaInsideVPC": "It talks to APIs of AWS, to which an isolated VPC has no way.",
            },
        )

    def _role(self, description: str, statements: list[iam.PolicyStatement]) -> iam.CfnRole:
        lambda_may = iam.PolicyStatement(
            principals=[iam.ServicePrincipal("lambda.amazonaws.com")], actions=["sts:AssumeRole"]
        )
        role = iam.CfnRole(
            self,
            "Role",
            description=description,
            assume_role_policy_document=iam.PolicyDocument(statements=[lambda_may]),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="does", policy_document=iam.PolicyDocument(statements=statements)
                )
            ],
        )
        acknowledge(role, {"IAMNoInlinePolicy": "The policy fits this one function and goes with it."})
        return role


def _log(group: logs.CfnLogGroup) -> iam.PolicyStatement:
    """The group's ARN ends in ":*" already, which stands for its streams."""
    return iam.PolicyStatement(
        actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[group.attr_arn]
    )
