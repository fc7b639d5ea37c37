"""The section `compute`."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from baseline.settings.network.model import TierName
from baseline.settings.public_key import PublicKey
from baseline.settings.section import Section
from baseline.settings.text import spelt

KeyPairName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,39}", "1 to 40 lower-case letters, digits and hyphens, beginning with a letter"),
]
SystemUser = Annotated[
    str, spelt(r"[a-z_][a-z0-9_-]{0,31}", "a Linux user: 1 to 32 lower-case letters, digits, _ and -")
]


class KeyPair(Section):
    """The public half of a key pair for the first logon; the private half stays with its owner."""

    public_key: PublicKey = Field(
        description="The line in the `.pub` file of ssh-keygen: ed25519, or RSA of 2,048 or 4,096 bits.",
        examples=["ssh-ed25519 AAAA..."],
    )


class Sessions(Section):
    """Shells through Session Manager, encrypted with a key of their own and recorded; no port is open.

    These are the preferences of Session Manager in the whole account and Region. Who may start a session is
    said by `start_sessions` in `identity`; servers need a role with `managed: true`.
    """

    idle_minutes: int = Field(
        default=15, ge=1, le=60, description="Minutes without a key pressed after which a session ends."
    )
    max_minutes: int = Field(default=60, ge=1, le=1440, description="Minutes that a session lasts at most.")
    run_as: SystemUser | None = Field(
        default=None,
        description="The Linux user that sessions run as, who must be on the servers; the tag "
        "`SSMSessionRunAs` of an IAM user or role names another. If absent it is `ssm-user`, who may become "
        "root.",
    )
    retain_log_days: int = Field(
        default=365, ge=1, le=3653, description="Days that the record of what was typed and shown is kept."
    )


class Compute(Section):
    """How instances are logged on to, and what they may do."""

    key_pairs: Mapping[KeyPairName, KeyPair] = Field(
        default_factory=dict,
        description="Key pairs by name; in AWS each is called `<name>-<key pair>`. None is ever made in the "
        "cloud.",
    )
    sessions: Sessions | None = Field(
        default=None, description="Session Manager instead of SSH and RDP; none if absent."
    )
    server_roles: Mapping[TierName, str] = Field(
        default_factory=dict,
        description="By tier: the role of `identity.roles` that its launch template gives to instances; "
        "none if absent. Whoever launches from the template needs the role in `launch_instances.roles`.",
    )
