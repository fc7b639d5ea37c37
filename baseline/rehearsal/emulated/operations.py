"""What runs by itself."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::Lambda::Function": emulated(
        Backing.ENGINE,
        "Code DeadLetterConfig Description Handler LoggingConfig Role Runtime Tags Timeout",
    ),
    "AWS::SSM::Parameter": emulated(Backing.ENGINE, "Name Tags Type Value"),
    "AWS::FIS::ExperimentTemplate": not_emulated(
        "Actions Description ExperimentOptions RoleArn StopConditions Tags Targets",
        "Id",
    ),
    "AWS::ImageBuilder::Component": not_emulated("Data Name Platform Tags Version", "Arn"),
    "AWS::ImageBuilder::DistributionConfiguration": not_emulated("Distributions Name Tags", "Arn"),
    "AWS::ImageBuilder::ImagePipeline": not_emulated(
        "DistributionConfigurationArn EnhancedImageMetadataEnabled ImageRecipeArn "
        "ImageTestsConfiguration InfrastructureConfigurationArn Name Schedule Status Tags",
    ),
    "AWS::ImageBuilder::ImageRecipe": not_emulated(
        "BlockDeviceMappings Components Name ParentImage Tags Version",
        "Arn",
    ),
    "AWS::ImageBuilder::InfrastructureConfiguration": not_emulated(
        "InstanceMetadataOptions InstanceProfileName InstanceTypes Name SecurityGroupIds SubnetId "
        "Tags TerminateInstanceOnFailure",
        "Arn",
    ),
    "AWS::SSM::Association": not_emulated(
        "AssociationName ComplianceSeverity MaxConcurrency MaxErrors Name Parameters "
        "ScheduleExpression Tags Targets",
    ),
    "AWS::SSM::Document": not_emulated("Content DocumentFormat DocumentType Name Tags UpdateMethod"),
    "AWS::SSM::MaintenanceWindow": not_emulated(
        "AllowUnassociatedTargets Cutoff Duration Name Schedule ScheduleTimezone Tags",
    ),
    "AWS::SSM::MaintenanceWindowTarget": not_emulated("ResourceType Targets WindowId"),
    "AWS::SSM::MaintenanceWindowTask": not_emulated(
        "CutoffBehavior MaxConcurrency MaxErrors Priority Targets TaskArn "
        "TaskInvocationParameters TaskType WindowId",
    ),
    "AWS::SSM::PatchBaseline": not_emulated("ApprovalRules Name OperatingSystem PatchGroups Tags"),
    "AWS::Scheduler::Schedule": not_emulated(
        "Description FlexibleTimeWindow GroupName Name ScheduleExpression ScheduleExpressionTimezone Target",
    ),
    "AWS::Scheduler::ScheduleGroup": not_emulated("Name Tags", "Arn"),
    "Custom::AccountSetting": not_emulated(
        "AccountId Email KeyArn MaxAgeDays MinimumLength Name Phone Scan ServiceTimeout "
        "ServiceToken Setting Title",
    ),
}
