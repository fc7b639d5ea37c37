"""The section `detection`."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.problem import Finding
from baseline.settings.section import Section
from baseline.settings.unreadable import where_readable

Scanned = Literal["ec2", "images", "lambda", "lambda_code"]
Standard = Literal["fsbp", "cis", "nist-800-53", "pci-dss"]


class GuardDuty(Section):
    """Threat detection with every protection of GuardDuty."""

    runtime_agents: bool = Field(
        default=False,
        description="Whether GuardDuty installs its agents by itself. It then makes interface endpoints and "
        "security groups in your networks that no template shows.",
    )


class SecurityHub(Section):
    """Checks against standards."""

    standards: tuple[Standard, ...] = Field(
        default=("fsbp", "cis"),
        description="AWS's Foundational Security Best Practices, CIS AWS Foundations 5.0, NIST SP 800-53 r5, "
        "PCI DSS 4.0.1.",
    )


class AccessAnalyzer(Section):
    """Who outside of the account gets in, and which rights nobody uses."""

    unused_days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None,
        description="Reports users, roles and permissions that nobody used for so many days; charged by "
        "user and role. Doors to the outside are reported without it.",
    )


class Inspector(Section):
    """Known weaknesses in software."""

    scan: tuple[Scanned, ...] = Field(
        default=("ec2", "images", "lambda", "lambda_code"),
        min_length=1,
        description="Servers, container images, functions, and the functions' own code.",
    )


class Macie(Section):
    """Personal data in buckets, and buckets that open up."""


class Detection(Section):
    """What watches the account; off unless asked for, because it is charged or an account has one of it."""

    trail_alarms: bool = Field(
        default=False,
        description="Mails unusual calls: all alarms of section 5 of CIS AWS Foundations 7.0, the root "
        "user's among them, and one on whatever switches a watcher off.",
    )
    guard_duty: GuardDuty | None = Field(default=None, description="Threat detection.")
    security_hub: SecurityHub | None = Field(default=None, description="Checks against standards.")
    access_analyzer: AccessAnalyzer | None = Field(
        default=None, description="Finds doors to the outside, and rights that nobody uses."
    )
    macie: Macie | None = Field(default=None, description="Finds personal data in buckets.")
    inspector: Inspector | None = Field(default=None, description="Finds known weaknesses in software.")
    rule_alerts: bool = Field(
        default=False,
        description="Mails each resource that a rule of AWS Config finds wrong, once when it becomes so.",
    )
    image_scan: bool = Field(
        default=False,
        description="Scans every container image when it is pushed to ECR: by Inspector where it scans "
        "`images`, else by ECR itself, free of charge.",
    )
    alert_from: Literal["low", "medium", "high", "critical"] = Field(
        default="high", description="Findings of this severity and above are mailed to `notify`."
    )

    @property
    def finds(self) -> bool:
        """Whether some service reports findings."""
        detectors = (self.guard_duty, self.security_hub, self.access_analyzer, self.macie, self.inspector)
        return self.rule_alerts or any(detector is not None for detector in detectors)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.trail_alarms or self.finds or self.image_scan)


@where_readable
def detection_findings(detection: Detection) -> Iterator[Finding]:
    """A hub without standards, and code without its functions."""
    scan = detection.inspector.scan if detection.inspector else ()
    if "lambda_code" in scan and "lambda" not in scan:
        text = "Inspector looks into the code of functions only while it scans functions; add lambda"
        yield Finding(("inspector", "scan"), text)
    if detection.security_hub and not detection.security_hub.standards:
        text = "must name a standard: a hub without one checks nothing; leave the key out for fsbp and cis"
        yield Finding(("security_hub", "standards"), text)
