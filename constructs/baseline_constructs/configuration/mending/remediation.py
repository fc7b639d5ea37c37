"""Puts right what rules of AWS Config find wrong, on request or by itself."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.configuration.mending.remedies import Remedy

# The newest Python of Systems Manager Automation; the list of Lambda's is longer.
_RUNTIME = "python3.11"
_TIMEOUT_SECONDS = 300
_ATTEMPTS, _BETWEEN_ATTEMPTS_SECONDS = 3, 300


class Remediation(Construct):
    """One remedy: its runbook, the role of the runbook, and which rules' findings it mends.

    The role makes the remedy's calls and no others, and only Systems Manager takes it, for runs in this
    account. What cannot be mended after three attempts stays a finding.

    Args:
        name: Begins the runbook's name.
        remedy: What it does.
        rules: The account's rules, by AWS's identifiers.
        automatic: Whether each finding is mended by itself; otherwise somebody has to ask for it.

    Raises:
        ValueError: The Region lacks a rule of the remedy.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/remediation.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        remedy: Remedy,
        rules: Mapping[str, config.CfnConfigRule],
        automatic: bool,
    ) -> None:
        super().__init__(scope, id_)
        if lacking := [rule for rule in remedy.rules if rule not in rules]:
            raise ValueError(f"the Region lacks the rule {', '.join(lacking)}, which finds what to mend")
        role = self._role(remedy)
        runbook = ssm.CfnDocument(
            self,
            "Resource",
            name=f"{name}-mend-{remedy.name.replace('_', '-')}",
            document_type="Automation",
            update_method="NewVersion",
            content=_runbook(remedy),
        )
        for identifier in remedy.rules:
            self._on(rules[identifier], identifier, runbook, role, automatic=automatic)

    def _on(
        self,
        rule: config.CfnConfigRule,
        identifier: str,
        runbook: ssm.CfnDocument,
        role: iam.CfnRole,
        *,
        automatic: bool,
    ) -> None:
        config.CfnRemediationConfiguration(
            self,
            identifier,
            config_rule_name=rule.ref,
            target_type="SSM_DOCUMENT",
            target_id=runbook.ref,
            parameters={
                "AutomationAssumeRole": {"StaticValue": {"Values": [role.attr_arn]}},
                "ResourceId": {"ResourceValue": {"Value": "RESOURCE_ID"}},
            },
            automatic=automatic,
            maximum_automatic_attempts=_ATTEMPTS if automatic else None,
            retry_attempt_seconds=_BETWEEN_ATTEMPTS_SECONDS if automatic else None,
        )

    def _role(self, remedy: Remedy) -> iam.CfnRole:
        runs = f"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:{Aws.ACCOUNT_ID}:automation-execution/*"
        trust = iam.PolicyStatement(
            principals=[iam.ServicePrincipal("ssm.amazonaws.com")],
            actions=["sts:AssumeRole"],
            conditions={
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                "ArnLike": {"aws:SourceArn": runs},
            },
        )
        role = iam.CfnRole(
            self,
            "Role",
            description=remedy.does,
            assume_role_policy_document=iam.PolicyDocument(statements=[trust]),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="mend", policy_document=iam.PolicyDocument(statements=remedy.rights())
                )
            ],
        )
        acknowledge(role, remedy.accepted_findings())
        return role


def _runbook(remedy: Remedy) -> dict[str, Any]:
    """AWS Config passes the role by this very name, or does not remedy by itself."""
    return {
        "schemaVersion": "0.3",
        "description": remedy.does,
        "assumeRole": "{{ AutomationAssumeRole }}",
        "parameters": {
            "AutomationAssumeRole": {"type": "AWS::IAM::Role::Arn", "description": "Who mends"},
            "ResourceId": {"type": "String", "description": "What AWS Config found wrong"},
        },
        "mainSteps": [
            {
                "name": "Mend",
                "action": "aws:executeScript",
                "timeoutSeconds": _TIMEOUT_SECONDS,
                "isEnd": True,
                "inputs": {
                    "Runtime": _RUNTIME,
                    "Handler": "mend",
                    "InputPayload": {"ResourceId": "{{ ResourceId }}"},
                    "Script": remedy.script,
                },
                "outputs": [{"Name": "Mended", "Selector": "$.Payload.Mended", "Type": "StringList"}],
            }
        ],
    }
