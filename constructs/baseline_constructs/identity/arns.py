"""ARNs of this account's resources, with pseudo-parameters where an account or partition would stand."""

from aws_cdk import Aws


def ec2(resource: str) -> str:
    """The ARN of an EC2 resource of this account, such as `instance/*`, in every region."""
    return f"arn:{Aws.PARTITION}:ec2:*:{Aws.ACCOUNT_ID}:{resource}"


def ec2_as_found(resource: str) -> str:
    """The same ARN as cdk-nag writes it in a finding."""
    return f"Resource::arn:<AWS::Partition>:ec2:*:<AWS::AccountId>:{resource}"


def iam(resource: str) -> str:
    """The ARN of an IAM resource of this account, such as `role/web-server`."""
    return f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:{resource}"


def own_user() -> str:
    """The ARN of whichever IAM user makes the call; IAM fills in the policy variable."""
    return iam("user/${aws:username}")
