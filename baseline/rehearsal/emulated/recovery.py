"""Backups, and what is spent."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::Backup::BackupPlan": not_emulated("BackupPlan BackupPlanTags"),
    "AWS::Backup::BackupSelection": not_emulated("BackupPlanId BackupSelection"),
    "AWS::Backup::BackupVault": not_emulated(
        "AccessPolicy BackupVaultName BackupVaultTags EncryptionKeyArn LockConfiguration",
        "BackupVaultArn",
    ),
    "AWS::Backup::LogicallyAirGappedBackupVault": not_emulated(
        "BackupVaultName BackupVaultTags MaxRetentionDays MinRetentionDays",
        "BackupVaultArn",
    ),
    "AWS::Backup::RestoreTestingPlan": not_emulated(
        "RecoveryPointSelection RestoreTestingPlanName ScheduleExpression "
        "ScheduleExpressionTimezone StartWindowHours Tags",
    ),
    "AWS::Backup::RestoreTestingSelection": not_emulated(
        "IamRoleArn ProtectedResourceArns ProtectedResourceConditions ProtectedResourceType "
        "RestoreTestingPlanName RestoreTestingSelectionName",
    ),
    "AWS::Budgets::Budget": not_emulated("Budget NotificationsWithSubscribers ResourceTags"),
    "AWS::CE::AnomalyMonitor": not_emulated(
        "MonitorDimension MonitorName MonitorType ResourceTags",
        "MonitorArn",
    ),
    "AWS::CE::AnomalySubscription": not_emulated(
        "Frequency MonitorArnList ResourceTags Subscribers SubscriptionName ThresholdExpression",
    ),
}
