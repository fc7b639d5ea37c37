"""A look at the account that somebody ought to take, taken by itself."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge, wildcard
from baseline_constructs.keys.via_service import via_service
from baseline_constructs.notifications import AlertTopic
from baseline_constructs.routine.looks import Look
from baseline_constructs.schedules.schedule import Call, ScheduledCall

_RUNTIME = "python3.11"
_TIMEOUT_SECONDS = 600
_READS_SETTINGS = (
    "Drift is found with the caller's rights to read every kind of resource, of which AWS keeps the list; "
    "it reads no data."
)


class RegularLook(Construct):
    """A runbook that looks, and mails what it found; where it cannot look, it mails that.

    Its role reads what the look needs and publishes to one topic. It changes nothing, and only Systems
    Manager takes it, for runs in this account. The mail says how many and not which: mail is not encrypted.

    Args:
        prefix: Begins the names of the runbook and of its schedule, and of the stacks that are looked at.
        look: What is looked at.
        group: The group of the schedule.
        cron: When.
        topic: Where the mail goes.
        topic_key: The topic's key, which callers through SNS may use.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        prefix: str,
        look: Look,
        group: scheduler.CfnScheduleGroup,
        cron: str,
        topic: AlertTopic,
        topic_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        role = self._role(look, topic, topic_key)
        name = f"{prefix}-look-{look.name}"
        self.resource = ssm.CfnDocument(
            self,
            "Resource",
            name=name,
            document_type="Automation",
            update_method="NewVersion",
            content=_runbook(look, role=role, prefix=prefix, topic=topic),
        )
        arn = f"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:{Aws.ACCOUNT_ID}"
        runbooks = [f"{arn}:automation-definition/{name}:*", f"{arn}:document/{name}"]
        ScheduledCall(
            self,
            "Schedule",
            name=name,
            group=group,
            cron=cron,
            description=f"Starts the look {look.name}",
            call=Call(
                "ssm",
                "startAutomationExecution",
                {"DocumentName": self.resource.ref},
                [
                    iam.PolicyStatement(actions=["ssm:StartAutomationExecution"], resources=runbooks),
                    iam.PolicyStatement(
                        actions=["iam:PassRole"],
                        resources=[role.attr_arn],
                        conditions={"StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}},
                    ),
                ],
                {wildcard("ssm", f"automation-definition/{name}:*"): "The versions of this one runbook."},
            ),
        )

    def _role(self, look: Look, topic: AlertTopic, topic_key: kms.IKey) -> iam.CfnRole:
        publish = iam.PolicyStatement(sid="Tell", actions=["sns:Publish"], resources=[topic.topic_arn])
        encrypt = iam.PolicyStatement(
            sid="TellInSecret",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=[topic_key.key_arn],
            conditions={"StringEquals": {"kms:ViaService": via_service("sns")}},
        )
        role = iam.CfnRole(
            self,
            "Role",
            description=f"Looks at {look.name} and tells what it found",
            assume_role_policy_document=iam.PolicyDocument(statements=[_trust()]),
            managed_policy_arns=look.managed_arns() or None,
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="look",
                    policy_document=iam.PolicyDocument(statements=[*look.rights(), publish, encrypt]),
                )
            ],
        )
        _acknowledge(role, look)
        return role


def _acknowledge(role: iam.CfnRole, look: Look) -> None:
    acknowledge(
        role,
        {
            "IAMNoInlinePolicy": "The policy fits this one look and goes with it.",
            "AwsSolutions-IAM5[Resource::*]": "It goes over all of a kind, and reads their settings only.",
            **{_managed(name): _READS_SETTINGS for name in look.managed},
        },
    )


def _managed(name: str) -> str:
    return f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{name}]"


def _trust() -> iam.PolicyStatement:
    runs = f"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:{Aws.ACCOUNT_ID}:automation-execution/*"
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal("ssm.amazonaws.com")],
        actions=["sts:AssumeRole"],
        conditions={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": runs},
        },
    )


def _runbook(look: Look, *, role: iam.CfnRole, prefix: str, topic: AlertTopic) -> Mapping[str, Any]:
    """Three steps; the last is reached only from the first, when that fails."""
    run = "Run {{automation:EXECUTION_ID}} of Systems Manager Automation"
    return {
        "schemaVersion": "0.3",
        "description": f"Looks at {look.name} and tells what it found",
        "assumeRole": role.attr_arn,
        "mainSteps": [
            {
                "name": "Look",
                "action": "aws:executeScript",
                "timeoutSeconds": _TIMEOUT_SECONDS,
                "onFailure": "step:TellThatItFailed",
                "nextStep": "Tell",
                "inputs": {
                    "Runtime": _RUNTIME,
                    "Handler": "look",
                    "InputPayload": {"Prefix": f"{prefix}-"},
                    "Script": look.script,
                },
                "outputs": [
                    {"Name": "Message", "Selector": "$.Payload.Message", "Type": "String"},
                    {"Name": "Details", "Selector": "$.Payload.Details", "Type": "StringList"},
                ],
            },
            _telling("Tell", topic, prefix, "{{Look.Message}}\n" + f"{run} says which."),
            _telling(
                "TellThatItFailed",
                topic,
                prefix,
                f"The look {look.name} FAILED, and nobody knows what it would have found. {run} says why.",
            ),
        ],
    }


def _telling(name: str, topic: AlertTopic, prefix: str, message: str) -> Mapping[str, Any]:
    return {
        "name": name,
        "action": "aws:executeAwsApi",
        "isEnd": True,
        "inputs": {
            "Service": "sns",
            "Api": "Publish",
            "TopicArn": topic.topic_arn,
            "Subject": f"{prefix}: regular look",
            "Message": message,
        },
    }
