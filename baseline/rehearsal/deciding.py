"""Decides the table of attempts by the templates alone, to be held against what the account did.

The evaluator of `baseline/access` and the emulator share no code. Where they disagree, one of the two reads
AWS's documentation wrongly, or the deployment made something else of the templates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baseline.access.account import Account, Principal, account_of
from baseline.access.caller import Caller, Kind
from baseline.access.evaluator import Decision, Effect, decide
from baseline.access.request import Request
from baseline.access.text import readable
from baseline.rehearsal.attempts import ATTEMPTS, Attempt
from baseline.rehearsal.home import Home
from baseline.rehearsal.iam_questions import Question, questions
from baseline.rehearsal.template_words import TemplateWords
from baseline.rehearsal.words import Absent, filled
from baseline.template.deployment import Deployment
from baseline.template.estate import load_estate

_PLAIN_HTTP, _NO_FACTOR = " over plain HTTP", " without second factor"
# Credentials that are no good are refused before any policy is asked.
_NOT_BY_POLICIES = ("unknown key", " with a wrong secret")
# IAM has one endpoint for all regions of a partition; of calls to it aws:RequestedRegion says this one.
_REGION_OF_IAM = "us-east-1"
_WORST_FIRST = (Effect.EXPLICITLY_DENIED, Effect.IMPLICITLY_DENIED, Effect.NOT_MODELLED, Effect.ALLOWED)


@dataclass(frozen=True)
class Ruling:
    """What the evaluator says of one attempt.

    Attributes:
        effect: Of the whole call.
        why: In words, with the places of the statements that decide.
    """

    effect: Effect
    why: str


Rulings = Mapping[tuple[str, str], Ruling]


def by_policies(attempt: Attempt) -> bool:
    """Whether policies decide an attempt at all."""
    return not attempt.persona.endswith(_NOT_BY_POLICIES)


def compared(answers: list[dict[str, Any]], rulings: Rulings) -> list[tuple[dict[str, Any], Ruling]]:
    """What the account did beside what the evaluator says, where there are both.

    Args:
        answers: As `account/trying.py` tells them.
        rulings: Of `decided`.
    """
    pairs = ((answer, rulings.get((answer["persona"], answer["does"]))) for answer in answers)
    return [(answer, ruling) for answer, ruling in pairs if ruling and answer["came"] is not None]


def disagreements(pairs: list[tuple[dict[str, Any], Ruling]]) -> Iterator[str]:
    """Attempts that the account decided otherwise than the evaluator, each with both reasons.

    An evaluator that cannot decide does not agree.
    """
    for answer, ruling in pairs:
        agreed = (Effect.ALLOWED,) if answer["came"] else (Effect.EXPLICITLY_DENIED, Effect.IMPLICITLY_DENIED)
        if ruling.effect not in agreed:
            did = "allows" if answer["came"] else "refuses"
            yield (
                f"{answer['persona']} {answer['does']}: the account {did} it ({answer['said']}); "
                f"by the templates it is {ruling.effect} ({ruling.why})"
            )


def decided(assembly: Path, home: Home) -> Rulings:
    """Decide the attempts that policies decide, and whose persona and things the templates have.

    Args:
        assembly: The templates.
        home: Where they are deployed to; where it names no account, what is decided holds for any.

    Returns:
        Rulings by persona and what it does.
    """
    estate = load_estate([assembly], Deployment(account=home.account, region=home.region))
    account = account_of(estate)
    words = TemplateWords(estate, account, home)
    found = {}
    for attempt in filter(by_policies, ATTEMPTS):
        try:
            found[attempt.persona, attempt.does] = _ruling(attempt, account, words)
        except Absent:
            continue
    return found


def _ruling(attempt: Attempt, account: Account, words: TemplateWords) -> Ruling:
    """All that is asked for a call must be allowed; the worst answer decides it."""
    principal = _principal(attempt.persona, account)
    here = words.surroundings(attempt.region)
    asked = questions(attempt.action, filled(attempt.parameters, words.known), here)
    decisions = []
    for question in asked:
        request = _request(attempt.persona, principal, question, here.region, account.id)
        decisions.append((question, decide(request, account.policies(principal, request.resource))))
    question, decision = min(decisions, key=lambda each: _WORST_FIRST.index(each[1].effect))
    return Ruling(decision.effect, _why(question, decision))


def _principal(persona: str, account: Account) -> Principal | None:
    """Of a member its group; None for nobody at all.

    Raises:
        Absent: The templates have no such principal.
    """
    name = persona.removesuffix(_PLAIN_HTTP).removesuffix(_NO_FACTOR)
    if name == "anonymous":
        return None
    for principal in account.principals:
        if principal.kind in ("group", "role") and (
            principal.name == name or principal.name.endswith(f"-{name}")
        ):
            return principal
    raise Absent(f"the templates have no {name}")


def _request(
    persona: str, principal: Principal | None, question: Question, region: str, account: str
) -> Request:
    service = question.action.partition(":")[0]
    common = {
        "aws:RequestedRegion": [_REGION_OF_IAM if service == "iam" else region],
        "aws:SecureTransport": [str(not persona.endswith(_PLAIN_HTTP)).lower()],
        "aws:ViaAWSService": ["false"],
    }
    return Request(
        caller=principal.caller if principal else Caller(Kind.ANONYMOUS),
        action=question.action,
        resource=question.resource,
        keys={**common, **_second_factor(persona, principal), **question.keys},
        resource_account=account,
    )


def _second_factor(persona: str, principal: Principal | None) -> dict[str, list[str]]:
    """Long-term keys have no such key at all, and a role's session knows of no factor that was not its own.

    Source: IAM user guide, "AWS global condition context keys", aws:MultiFactorAuthPresent and
    aws:MultiFactorAuthAge (seconds).
    """
    if principal is None or persona.endswith(_NO_FACTOR):
        return {}
    if principal.kind == "role":
        return {"aws:MultiFactorAuthPresent": ["false"]}
    return {"aws:MultiFactorAuthPresent": ["true"], "aws:MultiFactorAuthAge": ["1"]}


def _why(question: Question, decision: Decision) -> str:
    places = ", ".join(dict.fromkeys(str(s.place) for s in decision.statements if s.place.line is not None))
    said = f"{question.action} on {readable(question.resource)}: {readable(decision.why)}"
    return f"{said}; {places}" if places else said
