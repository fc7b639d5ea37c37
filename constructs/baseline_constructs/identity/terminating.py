"""What a group needs to terminate the instances that carry certain tags, and no others."""

from collections.abc import Mapping

from aws_cdk import aws_iam as iam

from baseline_constructs.identity import arns
from baseline_constructs.identity.permission import Permission

_LOOK_BEFORE_TERMINATING = ["ec2:DescribeInstanceStatus", "ec2:DescribeInstances", "ec2:DescribeTags"]


_WILDCARDS = {
    arns.ec2_as_found("instance/*"): "the tags in the condition say which instances",
    "Resource::*": "EC2's Describe actions know no resources",
}


def terminating(*, tags: Mapping[str, str]) -> Permission:
    """Terminate instances that carry all of these tags.

    The promise stands only with `Guardrails` that guard the same tag keys: otherwise somebody tags first and
    terminates second.

    Args:
        tags: Tag keys and the value that each must have on the instance.

    Source: EC2 user guide, "Control access to EC2 resources using resource tags".
    """
    required = {f"aws:ResourceTag/{key}": value for key, value in sorted(tags.items())}
    statements = [
        iam.PolicyStatement(
            sid="TerminateTagged",
            actions=["ec2:TerminateInstances"],
            resources=[arns.ec2("instance/*")],
            conditions={"StringEquals": required},
        ),
        iam.PolicyStatement(sid="LookBeforeTerminating", actions=_LOOK_BEFORE_TERMINATING, resources=["*"]),
        # One deny a tag: several keys in one condition would have to be wrong all together.
        *(
            iam.PolicyStatement(
                sid=f"DenyUnlessTagged{number}",
                effect=iam.Effect.DENY,
                actions=["ec2:TerminateInstances"],
                resources=[arns.ec2("instance/*")],
                # A negated operator also matches an instance that does not carry the tag at all.
                conditions={"StringNotEquals": {key: value}},
            )
            for number, (key, value) in enumerate(required.items(), start=1)
        ),
    ]
    return Permission(statements, _WILDCARDS)
