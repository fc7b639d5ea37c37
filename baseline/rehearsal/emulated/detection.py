"""What looks for trouble."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::AccessAnalyzer::Analyzer": emulated(
        Backing.KEPT,
        "AnalyzerConfiguration AnalyzerName Tags Type",
        nested="UnusedAccessAge UnusedAccessConfiguration",
        limit="it looks at nothing",
    ),
    "AWS::Config::ConfigurationAggregator": emulated(
        Backing.MOTO,
        "AccountAggregationSources ConfigurationAggregatorName OrganizationAggregationSource Tags",
        nested="AccountIds AllAwsRegions",
        limit="it gathers nothing",
    ),
    "AWS::Config::ConformancePack": emulated(
        Backing.KEPT,
        "ConformancePackName Tags TemplateBody",
        unreadable={"TemplateBody": "AWS Config tells the rules that came of it, which are compared by name"},
        limit="it is never evaluated",
    ),
    "AWS::Config::RemediationConfiguration": emulated(
        Backing.KEPT,
        "Automatic ConfigRuleName MaximumAutomaticAttempts Parameters RetryAttemptSeconds TargetId "
        "TargetType",
        limit="nothing is remedied",
    ),
    "AWS::ECR::RegistryScanningConfiguration": emulated(
        Backing.KEPT,
        "Rules ScanType",
        nested="Filter FilterType RepositoryFilters ScanFrequency",
        limit="it looks at nothing",
    ),
    "AWS::Events::Rule": emulated(
        Backing.ENGINE,
        "Description EventPattern Name Tags Targets",
        nested="Arn Id InputPathsMap InputTemplate InputTransformer RoleArn",
        limit="no event reaches it",
    ),
    "AWS::GuardDuty::Detector": emulated(
        Backing.MOTO,
        "Enable Features FindingPublishingFrequency Tags",
        nested="AdditionalConfiguration Name Status",
        limit="it looks at nothing",
    ),
    "AWS::GuardDuty::MalwareProtectionPlan": emulated(
        Backing.KEPT,
        "Actions ProtectedResource Role Tags",
        nested="BucketName S3Bucket",
        limit="it looks at nothing",
    ),
    "AWS::InspectorV2::CodeSecurityIntegration": emulated(
        Backing.KEPT, "Name Tags Type", limit="it looks at nothing"
    ),
    "AWS::InspectorV2::CodeSecurityScanConfiguration": emulated(
        Backing.KEPT,
        "Configuration Level Name ScopeSettings Tags",
        nested="continuousIntegrationScanConfiguration frequency periodicScanConfiguration "
        "projectSelectionScope ruleSetCategories supportedEvents",
        limit="it looks at nothing",
    ),
    "AWS::Logs::AccountPolicy": emulated(
        Backing.KEPT, "PolicyDocument PolicyName PolicyType Scope", limit="no log is looked at"
    ),
    "AWS::Macie::Session": emulated(
        Backing.MOTO,
        "FindingPublishingFrequency Status",
        limit="it looks at nothing",
    ),
    "AWS::SecurityHub::Hub": emulated(
        Backing.KEPT,
        "AutoEnableControls ControlFindingGenerator EnableDefaultStandards Tags",
        unreadable={"EnableDefaultStandards": "Security Hub asks for it once, and tells it nowhere"},
        limit="it looks at nothing",
    ),
    "AWS::SecurityHub::Standard": emulated(Backing.KEPT, "StandardsArn", limit="it looks at nothing"),
    "Custom::ClassificationJob": emulated(
        Backing.KEPT,
        "AccountId Buckets Day Name ServiceTimeout ServiceToken",
        unreadable={"ServiceToken": "CloudFormation's own", "ServiceTimeout": "CloudFormation's own"},
        limit="it looks at nothing",
    ),
}
