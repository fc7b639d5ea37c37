"""Sensitive data in logs, hidden from whoever reads them."""

from collections.abc import Sequence

from aws_cdk import Aws, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.log_groups import EncryptedLogGroup


class LogMasking(Construct):
    """Masks sensitive data in every log group of this account and Region, those to come included.

    Who reads a log, or a metric filter or subscription of it, sees stars; only `logs:Unmask` shows what was
    written. Events that were there before are masked from now on when they are read. Where something was
    found goes to an encrypted log group of its own, without the data. An account has one such policy in a
    Region.

    Args:
        name: Begins the names of the policy and of the log group of findings.
        data: AWS's names of managed data identifiers, such as "AwsSecretKey"; at least one.
        key: A key that CloudWatch Logs of this account and Region may use (`logs_key`).
        retain_days: Days that findings are kept, 1 to 3653.

    Source:
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
        https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        data: Sequence[str],
        key: kms.IKey,
        retain_days: int,
    ) -> None:
        super().__init__(scope, id_)
        # AWS delivers to groups below this path under a resource policy that it widens by itself.
        group = f"/aws/vendedlogs/{name}-masked-data"
        findings = EncryptedLogGroup(self, "Findings", name=group, key=key, retain_days=retain_days)
        identifiers = [f"arn:{Aws.PARTITION}:dataprotection::aws:data-identifier/{word}" for word in data]
        to_group = {"FindingsDestination": {"CloudWatchLogs": {"LogGroup": group}}}
        document = {
            "Name": f"{name}-masking",
            "Version": "2021-06-01",
            "Statement": [
                {"Sid": "Find", "DataIdentifier": identifiers, "Operation": {"Audit": to_group}},
                {
                    "Sid": "Mask",
                    "DataIdentifier": identifiers,
                    "Operation": {"Deidentify": {"MaskConfig": {}}},
                },
            ],
        }
        self.resource = logs.CfnAccountPolicy(
            self,
            "Resource",
            policy_name=f"{name}-masking",
            policy_type="DATA_PROTECTION_POLICY",
            scope="ALL",
            policy_document=Stack.of(self).to_json_string(document),
        )
        self.resource.add_resource_dependency(findings.resource)
