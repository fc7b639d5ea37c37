"""What is left to people before everything is watched."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.account_settings import AccountSettings
from baseline.settings.compliance import Compliance
from baseline.settings.detection import Detection


def detection_steps(detection: Detection) -> Iterator[Step]:
    """Whom only an owner of repositories lets in."""
    if detection.inspector and detection.inspector.repositories:
        yield Step(
            When.AFTER,
            "In Inspector's console, under code security, authorise the connection to GitHub and install "
            "its app for every repository.",
            "GitHub asks its owner; until then nothing is scanned.",
            "detection.inspector",
        )


def account_steps(settings: AccountSettings | None) -> Iterator[Step]:
    """Root users of members, whose credentials are still there."""
    if settings and settings.central_root:
        yield Step(
            When.BEFORE,
            "See that this is the organisation's management account, or IAM's delegated administrator.",
            "No other account may manage root users, and the account stack fails.",
            "account_settings.central_root",
        )
        yield Step(
            When.AFTER,
            "For each member account, delete the root user's credentials, in IAM under root access "
            "management.",
            "They can be managed from now on, and still exist.",
            "account_settings.central_root",
        )


def compliance_steps(compliance: Compliance) -> Iterator[Step]:
    """Findings that wait for a button, and scores that nobody mails."""
    waiting = [name for name, how in compliance.remedies.chosen.items() if how == "on_request"]
    if waiting:
        yield Step(
            When.REGULARLY,
            f"Every week: in AWS Config, start the remedies of {', '.join(waiting)} where they fit.",
            "They mend nothing by themselves.",
            "compliance.remedies",
        )
    if compliance.packs:
        yield Step(
            When.REGULARLY,
            f"Every month: read the scores of {', '.join(compliance.packs)} in AWS Config.",
            "Nobody mails them.",
            "compliance.packs",
        )
