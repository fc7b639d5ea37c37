"""The known ways from few rights to more, and whether a principal can go one of them.

Source: the ways that the literature on IAM privilege escalation lists (policy versions, attachments, trust,
credentials of others, passing a role to something that runs as it, tagging what a tag guards), and the API
reference of each action.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baseline.access.account import Principal
from baseline.access.catalogue import action
from baseline.access.examples import Call
from baseline.access.prover import Prover
from baseline.access.questions import Question, conditions_where
from baseline.access.sequences import by_tagging
from baseline.verdict import Evidence, Result, Verdict


@dataclass(frozen=True)
class Step:
    """One call of a chain.

    Attributes:
        action: What is called.
        where: What must hold of the call for it to serve.
        of_others: Whether it serves only on another user than the caller.
    """

    action: str
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    of_others: bool = False


@dataclass(frozen=True)
class Chain:
    """Calls that together give the caller rights of its choice, or those of somebody else."""

    name: str
    steps: tuple[Step, ...]


def _passing(name: str, service: str, *actions: str) -> Chain:
    pass_role = Step("iam:PassRole", {"iam:PassedToService": (service,)})
    return Chain(name, (pass_role, *map(Step, actions)))


CHAINS = (
    Chain("write a new version of a policy", (Step("iam:CreatePolicyVersion"),)),
    Chain("go back to a wider version of a policy", (Step("iam:SetDefaultPolicyVersion"),)),
    Chain("attach a policy to a user", (Step("iam:AttachUserPolicy"),)),
    Chain("attach a policy to a group", (Step("iam:AttachGroupPolicy"),)),
    Chain("attach a policy to a role and take it", (Step("iam:AttachRolePolicy"), Step("sts:AssumeRole"))),
    Chain("write a policy of a user", (Step("iam:PutUserPolicy"),)),
    Chain("write a policy of a group", (Step("iam:PutGroupPolicy"),)),
    Chain("write a policy of a role and take it", (Step("iam:PutRolePolicy"), Step("sts:AssumeRole"))),
    Chain("join a group", (Step("iam:AddUserToGroup"),)),
    Chain("let oneself into a role", (Step("iam:UpdateAssumeRolePolicy"),)),
    Chain("make an access key for somebody else", (Step("iam:CreateAccessKey", of_others=True),)),
    Chain("give somebody else a password", (Step("iam:CreateLoginProfile", of_others=True),)),
    Chain("change the password of somebody else", (Step("iam:UpdateLoginProfile", of_others=True),)),
    _passing("pass a role to a server", "ec2.amazonaws.com", "ec2:RunInstances"),
    _passing(
        "pass a role to a function", "lambda.amazonaws.com", "lambda:CreateFunction", "lambda:InvokeFunction"
    ),
    Chain("change the code of a function", (Step("lambda:UpdateFunctionCode"),)),
    Chain("change the layers of a function", (Step("lambda:UpdateFunctionConfiguration"),)),
    _passing("pass a role to a stack", "cloudformation.amazonaws.com", "cloudformation:CreateStack"),
    # A stack keeps the role it was made with, and uses it for whoever may change the stack.
    Chain("change a stack, which keeps its role", (Step("cloudformation:UpdateStack"),)),
    Chain(
        "change a stack, which keeps its role, by a change set",
        (Step("cloudformation:CreateChangeSet"), Step("cloudformation:ExecuteChangeSet")),
    ),
    Chain("command a server", (Step("ssm:SendCommand"),)),
    Chain("command a server by an association", (Step("ssm:CreateAssociation"),)),
    Chain("open a session on a server", (Step("ssm:StartSession"),)),
    Chain("log on to a server with a key of one's own", (Step("ec2-instance-connect:SendSSHPublicKey"),)),
    Chain(
        "change what a server runs when it starts",
        (Step("ec2:ModifyInstanceAttribute"), Step("ec2:StopInstances"), Step("ec2:StartInstances")),
    ),
    Chain("open a shell in a container", (Step("ecs:ExecuteCommand"),)),
    _passing("pass a role to Glue", "glue.amazonaws.com", "glue:CreateDevEndpoint"),
    _passing("pass a role to a Glue job", "glue.amazonaws.com", "glue:CreateJob", "glue:StartJobRun"),
    _passing(
        "pass a role to a notebook",
        "sagemaker.amazonaws.com",
        "sagemaker:CreateNotebookInstance",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
    ),
    _passing(
        "pass a role to a build", "codebuild.amazonaws.com", "codebuild:CreateProject", "codebuild:StartBuild"
    ),
    # Each of these runs as the role that it was made with.
    Chain("change a Glue job", (Step("glue:UpdateJob"), Step("glue:StartJobRun"))),
    Chain("change a build", (Step("codebuild:UpdateProject"), Step("codebuild:StartBuild"))),
    Chain("change a state machine", (Step("states:UpdateStateMachine"), Step("states:StartExecution"))),
)


def escalates(prover: Prover, principal: Principal) -> Verdict:
    """Whether a principal can go one of the known ways.

    Returns:
        PROVED: none of them. REFUTED: with the calls of the first that is open, each confirmed.
    """
    unsure = by_tagging(prover, principal)
    if unsure is not None and unsure.result is Result.REFUTED:
        return unsure
    for chain in CHAINS:
        found = _walk(prover, principal, chain)
        if isinstance(found, Verdict):
            unsure = unsure or found
        elif found is not None:
            why = f"{principal} can {chain.name}"
            evidence = tuple(line for call in found for line in call.evidence())
            return Verdict(Result.REFUTED, why, evidence, tuple(call.shown() for call in found))
    if unsure is not None:
        return unsure
    why = f"none of {len(CHAINS) + 1} known ways to more rights is open to {principal}"
    return Verdict(Result.PROVED, why, (Evidence(str(principal), principal.place),))


def _walk(prover: Prover, principal: Principal, chain: Chain) -> list[Call] | Verdict | None:
    """The calls of a chain; None if one of them is certainly closed; a verdict if nobody knows."""
    calls: list[Call] = []
    unsure: Verdict | None = None
    for step in chain.steps:
        own = principal.caller.arn if step.of_others else ""
        question = Question(meets=conditions_where(step.where), other_than=own)
        found = prover.find(principal, action(step.action), question)
        if found is None:
            return None
        if isinstance(found, Verdict):
            unsure = unsure or found
        else:
            calls.append(found)
    return unsure or calls
