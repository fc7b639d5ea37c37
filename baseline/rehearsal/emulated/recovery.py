"""Backups, and what is spent."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::Backup::BackupPlan": emulated(
        Backing.ENGINE,
        "BackupPlan BackupPlanTags",
        nested="BackupPlanName BackupPlanRule CompletionWindowMinutes CopyActions DeleteAfterDays "
        "DestinationBackupVaultArn Lifecycle RuleName ScheduleExpression "
        "ScheduleExpressionTimezone StartWindowMinutes TargetBackupVault",
        limit="nothing is backed up",
    ),
    "AWS::Backup::BackupSelection": emulated(
        Backing.ADDED,
        "BackupPlanId BackupSelection",
        nested="ConditionKey ConditionValue Conditions IamRoleArn Resources SelectionName StringEquals",
        limit="nothing is backed up",
    ),
    "AWS::Backup::BackupVault": emulated(
        Backing.ENGINE,
        "AccessPolicy BackupVaultName BackupVaultTags EncryptionKeyArn LockConfiguration",
        nested="ChangeableForDays MinRetentionDays",
        limit="nothing is backed up",
    ),
    "AWS::Backup::LogicallyAirGappedBackupVault": emulated(
        Backing.ADDED,
        "BackupVaultName BackupVaultTags MaxRetentionDays MinRetentionDays",
        limit="nothing is backed up",
    ),
    "AWS::Backup::RestoreTestingPlan": emulated(
        Backing.KEPT,
        "RecoveryPointSelection RestoreTestingPlanName ScheduleExpression ScheduleExpressionTimezone "
        "StartWindowHours Tags",
        nested="Algorithm IncludeVaults RecoveryPointTypes SelectionWindowDays",
        limit="nothing is restored",
    ),
    "AWS::Backup::RestoreTestingSelection": emulated(
        Backing.KEPT,
        "IamRoleArn ProtectedResourceArns ProtectedResourceConditions ProtectedResourceType "
        "RestoreTestingPlanName RestoreTestingSelectionName",
        nested="Key StringEquals Value",
        limit="nothing is restored",
    ),
    "AWS::Budgets::Budget": emulated(
        Backing.ADDED,
        "Budget NotificationsWithSubscribers ResourceTags",
        nested="Address Amount BudgetLimit BudgetName BudgetType ComparisonOperator Notification "
        "NotificationType Subscribers SubscriptionType Threshold ThresholdType TimeUnit Unit",
        limit="nothing costs anything",
    ),
    "AWS::CE::AnomalyMonitor": emulated(
        Backing.KEPT, "MonitorDimension MonitorName MonitorType ResourceTags", limit="nothing costs anything"
    ),
    "AWS::CE::AnomalySubscription": emulated(
        Backing.KEPT,
        "Frequency MonitorArnList ResourceTags Subscribers SubscriptionName ThresholdExpression",
        nested="Address Type",
        limit="nothing costs anything",
    ),
}
