"""Which Regions lack which of AWS Config's managed rules; CloudFormation fails where it is asked for one.

Read on 2026-11-24 from stored copies of AWS's pages that know the Regions up to Asia Pacific (New Zealand):
the line "AWS Region" on each rule's page, such as
https://docs.aws.amazon.com/config/latest/developerguide/root-account-mfa-enabled.html, and the Regions of
https://docs.aws.amazon.com/config/latest/developerguide/config-region-support.html. AWS adds rules to Regions
over time; a rule listed here that a Region has by now is left out there until somebody corrects this table.
"""

from collections.abc import Mapping

# The Regions that the pages speak of when they say "all supported AWS regions".
CONFIG_REGIONS = frozenset(
    {
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    }
)

_NEWEST = frozenset({"ap-east-2", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "mx-central-1"})
_NEW = _NEWEST | {"ca-west-1", "il-central-1", "me-central-1"}
_OTHER_PARTITIONS = frozenset({"cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"})
_WITHOUT_ROOT_KEYS = _NEW | {"eu-central-2", "eu-south-2"}
# IAM's users and policies are recorded only where AWS Config was before February 2022.
_WITHOUT_IAM = _WITHOUT_ROOT_KEYS | {"ap-south-2", "ap-southeast-4"}
_NOWHERE: frozenset[str] = frozenset()
# No page leaves one of these out. A rule whose page leaves out many others is taken to exist in these alone.
_OLDEST = frozenset(
    {
        *("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
        *("ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"),
        *("sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    }
)
_BUT_THE_OLDEST = CONFIG_REGIONS - _OLDEST
_TAIPEI = frozenset({"ap-east-2"})

LACKING: Mapping[str, frozenset[str]] = {
    "ACCESS_KEYS_ROTATED": _WITHOUT_IAM,
    "CLOUD_TRAIL_ENCRYPTION_ENABLED": _NOWHERE,
    "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED": _NOWHERE,
    "CMK_BACKING_KEY_ROTATION_ENABLED": _NOWHERE,
    "EC2_EBS_ENCRYPTION_BY_DEFAULT": _NOWHERE,
    "EC2_IMDSV2_CHECK": _NOWHERE,
    "EC2_INSTANCE_NO_PUBLIC_IP": _NOWHERE,
    "ENCRYPTED_VOLUMES": _NOWHERE,
    "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS": _WITHOUT_IAM,
    "IAM_ROOT_ACCESS_KEY_CHECK": _WITHOUT_ROOT_KEYS,
    "IAM_USER_NO_POLICIES_CHECK": _WITHOUT_IAM,
    "INCOMING_SSH_DISABLED": _NOWHERE,
    "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS": _WITHOUT_IAM,
    "MULTI_REGION_CLOUD_TRAIL_ENABLED": _NOWHERE,
    "ROOT_ACCOUNT_MFA_ENABLED": _NEW | _OTHER_PARTITIONS,
    "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED": _NOWHERE,
    "S3_BUCKET_SSL_REQUESTS_ONLY": _NOWHERE,
    "S3_BUCKET_VERSIONING_ENABLED": _NOWHERE,
    "SNS_ENCRYPTED_KMS": _NOWHERE,
    "VPC_DEFAULT_SECURITY_GROUP_CLOSED": _NOWHERE,
    "VPC_FLOW_LOGS_ENABLED": _NOWHERE,
    "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK": frozenset({"eu-south-2"}),
    "IAM_USER_UNUSED_CREDENTIALS_CHECK": _WITHOUT_IAM,
    "RESTRICTED_INCOMING_TRAFFIC": _NOWHERE,
    "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED": _NEW | _OTHER_PARTITIONS,
    # Of conformance packs only
    "ACM_CERTIFICATE_EXPIRATION_CHECK": frozenset({"ap-northeast-3"}),
    "ALB_WAF_ENABLED": _BUT_THE_OLDEST,
    "API_GW_EXECUTION_LOGGING_ENABLED": _TAIPEI,
    "CLOUDTRAIL_S3_DATAEVENTS_ENABLED": _TAIPEI,
    "CLOUDWATCH_LOG_GROUP_ENCRYPTED": _NOWHERE,
    "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED": _NOWHERE,
    "CW_LOGGROUP_RETENTION_PERIOD_CHECK": frozenset({"me-central-1"}),
    "DB_INSTANCE_BACKUP_ENABLED": _BUT_THE_OLDEST,
    "DYNAMODB_PITR_ENABLED": _BUT_THE_OLDEST,
    "EC2_INSTANCE_MANAGED_BY_SSM": _TAIPEI,
    "EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK": _BUT_THE_OLDEST,
    "EFS_ENCRYPTED_CHECK": _NOWHERE,
    "EFS_RESOURCES_PROTECTED_BY_BACKUP_PLAN": _BUT_THE_OLDEST,
    "ELB_DELETION_PROTECTION_ENABLED": _BUT_THE_OLDEST,
    "ELB_LOGGING_ENABLED": _BUT_THE_OLDEST,
    "ELB_TLS_HTTPS_LISTENERS_ONLY": frozenset({"ap-northeast-3", "me-central-1"}),
    "EMR_MASTER_NO_PUBLIC_IP": _NOWHERE,
    "GUARDDUTY_ENABLED_CENTRALIZED": frozenset({"ap-east-2", "ap-southeast-7", "mx-central-1"}),
    "IAM_PASSWORD_POLICY": frozenset({"ap-east-2", "ca-west-1", "il-central-1"}),
    "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED": frozenset({"cn-northwest-1", "eu-south-2"}),
    "NACL_NO_UNRESTRICTED_SSH_RDP": _BUT_THE_OLDEST,
    "OPENSEARCH_ENCRYPTED_AT_REST": _BUT_THE_OLDEST,
    "OPENSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK": _BUT_THE_OLDEST,
    "RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED": _BUT_THE_OLDEST,
    "RDS_INSTANCE_DELETION_PROTECTION_ENABLED": _BUT_THE_OLDEST,
    "RDS_INSTANCE_PUBLIC_ACCESS_CHECK": _BUT_THE_OLDEST,
    "RDS_LOGGING_ENABLED": _NOWHERE,
    "RDS_MULTI_AZ_SUPPORT": _BUT_THE_OLDEST,
    "RDS_SNAPSHOTS_PUBLIC_PROHIBITED": _BUT_THE_OLDEST,
    "RDS_STORAGE_ENCRYPTED": _BUT_THE_OLDEST,
    "REDSHIFT_AUDIT_LOGGING_ENABLED": _BUT_THE_OLDEST,
    "REDSHIFT_BACKUP_ENABLED": _BUT_THE_OLDEST,
    "REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK": frozenset({"ap-east-2", "ap-southeast-7", "mx-central-1"}),
    "REDSHIFT_REQUIRE_TLS_SSL": frozenset({"mx-central-1"}),
    "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC": _NOWHERE,
    "S3_BUCKET_LOGGING_ENABLED": _BUT_THE_OLDEST,
    "S3_BUCKET_PUBLIC_WRITE_PROHIBITED": _NOWHERE,
    "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED": _NOWHERE,
    "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS": _BUT_THE_OLDEST,
    "SECRETSMANAGER_ROTATION_ENABLED_CHECK": _NOWHERE,
    "SECURITYHUB_ENABLED": _BUT_THE_OLDEST,
    "WAFV2_LOGGING_ENABLED": _NOWHERE,
}


def has_rule(region: str, identifier: str) -> bool:
    """Whether a Region has a managed rule.

    Args:
        region: In a Region that AWS's pages do not speak of, only the rules that no other one lacks are taken
            to exist.
        identifier: AWS's identifier of the rule.

    Raises:
        KeyError: Nobody has looked up yet where the rule exists.
    """
    lacking = LACKING[identifier]
    return region not in lacking if region in CONFIG_REGIONS else not lacking
