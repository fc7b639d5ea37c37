"""A request as AWS sees it when it decides.

Source: IAM user guide, "Policy evaluation logic", Processing the request context.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from baseline.access.caller import Caller
from baseline.access.text import Context


@dataclass(frozen=True)
class Request:
    """One action on one resource.

    Attributes:
        caller: Who asks.
        action: Such as "s3:GetObject".
        resource: An ARN, or "*" for actions that have no resource.
        keys: Further keys of the request context, with their values; names without regard to case. They go
            before those that follow from caller and resource. An empty list is a key without values.
        resource_account: Whose resource it is; by the ARN where that says so, else the caller's.
    """

    caller: Caller
    action: str
    resource: str
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    resource_account: str = ""

    @cached_property
    def service(self) -> str:
        """The prefix of the action, in lower case."""
        return self.action.partition(":")[0].lower()

    @cached_property
    def name(self) -> str:
        """The action in lower case."""
        return self.action.lower()

    @cached_property
    def owner(self) -> str:
        """The account that owns the resource."""
        if self.resource_account:
            return self.resource_account
        parts = self.resource.split(":", 5)
        in_arn = parts[4] if len(parts) == 6 else ""
        return in_arn if in_arn and in_arn != "aws" else self.caller.account

    @cached_property
    def context(self) -> Context:
        """All keys of the request, by name in lower case."""
        found = dict(self.caller.context)
        if self.owner:
            found["aws:resourceaccount"] = (self.owner,)
        for key, values in self.keys.items():
            found[key.lower()] = tuple(values)
        return found

    def on(self, resource: str) -> "Request":
        """The same request on another resource."""
        return replace(self, resource=resource)
