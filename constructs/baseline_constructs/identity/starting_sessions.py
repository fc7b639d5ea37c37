"""What somebody needs to open recorded sessions on the servers that carry certain tags, and nothing else."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from baseline_constructs.identity import arns
from baseline_constructs.identity.permission import Permission
from baseline_constructs.keys.key_policy import named_in_context
from baseline_constructs.keys.purposes import SESSION_CONTEXT
from baseline_constructs.sessions.preferences import document_arn

_LOOK_BEFORE_SESSION = [
    "ec2:DescribeInstances",
    "ssm:DescribeInstanceProperties",
    "ssm:DescribeSessions",
    "ssm:GetConnectionStatus",
]
# Without it, who names no document needs no right to one.
_WITH_A_DOCUMENT = {"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}
_SESSIONS = "session/*"
_WILDCARDS = {
    arns.ec2_as_found("instance/*"): "the tags in the condition say which servers",
    f"Resource::arn:<AWS::Partition>:ssm:*:<AWS::AccountId>:{_SESSIONS}": (
        "a session's id is made when it starts: the condition says whose it must be, and a channel opens "
        "only with the token that starting or resuming a session gave"
    ),
    "Resource::*": "these calls know no resources, or are only asked whether a server is there",
}


def starting_sessions(*, tags: Mapping[str, str], session_key: kms.IKey) -> Permission:
    """Start sessions, as the preferences say, on servers with all of these tags; end and resume one's own.

    No other document can be used: no port forwarding, no SSH, no commands beside the record. The promise
    stands only with `Guardrails` that guard the same tag keys and the preferences.

    Args:
        tags: Tag keys and the value that each must have on the server.
        session_key: What encrypts sessions (`sessions_key`).

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
    """
    required = {f"aws:ResourceTag/{key}": value for key, value in sorted(tags.items())}
    statements = [
        _start("StartOnTagged", arns.ec2("instance/*"), {"StringEquals": required}),
        _start("StartRecorded", document_arn(), {}),
        iam.PolicyStatement(
            sid="OpenTheChannel", actions=["ssmmessages:OpenDataChannel"], resources=[_sessions()]
        ),
        _own_sessions(),
        iam.PolicyStatement(
            sid="EncryptSessions",
            actions=["kms:GenerateDataKey"],
            resources=[session_key.key_arn],
            conditions=named_in_context(SESSION_CONTEXT),
        ),
        iam.PolicyStatement(sid="LookBeforeSession", actions=_LOOK_BEFORE_SESSION, resources=["*"]),
        # One deny a tag: several keys in one condition would have to be wrong all together.
        *(
            _never_without(number, key, value)
            for number, (key, value) in enumerate(required.items(), start=1)
        ),
    ]
    return Permission(statements, _WILDCARDS)


def _start(sid: str, resource: str, conditions: dict[str, Any]) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=sid,
        actions=["ssm:StartSession"],
        resources=[resource],
        conditions={**conditions, **_WITH_A_DOCUMENT},
    )


def _never_without(number: int, key: str, value: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=f"DenySessionUnlessTagged{number}",
        effect=iam.Effect.DENY,
        actions=["ssm:StartSession"],
        resources=[arns.ec2("instance/*")],
        # A negated operator also matches a server that does not carry the tag at all.
        conditions={"StringNotEquals": {key: value}},
    )


def _own_sessions() -> iam.PolicyStatement:
    """Session Manager tags each session with the caller's id: a role's session, or a user, is one caller.

    The id in the session's ARN would not do: for roles it begins with the session's name alone, which
    somebody else may choose as well.
    """
    return iam.PolicyStatement(
        sid="EndAndResumeOwnSessions",
        actions=["ssm:ResumeSession", "ssm:TerminateSession"],
        resources=[_sessions()],
        conditions={"StringEquals": {"ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}"}},
    )


def _sessions() -> str:
    return f"arn:{Aws.PARTITION}:ssm:*:{Aws.ACCOUNT_ID}:{_SESSIONS}"
