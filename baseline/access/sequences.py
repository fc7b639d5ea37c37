"""What a caller reaches in two calls: a tag set first and used second."""

from collections.abc import Iterator, Mapping

from baseline.access.account import Principal
from baseline.access.catalogue import Action, action, action_names
from baseline.access.compare import classes
from baseline.access.examples import Call
from baseline.access.prover import Prover
from baseline.access.questions import Question, Where, conditions_where
from baseline.verdict import Result, Verdict

_TAG, _OF_CALLER = "resourcetag/", "aws:principaltag/"


def by_tagging(prover: Prover, principal: Principal) -> Verdict | None:
    """Whether the caller can tag a resource so that it may act on it, which it may not do without the tag.

    Returns:
        None where it cannot; REFUTED with the two calls; else why nobody knows.
    """
    guarded = any(_TAG in c.key for p in principal.identity or () for s in p.statements for c in s.conditions)
    unsure: Verdict | None = None
    for alike in classes(principal.identity or ()) if guarded else ():
        each = action(alike[0])
        where = _needed_tags(prover, principal, each)
        found = tag_first(prover, principal, each, where) if isinstance(where, Mapping) else where
        if found is not None and found.result is Result.REFUTED:
            return found
        unsure = unsure or found
    return unsure


def _needed_tags(prover: Prover, principal: Principal, each: Action) -> Where | Verdict | None:
    """The tags, of a resource and of the caller, in a request for an action that needs the resource's."""
    asked = _keys_of(principal, each)
    tags = tuple(key for key in asked if _TAG in key)
    if not tags or prover.find(principal, each, Question(without=tags)) is not None:
        return None
    call = prover.find(principal, each, Question())
    if not isinstance(call, Call):
        return call
    given = {key: values for request in call.requests for key, values in request.keys.items()}
    return {asked[key]: values for key, values in given.items() if key in asked and values}


def _keys_of(principal: Principal, each: Action) -> dict[str, str]:
    """The tags that statements on an action ask for, and their names as written."""
    found: dict[str, str] = {}
    for policy in principal.identity or ():
        for statement, _ in policy.about(each.name.lower()):
            for condition in statement.conditions:
                if _TAG in condition.key or condition.key.startswith(_OF_CALLER):
                    found[condition.key] = condition.written[1]
    return found


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


def _of_caller(key: str) -> bool:
    return key.lower().startswith(_OF_CALLER)


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
        *conditions_where({name: values for name, values in where.items() if _of_caller(name)}),
        *conditions_where(before, negated=True),
    )
    first = prover.find(principal, tagging, Question(meets=meets, types=types))
    if not isinstance(first, Call):
        return first
    resource = first.requests[0].resource
    second = prover.find(principal, each, Question(meets=conditions_where(where), resource=resource))
    if not isinstance(second, Call):
        return second
    why = f"{principal} can tag a resource with {tag}={', '.join(values)}, and {each.name} on it then"
    evidence = (*first.evidence(), *second.evidence())
    return Verdict(Result.REFUTED, why, evidence, (first.shown(), second.shown()))
