"""The section `spending`."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from baseline.settings.problem import Finding
from baseline.settings.section import Section
from baseline.settings.text import spelt
from baseline.settings.unreadable import where_readable

MonitorId = Annotated[
    str,
    spelt(
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "the id at the end of a monitor's ARN, such as 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10",
    ),
]


class Anomalies(Section):
    """A mail when spending is not as it used to be: a sign of a stolen key as good as any."""

    usd: int = Field(
        default=50,
        ge=1,
        le=1_000_000,
        description="How much more than expected, in US dollars, is worth a mail.",
    )
    monitor: MonitorId | None = Field(
        default=None,
        description="Id of the account's monitor of AWS services, where it has one already; an account can "
        "have only one, and AWS makes it for many. One is made if absent.",
    )


class Spending(Section):
    """Mails to `notify` about what the account spends. Free of charge; off until asked for."""

    budget_usd: int | None = Field(
        default=None,
        ge=1,
        le=100_000_000,
        description="US dollars that a month may cost: mails at 80 % of it, at all of it, and when the "
        "forecast "
        "exceeds it. None if absent.",
        examples=[500],
    )
    anomalies: Anomalies | None = Field(
        default=None, description="Mails about unusual spending, once a day at the most; none if absent."
    )

    @property
    def is_off(self) -> bool:
        """Whether nothing is watched."""
        return self.budget_usd is None and self.anomalies is None


@where_readable
def spending_findings(spending: Spending, *, region: str) -> Iterator[Finding]:
    """Wishes where AWS Budgets and Cost Explorer are not."""
    if not spending.is_off and not region.startswith(_COMMERCIAL):
        yield Finding(
            (), f"AWS has no budgets and cost anomalies by CloudFormation in {region}; leave it out"
        )


_COMMERCIAL = (
    *("af-", "ap-", "ca-", "eu-central", "eu-north", "eu-south", "eu-west", "il-", "me-", "mx-", "sa-"),
    *("us-east-", "us-west-"),
)
