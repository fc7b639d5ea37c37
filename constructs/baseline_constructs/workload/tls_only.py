"""The statement that every resource policy begins with."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam


def deny_without_tls(actions: Sequence[str], resource: str) -> iam.PolicyStatement:
    """Refuse everybody who does not call over TLS.

    Args:
        actions: All actions of the service that a resource policy can name, such as `["sqs:*"]`.
        resource: The resource's ARN, or "*" where the policy can only speak of its own resource.

    Source: Security Hub SQS.3, SNS.4; IAM user guide, global condition keys, aws:SecureTransport
    """
    return iam.PolicyStatement(
        sid="DenyWithoutTls",
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=list(actions),
        resources=[resource],
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )
