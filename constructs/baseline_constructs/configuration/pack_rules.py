"""Which rules of AWS Config look at which controls of a framework; a pack is the rules of one framework."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from baseline_constructs.configuration.managed_rules import RULES, ManagedRule
from baseline_constructs.configuration.rule_regions import has_rule

_CONTROLS = Path(__file__).with_name("pack_controls.json")
FRAMEWORKS: Mapping[str, str] = {
    "cis": "CIS AWS Foundations 7.0",
    "pci-dss": "PCI DSS 4.0",
    "hipaa": "HIPAA Security Rule",
    "fedramp": "FedRAMP Moderate",
    "nist-800-53": "NIST SP 800-53 r5",
    "soc-2": "SOC 2",
    "iso-27001": "ISO/IEC 27001:2022",
}

_OF_PACKS_ONLY = (
    ManagedRule(
        "IAM_PASSWORD_POLICY",
        "Passwords may be short, old or used again",
        {"MinimumPasswordLength": "14", "PasswordReusePrevention": "24", "MaxPasswordAge": "90"},
    ),
    ManagedRule("CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED", "A trail goes to no log group, so no alarm sees it"),
    ManagedRule("CLOUDTRAIL_S3_DATAEVENTS_ENABLED", "No trail records the objects of all buckets"),
    ManagedRule("CW_LOGGROUP_RETENTION_PERIOD_CHECK", "A log group keeps less than a year"),
    ManagedRule("CLOUDWATCH_LOG_GROUP_ENCRYPTED", "A log group is not encrypted with a KMS key"),
    ManagedRule("API_GW_EXECUTION_LOGGING_ENABLED", "A stage of API Gateway keeps no log"),
    ManagedRule("ELB_LOGGING_ENABLED", "A load balancer keeps no log"),
    ManagedRule("RDS_LOGGING_ENABLED", "A database exports no logs"),
    ManagedRule("REDSHIFT_AUDIT_LOGGING_ENABLED", "A warehouse keeps no audit log"),
    ManagedRule("S3_BUCKET_LOGGING_ENABLED", "A bucket's accesses are not logged"),
    ManagedRule("WAFV2_LOGGING_ENABLED", "A web application firewall keeps no log"),
    ManagedRule("GUARDDUTY_ENABLED_CENTRALIZED", "GuardDuty is off"),
    ManagedRule("SECURITYHUB_ENABLED", "Security Hub is off"),
    ManagedRule("SECRETSMANAGER_ROTATION_ENABLED_CHECK", "A secret does not rotate"),
    ManagedRule("EFS_ENCRYPTED_CHECK", "A file system is not encrypted"),
    ManagedRule("EFS_RESOURCES_PROTECTED_BY_BACKUP_PLAN", "A file system is in no backup plan"),
    ManagedRule("RDS_STORAGE_ENCRYPTED", "A database is not encrypted"),
    ManagedRule("RDS_SNAPSHOTS_PUBLIC_PROHIBITED", "A database's snapshot is public"),
    ManagedRule("RDS_INSTANCE_PUBLIC_ACCESS_CHECK", "A database has a public address"),
    ManagedRule("RDS_MULTI_AZ_SUPPORT", "A database stands in one zone"),
    ManagedRule("DB_INSTANCE_BACKUP_ENABLED", "A database has no backups"),
    ManagedRule("RDS_INSTANCE_DELETION_PROTECTION_ENABLED", "A database can be deleted in one call"),
    ManagedRule("RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED", "A database takes no patches by itself"),
    ManagedRule("DYNAMODB_PITR_ENABLED", "A table cannot be restored to a point in time"),
    ManagedRule("REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK", "A warehouse has a public address"),
    ManagedRule("REDSHIFT_BACKUP_ENABLED", "A warehouse has no snapshots"),
    ManagedRule("REDSHIFT_REQUIRE_TLS_SSL", "A warehouse takes connections without TLS"),
    ManagedRule("OPENSEARCH_ENCRYPTED_AT_REST", "A search domain is not encrypted"),
    ManagedRule("OPENSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", "A search domain's nodes talk in plain text"),
    ManagedRule("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", "The account lets buckets be public"),
    ManagedRule("S3_BUCKET_PUBLIC_WRITE_PROHIBITED", "Everybody may write to a bucket"),
    ManagedRule("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", "A bucket has no default encryption"),
    ManagedRule("EC2_INSTANCE_MANAGED_BY_SSM", "Systems Manager does not know an instance"),
    ManagedRule("EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK", "An instance lacks patches"),
    ManagedRule("NACL_NO_UNRESTRICTED_SSH_RDP", "A network ACL lets SSH or RDP in from everywhere"),
    ManagedRule("LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED", "Everybody may call a function"),
    ManagedRule("SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS", "A notebook reaches the internet"),
    ManagedRule("EMR_MASTER_NO_PUBLIC_IP", "A cluster's first node has a public address"),
    ManagedRule("ELB_TLS_HTTPS_LISTENERS_ONLY", "A classic load balancer listens without TLS"),
    ManagedRule("ELB_DELETION_PROTECTION_ENABLED", "A load balancer can be deleted in one call"),
    ManagedRule("ALB_WAF_ENABLED", "A load balancer has no web application firewall"),
    ManagedRule("ACM_CERTIFICATE_EXPIRATION_CHECK", "A certificate ends soon", {"daysToExpiration": "30"}),
)
_RULES = {rule.identifier: rule for rule in (*RULES, *_OF_PACKS_ONLY)}


@dataclass(frozen=True)
class PackRule:
    """A rule, and the controls of one framework that it looks at.

    Attributes:
        rule: The rule.
        controls: The framework's own ids.
    """

    rule: ManagedRule
    controls: Sequence[str]


@cache
def pack_rules(framework: str) -> tuple[PackRule, ...]:
    """All rules of a framework, by their identifiers.

    The controls are those to which a public scanner's checks of the same settings are attached (Prowler 5.46,
    Apache-2.0). A rule sees a part of a control at best, and most controls have a part that no rule sees.

    Args:
        framework: A word of `FRAMEWORKS`.
    """
    controls: dict[str, str] = json.loads(_CONTROLS.read_text(encoding="utf-8"))[framework]
    return tuple(PackRule(_RULES[name], tuple(ids.split())) for name, ids in controls.items())


def pack_rules_of(framework: str, *, region: str) -> list[PackRule]:
    """Those of `pack_rules` that a Region has."""
    return [one for one in pack_rules(framework) if has_rule(region, one.rule.identifier)]
