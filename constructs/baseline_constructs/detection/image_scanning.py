"""Known weaknesses in container images."""

from typing import Literal

from aws_cdk import aws_ecr as ecr
from constructs import Construct


class ImageScanning(Construct):
    """Every image of every repository of this Region is scanned when it is pushed.

    Args:
        by: "ecr" looks at packages of the operating system, free of charge; "inspector" at those of
            programming languages too, again whenever a new weakness is known, and needs Amazon Inspector.

    Source: Security Hub ECR.1; https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
    """

    def __init__(self, scope: Construct, id_: str, *, by: Literal["ecr", "inspector"]) -> None:
        super().__init__(scope, id_)
        every = ecr.CfnRegistryScanningConfiguration.RepositoryFilterProperty(
            filter="*", filter_type="WILDCARD"
        )
        self.resource = ecr.CfnRegistryScanningConfiguration(
            self,
            "Resource",
            scan_type="ENHANCED" if by == "inspector" else "BASIC",
            rules=[
                ecr.CfnRegistryScanningConfiguration.ScanningRuleProperty(
                    scan_frequency="CONTINUOUS_SCAN" if by == "inspector" else "SCAN_ON_PUSH",
                    repository_filters=[every],
                )
            ],
        )
