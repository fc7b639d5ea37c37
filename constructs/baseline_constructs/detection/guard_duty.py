"""Threat detection."""

from aws_cdk import aws_guardduty as guardduty
from constructs import Construct

# Every protection that the detector itself knows; scanning a bucket's new objects is a plan for each bucket.
PROTECTIONS = (
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
)
_RUNTIME = "RUNTIME_MONITORING"
_AGENTS = ("EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT")


class ThreatDetector(Construct):
    """GuardDuty in this Region with all its protections, telling of findings every fifteen minutes.

    An account has one detector in a Region: deploy where there is none yet.

    Args:
        runtime_agents: Whether GuardDuty installs its agents on instances and containers by itself. It then
            makes interface endpoints and security groups in their networks, which no template shows.

    Source:
        Security Hub GuardDuty.1, .5 to .11
        https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
    """

    def __init__(self, scope: Construct, id_: str, *, runtime_agents: bool = False) -> None:
        super().__init__(scope, id_)
        feature = guardduty.CfnDetector.CFNFeatureConfigurationProperty
        agents = [
            guardduty.CfnDetector.CFNFeatureAdditionalConfigurationProperty(
                name=agent, status="ENABLED" if runtime_agents else "DISABLED"
            )
            for agent in _AGENTS
        ]
        self.resource = guardduty.CfnDetector(
            self,
            "Resource",
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            features=[
                *(feature(name=name, status="ENABLED") for name in PROTECTIONS),
                feature(name=_RUNTIME, status="ENABLED", additional_configuration=agents),
            ],
        )
