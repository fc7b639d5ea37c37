"""What a server needs so that Systems Manager can look after it."""

from aws_cdk import aws_iam as iam


def agent_rights() -> iam.PolicyStatement:
    """What the agent calls, and not `ssm:GetParameter`, with which AWS's own policy opens all parameters.

    None of these calls knows resources that could be named before the server is there.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
    """
    return iam.PolicyStatement(
        sid="ManagedBySystemsManager",
        actions=[
            "ec2messages:AcknowledgeMessage",
            "ec2messages:DeleteMessage",
            "ec2messages:FailMessage",
            "ec2messages:GetEndpoint",
            "ec2messages:GetMessages",
            "ec2messages:SendReply",
            "ssm:DescribeAssociation",
            "ssm:DescribeDocument",
            "ssm:GetDeployablePatchSnapshotForInstance",
            "ssm:GetDocument",
            "ssm:GetManifest",
            "ssm:ListAssociations",
            "ssm:ListInstanceAssociations",
            "ssm:PutComplianceItems",
            "ssm:PutConfigurePackageResult",
            "ssm:PutInventory",
            "ssm:UpdateAssociationStatus",
            "ssm:UpdateInstanceAssociationStatus",
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
        ],
        resources=["*"],
    )
