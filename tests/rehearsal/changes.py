"""A change for each handler of what looks, backs up and runs by itself: what is around, before, after."""

from typing import Any

TRUST = {
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
}
ROLE_ARN = {"Fn::GetAtt": ["Role", "Arn"]}
INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
ACCOUNT = "123456789012"


def one(type_: str, **properties: Any) -> dict[str, Any]:
    """A resource."""
    return {"Type": type_, "Properties": properties}


def _rule(numeric: int) -> dict[str, Any]:
    pattern = {"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", numeric]}]}}
    targets = [{"Arn": {"Ref": "Topic"}, "Id": "alerts", "InputTransformer": {"InputTemplate": '"<what>"'}}]
    return one("AWS::Events::Rule", Name="tested", EventPattern=pattern, Targets=targets)


def _experiment(percent: int) -> dict[str, Any]:
    return one(
        "AWS::FIS::ExperimentTemplate",
        Description="tested",
        RoleArn=ROLE_ARN,
        StopConditions=[{"Source": "none"}],
        Tags={"ENV": "TEST"},
        ExperimentOptions={"EmptyTargetResolutionMode": "fail"},
        Targets={
            "instances": {
                "ResourceType": "aws:ec2:instance",
                "SelectionMode": f"PERCENT({percent})",
                "ResourceTags": {"CHAOS": "allowed"},
                "Filters": [{"Path": "State.Name", "Values": ["running"]}],
            }
        },
        Actions={"stop": {"ActionId": "aws:ec2:stop-instances", "Targets": {"Instances": "instances"}}},
    )


def _plan(days: int) -> dict[str, Any]:
    rule = {"RuleName": "daily", "TargetBackupVault": "tested", "Lifecycle": {"DeleteAfterDays": days}}
    return one("AWS::Backup::BackupPlan", BackupPlan={"BackupPlanName": "tested", "BackupPlanRule": [rule]})


def _budget(amount: int) -> dict[str, Any]:
    limit = {"Amount": amount, "Unit": "USD"}
    budget = {"BudgetName": "tested", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit}
    told = {
        "Notification": {"ComparisonOperator": "GREATER_THAN", "NotificationType": "ACTUAL", "Threshold": 80},
        "Subscribers": [{"Address": "security@example.com", "SubscriptionType": "EMAIL"}],
    }
    return one("AWS::Budgets::Budget", Budget=budget, NotificationsWithSubscribers=[told])


def _document(text: str) -> dict[str, Any]:
    content = {"schemaVersion": "0.3", "description": text, "mainSteps": []}
    return one("AWS::SSM::Document", Name="tested", DocumentType="Automation", Content=content)


def _session(minutes: str) -> dict[str, Any]:
    content = {
        "schemaVersion": "1.0",
        "sessionType": "Standard_Stream",
        "inputs": {"idleSessionTimeout": minutes},
    }
    return one(
        "AWS::SSM::Document",
        Name="SSM-SessionManagerRunShell",
        DocumentFormat="JSON",
        DocumentType="Session",
        UpdateMethod="NewVersion",
        Content=content,
    )


def _template(profile: str) -> dict[str, Any]:
    data = {"ImageId": "ami-12345678", "IamInstanceProfile": {"Name": {"Ref": profile}}}
    return one("AWS::EC2::LaunchTemplate", LaunchTemplateName="tested", LaunchTemplateData=data)


def _task(concurrency: str) -> dict[str, Any]:
    return one(
        "AWS::SSM::MaintenanceWindowTask",
        WindowId={"Ref": "Window"},
        Targets=[{"Key": "WindowTargetIds", "Values": [{"Ref": "Target"}]}],
        TaskType="RUN_COMMAND",
        TaskArn="AWS-RunPatchBaseline",
        Priority=1,
        MaxConcurrency=concurrency,
        MaxErrors="1",
        TaskInvocationParameters={"MaintenanceWindowRunCommandParameters": {"TimeoutSeconds": 600}},
    )


def _schedule(expression: str) -> dict[str, Any]:
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:fis:startExperiment", "RoleArn": ROLE_ARN, "Input": "{}"}
    return one(
        "AWS::Scheduler::Schedule",
        Name="tested",
        GroupName={"Ref": "Group"},
        FlexibleTimeWindow={"Mode": "OFF"},
        ScheduleExpression=expression,
        ScheduleExpressionTimezone="UTC",
        Target=target,
    )


def _permissions(action: str) -> dict[str, Any]:
    policy = {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}
    return one("AWS::SSO::PermissionSet", InstanceArn=INSTANCE, Name="tested", InlinePolicy=policy)


