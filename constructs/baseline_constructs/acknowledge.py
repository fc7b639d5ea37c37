"""Says, beside a construct, why a finding of a rule pack does not apply to it."""

from collections.abc import Mapping

from aws_cdk import Acknowledgment, Validations
from constructs import Construct

# cdk-nag names a rule "<pack>-<rule>"; AwsSolutions numbers its rules instead, so those are given in full.
_PACKS_WITH_SHARED_RULE_NAMES = ("HIPAA.Security", "NIST.800.53.R5", "PCI.DSS.321")


def acknowledge(construct: Construct, reasons: Mapping[str, str]) -> None:
    """Record why findings on a construct, or on anything below it, are accepted.

    The reasons go to the validation report, never into the template.

    Args:
        construct: The narrowest construct that has the findings.
        reasons: Rule to reason. A bare rule name such as "S3BucketReplicationEnabled" stands for that rule in
            every pack that has it; anything else is taken as it is: "AwsSolutions-S1",
            "AwsSolutions-IAM5[Resource::*]", "CloudFormation-Validate::W3005".

    Raises:
        ValueError: A reason is blank.

    Source: https://github.com/cdklabs/cdk-nag#acknowledging-a-rule
    """
    for rule, reason in reasons.items():
        if not reason.strip():
            raise ValueError(f"{rule}: an accepted finding needs a reason")
    accepted = [
        Acknowledgment(id=id_, reason=reason) for rule, reason in reasons.items() for id_ in _full_ids(rule)
    ]
    Validations.of(construct).acknowledge(*accepted)


def wildcard(service: str, resource: str) -> str:
    """The id of the finding on a pattern among the resources of this account and Region.

    Args:
        service: As in the ARN, such as "ec2".
        resource: The pattern, such as "instance/*".
    """
    arn = f"arn:<AWS::Partition>:{service}:<AWS::Region>:<AWS::AccountId>:{resource}"
    return f"AwsSolutions-IAM5[Resource::{arn}]"


def _full_ids(rule: str) -> list[str]:
    """A bare rule name has neither a pack, a prefix nor a finding in brackets."""
    return [f"{pack}-{rule}" for pack in _PACKS_WITH_SHARED_RULE_NAMES] if rule.isalnum() else [rule]
