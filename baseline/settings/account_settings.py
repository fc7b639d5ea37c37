"""The section `account_settings`."""

from typing import Annotated

from pydantic import Field

from baseline.settings.naming import Email
from baseline.settings.section import Section
from baseline.settings.text import spelt

Line = Annotated[str, spelt(r"[^\s<>][^<>\n]{0,49}", "1 to 50 characters in one line")]
Phone = Annotated[str, spelt(r"\+[0-9][0-9 -]{6,20}", "a number such as +353 1 555 0100, in quotes")]


class PasswordPolicy(Section):
    """Passwords of IAM users: all kinds of characters, the last 24 refused."""

    minimum_length: int = Field(default=14, ge=14, le=128, description="Characters.")
    max_age_days: int = Field(default=90, ge=1, le=1095, description="Days until it must be changed.")


class Contact(Section):
    """Whom AWS asks besides the root user."""

    name: Line = Field(description="Who it is; better a team than a person.", examples=["Security team"])
    title: Line | None = Field(
        default=None, description="Their function; the kind of contact, such as Security, if absent."
    )
    email: Email = Field(description="Where AWS writes to.", examples=["security@example.com"])
    phone: Phone = Field(description="In quotes, with the country's code.", examples=["+353 1 555 0100"])


class AccountSettings(Section):
    """Settings of the whole account and Region, most of which CloudFormation has no type for.

    They are set when the section is there (`account_settings: {}`), and stay when it goes.
    """

    password_policy: PasswordPolicy = Field(
        default_factory=PasswordPolicy, description="Passwords of IAM users; the last 24 are refused."
    )
    encrypt_volumes: bool = Field(
        default=True, description="New EBS volumes are encrypted with the volumes key, whoever makes them."
    )
    block_public: bool = Field(
        default=True,
        description="No bucket of the account is public, and no snapshot, new image or EMR cluster of the "
        "Region.",
    )
    harden_instances: bool = Field(
        default=True,
        description="New instances ask for IMDSv2 with a hop limit of 1 unless told otherwise; there is no "
        "serial console.",
    )
    remove_default_vpcs: bool = Field(
        default=False,
        description="Takes the default VPC away in every Region; refused where something stands in it.",
    )
    central_root: bool = Field(
        default=False,
        description="The organisation manages the root users of its members, whose own credentials it can "
        "take away; in the management account or IAM's delegate only.",
    )
    security_contact: Contact | None = Field(
        default=None, description="Whom AWS asks about abuse and incidents."
    )
    billing_contact: Contact | None = Field(default=None, description="Whom AWS asks about invoices.")
    operations_contact: Contact | None = Field(default=None, description="Whom AWS asks about outages.")
