"""Buckets in which Macie looks for sensitive data."""

from collections.abc import Sequence
from pathlib import Path

from aws_cdk import Aws, CfnResource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge, wildcard
from baseline_constructs.custom_resources.function import CustomResourceFunction

_CODE = Path(__file__).with_name("handler.py")
_FUNCTION_TIMEOUT_SECONDS = 60
# Lambda tries a call three times; CloudFormation waits that long.
_SERVICE_TIMEOUT_SECONDS = 3 * _FUNCTION_TIMEOUT_SECONDS + 300


class ClassificationJob(Construct):
    """Has Macie look into every object of some buckets once, and every week into the new ones.

    CloudFormation has no type for it, so a function makes the job, which may make, look at and cancel jobs
    and nothing else. Another list of buckets makes another job, and the old one ends. Macie must be on.

    Args:
        name: The job's name.
        buckets: Full names of buckets of this account, which may hold tokens; 1 to 1,000.
        day: Day of the week, as "MONDAY".
        log_key: A key that CloudWatch Logs of this account and Region may use.
        queue_key: A key that callers through SQS may use, for calls that failed.

    Source: https://docs.aws.amazon.com/macie/latest/APIReference/jobs.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        buckets: Sequence[str],
        day: str,
        log_key: kms.IKey,
        queue_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        jobs = f"arn:{Aws.PARTITION}:macie2:{Aws.REGION}:{Aws.ACCOUNT_ID}:classification-job/*"
        calls = ("CreateClassificationJob", "DescribeClassificationJob", "UpdateClassificationJob")
        function = CustomResourceFunction(
            self,
            "Function",
            code=_CODE,
            description="Has Macie look for sensitive data in buckets",
            statements=[iam.PolicyStatement(actions=[f"macie2:{call}" for call in calls], resources=[jobs])],
            timeout_seconds=_FUNCTION_TIMEOUT_SECONDS,
            log_key=log_key,
            queue_key=queue_key,
        )
        why = "A job has no id before it is made; Macie makes up the id."
        acknowledge(function, {wildcard("macie2", "classification-job/*"): why})
        self.resource = CfnResource(
            self,
            "Resource",
            type="Custom::ClassificationJob",
            properties={
                "ServiceToken": function.arn,
                "ServiceTimeout": str(_SERVICE_TIMEOUT_SECONDS),
                "Name": name,
                "AccountId": Aws.ACCOUNT_ID,
                "Buckets": list(buckets),
                "Day": day,
            },
        )
