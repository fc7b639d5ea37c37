"""All that is left to people, for one settings file."""

from collections.abc import Iterator

from baseline.checklist.detection import account_steps, compliance_steps, detection_steps
from baseline.checklist.edge import edge_steps
from baseline.checklist.identity import identity_steps
from baseline.checklist.keys import key_steps
from baseline.checklist.network import network_steps
from baseline.checklist.operations import operations_steps, patching_steps
from baseline.checklist.recovery import recovery_steps, spending_steps
from baseline.checklist.sessions import session_steps
from baseline.checklist.step import Step, When
from baseline.checklist.workload import workload_steps
from baseline.settings.model import Settings


def steps(settings: Settings) -> list[Step]:
    """What only a person can do, in the order in which it is due.

    Args:
        settings: The landing zone; a step that it does not need is left out.
    """
    found = [
        *_account(settings),
        *identity_steps(settings.identity, name=settings.name),
        *network_steps(settings.network),
        *workload_steps(settings.workload),
        *recovery_steps(settings.backup),
        *spending_steps(settings.spending),
        *edge_steps(settings.edge),
        *session_steps(settings.compute, settings.identity),
        *detection_steps(settings.detection),
        *account_steps(settings.account_settings),
        *compliance_steps(settings.compliance),
        *patching_steps(settings.patching),
        *operations_steps(settings.chaos, settings.routine),
        *key_steps(settings.encryption, name=settings.name),
    ]
    return [step for when in When for step in found if step.when is when]


def _account(settings: Settings) -> Iterator[Step]:
    """Source: Security Hub controls IAM.4, IAM.6, IAM.9; CIS AWS Foundations 7.0, 2.1 and 2.2."""
    yield Step(
        When.BEFORE,
        "Give the landing zone an account of its own, new or nearly empty.",
        "An account has one AWS Config recorder in a Region: where `aws configservice "
        "describe-configuration-recorders` shows one, the audit stack fails.",
    )
    yield Step(
        When.BEFORE,
        "Root user: two hardware MFA devices, no access key, a mailbox that more than one person reads, "
        "and the "
        "password where two people are needed to get it.",
        "Nothing in an account can bind its root user.",
    )
    yield Step(
        When.BEFORE,
        "Decide who may push to the branch that is deployed, and who may assume the roles of `cdk "
        "bootstrap`.",
        "By default CloudFormation has administrator rights: whoever holds these roles holds the account.",
    )
    yield Step(
        When.AFTER,
        f"Open the mail from AWS Notifications to {settings.notify} and confirm it.",
        "No alert arrives before.",
        "notify",
    )
    if settings.account_settings is None:
        yield Step(
            When.AFTER,
            "Turn on EBS encryption by default, S3 Block Public Access of the account, and a password policy "
            "of IAM.",
            "`account_settings: {}` sets them. What the templates make is encrypted and closed anyway.",
        )
    yield Step(
        When.REGULARLY,
        "Every week: read what AWS Config finds non-compliant. Every quarter: read the credential "
        "report, and take "
        "away what nobody used.",
        "What was already wrong before anybody was mailed about it stays wrong in silence."
        if settings.detection.rule_alerts
        else "Config's results are not mailed; `detection: {rule_alerts: true}` mails them.",
    )
    yield Step(
        When.REGULARLY,
        "Every year: restore something from its backup or snapshot, and write down how long it took.",
        "A backup that nobody restored is a hope.",
    )
