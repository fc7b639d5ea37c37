"""Every rule that the section `identity` can break, by itself and with others."""

from collections.abc import Collection, Iterator

from baseline.settings.identity.center import center_findings
from baseline.settings.identity.directories import domain_findings, microsoft_ad_findings, user_pool_findings
from baseline.settings.identity.federation import issuer_findings, provider_findings
from baseline.settings.identity.model import Group, Identity, Role
from baseline.settings.identity.rights import rights_findings
from baseline.settings.identity.uses import use_findings
from baseline.settings.network.model import Network
from baseline.settings.problem import Finding, listed, quoted, remedy
from baseline.settings.tags import same_but_for_case, tag_findings
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.model import Workload

_LONGEST_ROLE_NAME = 64  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html


@where_readable
def identity_findings(identity: Identity, *, ordering: Collection[str]) -> Iterator[Finding]:
    """All broken rules of the section.

    Args:
        identity: The section.
        ordering: Groups that may order from the catalog.
    """
    why = "IAM ignores the case of names"
    for key, names in (("groups", identity.groups), ("users", identity.users), ("roles", identity.roles)):
        yield from (finding.under(key) for finding in same_but_for_case(names, why))
    for name, group in identity.groups.items():
        found = _group_findings(group, identity, orders=name in ordering)
        yield from (finding.under("groups", name) for finding in found)
    for name, user in identity.users.items():
        for index, group_name in enumerate(user.groups):
            if group_name not in identity.groups:
                text = f"unknown group {quoted(group_name)}{remedy(group_name, [*identity.groups])}"
                yield Finding(("users", name, "groups", index), text)
        yield from (finding.under("users", name, "tags") for finding in tag_findings(user.tags))
    for name, role in identity.roles.items():
        yield from (finding.under("roles", name) for finding in _role_findings(role))
    for name in _emergency_roles(identity)[1:]:
        text = "is a second emergency role; one is watched and excepted, so keep only one"
        yield Finding(("roles", name), text)
    yield from _launched_role_findings(identity)
    yield from _role_twice_findings(identity)
    yield from _federation_findings(identity)


def _emergency_roles(identity: Identity) -> list[str]:
    return [name for name, role in identity.roles.items() if role.emergency]


@where_readable
def _group_findings(group: Group, identity: Identity, *, orders: bool) -> Iterator[Finding]:
    if not (group.allows_something or group.assume_roles or orders):
        yield Finding(
            (), "allows nothing; give it read_only, launch_instances or another right, or remove it"
        )
    yield from rights_findings(group)
    for index, name in enumerate(group.assume_roles):
        yield from (finding.under("assume_roles", index) for finding in _assumed_findings(name, identity))


def _launched_role_findings(identity: Identity) -> Iterator[Finding]:
    able = [name for name, role in identity.roles.items() if role.trusted_by == "ec2"]
    for path, rights in identity.all_rights_by_path():
        for index, role in enumerate(rights.launch_instances.roles if rights.launch_instances else ()):
            if role not in able:
                text = f"{quoted(role)} is no role with trusted_by: ec2{remedy(role, able)}"
                yield Finding((*path, "launch_instances", "roles", index), text)


@where_readable
def _federation_findings(identity: Identity) -> Iterator[Finding]:
    yield from (finding.under("saml") for finding in provider_findings(identity.saml))
    yield from (finding.under("oidc") for finding in provider_findings(identity.oidc))
    yield from (finding.under("oidc") for finding in issuer_findings(identity.oidc))
    if identity.identity_center:
        found = center_findings(identity.identity_center)
        yield from (finding.under("identity_center") for finding in found)


@where_readable
def _role_twice_findings(identity: Identity) -> Iterator[Finding]:
    """Roles of one name in several places; within one, keys tell them apart."""
    first: dict[str, tuple[str, ...]] = {}
    for path, role in identity.role_names():
        earlier = first.setdefault(role.lower(), path)
        if earlier != path and earlier[:-1] != path[:-1]:
            text = f"is called like {'.'.join(earlier)}, and IAM ignores the case of names; rename one"
            yield Finding(path, text)


