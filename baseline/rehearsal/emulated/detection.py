"""What looks for trouble."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import NO_CALL, Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::AccessAnalyzer::Analyzer": not_emulated("AnalyzerConfiguration AnalyzerName Tags Type"),
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
    "AWS::Macie::Session": emulated(
        Backing.MOTO,
        "FindingPublishingFrequency Status",
        limit="it looks at nothing",
    ),
    "AWS::SecurityHub::Hub": emulated(
        Backing.MOTO,
        "AutoEnableControls ControlFindingGenerator EnableDefaultStandards Tags",
        unreadable={
            **dict.fromkeys(("AutoEnableControls", "ControlFindingGenerator", "Tags"), NO_CALL),
            "EnableDefaultStandards": "Security Hub asks for it once, and tells it nowhere",
        },
        limit="it looks at nothing",
    ),
    "AWS::SecurityHub::Standard": not_emulated("StandardsArn"),
}
