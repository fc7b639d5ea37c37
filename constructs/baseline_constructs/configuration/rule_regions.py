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
