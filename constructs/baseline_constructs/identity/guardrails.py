"""What holds for everybody: the boundary of users and servers, and the guardrails of groups."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.identity.denials.escalation import (
    escalation_denials,
    other_roles_denial,
    own_policy_arn,
)
from baseline_constructs.identity.denials.records import record_denials
from baseline_constructs.identity.denials.sessions import session_denials
from baseline_constructs.identity.denials.tags import tag_denials
from baseline_constructs.identity.denials.watchers import watcher_denials
from baseline_constructs.identity.passing import passing_to_servers
from baseline_constructs.identity.policy import BoundedPolicy
from baseline_constructs.identity.self_service import mfa_denial, self_service_statements


class Guardrails(Construct):
    """Denials that no policy of a group, a user or a server can give back.

    `boundary` is the most that a user or a server of the baseline can ever be allowed: everything but IAM,
    the organisation and the account itself, and never what `group_policy` denies. `group_policy` is attached
    to every group, so that a member who was made outside the baseline, without its boundary, is held as well:
    nothing without a second factor, no guarded tag, no silenced record or alarm, no destroyed key, no shed
    boundary, no role but the one for emergencies.

    Args:
        prefix: Begins the names of both policies, and of the landing zone's stacks.
        record_bucket_arns: The buckets that keep the trail, flow logs, access logs and configuration history.
        guarded_tags: Tag keys that nobody may set, change or remove.
        emergency_role_arns: The roles that groups may be allowed to take.
        handing_role_arns: Roles whose own policies say which others they may take.
        watched: Whether there are detectors and alarms, which nobody may then switch off.
        session_document_arn: What every session on a server must follow; None where there are no sessions.
        server_role_arns: The roles that somebody may be allowed to give to servers.

    Source: Security Hub controls IAM.19, CloudTrail.5; IAM user guide, "Permissions boundaries".
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        prefix: str,
        record_bucket_arns: Sequence[str],
        guarded_tags: Sequence[str],
        emergency_role_arns: Sequence[str],
        handing_role_arns: Sequence[str] = (),
        watched: bool = False,
        session_document_arn: str | None = None,
        server_role_arns: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id_)
        boundary_name, group_name = f"{prefix}-boundary", f"{prefix}-guardrails"
        protected = [own_policy_arn(boundary_name), own_policy_arn(group_name)]
        denials = [
            *tag_denials(guarded_tags=guarded_tags),
            *record_denials(prefix=prefix, record_bucket_arns=record_bucket_arns),
            *(watcher_denials(prefix=prefix) if watched else ()),
            *(session_denials(document_arn=session_document_arn) if session_document_arn else ()),
            *escalation_denials(boundary_arn=protected[0], protected_policy_arns=protected),
        ]
        self.boundary = BoundedPolicy(
            self,
            "Boundary",
            name=boundary_name,
            description="The most that a user or a server of the baseline can ever be allowed",
            statements=[
                *_most_ever_allowed(server_role_arns),
                *denials,
                other_roles_denial(but=emergency_role_arns, spared=handing_role_arns),
            ],
        )
        self.group_policy = BoundedPolicy(
            self,
            "GroupPolicy",
            name=group_name,
            description="Own credentials and a second factor; nothing that escapes the baseline",
            statements=[
                *self_service_statements(),
                mfa_denial(),
                *denials,
                other_roles_denial(but=emergency_role_arns),
            ],
        )
        _acknowledge(self)
        acknowledge(self.boundary, {"AwsSolutions-IAM5": "the rule cannot read a statement with NotAction"})


def _most_ever_allowed(server_role_arns: Sequence[str]) -> list[iam.PolicyStatement]:
    """A boundary grants nothing by itself; what it leaves out can't be granted by anybody."""
    return [
        iam.PolicyStatement(
            sid="EverythingButIdentityAndAccount",
            not_actions=["account:*", "iam:*", "organizations:*"],
            resources=["*"],
        ),
        iam.PolicyStatement(
            sid="SeeIdentity",
            actions=["iam:GenerateCredentialReport", "iam:Get*", "iam:List*"],
            resources=["*"],
        ),
        *([passing_to_servers(server_role_arns)] if server_role_arns else ()),
        *self_service_statements(),
    ]


def _acknowledge(guardrails: Guardrails) -> None:
    """Each finding that remains, and why it is right."""
    reading = "reading identity settings, within a boundary that grants nothing"
    acknowledge(
        guardrails,
        {
            "AwsSolutions-IAM5[Resource::*]": (
                "a boundary and a guardrail speak of every resource: the boundary grants nothing by itself, "
                "and the rest of the statements with * deny, or list what has no resource"
            ),
            "CloudFormation-Validate::W2512": (
                "a boundary grants nothing by itself; leaving out what nobody may have keeps it short"
            ),
            "AwsSolutions-IAM5[Action::iam:Get*]": reading,
            "AwsSolutions-IAM5[Action::iam:List*]": reading,
        },
    )
