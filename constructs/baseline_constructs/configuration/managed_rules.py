"""A first set of AWS Config rules: what templates promise, and what no template can set."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aws_cdk import aws_config as config
from constructs import Construct

from baseline_constructs.configuration.recorder import ConfigurationRecorder
from baseline_constructs.configuration.rule_regions import has_rule


@dataclass(frozen=True)
class ManagedRule:
    """One rule that AWS Config evaluates.

    Args:
        identifier: AWS's identifier of the rule.
        watches: What the rule finds, for its description.
        parameters: The rule's own parameters.
    """

    identifier: str
    watches: str
    parameters: Mapping[str, str] = field(default_factory=dict)


RULES = (
    # People and their rights
    ManagedRule("IAM_ROOT_ACCESS_KEY_CHECK", "The root user has access keys"),
    ManagedRule("ROOT_ACCOUNT_MFA_ENABLED", "The root user signs in without MFA"),
    ManagedRule("ROOT_ACCOUNT_HARDWARE_MFA_ENABLED", "The root user has no hardware MFA device"),
    ManagedRule("MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS", "A user signs in to the console without MFA"),
    ManagedRule("ACCESS_KEYS_ROTATED", "An access key is older than 90 days", {"maxAccessKeyAge": "90"}),
    ManagedRule(
        "IAM_USER_UNUSED_CREDENTIALS_CHECK",
        "A password or access key was not used for 90 days",
        {"maxCredentialUsageAge": "90"},
    ),
    ManagedRule("IAM_USER_NO_POLICIES_CHECK", "A user has a policy of their own"),
    ManagedRule("IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", "A policy allows everything on everything"),
    # Records
    ManagedRule("MULTI_REGION_CLOUD_TRAIL_ENABLED", "No trail records all Regions"),
    ManagedRule("CLOUD_TRAIL_ENCRYPTION_ENABLED", "A trail is not encrypted with a KMS key"),
    ManagedRule("CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", "A trail writes no digests"),
    # Data
    ManagedRule("CMK_BACKING_KEY_ROTATION_ENABLED", "A customer-managed key does not rotate"),
    ManagedRule("EC2_EBS_ENCRYPTION_BY_DEFAULT", "New volumes are not encrypted by default"),
    ManagedRule("ENCRYPTED_VOLUMES", "An attached volume is not encrypted"),
    ManagedRule("EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK", "A snapshot is public"),
    ManagedRule("S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED", "A bucket does not block public access"),
    ManagedRule("S3_BUCKET_SSL_REQUESTS_ONLY", "A bucket's policy accepts plain HTTP"),
    ManagedRule("S3_BUCKET_VERSIONING_ENABLED", "A bucket keeps no old versions"),
    ManagedRule("SNS_ENCRYPTED_KMS", "A topic is not encrypted with a KMS key"),
    # Network and machines
    ManagedRule("EC2_IMDSV2_CHECK", "An instance answers metadata requests without a session"),
    ManagedRule("EC2_INSTANCE_NO_PUBLIC_IP", "An instance has a public address"),
    ManagedRule("INCOMING_SSH_DISABLED", "A security group lets SSH in from everywhere"),
    ManagedRule(
        "RESTRICTED_INCOMING_TRAFFIC",
        "A security group lets RDP, FTP or MySQL in from everywhere",
        {"blockedPort1": "20", "blockedPort2": "21", "blockedPort3": "3389", "blockedPort4": "3306"},
    ),
    ManagedRule("VPC_DEFAULT_SECURITY_GROUP_CLOSED", "A default security group has rules"),
    ManagedRule("VPC_FLOW_LOGS_ENABLED", "A VPC has no flow log"),
)


def rules_of(region: str) -> list[ManagedRule]:
    """Those of `RULES` that a Region has."""
    return [rule for rule in RULES if has_rule(region, rule.identifier)]


class ManagedRules(Construct):
    """Has AWS Config evaluate those of `RULES` that the Region has, once there is a recorder to feed them.

    Args:
        recorder: The account's recorder.
        region: The Region of the stack.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
    """

    def __init__(self, scope: Construct, id_: str, *, recorder: ConfigurationRecorder, region: str) -> None:
        super().__init__(scope, id_)
        self.resources: dict[str, config.CfnConfigRule] = {}
        for rule in rules_of(region):
            resource = config.CfnConfigRule(
                self,
                rule.identifier,
                description=rule.watches,
                source=config.CfnConfigRule.SourceProperty(owner="AWS", source_identifier=rule.identifier),
                input_parameters=dict(rule.parameters) or None,
            )
            resource.add_resource_dependency(recorder.resource)
            self.resources[rule.identifier] = resource
