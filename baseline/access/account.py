"""The principals and policies of the templates: who is there, and what has a say on whom.

Source: CloudFormation template reference, AWS::IAM::*, and the policies of S3, KMS, SNS, SQS and Secrets
Manager.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from baseline.access.aws_managed import aws_managed_policy
from baseline.access.caller import Caller, Kind
from baseline.access.evaluator import Policies
from baseline.access.policy import Policy, read_policy
from baseline.access.public import PublicAccessBlock
from baseline.access.text import GAP, SYMBOL_END, SYMBOL_START, readable
from baseline.errors import InputError
from baseline.place import Place
from baseline.template.document import LocatedList, LocatedMap
from baseline.template.estate import Estate
from baseline.template.template import Resource
from baseline.template.value import Origin, Symbol, Text, Unknown, Value

_KINDS = {"AWS::IAM::Group": "group", "AWS::IAM::Role": "role", "AWS::IAM::User": "user"}
_NAMES = {"group": "GroupName", "role": "RoleName", "user": "UserName"}


@dataclass(frozen=True)
class Principal:
    """A group, user or role of the templates.

    Attributes:
        kind: "group", "user" or "role".
        name: As it is deployed, or its logical id where AWS makes the name.
        logical_id: In the template.
        caller: Who makes its requests: for groups, a member without other groups and policies of its own.
        identity: Its identity-based policies.
        boundary: Its permissions boundary.
        place: Where it stands.
    """

    kind: str
    name: str
    logical_id: str
    caller: Caller
    identity: tuple[Policy, ...]
    boundary: Policy | None
    place: Place

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True)
class Guarded:
    """A resource that has a policy of its own.

    Attributes:
        arn: The ARN; requests on it or on what is below it (objects) meet the policy.
        policy: The policy.
        block: S3's Block Public Access.
    """

    arn: str
    policy: Policy | None
    block: PublicAccessBlock = field(default_factory=PublicAccessBlock)

    def guards(self, resource: str) -> bool:
        """Whether the policy has a say on requests for this resource."""
        return resource == self.arn or (
            self.arn.startswith("arn:aws") and resource.startswith(f"{self.arn}/")
        )


@dataclass(frozen=True)
class Account:
    """What the templates make of an account, as far as access goes."""

    id: str
    principals: tuple[Principal, ...]
    guarded: tuple[Guarded, ...]

    def find(self, reference: str) -> Principal:
        """The principal that somebody means by "group/testers", "role/web-server" or an ARN.

        Names count with and without what the landing zone puts before them, and so do logical ids.

        Raises:
            InputError: There is none, or more than one.
        """
        found = [
            each for each in self.principals if reference in (str(each), each.caller.role, each.caller.arn)
        ]
        found = found or [each for each in self.principals if _means(each, reference)]
        if len(found) != 1:
            named = ", ".join(map(str, found or self.principals)) or "none"
            raise InputError(f"{reference}: {'several' if found else 'no such'} principal; there is {named}")
        return found[0]

    def policies(self, principal: Principal | None, resource: str) -> Policies:
        """All that have a say when a principal asks for a resource; None is somebody without an account."""
        guarded = next((each for each in self.guarded if each.guards(resource)), None)
        return Policies(
            identity=principal.identity if principal else (),
            boundary=principal.boundary if principal else None,
            resource=guarded.policy if guarded else None,
            public_access_block=guarded.block if guarded else PublicAccessBlock(),
        )


def _means(principal: Principal, reference: str) -> bool:
    kind, slash, name = reference.partition("/")
    if slash and kind != principal.kind:
        return False
    name = name if slash else kind
    return name in (principal.name, principal.logical_id) or principal.name.endswith(f"-{name}")


def account_of(estate: Estate) -> Account:
    """The account that the templates make."""
    return _Reader(estate).account()


def plain(value: Value) -> Value:
    """A resolved value as a policy holds it: symbols and gaps as marked text, places kept."""
    match value:
        case dict():
            place = getattr(value, "place", None)
            pairs = ((key, plain(item)) for key, item in value.items())
            return LocatedMap(place, pairs) if place else dict(pairs)
        case list():
            place = getattr(value, "place", None)
            items = (plain(item) for item in value)
            return LocatedList(place, items) if place else list(items)
        case Text():
            return "".join(_mark(part) if isinstance(part, Symbol) else part for part in value.parts)
        case Symbol():
            return _mark(value)
        case Unknown():
            return f"{GAP}{value.why}"
    return value


def _mark(symbol: Symbol) -> str:
    """A symbol without the characters that part ARNs; what is chosen at deployment could be anything."""
    name = str(symbol)[1:-1].replace("::", ".").replace(":", ".").replace("/", ".")
    if symbol.origin in (Origin.RESOURCE, Origin.PSEUDO):
        return f"{SYMBOL_START}{name}{SYMBOL_END}"
    return f"{GAP}{name}"


class _Reader:
    """Puts the pieces of the templates together."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._managed: dict[str, tuple[Policy, Resource]] = {}
        self._attached: dict[tuple[str, str], list[Policy]] = {}
        self._id = plain(Symbol(Origin.PSEUDO, "", "AWS::AccountId"))

    def account(self) -> Account:
        self._read_managed()
        self._read_attachments()
        entities = list(self._estate.resources(*_KINDS))
        groups = {
            name: self._policies_of("group", each)
            for each in entities
            if each.type == "AWS::IAM::Group"
            for name in (self._name(each),)
        }
        principals = tuple(self._principal(each, groups) for each in entities)
        ids = [each.caller.account for each in principals if each.caller.account]
        return Account(ids[0] if ids else self._id, principals, tuple(self._guarded()))

    def _name(self, resource: Resource) -> str:
        return str(plain(self._estate.attribute(resource, "Ref")))

    def _read_managed(self) -> None:
        for resource in self._estate.resources("AWS::IAM::ManagedPolicy"):
            policy = self._policy(resource, "PolicyDocument")
            self._managed[str(plain(resource.arn))] = (policy, resource)
            for kind, key in (("group", "Groups"), ("role", "Roles"), ("user", "Users")):
                self._attach(kind, resource.get(key), policy)

    def _read_attachments(self) -> None:
        for resource in self._estate.resources("AWS::IAM::Policy"):
            for kind, key in (("group", "Groups"), ("role", "Roles"), ("user", "Users")):
                self._attach(kind, resource.get(key), self._policy(resource, "PolicyDocument"))
        for kind in _NAMES:
            for resource in self._estate.resources(f"AWS::IAM::{kind.capitalize()}Policy"):
                self._attach(kind, [resource.get(_NAMES[kind])], self._policy(resource, "PolicyDocument"))

    def _attach(self, kind: str, names: Value, policy: Policy) -> None:
        for name in names if isinstance(names, list) else []:
            self._attached.setdefault((kind, str(plain(name))), []).append(policy)

    def _policy(self, resource: Resource, key: str) -> Policy:
        return self._read(resource, resource.get(key), resource.logical_id)

    def _read(self, resource: Resource, document: Value, name: str) -> Policy:
        if resource.present is not True:
            return Policy(name, (), (f"whether {resource.logical_id} is deployed is not known",))
        return read_policy(plain(document), name=name, place=resource.place)

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
            caller=_caller(kind, name, str(plain(resource.arn))),
            identity=tuple(identity),
            boundary=self._by_arn(resource.get("PermissionsBoundary")),
            place=resource.place,
        )

    def _groups_of(self, user: Resource, name: str) -> Iterator[str]:
        yield from (str(plain(group)) for group in user.get("Groups") or [])
        for addition in self._estate.resources("AWS::IAM::UserToGroupAddition"):
            if name in map(str, map(plain, addition.get("Users") or [])):
                yield str(plain(addition.get("GroupName")))

    def _policies_of(self, kind: str, resource: Resource) -> tuple[Policy, ...]:
        found = list(self._attached.get((kind, self._name(resource)), []))
        for index, _ in enumerate(resource.get("Policies") or []):
            name = resource.get("Policies", index, "PolicyName")
            document = resource.get("Policies", index, "PolicyDocument")
            found.append(self._read(resource, document, f"{resource.logical_id}, {plain(name)}"))
        for arn in resource.get("ManagedPolicyArns") or []:
            policy = self._by_arn(arn)
            if policy and policy not in found:
                found.append(policy)
        return tuple(found)

    def _by_arn(self, value: Value) -> Policy | None:
        if value is None:
            return None
        arn = str(plain(value))
        known = self._managed.get(arn)
        return known[0] if known else (aws_managed_policy(arn) or _unknown(f"policy {readable(arn)}"))

    def _guarded(self) -> Iterator[Guarded]:
        yield from self._buckets()
        for type_, key in (("AWS::KMS::Key", "KeyPolicy"), ("AWS::IAM::Role", "AssumeRolePolicyDocument")):
            for resource in self._estate.resources(type_):
                yield Guarded(str(plain(resource.arn)), self._policy(resource, key))
        for type_, key in _ATTACHED_TO.items():
            for resource in self._estate.resources(type_):
                for target in self._targets(resource.get(key)):
                    yield Guarded(target, self._policy(resource, _DOCUMENTS.get(type_, "PolicyDocument")))

    def _buckets(self) -> Iterator[Guarded]:
        policies = {
            str(plain(each.get("Bucket"))): self._policy(each, "PolicyDocument")
            for each in self._estate.resources("AWS::S3::BucketPolicy")
        }
        for bucket in self._estate.resources("AWS::S3::Bucket"):
            restricted = bucket.get("PublicAccessBlockConfiguration", "RestrictPublicBuckets") is True
            block = PublicAccessBlock(restrict_public_buckets=restricted)
            policy = policies.pop(self._name(bucket), None)
            yield Guarded(str(plain(bucket.arn)), policy, block)
        for name, policy in policies.items():
            yield Guarded(f"arn:aws:s3:::{name}", policy)

    def _targets(self, value: Value) -> Iterator[str]:
        for each in value if isinstance(value, list) else [value]:
            resource = self._estate.resource(each)
            arn = resource.arn if resource else each
            if arn is not None:
                yield str(plain(arn))


_ATTACHED_TO = {
    "AWS::SNS::TopicPolicy": "Topics",
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SecretsManager::ResourcePolicy": "SecretId",
}
_DOCUMENTS = {"AWS::SecretsManager::ResourcePolicy": "ResourcePolicy"}


def _caller(kind: str, name: str, arn: str) -> Caller:
    if kind == "group":
        return Caller.of_arn(
            ":".join([*arn.split(":")[:5], f"user/{SYMBOL_START}a member of {name}{SYMBOL_END}"])
        )
    caller = Caller.of_arn(arn)
    if caller.kind is Kind.SESSION:
        parts = arn.split(":")
        session = f"arn:{parts[1]}:sts::{parts[4]}:assumed-role/{name}/{SYMBOL_START}a session{SYMBOL_END}"
        return Caller(Kind.SESSION, session, role=arn, account=parts[4], linked=caller.linked)
    return caller


def _unknown(what: str) -> Policy:
    return Policy(what, (), ("it is not in the templates",))
