"""The section `detection`."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.problem import Finding, listed, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.storage import Bucket
from baseline.settings.text import one_of
from baseline.settings.unreadable import where_readable
from baseline.settings.weekly import Day

CREDENTIALS = ("AwsSecretKey", "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey")
# Not all that AWS knows: IP addresses and names would be masked in the trail's log too, where alarms
# and whoever looks into an incident need them.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html
MASKABLE = (
    *CREDENTIALS,
    *("CreditCardExpiration", "CreditCardNumber", "CreditCardSecurityCode"),
    *(f"BankAccountNumber-{country}" for country in ("DE", "ES", "FR", "GB", "IT", "US")),
    *("EmailAddress", "Address", "LatLong", "VehicleIdentificationNumber"),
    *(f"PhoneNumber-{country}" for country in ("BR", "DE", "ES", "FR", "GB", "IT", "US")),
    *(f"PassportNumber-{country}" for country in ("CA", "DE", "ES", "FR", "GB", "IT", "US")),
    *(f"DriversLicense-{country}" for country in ("CA", "DE", "ES", "FR", "GB", "IT", "US")),
    *(f"NationalIdentificationNumber-{country}" for country in ("DE", "ES", "IT")),
    *("CpfCode-BR", "InseeCode-FR", "NationalInsuranceNumber-GB", "SocialInsuranceNumber-CA", "Ssn-US"),
    *(f"TaxId-{country}" for country in ("DE", "ES", "FR", "GB")),
    *("HealthInsuranceCardNumber-EU", "HealthInsuranceClaimNumber-US", "HealthInsuranceNumber-FR"),
    *("MedicareBeneficiaryNumber-US", "NhsNumber-GB", "PersonalHealthNumber-CA"),
)
MaskedData = Annotated[str, one_of(MASKABLE, "kind of data")]
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
    repositories: Literal["github"] | None = Field(
        default=None,
        description="Looks into source code, its dependencies and its infrastructure as code, with every "
        "change and every week. Somebody has to let Inspector in once.",
    )


class Macie(Section):
    """Personal data in buckets, and buckets that open up."""

    buckets: tuple[str, ...] = Field(
        default=(),
        max_length=1000,
        description="Buckets of `storage.buckets` whose every object Macie looks into: all once, new ones "
        "every week; charged by the gigabyte. Without it Macie looks at a sample of all buckets.",
    )
    day: Day = Field(default="sunday", description="Day of the week on which it looks into `buckets`.")


class Masking(Section):
    """Sensitive data in logs, hidden from whoever reads them."""

    data: tuple[MaskedData, ...] = Field(
        default=(*CREDENTIALS, "CreditCardNumber", "CreditCardSecurityCode"),
        min_length=1,
        description="What is masked in every log group of the account and Region, by AWS's names of managed "
        "data identifiers. Charged by the gigabyte that is written.",
        examples=["[AwsSecretKey, EmailAddress]"],
    )


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
    masking: Masking | None = Field(
        default=None, description="Hides sensitive data in logs from whoever reads them."
    )
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
        return not (self.trail_alarms or self.finds or self.image_scan or self.masking)


@where_readable
def scanned_bucket_findings(detection: Detection, buckets: Mapping[str, Bucket]) -> Iterator[Finding]:
    """Buckets that are not there, and objects that are scanned while nobody hears of what is found."""
    for index, bucket in enumerate(detection.macie.buckets if detection.macie else ()):
        if bucket not in buckets:
            yield Finding(
                ("macie", "buckets", index), f"unknown bucket {quoted(bucket)}{remedy(bucket, [*buckets])}"
            )
    scanned = [name for name, bucket in buckets.items() if bucket.malware_scan]
    if scanned and not detection.guard_duty:
        text = (
            f"{listed(scanned)} has malware_scan, and GuardDuty tells of what it finds; add guard_duty: {{}}"
        )
        yield Finding(("guard_duty",), text)


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
