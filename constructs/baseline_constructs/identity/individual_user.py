"""A person's IAM user: no permission of its own, a boundary, and groups."""

from collections.abc import Mapping, Sequence

from aws_cdk import CfnTag
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.identity.access_group import AccessGroup
from baseline_constructs.identity.guardrails import Guardrails


class IndividualUser(Construct):
    """A user who has permissions only through groups, within the boundary.

    No password and no access key is made: whoever administers the account hands them out, so that none ever
    stands in a template.

    Args:
        name: The user's name in IAM.
        groups: What the user belongs to; at least one.
        guardrails: Whose boundary holds the user.
        tags: The user's own tags, which permissions may ask for; nobody who is held can change guarded ones.

    Source: Security Hub controls IAM.2 and IAM.5.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        groups: Sequence[AccessGroup],
        guardrails: Guardrails,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = iam.CfnUser(
            self,
            "Resource",
            user_name=name,
            groups=[group.resource.ref for group in groups],
            permissions_boundary=guardrails.boundary.arn,
            tags=[CfnTag(key=key, value=value) for key, value in tags.items()] if tags else None,
        )