@where_readable
def _assumed_findings(name: str, identity: Identity) -> Iterator[Finding]:
    emergency = _emergency_roles(identity)
    if name not in identity.roles:
        yield Finding((), f"unknown role {quoted(name)}{remedy(name, emergency)}")
    elif name not in emergency:
        yield Finding(
            (), f"{quoted(name)} is a role of a service, which no person can assume{remedy(name, emergency)}"
        )


@where_readable
def _role_findings(role: Role) -> Iterator[Finding]:
    if (role.trusted_by is not None) == role.emergency:
        yield Finding((), "needs exactly one of trusted_by (such as ec2) and emergency: true")
    if role.managed and role.trusted_by != "ec2":
        yield Finding(("managed",), "only servers of EC2 are managed; remove it, or set trusted_by: ec2")
    if role.emergency and (role.read or role.write or role.uses):
        yield Finding((), "an emergency role may do everything; leave out read, write and uses")


@where_readable
def user_region_findings(identity: Identity, *, region: str) -> Iterator[Finding]:
    """Users in groups of different Regions: each group denies what is outside of its own."""
    for name, user in identity.users.items():
        regions = {
            group: sorted(identity.groups[group].regions or (region,))
            for group in user.groups
            if group in identity.groups
        }
        for index, group in enumerate(user.groups):
            first = next(iter(regions), group)
            if group in regions and regions[group] != regions[first]:
                text = (
                    f"{group} holds in {listed(regions[group])} and denies all else, {first} in "
                    f"{listed(regions[first])}; give both the same regions, or make two users"
                )
                yield Finding(("users", name, "groups", index), text)


@where_readable
def role_bucket_findings(identity: Identity, buckets: Collection[str]) -> Iterator[Finding]:
    """Roles that read or write buckets that aren't there."""
    for name, role in identity.roles.items():
        for key, named in (("read", role.read), ("write", role.write)):
            for index, bucket in enumerate(named):
                if bucket not in buckets:
                    text = f"unknown bucket {quoted(bucket)}{remedy(bucket, [*buckets])}"
                    yield Finding(("roles", name, key, index), text)
    found = user_pool_findings(identity.user_pools, buckets)
    yield from (finding.under("user_pools") for finding in found)


@where_readable
def role_use_findings(identity: Identity, workload: Workload) -> Iterator[Finding]:
    """Roles that use what isn't there."""
    for name, role in identity.roles.items():
        for index, used in enumerate(role.uses):
            found = use_findings(used, workload)
            yield from (finding.under("roles", name, "uses", index) for finding in found)


@where_readable
def name_findings(identity: Identity, *, name: str) -> Iterator[Finding]:
    """Roles whose full name IAM would refuse for its length, and names that Cognito refuses."""
    for path, role in identity.role_names():
        full = f"{name}-{role}"
        if len(full) > _LONGEST_ROLE_NAME:
            text = f"the full name {full} has {len(full)} characters, IAM allows {_LONGEST_ROLE_NAME}"
            yield Finding(path, text)
    domains = domain_findings(identity.user_pools, name=name)
    yield from (finding.under("user_pools") for finding in domains)


@where_readable
def deciding_tag_findings(identity: Identity, tags: Collection[str]) -> Iterator[Finding]:
    """Tags that tell callers apart, and that the file puts on everybody and everything."""
    everywhere = {tag.lower() for tag in tags}
    for path, rights in identity.all_rights_by_path():
        if rights.same_tag and rights.same_tag.tag.lower() in everywhere:
            text = (
                f"{rights.same_tag.tag} is in tags at the top, which puts it on everybody and everything, so "
                "it tells nobody apart; take another key"
            )
            yield Finding((*path, "same_tag", "tag"), text)


@where_readable
def directory_findings(identity: Identity, network: Network) -> Iterator[Finding]:
    """What the directory needs from the network."""
    if identity.microsoft_ad:
        found = microsoft_ad_findings(identity.microsoft_ad, network)
        yield from (finding.under("microsoft_ad") for finding in found)
