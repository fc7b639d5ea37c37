"""IAM Identity Center: permission sets of this account, for groups that are kept there."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from baseline.settings.identity.rights import Rights, rights_findings
from baseline.settings.problem import Finding
from baseline.settings.section import Section
from baseline.settings.text import spelt
from baseline.settings.unreadable import where_readable

_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

InstanceId = Annotated[
    str, spelt(r"ssoins-[0-9a-f]{16}", "the id of an instance, such as ssoins-1234567890abcdef")
]
CenterGroup = Annotated[
    str, spelt(rf"(?:[0-9a-f]{{10}}-)?{_GUID}", "the id of a group in Identity Center, as its page shows it")
]
# https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
PermissionSetName = Annotated[str, spelt(r"[A-Za-z0-9+=,.@_-]{1,32}", "1 to 32 letters, digits and +=,.@_-")]


class PermissionSet(Rights):
    """What members of some groups may do in this account; said as for a group."""

    assigned_to: tuple[CenterGroup, ...] = Field(
        min_length=1,
        description="Ids of groups in Identity Center.",
        examples=["[0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10]"],
    )
    session_hours: int = Field(default=1, ge=1, le=12, description="Hours that a session lasts at most.")


class IdentityCenter(Section):
    """Access through IAM Identity Center. The file's account must administer it."""

    instance: InstanceId = Field(
        description="Id of the instance of Identity Center.", examples=["ssoins-1234567890abcdef"]
    )
    permission_sets: Mapping[PermissionSetName, PermissionSet] = Field(
        min_length=1,
        description="Permission sets by name.",
        examples=["{auditors: {read_only: [iam], assigned_to: [...]}}"],
    )


@where_readable
def center_findings(center: IdentityCenter) -> Iterator[Finding]:
    """Permission sets that allow nothing, and rights that are wrong in themselves."""
    for name, set_ in center.permission_sets.items():
        found = [*rights_findings(set_)]
        if not set_.allows_something:
            found.append(Finding((), "allows nothing; give it read_only or another right, or remove it"))
        yield from (finding.under("permission_sets", name) for finding in found)
