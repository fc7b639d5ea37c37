"""The stack that measures the account by frameworks and mends what rules find."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.audit import AuditStack
from baseline.stacks.blame import blame
from baseline_constructs.configuration.aggregator import Aggregator
from baseline_constructs.configuration.conformance_pack import ConformancePack
from baseline_constructs.configuration.mending.remediation import Remediation
from baseline_constructs.configuration.mending.remedies import REMEDIES


class ComplianceStack(Stack):
    """Conformance packs, the aggregator and remedies.

    Apart from the audit stack because what is measured by whom changes, while records stand.
    """

    def __init__(
        self, scope: Construct, id_: str, *, settings: Settings, audit: AuditStack, **stack: Any
    ) -> None:
        super().__init__(scope, id_, description="Conformance packs, and what mends findings", **stack)
        wish = settings.compliance
        # A pack needs the recorder, which no property of it names.
        if wish.packs:
            self.add_stack_dependency(audit)
        for framework in wish.packs:
            with blame(settings, "compliance", "packs"):
                ConformancePack(
                    self, framework, prefix=settings.name, framework=framework, region=settings.region
                )
        if wish.aggregate:
            Aggregator(self, "Aggregator", name=settings.name, of=wish.aggregate)
        for name, when in wish.remedies.chosen.items():
            with blame(settings, "compliance", "remedies", name):
                Remediation(
                    self,
                    f"Remedy-{name}",
                    name=settings.name,
                    remedy=REMEDIES[name],
                    rules=audit.rules.resources,
                    automatic=when == "automatic",
                )
