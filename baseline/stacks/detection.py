"""The stack that watches: alarms on the trail, detectors, and what mails their findings."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.detection import Macie
from baseline.settings.model import Settings
from baseline.stacks.audit import AuditStack
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.names import bucket_name
from baseline_constructs.detection import finding_patterns as patterns
from baseline_constructs.detection.access_analyzers import ExternalAccessAnalyzer, UnusedAccessAnalyzer
from baseline_constructs.detection.classification.job import ClassificationJob
from baseline_constructs.detection.code_scanning import CodeScanning
from baseline_constructs.detection.finding_alerts import FindingAlerts
from baseline_constructs.detection.guard_duty import ThreatDetector
from baseline_constructs.detection.image_scanning import ImageScanning
from baseline_constructs.detection.log_masking import LogMasking
from baseline_constructs.detection.macie import SensitiveDataSession
from baseline_constructs.detection.security_hub import SecurityHub
from baseline_constructs.detection.trail_alarms import TrailAlarms


class DetectionStack(Stack):
    """Alarms, detectors and their mails.

    Apart from the audit stack because records must stand before and after whatever reads them.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        audit: AuditStack,
        **stack: Any,
    ) -> None:
        description = "Alarms on the trail, detectors, and mails of their findings"
        super().__init__(scope, id_, description=description, **stack)
        self._settings = settings
        wish = settings.detection
        if wish.trail_alarms:
            TrailAlarms(
                self,
                "TrailAlarms",
                name=settings.name,
                log_group=audit.trail.log_group,
                topic=foundation.topic,
            )
        if wish.image_scan:
            by_inspector = wish.inspector is not None and "images" in wish.inspector.scan
            ImageScanning(self, "ImageScanning", by="inspector" if by_inspector else "ecr")
        if masking := wish.masking:
            LogMasking(
                self,
                "LogMasking",
                name=settings.name,
                data=masking.data,
                key=foundation.logs_key.key,
                retain_days=settings.trail.retain_days,
            )
        if found := self._detectors(foundation):
            FindingAlerts(
                self,
                "FindingAlerts",
                name=settings.name,
                findings=found,
                topic=foundation.topic,
                key=foundation.notifications_key.key,
            )

    def _detectors(self, foundation: FoundationStack) -> list[patterns.Findings]:
        """Makes what is asked for; returns what of it is mailed."""
        name, wish = self._settings.name, self._settings.detection
        found = []
        if wish.guard_duty:
            ThreatDetector(self, "ThreatDetector", runtime_agents=wish.guard_duty.runtime_agents)
            found.append(patterns.guard_duty(wish.alert_from))
        if wish.security_hub:
            SecurityHub(self, "SecurityHub", standards=wish.security_hub.standards)
            found.append(patterns.security_hub(wish.alert_from))
        if wish.macie:
            self._macie(wish.macie, foundation)
            found.append(patterns.macie(wish.alert_from))
        if wish.inspector:
            if wish.inspector.repositories:
                CodeScanning(self, "CodeScanning", name=name)
            found.append(patterns.inspector(wish.alert_from))
        if analyzer := wish.access_analyzer:
            ExternalAccessAnalyzer(self, "ExternalAccess", name=f"{name}-external")
            if analyzer.unused_days:
                UnusedAccessAnalyzer(self, "UnusedAccess", name=f"{name}-unused", days=analyzer.unused_days)
            found.append(patterns.access_analyzer(wish.alert_from))
        return [*found, *self._records()]

    def _macie(self, wish: Macie, foundation: FoundationStack) -> None:
        """A job needs the session, which no property of it names."""
        session = SensitiveDataSession(self, "SensitiveData")
        if wish.buckets:
            job = ClassificationJob(
                self,
                "Classification",
                name=f"{self._settings.name}-weekly",
                buckets=[bucket_name(self._settings, name) for name in wish.buckets],
                day=wish.day.upper(),
                log_key=foundation.logs_key.key,
                queue_key=foundation.data_key.key,
            )
            job.resource.add_resource_dependency(session.resource)

    def _records(self) -> list[patterns.Findings]:
        """What the audit stack finds."""
        settings = self._settings
        insights = [patterns.insights()] if settings.trail.insights else []
        return insights + ([patterns.configuration_rules()] if settings.detection.rule_alerts else [])
