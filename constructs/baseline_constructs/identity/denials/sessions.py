"""Denials that keep every session on a server recorded."""

from aws_cdk import aws_iam as iam

from baseline_constructs.identity import arns

# What lets sessions go by unrecorded.
_UNRECORDING = [
    "ssm:DeleteDocument",
    "ssm:UpdateDocument*",
]


def session_denials(*, document_arn: str) -> list[iam.PolicyStatement]:
    """Nobody opens a session beside the record, such as a forwarded port, or changes what records it.

    Args:
        document_arn: The preferences that every session must follow.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
    """
    return [
        iam.PolicyStatement(
            sid="DenyUnrecordedSessions",
            effect=iam.Effect.DENY,
            actions=["ssm:StartSession"],
            not_resources=[document_arn, arns.ec2("instance/*")],
        ),
        iam.PolicyStatement(
            sid="DenyRewritingSessions",
            effect=iam.Effect.DENY,
            actions=_UNRECORDING,
            resources=[document_arn],
        ),
    ]
