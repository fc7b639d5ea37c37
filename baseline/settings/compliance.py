"""The section `compliance`."""

from typing import Literal

from pydantic import Field

from baseline.settings.section import Section

Framework = Literal["cis", "pci-dss", "hipaa", "fedramp", "nist-800-53", "soc-2", "iso-27001"]
How = Literal["on_request", "automatic"]


class Remedies(Section):
    """What may be mended where a rule finds it wrong.

    `on_request` offers a button, `automatic` mends at once, whoever made it so and why.
    """

    default_groups: How | None = Field(
        default=None, description="Takes the rules out of default security groups."
    )
    open_ports: How | None = Field(
        default=None,
        description="Takes rules out of security groups that let everybody in to FTP, SSH, MySQL or RDP.",
    )
    public_buckets: How | None = Field(
        default=None, description="Blocks public access to a bucket whose own settings do not."
    )
    public_snapshots: How | None = Field(
        default=None, description="Shares no EBS snapshot with everybody any more."
    )
    metadata: How | None = Field(
        default=None, description="Has instances answer metadata requests with a session only (IMDSv2)."
    )

    @property
    def chosen(self) -> dict[str, How]:
        """The remedies that are asked for."""
        return {name: how for name, how in self if how}


class Compliance(Section):
    """How well the account follows frameworks, and what is mended when it does not."""

    packs: tuple[Framework, ...] = Field(
        default=(),
        description="Conformance packs of AWS Config: rules that look at controls of CIS AWS Foundations "
        "7.0, PCI DSS 4.0, HIPAA, FedRAMP Moderate, NIST SP 800-53 r5, SOC 2 or ISO/IEC 27001; each has up "
        "to 63 rules of its own, charged by evaluation. A good score is evidence, not a certificate.",
        examples=["[cis, pci-dss]"],
    )
    aggregate: Literal["account", "organization"] | None = Field(
        default=None,
        description="Shows what AWS Config knows of every Region of the account in one place, or of every "
        "account of the organisation; the latter in the management account or AWS Config's delegate only.",
    )
    remedies: Remedies = Field(
        default_factory=Remedies,
        description="What may be mended where a rule finds it wrong: `on_request` offers a button, "
        "`automatic` mends at once, whoever made it so and why.",
    )

    @property
    def is_off(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.packs or self.aggregate or self.remedies.chosen)
