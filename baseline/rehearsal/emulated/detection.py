"""What looks for trouble."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Emulated, not_emulated

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
    "AWS::Events::Rule": not_emulated("Description EventPattern Name Tags Targets"),
    "AWS::GuardDuty::Detector": not_emulated("Enable Features FindingPublishingFrequency Tags"),
    "AWS::GuardDuty::MalwareProtectionPlan": not_emulated("Actions ProtectedResource Role Tags"),
    "AWS::InspectorV2::CodeSecurityIntegration": not_emulated("Name Tags Type"),
    "AWS::InspectorV2::CodeSecurityScanConfiguration": not_emulated(
        "Configuration Level Name ScopeSettings Tags",
    ),
    "AWS::Logs::AccountPolicy": not_emulated("PolicyDocument PolicyName PolicyType Scope"),
    "AWS::Macie::Session": not_emulated("FindingPublishingFrequency Status"),
    "AWS::SecurityHub::Hub": not_emulated(
        "AutoEnableControls ControlFindingGenerator EnableDefaultStandards Tags",
    ),
    "AWS::SecurityHub::Standard": not_emulated("StandardsArn"),
    "Custom::ClassificationJob": not_emulated("AccountId Buckets Day Name ServiceTimeout ServiceToken"),
}
