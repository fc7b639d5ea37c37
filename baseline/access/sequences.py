"""What a caller reaches in two calls: a tag set first and used second."""

from collections.abc import Iterator

from baseline.access.account import Principal
from baseline.access.catalogue import Action, action, action_names
from baseline.access.examples import Call
from baseline.access.prover import Prover
from baseline.access.questions import Question, Where, conditions_where
from baseline.verdict import Result, Verdict

_TAG = "resourcetag/"


def tag_first(prover: Prover, principal: Principal, each: Action, where: Where) -> Verdict | None:
    """Whether the caller can make a resource meet `where` by tagging it, and then act on it.

    Returns:
        None where it cannot, or `where` is not about tags; REFUTED with the two calls; else why nobody knows.
    """
    for key, values in where.items():
        if _TAG not in key.lower():
            continue
        tag = key.partition("/")[2]
        for tagging in _tagging_actions(each):
            verdict = _pair(prover, principal, each, tagging, key, tag, tuple(values), where)
            if verdict is not None:
                return verdict
    return None


def _tagging_actions(each: Action) -> Iterator[Action]:
    service = each.name.partition(":")[0]
    for name in action_names(service):
        candidate = action(name)
        if "Tagging" in candidate.level:
            yield candidate


def _pair(
    prover: Prover,
    principal: Principal,
    each: Action,
    tagging: Action,
    key: str,
    tag: str,
    values: tuple[str, ...],
    where: Where,
) -> Verdict | None:
    types = frozenset(type_.name for type_ in each.resource_types if each.has_key(key.lower(), type_))
    same = [type_ for type_ in tagging.resource_types if type_.name in types]
    if not any(tagging.has_key(f"aws:requesttag/{tag.lower()}", type_) for type_ in same):
        return None
    before = {key: values} if all(tagging.has_key(key.lower(), type_) for type_ in same) else {}
    meets = (
        *conditions_where({f"aws:RequestTag/{tag}": values}),
        *conditions_where(before, negated=True),
    )
    first = prover.find(principal, tagging, Question(meets=meets, types=types))
    if not isinstance(first, Call):
        return first
    resource = first.requests[0].resource
    second = prover.find(principal, each, Question(meets=conditions_where(where), resource=resource))
    if not isinstance(second, Call):
        return second
    why = f"{principal} can tag the resource first and act on it then"
    evidence = (*first.evidence(), *second.evidence())
    return Verdict(Result.REFUTED, why, evidence, (first.shown(), second.shown()))
