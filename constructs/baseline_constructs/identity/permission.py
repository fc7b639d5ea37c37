"""Something that a group may do: its statements, and why each wildcard in them is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge


@dataclass(frozen=True)
class Permission:
    """What a group may do, with the denials that belong to it.

    Attributes:
        statements: What the policy says.
        wildcards: Each action or resource with a wildcard in an allowing statement, as cdk-nag names it
            ("Action::ec2:Describe*", "Resource::*"), with the reason why it is right.
    """

    statements: Sequence[iam.PolicyStatement]
    wildcards: Mapping[str, str]

    def explain(self, policy: Construct) -> None:
        """Record the reasons beside the policy that holds the statements."""
        acknowledge(policy, {f"AwsSolutions-IAM5[{found}]": why for found, why in self.wildcards.items()})
