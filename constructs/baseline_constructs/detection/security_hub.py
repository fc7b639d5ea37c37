"""Checks of the account against standards, and one place for all findings."""

from collections.abc import Mapping, Sequence

from aws_cdk import Aws
from aws_cdk import aws_securityhub as securityhub
from constructs import Construct

STANDARDS: Mapping[str, str] = {
    "fsbp": "aws-foundational-security-best-practices/v/1.0.0",
    "cis": "cis-aws-foundations-benchmark/v/5.0.0",
    "nist-800-53": "nist-800-53/v/5.0.0",
    "pci-dss": "pci-dss/v/4.0.1",
}


class SecurityHub(Construct):
    """Security Hub CSPM with the standards chosen and no others; one finding for each control.

    New controls of a standard come by themselves. An account has one hub in a Region.

    Args:
        standards: Words of `STANDARDS`.

    Source:
        CIS AWS Foundations Benchmark 7.0, 5.16
        https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
    """

    def __init__(self, scope: Construct, id_: str, *, standards: Sequence[str]) -> None:
        super().__init__(scope, id_)
        self.resource = securityhub.CfnHub(
            self,
            "Resource",
            enable_default_standards=False,
            control_finding_generator="SECURITY_CONTROL",
            auto_enable_controls=True,
        )
        for word in standards:
            standard = securityhub.CfnStandard(
                self,
                word,
                standards_arn=f"arn:{Aws.PARTITION}:securityhub:{Aws.REGION}::standards/{STANDARDS[word]}",
            )
            standard.add_resource_dependency(self.resource)
