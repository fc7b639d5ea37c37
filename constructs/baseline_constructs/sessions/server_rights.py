"""What a server needs to take part in sessions."""

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from baseline_constructs.keys.key_policy import named_in_context
from baseline_constructs.keys.purposes import SESSION_CONTEXT


def server_rights(*, session_key: kms.IKey, log_group_name: str) -> list[iam.PolicyStatement]:
    """Open the key of a session, and write its record; it can read and delete no record.

    Args:
        session_key: What encrypts sessions (`sessions_key`).
        log_group_name: The log group that records them.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
    """
    group = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{log_group_name}"
    return [
        iam.PolicyStatement(
            sid="OpenSessions",
            actions=["kms:Decrypt"],
            resources=[session_key.key_arn],
            conditions=named_in_context(SESSION_CONTEXT),
        ),
        iam.PolicyStatement(
            sid="RecordSessions",
            actions=["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            resources=[group, f"{group}:*"],
        ),
        # The agent looks whether the group is encrypted before it writes to it.
        iam.PolicyStatement(sid="SeeLogGroups", actions=["logs:DescribeLogGroups"], resources=["*"]),
    ]
