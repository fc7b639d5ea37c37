"""Takes every rule out of a VPC's default security group; runs in AWS Lambda as a custom resource."""

from typing import Any

import boto3  # type: ignore[import-untyped]
import cfnresponse  # type: ignore[import-not-found]


def handler(event: dict[str, Any], context: Any) -> None:
    """Answer CloudFormation in any case: silence blocks a stack for an hour."""
    group_id = event["ResourceProperties"]["GroupId"]
    try:
        # EC2 deletes the group with its VPC; giving it its rules back before would open it.
        if event["RequestType"] != "Delete":
            strip(boto3.client("ec2"), group_id)
    except Exception as error:
        cfnresponse.send(event, context, cfnresponse.FAILED, {}, group_id, reason=f"{group_id}: {error}")
    else:
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {}, group_id)


def strip(ec2: Any, group_id: str) -> None:
    """Revoke what is there, and nothing where nothing is, so that a repeated call does no harm."""
    group = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
    if group["IpPermissions"]:
        ec2.revoke_security_group_ingress(GroupId=group_id, IpPermissions=group["IpPermissions"])
    if group["IpPermissionsEgress"]:
        ec2.revoke_security_group_egress(GroupId=group_id, IpPermissions=group["IpPermissionsEgress"])
