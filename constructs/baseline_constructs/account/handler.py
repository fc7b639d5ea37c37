"""Sets what CloudFormation has no type for in an account; runs in AWS Lambda as a custom resource.

Every setting is put, not toggled, so a call that is repeated does no harm. Deleting a setting, or a creation
that failed, takes nothing back: an account never becomes weaker because a stack goes.
"""

from typing import Any

import boto3
import cfnresponse  # type: ignore[import-not-found]
from botocore.config import Config


def handler(event: dict[str, Any], context: Any) -> None:
    """Answer CloudFormation in any case: silence blocks a stack until its time-out."""
    wanted = event["ResourceProperties"]
    id_ = f"account-setting-{wanted['Setting']}"
    try:
        if event["RequestType"] != "Delete":
            SETTINGS[wanted["Setting"]](wanted)
    except Exception as error:
        cfnresponse.send(event, context, cfnresponse.FAILED, {}, id_, reason=f"{id_}: {error}")
    else:
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {}, id_)


def password_policy(wanted: dict[str, Any]) -> None:
    """Long passwords that are not used again."""
    boto3.client("iam").update_account_password_policy(
        MinimumPasswordLength=int(wanted["MinimumLength"]),
        MaxPasswordAge=int(wanted["MaxAgeDays"]),
        PasswordReusePrevention=24,
        RequireLowercaseCharacters=True,
        RequireNumbers=True,
        RequireSymbols=True,
        RequireUppercaseCharacters=True,
        AllowUsersToChangePassword=True,
    )


def volume_encryption(wanted: dict[str, Any]) -> None:
    """The key first: between the two calls no new volume is then under AWS's own."""
    ec2 = boto3.client("ec2")
    ec2.modify_ebs_default_kms_key_id(KmsKeyId=wanted["KeyArn"])
    ec2.enable_ebs_encryption_by_default()


def bucket_block(wanted: dict[str, Any]) -> None:
    """No bucket of the account is public, whatever its own settings say."""
    block = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    boto3.client("s3control").put_public_access_block(
        AccountId=wanted["AccountId"], PublicAccessBlockConfiguration=dict.fromkeys(block, True)
    )


def metadata_defaults(_wanted: dict[str, Any]) -> None:
    """Instances answer metadata requests only with a session, and only on the instance itself."""
    boto3.client("ec2").modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)


def image_block(_wanted: dict[str, Any]) -> None:
    """No image of the account can be shared with everybody."""
    boto3.client("ec2").enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")


def serial_console(_wanted: dict[str, Any]) -> None:
    """Nobody gets to an instance past its network."""
    boto3.client("ec2").disable_serial_console_access()


def cluster_block(_wanted: dict[str, Any]) -> None:
    """No cluster of EMR starts with a security group that the whole world gets through, on any port."""
    boto3.client("emr").put_block_public_access_configuration(
        BlockPublicAccessConfiguration={
            "BlockPublicSecurityGroupRules": True,
            "PermittedPublicSecurityGroupRuleRanges": [],
        }
    )


def contact(wanted: dict[str, Any]) -> None:
    """Whom AWS asks about incidents, bills or outages; the service has no FIPS endpoint anywhere."""
    boto3.client("account", config=Config(use_fips_endpoint=False)).put_alternate_contact(
        AlternateContactType=wanted["Kind"],
        Name=wanted["Name"],
        Title=wanted["Title"],
        EmailAddress=wanted["Email"],
        PhoneNumber=wanted["Phone"],
    )


def central_root(_wanted: dict[str, Any]) -> None:
    """Members of the organisation lose the root user's credentials to it; both calls may be repeated."""
    boto3.client("organizations").enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    iam = boto3.client("iam")
    iam.enable_organizations_root_credentials_management()
    iam.enable_organizations_root_sessions()


def weakness_scans(wanted: dict[str, Any]) -> None:
    """Enabling what is enabled already is no error of Inspector's."""
    answer = boto3.client("inspector2").enable(resourceTypes=wanted["Scan"])
    if failed := answer.get("failedAccounts"):
        raise RuntimeError(f"Inspector: {failed[0].get('errorCode')}: {failed[0].get('errorMessage')}")


def default_networks(_wanted: dict[str, Any]) -> None:
    """Take the default VPC away in every Region, where nothing stands in it."""
    for region in boto3.client("ec2").describe_regions()["Regions"]:
        ec2 = boto3.client("ec2", region_name=region["RegionName"])
        default = [{"Name": "is-default", "Values": ["true"]}]
        for vpc in ec2.describe_vpcs(Filters=default)["Vpcs"]:
            _remove(ec2, vpc["VpcId"], region["RegionName"])


def _remove(ec2: Any, vpc: str, region: str) -> None:
    inside = [{"Name": "vpc-id", "Values": [vpc]}]
    if ec2.describe_network_interfaces(Filters=inside)["NetworkInterfaces"]:
        raise RuntimeError(f"something stands in the default VPC {vpc} of {region}; move it first")
    attached = [{"Name": "attachment.vpc-id", "Values": [vpc]}]
    for gateway in ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]:
        ec2.detach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"])
    for subnet in ec2.describe_subnets(Filters=inside)["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=vpc)


SETTINGS = {
    "PasswordPolicy": password_policy,
    "VolumeEncryption": volume_encryption,
    "BucketBlock": bucket_block,
    "MetadataDefaults": metadata_defaults,
    "ImageBlock": image_block,
    "SerialConsole": serial_console,
    "ClusterBlock": cluster_block,
    "SecurityContact": contact,
    "BillingContact": contact,
    "OperationsContact": contact,
    "CentralRoot": central_root,
    "WeaknessScans": weakness_scans,
    "DefaultNetworks": default_networks,
}