ROLE = {"Role": one("AWS::IAM::Role", RoleName="tested-ops", AssumeRolePolicyDocument=TRUST)}
WINDOW = one(
    "AWS::SSM::MaintenanceWindow",
    Name="tested",
    Schedule="cron(0 2 ? * SUN *)",
    Duration=3,
    Cutoff=1,
    AllowUnassociatedTargets=False,
    Tags=[{"Key": "ENV", "Value": "TEST"}],
)
TARGET = one(
    "AWS::SSM::MaintenanceWindowTarget",
    WindowId={"Ref": "Window"},
    ResourceType="INSTANCE",
    Targets=[{"Key": "tag:PatchGroup", "Values": ["TEST"]}],
)


def _vault(days: int, denied: str) -> dict[str, Any]:
    policy = {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": denied, "Resource": "*"}]}
    lock = {"MinRetentionDays": days, "ChangeableForDays": days}
    return one(
        "AWS::Backup::BackupVault", BackupVaultName="tested", AccessPolicy=policy, LockConfiguration=lock
    )


def _selection(kind: str) -> dict[str, Any]:
    chosen = {"SelectionName": "tested", "IamRoleArn": ROLE_ARN, "Resources": [f"arn:aws:{kind}:*:*:*"]}
    return one("AWS::Backup::BackupSelection", BackupPlanId={"Ref": "Plan"}, BackupSelection=chosen)


def _assignment(principal: str) -> dict[str, Any]:
    return one(
        "AWS::SSO::Assignment",
        InstanceArn=INSTANCE,
        PermissionSetArn={"Fn::GetAtt": ["Set", "PermissionSetArn"]},
        PrincipalId=principal,
        PrincipalType="GROUP",
        TargetId=ACCOUNT,
        TargetType="AWS_ACCOUNT",
    )


def _detector(status: str) -> dict[str, Any]:
    features = [{"Name": "S3_DATA_EVENTS", "Status": status}]
    return one("AWS::GuardDuty::Detector", Enable=True, Features=features)


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "a detector looks at more": ({}, _detector("DISABLED"), _detector("ENABLED")),
    "Macie tells sooner": (
        {},
        one("AWS::Macie::Session", Status="ENABLED", FindingPublishingFrequency="ONE_HOUR"),
        one("AWS::Macie::Session", Status="ENABLED", FindingPublishingFrequency="FIFTEEN_MINUTES"),
    ),
    "a rule takes other events": ({"Topic": one("AWS::SNS::Topic", TopicName="told")}, _rule(4), _rule(7)),
    "an experiment takes more": (ROLE, _experiment(10), _experiment(50)),
    "a plan keeps longer": ({}, _plan(35), _plan(70)),
    "a selection takes others": ({**ROLE, "Plan": _plan(35)}, _selection("ec2"), _selection("rds")),
    "a vault gets another key": (
        {"Key": one("AWS::KMS::Key", KeyPolicy={"Statement": []})},
        one("AWS::Backup::BackupVault", BackupVaultName="tested"),
        one(
            "AWS::Backup::BackupVault",
            BackupVaultName="tested2",
            EncryptionKeyArn={"Fn::GetAtt": ["Key", "Arn"]},
        ),
    ),
    "a vault's guards are changed": (
        {},
        _vault(14, "backup:DeleteRecoveryPoint"),
        _vault(30, "backup:DeleteBackupVault"),
    ),
    "a budget grows": ({}, _budget(100), _budget(200)),
    "a document says something else": ({}, _document("said"), _document("said otherwise")),
    "a session lasts longer": ({}, _session("15"), _session("30")),
    "servers get another role": (
        {
            "Role": one("AWS::IAM::Role", RoleName="tested-ops", AssumeRolePolicyDocument=TRUST),
            "A": one("AWS::IAM::InstanceProfile", InstanceProfileName="a", Roles=[{"Ref": "Role"}]),
            "B": one("AWS::IAM::InstanceProfile", InstanceProfileName="b", Roles=[{"Ref": "Role"}]),
        },
        _template("A"),
        _template("B"),
    ),
    "a task does more at once": ({"Window": WINDOW, "Target": TARGET}, _task("1"), _task("2")),
    "a baseline serves other servers": (
        {},
        one("AWS::SSM::PatchBaseline", Name="tested", OperatingSystem="AMAZON_LINUX_2023", PatchGroups=["A"]),
        one("AWS::SSM::PatchBaseline", Name="tested", OperatingSystem="AMAZON_LINUX_2023", PatchGroups=["B"]),
    ),
    "a schedule comes more often": (
        {**ROLE, "Group": one("AWS::Scheduler::ScheduleGroup", Name="tested")},
        _schedule("rate(2 days)"),
        _schedule("rate(1 day)"),
    ),
    "a permission set allows something else": (
        {},
        _permissions("iam:GetUser"),
        _permissions("iam:GetRole"),
    ),
    "somebody else gets a permission set": (
        {"Set": _permissions("iam:GetUser")},
        _assignment("0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10"),
        _assignment("1f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a11"),
    ),
}
