"""What lets somebody give roles to servers."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam


def passing_to_servers(role_arns: Sequence[str]) -> iam.PolicyStatement:
    """Launch instances of EC2 with these roles; no other service can be given them.

    Args:
        role_arns: The roles, at least one, each by its full ARN.

    Source: IAM user guide, "Grant a user permissions to pass a role to an AWS service".
    """
    return iam.PolicyStatement(
        sid="GiveRolesToServers",
        actions=["iam:PassRole"],
        resources=list(role_arns),
        conditions={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
    )
