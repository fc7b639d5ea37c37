"""Backups, and what is spent."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

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
    "AWS::Budgets::Budget": emulated(
        Backing.ADDED,
        "Budget NotificationsWithSubscribers ResourceTags",
        nested="Address Amount BudgetLimit BudgetName BudgetType ComparisonOperator Notification "
        "NotificationType Subscribers SubscriptionType Threshold ThresholdType TimeUnit Unit",
        limit="nothing costs anything",
    ),
    "AWS::CE::AnomalyMonitor": not_emulated(
        "MonitorDimension MonitorName MonitorType ResourceTags",
        "MonitorArn",
    ),
    "AWS::CE::AnomalySubscription": not_emulated(
        "Frequency MonitorArnList ResourceTags Subscribers SubscriptionName ThresholdExpression",
    ),
}
