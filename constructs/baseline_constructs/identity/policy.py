"""A managed policy that is known to fit before AWS is asked."""

import json
from collections.abc import Sequence
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

MANAGED_POLICY_LIMIT_CHARACTERS = 6_144
INLINE_POLICIES_LIMIT_CHARACTERS = 10_240

# The longest value that each pseudo-parameter takes in any partition; another reference is counted as an ARN.
_LONGEST = {
    "AWS::AccountId": 12,
    "AWS::Partition": len("aws-us-gov"),
    "AWS::Region": len("ap-southeast-99"),
    "AWS::URLSuffix": len("amazonaws.com.cn"),
}
_ARN_CHARACTERS = 128


class PolicyLimit(ValueError):
    """A policy is longer than IAM accepts."""


class BoundedPolicy(Construct):
    """A customer managed policy that is no longer than IAM accepts.

    Args:
        name: The policy's name, unique in the account.
        description: What it is for, as shown in the console.
        statements: What it says.

    Raises:
        PolicyLimit: The policy has more than 6,144 characters, white space not counted.

    Source: IAM user guide, "IAM and AWS STS quotas", IAM policy size.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        description: str,
        statements: Sequence[iam.PolicyStatement],
    ) -> None:
        super().__init__(scope, id_)
        self.name = name
        document = iam.PolicyDocument(statements=list(statements))
        characters = _characters(Stack.of(self).resolve(document))
        if characters > MANAGED_POLICY_LIMIT_CHARACTERS:
            raise PolicyLimit(
                f"policy {name} has {characters} characters; IAM accepts {MANAGED_POLICY_LIMIT_CHARACTERS}. "
                "Name fewer things in one group, or split it into two groups"
            )
        self.resource = iam.CfnManagedPolicy(
            self, "Resource", managed_policy_name=name, description=description, policy_document=document
        )

    @property
    def arn(self) -> str:
        """The policy's ARN."""
        return self.resource.ref


def check_inline(scope: Construct, role: str, documents: Sequence[iam.PolicyDocument]) -> None:
    """Raise PolicyLimit where a role's inline policies together are longer than IAM accepts.

    Args:
        scope: Where the documents are used.
        role: The role's name, for the message.
        documents: Its inline policies.

    Source: IAM user guide, "IAM and AWS STS quotas", role policy size.
    """
    characters = sum(_characters(Stack.of(scope).resolve(document)) for document in documents)
    if characters > INLINE_POLICIES_LIMIT_CHARACTERS:
        raise PolicyLimit(
            f"the policies of role {role} have {characters} characters; IAM accepts "
            f"{INLINE_POLICIES_LIMIT_CHARACTERS}. Name fewer things in one role"
        )


def _characters(document: Any) -> int:
    """How long the document is once CloudFormation has filled in every reference, at the most."""
    match document:
        case {"Fn::Join": [str() as separator, list() as parts]}:
            return sum(map(_text_characters, parts)) + len(separator) * (len(parts) - 1) + 2
        case {"Ref": str()} | {"Fn::GetAtt": _} | {"Fn::ImportValue": _}:
            return _text_characters(document) + 2
        case dict():
            inner = sum(len(json.dumps(key)) + 1 + _characters(value) for key, value in document.items())
            return inner + 2 + max(len(document) - 1, 0)
        case list():
            return sum(map(_characters, document)) + 2 + max(len(document) - 1, 0)
        case _:
            return len(json.dumps(document))


def _text_characters(part: Any) -> int:
    if isinstance(part, str):
        return len(part)
    return _LONGEST.get(part.get("Ref", ""), _ARN_CHARACTERS)
