"""A log group that is encrypted with the customer's key."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

# The periods that CloudWatch Logs knows: API reference, PutRetentionPolicy.
_RETENTION_PERIODS_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def retention_period(days: int) -> int:
    """The shortest period that CloudWatch Logs knows and that is not shorter than `days`.

    Args:
        days: 1 to 3653.

    Raises:
        ValueError: `days` is longer than CloudWatch Logs knows.
    """
    for period in _RETENTION_PERIODS_DAYS:
        if days <= period:
            return period
    raise ValueError(f"retain_days is {days}; CloudWatch Logs keeps at most {_RETENTION_PERIODS_DAYS[-1]}")


class EncryptedLogGroup(Construct):
    """A log group under the customer's key that ends no sooner than it says, and that outlives its stack.

    It can be made before the service that writes to it, which then finds it and makes no unencrypted one.

    Args:
        name: The log group's name.
        key: A key that CloudWatch Logs of this account and Region may use (`logs_key`).
        retain_days: Days that events are kept, 1 to 3653, rounded up to a period that CloudWatch Logs knows.

    Raises:
        ValueError: `retain_days` is longer than CloudWatch Logs knows.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html; NIST AU-11
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, key: kms.IKey, retain_days: int) -> None:
        super().__init__(scope, id_)
        self.resource = logs.CfnLogGroup(
            self,
            "Resource",
            log_group_name=name,
            kms_key_id=key.key_arn,
            retention_in_days=retention_period(retain_days),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
