"""The groups, users and roles of templates, with the policies that are attached to them.

Source: CloudFormation template reference, AWS::IAM::*.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from baseline.access.aws_managed import aws_managed_policy
from baseline.access.caller import Caller, Kind
from baseline.access.marks import listed, plain, policy_of, text
from baseline.access.policy import Policy
from baseline.access.text import GAP, SYMBOL_END, SYMBOL_START, readable
from baseline.place import Place
from baseline.template.estate import Estate
from baseline.template.template import Resource
from baseline.template.value import Value

_KINDS = {"AWS::IAM::Group": "group", "AWS::IAM::Role": "role", "AWS::IAM::User": "user"}
_NAMES = {"group": "GroupName", "role": "RoleName", "user": "UserName"}
_LISTS = (("group", "Groups"), ("role", "Roles"), ("user", "Users"))


@dataclass(frozen=True)
class Principal:
    """A group, user or role of the templates, or somebody outside of them.

    Attributes:
        kind: "group", "user" or "role"; "" for those outside.
        name: As it is deployed, or its logical id where AWS makes the name.
        logical_id: In the template.
        caller: Who makes its requests: for groups, a member without other groups and policies of its own.
        identity: Its identity-based policies; None where they are not known and taken to allow everything.
        boundary: Its permissions boundary.
        place: Where it stands.
    """

    kind: str
    name: str
    logical_id: str
    caller: Caller
    identity: tuple[Policy, ...] | None
    boundary: Policy | None
    place: Place

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}" if self.kind else self.name


class Identities:
    """Puts together who is in the templates, and what is attached to whom.

    Args:
        estate: The templates.
    """

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._managed: dict[str, Policy] = {}
        self._attached: dict[tuple[str, str], list[Policy]] = {}

    def principals(self) -> tuple[Principal, ...]:
        """Everybody, in the order of the templates."""
        self._read_attachments()
        entities = list(self._estate.resources(*_KINDS))
        groups = {
            self._name(each): self._policies_of("group", each)
            for each in entities
            if each.type == "AWS::IAM::Group"
        }
        return tuple(self._principal(each, groups) for each in entities)

    def _name(self, resource: Resource) -> str:
        return text(self._estate.attribute(resource, "Ref"))

    def _read_attachments(self) -> None:
        for resource in self._estate.resources("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
            policy = policy_of(resource, "PolicyDocument")
            if resource.type == "AWS::IAM::ManagedPolicy":
                self._managed[text(resource.arn)] = policy
            for kind, key in _LISTS:
                self._attach(kind, resource.get(key), policy)
        for kind, key in _NAMES.items():
            for resource in self._estate.resources(f"AWS::IAM::{kind.capitalize()}Policy"):
                self._attach(kind, resource.get(key), policy_of(resource, "PolicyDocument"))

    def _attach(self, kind: str, names: Value, policy: Policy) -> None:
        for name in listed(names):
            self._attached.setdefault((kind, text(name)), []).append(policy)

    def _principal(self, resource: Resource, groups: Mapping[str, tuple[Policy, ...]]) -> Principal:
        kind = _KINDS[resource.type]
        name = self._name(resource)
        identity = list(self._policies_of(kind, resource))
        if kind == "user":
            for group in self._groups_of(resource, name):
                identity += groups.get(group, (_unknown(f"group {readable(group)}"),))
        return Principal(
            kind=kind,
            name=resource.logical_id if SYMBOL_START in name or GAP in name else name,
            logical_id=resource.logical_id,
            caller=_caller(kind, name, text(resource.arn)),
            identity=tuple(identity),
            boundary=self._by_arn(resource.get("PermissionsBoundary")),
            place=resource.place,
        )

    def _groups_of(self, user: Resource, name: str) -> Iterator[str]:
        yield from map(text, listed(user.get("Groups")))
        for addition in self._estate.resources("AWS::IAM::UserToGroupAddition"):
            users = list(map(text, listed(addition.get("Users"))))
            if name in users or any(GAP in each for each in users):
                group = text(addition.get("GroupName"))
                yield group if name in users else f"{GAP}{group}"

    def _policies_of(self, kind: str, resource: Resource) -> tuple[Policy, ...]:
        found = list(self._attached.get((kind, self._name(resource)), []))
        found += [
            policy
            for (other, name), policies in self._attached.items()
            if other == kind and GAP in name
            for policy in map(_perhaps, policies)
        ]
        inline = resource.get("Policies")
        if isinstance(inline, list):
            for index, _ in enumerate(inline):
                name = f"{resource.logical_id}, {plain(resource.get('Policies', index, 'PolicyName'))}"
                found.append(policy_of(resource, "Policies", index, "PolicyDocument", name=name))
        elif inline is not None:
            found.append(_unknown(f"what Policies of {resource.logical_id} says"))
        for arn in listed(resource.get("ManagedPolicyArns")):
            policy = self._by_arn(arn)
            if policy and policy not in found:
                found.append(policy)
        return tuple(found)

    def _by_arn(self, value: Value) -> Policy | None:
        if value is None:
            return None
        arn = text(value)
        known = self._managed.get(arn)
        return known or aws_managed_policy(arn) or _unknown(f"policy {readable(arn)}")


def _caller(kind: str, name: str, arn: str) -> Caller:
    parts = arn.split(":", 5)
    if len(parts) != 6 or GAP in arn or not parts[5].startswith(f"{kind}/"):
        # A name or a path that only the deployment knows, or that cannot be.
        parts = ["arn", "aws", "iam", "", f"{SYMBOL_START}AWS.AccountId{SYMBOL_END}"]
        arn = ":".join([*parts, f"{kind}/{SYMBOL_START}{readable(name)}{SYMBOL_END}"])
    if kind == "group":
        member = f"user/{SYMBOL_START}a member of {name}{SYMBOL_END}"
        return Caller.of_arn(":".join([*parts[:5], member]))
    caller = Caller.of_arn(arn)
    if caller.kind is Kind.SESSION:
        session = f"arn:{parts[1]}:sts::{parts[4]}:assumed-role/{name}/{SYMBOL_START}a session{SYMBOL_END}"
        return Caller(Kind.SESSION, session, role=arn, account=parts[4], linked=caller.linked)
    return caller


def _perhaps(policy: Policy) -> Policy:
    return Policy(policy.name, (), ("to whom it is attached is not known",))


def _unknown(what: str) -> Policy:
    return Policy(what, (), ("it is not in the templates",))
