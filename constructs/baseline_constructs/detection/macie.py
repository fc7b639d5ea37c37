"""Personal data in buckets."""

from aws_cdk import aws_macie as macie
from constructs import Construct


class SensitiveDataSession(Construct):
    """Macie in this Region: watches every bucket's policy, and tells of findings every fifteen minutes.

    New accounts' sessions also look into a sample of objects by themselves (automated discovery).

    Source: Security Hub Macie.1, Macie.2; https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html
    """

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        self.resource = macie.CfnSession(
            self, "Resource", status="ENABLED", finding_publishing_frequency="FIFTEEN_MINUTES"
        )
