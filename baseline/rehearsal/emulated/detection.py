"""What looks for trouble."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::AccessAnalyzer::Analyzer": not_emulated("AnalyzerConfiguration AnalyzerName Tags Type"),
    "AWS::Config::ConfigurationAggregator": not_emulated(
        "AccountAggregationSources ConfigurationAggregatorName OrganizationAggregationSource Tags",
    ),
    "AWS::Config::ConformancePack": not_emulated("ConformancePackName Tags TemplateBody"),
    "AWS::Config::RemediationConfiguration": not_emulated(
        "Automatic ConfigRuleName MaximumAutomaticAttempts Parameters RetryAttemptSeconds TargetId "
        "TargetType",
    ),
    "AWS::ECR::RegistryScanningConfiguration": not_emulated("Rules ScanType"),
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
    "AWS::GuardDuty::MalwareProtectionPlan": not_emulated("Actions ProtectedResource Role Tags"),
    "AWS::InspectorV2::CodeSecurityIntegration": not_emulated("Name Tags Type"),
    "AWS::InspectorV2::CodeSecurityScanConfiguration": not_emulated(
        "Configuration Level Name ScopeSettings Tags",
    ),
    "AWS::Logs::AccountPolicy": not_emulated("PolicyDocument PolicyName PolicyType Scope"),
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
    "Custom::ClassificationJob": not_emulated("AccountId Buckets Day Name ServiceTimeout ServiceToken"),
}
