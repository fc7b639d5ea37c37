"""Every rule that the section `identity` can break, by itself and with others."""

from collections.abc import Collection, Iterator

from baseline.settings.identity.model import Group, Identity, Role
from baseline.settings.identity.statements import statement_findings
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.tags import same_but_for_case

_LONGEST_ROLE_NAME = 64  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html


def identity_findings(identity: Identity) -> Iterator[Finding]:
    """All broken rules of the section."""
    why = "IAM ignores the case of names"
    for key, names in (("groups", identity.groups), ("users", identity.users), ("roles", identity.roles)):
        yield from (finding.under(key) for finding in same_but_for_case(names, why))
    for name, group in identity.groups.items():
        yield from (finding.under("groups", name) for finding in _group_findings(group, identity))
    for name, user in identity.users.items():
        for index, group_name in enumerate(user.groups):
            if group_name not in identity.groups:
                text = f"unknown group {quoted(group_name)}{remedy(group_name, [*identity.groups])}"
                yield Finding(("users", name, "groups", index), text)
    for name, role in identity.roles.items():
        yield from (finding.under("roles", name) for finding in _role_findings(role))
    for name in _emergency_roles(identity)[1:]:
        text = "is a second emergency role; one is watched and excepted, so keep only one"
        yield Finding(("roles", name), text)


def _emergency_roles(identity: Identity) -> list[str]:
    return [name for name, role in identity.roles.items() if role.emergency]


def _group_findings(group: Group, identity: Identity) -> Iterator[Finding]:
    rights = (group.launch_instances, group.terminate_instances, group.read_only, group.assume_roles)
    if not any(rights) and not group.statements:
        yield Finding(
            (), "allows nothing; give it read_only, launch_instances or another right, or remove it"
        )
    if group.terminate_instances:
        why = "IAM ignores the case of tag keys"
        tags = same_but_for_case(group.terminate_instances.tags, why)
        yield from (finding.under("terminate_instances", "tags") for finding in tags)
    for index, name in enumerate(group.assume_roles):
        yield from (finding.under("assume_roles", index) for finding in _assumed_findings(name, identity))
    for index, statement in enumerate(group.statements):
        yield from (finding.under("statements", index) for finding in statement_findings(statement))


def _assumed_findings(name: str, identity: Identity) -> Iterator[Finding]:
    emergency = _emergency_roles(identity)
    if name not in identity.roles:
        yield Finding((), f"unknown role {quoted(name)}{remedy(name, emergency)}")
    elif name not in emergency:
        yield Finding(
            (), f"{quoted(name)} is a role of a service, which no person can assume{remedy(name, emergency)}"
        )


def _role_findings(role: Role) -> Iterator[Finding]:
    if (role.trusted_by is not None) == role.emergency:
        yield Finding((), "needs exactly one of trusted_by (such as ec2) and emergency: true")
    if role.emergency and (role.read or role.write):
        yield Finding((), "an emergency role may do everything; leave out read and write")


def role_bucket_findings(identity: Identity, buckets: Collection[str]) -> Iterator[Finding]:
    """Roles that read or write buckets that aren't there."""
    for name, role in identity.roles.items():
        for key, named in (("read", role.read), ("write", role.write)):
            for index, bucket in enumerate(named):
                if bucket not in buckets:
                    text = f"unknown bucket {quoted(bucket)}{remedy(bucket, [*buckets])}"
                    yield Finding(("roles", name, key, index), text)


def role_name_findings(identity: Identity, *, name: str) -> Iterator[Finding]:
    """Roles whose full name IAM would refuse for its length."""
    for role in identity.roles:
        full = f"{name}-{role}"
        if len(full) > _LONGEST_ROLE_NAME:
            text = f"the full name {full} has {len(full)} characters, IAM allows {_LONGEST_ROLE_NAME}"
            yield Finding(("roles", role), text)
