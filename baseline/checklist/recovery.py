"""What is left to people so that backups and mails about money are worth something."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.backup import Backup
from baseline.settings.spending import Spending


def recovery_steps(backup: Backup) -> Iterator[Step]:
    """Settings of the account that no template reaches, and what only trying shows."""
    if backup.is_off:
        return
    yield Step(
        When.BEFORE,
        "In AWS Backup's settings of the Region, turn on the advanced features of DynamoDB.",
        "Without them tables are not copied into another vault, and CloudFormation has no resource for it.",
        "backup.tags",
    )
    if backup.lock.mode == "compliance":
        yield Step(
            When.AFTER,
            f"Within {backup.lock.grace_days} days, look at the first backups and at what they cost.",
            "After that nobody, not even AWS, shortens how long they are kept and paid for.",
            "backup.lock",
        )
    if backup.air_gap:
        yield Step(
            When.REGULARLY,
            "Every year: restore from the air-gapped vault into another account, with none of this account's "
            "credentials. Share the vault with that account beforehand, or name a team "
            "for multi-party approval.",
            "A company that loses its account has to get at the copy from elsewhere.",
            "backup.air_gap",
        )


def spending_steps(spending: Spending) -> Iterator[Step]:
    """An account that may have a monitor already."""
    if spending.anomalies and spending.anomalies.monitor is None:
        yield Step(
            When.BEFORE,
            "See that `aws ce get-anomaly-monitors` shows no monitor of AWS services; where it does, put "
            "its id under `monitor:`.",
            "An account can have only one, and AWS makes it for many.",
            "spending.anomalies",
        )
