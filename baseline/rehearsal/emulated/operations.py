"""What runs by itself."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::Lambda::Function": emulated(
        Backing.ENGINE,
        "Code DeadLetterConfig Description Handler LoggingConfig Role Runtime Tags Timeout",
        nested="LogGroup TargetArn ZipFile",
    ),
    "AWS::SSM::Parameter": emulated(Backing.ENGINE, "Name Tags Type Value"),
    "AWS::FIS::ExperimentTemplate": emulated(
        Backing.MOTO,
        "Actions Description ExperimentOptions RoleArn StopConditions Tags Targets",
        nested="AccountTargeting EmptyTargetResolutionMode Filters Path ResourceTags ResourceType "
        "SelectionMode Source Value Values instances subnets",
        limit="no experiment runs",
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
    "AWS::SSM::Document": emulated(
        Backing.MOTO,
        "Content DocumentFormat DocumentType Name Tags UpdateMethod",
        unreadable={"UpdateMethod": "CloudFormation's own"},
        limit="nothing runs",
    ),
    "AWS::SSM::MaintenanceWindow": emulated(
        Backing.MOTO,
        "AllowUnassociatedTargets Cutoff Duration Name Schedule ScheduleTimezone Tags",
        limit="nothing runs",
    ),
    "AWS::SSM::MaintenanceWindowTarget": emulated(
        Backing.MOTO, "ResourceType Targets WindowId", nested="Key Values"
    ),
    "AWS::SSM::MaintenanceWindowTask": emulated(
        Backing.MOTO,
        "CutoffBehavior MaxConcurrency MaxErrors Priority Targets TaskArn "
        "TaskInvocationParameters TaskType WindowId",
        nested="Key MaintenanceWindowRunCommandParameters Parameters TimeoutSeconds Values",
        limit="nothing runs",
    ),
    "AWS::SSM::PatchBaseline": emulated(
        Backing.MOTO,
        "ApprovalRules Name OperatingSystem PatchGroups Tags",
        nested="ApproveAfterDays ComplianceLevel EnableNonSecurity Key PatchFilterGroup PatchFilters "
        "PatchRules Values",
        limit="nothing is patched",
    ),
    "AWS::Scheduler::Schedule": emulated(
        Backing.ADDED,
        "Description FlexibleTimeWindow GroupName Name ScheduleExpression ScheduleExpressionTimezone Target",
        nested="Arn Input MaximumEventAgeInSeconds MaximumRetryAttempts Mode RetryPolicy RoleArn",
        limit="nothing runs",
    ),
    "AWS::Scheduler::ScheduleGroup": emulated(
        Backing.ENGINE,
        "Name Tags",
    ),
    "AWS::ServiceCatalog::CloudFormationProduct": not_emulated(
        "Description Name Owner ProvisioningArtifactParameters ReplaceProvisioningArtifacts Tags",
    ),
    "AWS::ServiceCatalog::LaunchRoleConstraint": not_emulated("PortfolioId ProductId RoleArn"),
    "AWS::ServiceCatalog::LaunchTemplateConstraint": not_emulated("PortfolioId ProductId Rules"),
    "AWS::ServiceCatalog::Portfolio": not_emulated("Description DisplayName ProviderName Tags"),
    "AWS::ServiceCatalog::PortfolioPrincipalAssociation": not_emulated(
        "PortfolioId PrincipalARN PrincipalType",
    ),
    "AWS::ServiceCatalog::PortfolioProductAssociation": not_emulated("PortfolioId ProductId"),
    "Custom::AccountSetting": not_emulated(
        "AccountId Email KeyArn Kind MaxAgeDays MinimumLength Name Phone Scan ServiceTimeout "
        "ServiceToken Setting Title",
    ),
}
