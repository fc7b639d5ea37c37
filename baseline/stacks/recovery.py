"""The stack that brings back what the others lost."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.backup import restorable_kinds
from baseline.settings.model import Settings
from baseline.stacks.names import emergency_role_name
from baseline_constructs.recovery.backup_key import backup_key
from baseline_constructs.recovery.plan import Copy, DailyBackups, RestoreTest
from baseline_constructs.recovery.spending_alarms import MonthlyBudget, UnusualSpending
from baseline_constructs.recovery.vaults import AirGappedVault, LockedVault


class RecoveryStack(Stack):
    """Backups and what tells of an account that is being taken over by its bill.

    Apart from everything else because it refers to no other stack: it finds what it protects by tags, and
    goes on when the others are gone.
    """

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, **stack: Any) -> None:
        super().__init__(scope, id_, description="Backups, restore tests and spending alarms", **stack)
        self._settings = settings
        if not settings.backup.is_off:
            self._backups()
        self._spending()

    def _backups(self) -> None:
        name, wish = self._settings.name, self._settings.backup
        days = self._settings.encryption.rotation_days
        vault = LockedVault(
            self,
            "Vault",
            name=f"{name}-backups",
            key=backup_key(self, "Key", alias=f"{name}/backups", rotation_days=days).key,
            keep_days=wish.keep_days,
            grace_days=wish.lock.grace_days if wish.lock.mode == "compliance" else None,
            delete_exempt_role=emergency_role_name(self._settings),
        )
        DailyBackups(
            self,
            "Daily",
            name=f"{name}-daily",
            tags=wish.tags,
            vault=vault,
            hour=wish.hour,
            keep_days=wish.keep_days,
            copy=self._copy(),
        )
        if wish.restore_test:
            RestoreTest(
                self,
                "RestoreTest",
                name=name.replace("-", "_"),
                tags=wish.tags,
                vault=vault,
                kinds=restorable_kinds(self._settings.storage, self._settings.workload),
            )

    def _copy(self) -> Copy | None:
        gap = self._settings.backup.air_gap
        if gap is None:
            return None
        return Copy(AirGappedVault(self, "AirGap", name=f"{self._settings.name}-air-gap"), gap.keep_days)

    def _spending(self) -> None:
        name, email, wish = self._settings.name, self._settings.notify, self._settings.spending
        if wish.budget_usd is not None:
            MonthlyBudget(self, "Budget", name=f"{name}-monthly", usd=wish.budget_usd, email=email)
        if wish.anomalies is not None:
            UnusualSpending(
                self,
                "Anomalies",
                name=name,
                usd=wish.anomalies.usd,
                monitor_id=wish.anomalies.monitor,
                email=email,
            )
