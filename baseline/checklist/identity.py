"""What is left to people who administer people."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.identity.model import Identity


def identity_steps(identity: Identity, *, name: str) -> Iterator[Step]:
    """Names that must be free, first passwords, and what the other side of a federation needs.

    Args:
        identity: The section.
        name: The landing zone's; begins the names of roles.
    """
    yield from _members(identity)
    yield from _emergency(identity, name)
    yield from _federated(identity)
    if identity.microsoft_ad:
        yield Step(
            When.REGULARLY,
            f"Change the administrator's password of {identity.microsoft_ad.domain}, in the directory "
            f"and in "
            "Secrets Manager.",
            "Directory Service does not rotate it.",
            "identity.microsoft_ad",
        )


def _members(identity: Identity) -> Iterator[Step]:
    if identity.groups:
        yield Step(
            When.BEFORE,
            f"See that the account has no IAM groups called {', '.join(identity.groups)}.",
            "Groups are called as in the file, and IAM refuses a second one.",
            "identity.groups",
        )
    if identity.users:
        yield Step(
            When.AFTER,
            f"Hand first passwords to {', '.join(identity.users)}, each by another way than mail, and "
            f"watch them "
            "enrol a virtual MFA device that is called like the user. Make no access key before.",
            "A password in a template is no secret. Without a second factor members may only enrol one; "
            "whoever "
            "steals a key of a member without a virtual device could enrol a device of their own.",
            "identity.users",
        )


def _emergency(identity: Identity, name: str) -> Iterator[Step]:
    for role, wish in identity.roles.items():
        if wish.emergency:
            yield Step(
                When.REGULARLY,
                f"Take the role {name}-{role} once, and see that the alert arrives within ten minutes. "
                f"Then every "
                "half year, and whenever those who may take it change.",
                "An emergency is no time to learn that it does not work.",
                f"identity.roles.{role}",
            )


def _federated(identity: Identity) -> Iterator[Step]:
    for provider in identity.saml:
        yield Step(
            When.AFTER,
            f"In {provider}, enter AWS's sign-in as a service provider, with pairs of role and provider "
            f"for each "
            "role. Ask for a second factor there.",
            "Who may take a role is decided by the provider, and AWS asks for no second factor of its own.",
            f"identity.saml.{provider}",
        )
    for provider in identity.oidc:
        yield Step(
            When.AFTER,
            f"Give the pipelines of {provider} the ARNs of their roles, and protect the branches that the "
            "subjects name.",
            "Whoever can make the provider issue such a token has the role.",
            f"identity.oidc.{provider}",
        )
    if identity.identity_center:
        yield Step(
            When.BEFORE,
            f"See that the account administers the Identity Center instance "
            f"{identity.identity_center.instance}.",
            "Only the organisation's management account or its delegate can make permission sets.",
            "identity.identity_center",
        )
