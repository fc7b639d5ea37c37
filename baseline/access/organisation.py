"""Policies of AWS Organizations and of VPC endpoints in templates, as far as they are about one account.

Source: CloudFormation template reference, AWS::Organizations::Policy, AWS::EC2::VPCEndpoint; Organizations
user guide, "SCP evaluation", "RCP evaluation".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from baseline.access.marks import listed, policy_of, text
from baseline.access.policy import Policy, read_policy
from baseline.template.estate import Estate
from baseline.template.resolver import Note

SOURCE_VPCE = "aws:sourcevpce"  # the key that says through which endpoint a request came
_EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
_TYPES = {"SERVICE_CONTROL_POLICY": "FullAWSAccess", "RESOURCE_CONTROL_POLICY": "RCPFullAWSAccess"}


@dataclass(frozen=True)
class Endpoint:
    """A VPC endpoint with a policy.

    Attributes:
        id: What the key aws:SourceVpce has for requests that pass it.
        policy: Its policy.
    """

    id: str
    policy: Policy


def control_policies(estate: Estate, type_: str, account: str) -> tuple[tuple[Policy, ...], ...]:
    """The control policies that are attached to an account itself, as one level; none where there are none.

    The policy that AWS attaches by itself is among them, unless another one allows anything: then that is
    taken for the list of what the account may do.

    Args:
        estate: The templates.
        type_: "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY".
        account: The account.
    """
    found = [
        policy_of(each, "Content")
        for each in estate.resources("AWS::Organizations::Policy")
        if each.get("Type") == type_ and account in map(text, listed(each.get("TargetIds")))
    ]
    if not found:
        return ()
    if type_ == "RESOURCE_CONTROL_POLICY" or not any(s.allows for policy in found for s in policy.statements):
        found.append(read_policy({"Version": "2012-10-17", "Statement": _EVERYTHING}, name=_TYPES[type_]))
    return (tuple(found),)


def elsewhere(estate: Estate, account: str) -> Iterator[Note]:
    """The control policies of which the templates do not say whether they are about the account."""
    for each in estate.resources("AWS::Organizations::Policy"):
        targets = list(map(text, listed(each.get("TargetIds"))))
        known = {target for target in targets if target.isdecimal()} | {account}
        if str(each.get("Type")) in _TYPES and (not targets or not set(targets) <= known):
            why = "which accounts are below its targets is not in the templates: it is left out"
            yield Note(each.place, f"{each.logical_id}: {why}")


def endpoints_of(estate: Estate) -> tuple[Endpoint, ...]:
    """The VPC endpoints that have a policy."""
    return tuple(
        Endpoint(text(estate.attribute(each, "Ref")), policy_of(each, "PolicyDocument"))
        for each in estate.resources("AWS::EC2::VPCEndpoint")
        if each.get("PolicyDocument") is not None
    )
