"""What runs by itself."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

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
    "AWS::ImageBuilder::Component": emulated(
        Backing.KEPT, "Data Name Platform Tags Version", limit="no image is built"
    ),
    "AWS::ImageBuilder::DistributionConfiguration": emulated(
        Backing.KEPT,
        "Distributions Name Tags",
        nested="AmiDistributionConfiguration DataType KmsKeyId Name ParameterName Region "
        "SsmParameterConfigurations",
        limit="no image is built",
    ),
    "AWS::ImageBuilder::ImagePipeline": emulated(
        Backing.KEPT,
        "DistributionConfigurationArn EnhancedImageMetadataEnabled ImageRecipeArn ImageTestsConfiguration "
        "InfrastructureConfigurationArn Name Schedule Status Tags",
        nested="ImageTestsEnabled PipelineExecutionStartCondition ScheduleExpression",
        limit="no image is built",
    ),
    "AWS::ImageBuilder::ImageRecipe": emulated(
        Backing.KEPT,
        "BlockDeviceMappings Components Name ParentImage Tags Version",
        nested="ComponentArn DeleteOnTermination DeviceName Ebs Encrypted KmsKeyId VolumeSize VolumeType",
        limit="no image is built",
    ),
    "AWS::ImageBuilder::InfrastructureConfiguration": emulated(
        Backing.KEPT,
        "InstanceMetadataOptions InstanceProfileName InstanceTypes Name SecurityGroupIds SubnetId Tags "
        "TerminateInstanceOnFailure",
        nested="HttpPutResponseHopLimit HttpTokens",
        limit="no image is built",
    ),
    "AWS::SSM::Association": emulated(
        Backing.KEPT,
        "AssociationName ComplianceSeverity MaxConcurrency MaxErrors Name Parameters ScheduleExpression "
        "Tags Targets",
        nested="Key Values",
        limit="nothing runs",
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
    "AWS::ServiceCatalog::CloudFormationProduct": emulated(
        Backing.MOTO,
        "Description Name Owner ProvisioningArtifactParameters ReplaceProvisioningArtifacts Tags",
        nested="Info LoadTemplateFromURL Name",
        unreadable={"ReplaceProvisioningArtifacts": "CloudFormation's own"},
        limit="nothing is ordered",
    ),
    "AWS::ServiceCatalog::LaunchRoleConstraint": emulated(
        Backing.KEPT, "PortfolioId ProductId RoleArn", limit="nothing is ordered"
    ),
    "AWS::ServiceCatalog::LaunchTemplateConstraint": emulated(
        Backing.KEPT, "PortfolioId ProductId Rules", limit="nothing is ordered"
    ),
    "AWS::ServiceCatalog::Portfolio": emulated(
        Backing.MOTO, "Description DisplayName ProviderName Tags", limit="nothing is ordered"
    ),
    "AWS::ServiceCatalog::PortfolioPrincipalAssociation": emulated(
        Backing.KEPT, "PortfolioId PrincipalARN PrincipalType", limit="nothing is ordered"
    ),
    "AWS::ServiceCatalog::PortfolioProductAssociation": emulated(
        Backing.KEPT, "PortfolioId ProductId", limit="nothing is ordered"
    ),
    "Custom::AccountSetting": emulated(
        Backing.KEPT,
        "AccountId Email KeyArn Kind MaxAgeDays MinimumLength Name Phone Scan ServiceTimeout ServiceToken "
        "Setting Title",
        unreadable={"ServiceToken": "CloudFormation's own", "ServiceTimeout": "CloudFormation's own"},
        limit="nothing heeds it",
    ),
}
