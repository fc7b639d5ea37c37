"""Who may do something, and what each can do: the same questions to every principal of the templates."""

from dataclasses import dataclass, replace

from baseline.access.account import Account, Principal
from baseline.access.catalogue import action
from baseline.access.compare import classes
from baseline.access.evaluator import decide
from baseline.access.examples import Call
from baseline.access.outsiders import outsiders
from baseline.access.prover import Prover
from baseline.access.questions import Question
from baseline.access.request import Request
from baseline.errors import InputError
from baseline.verdict import Result, Verdict


def who_may(account: Account, name: str, resource: str) -> dict[str, Verdict]:
    """For each principal: PROVED with an allowed request, REFUTED if there is none, or why nobody knows.

    Those outside of the templates are asked about as well.

    Args:
        account: The principals and policies.
        name: The action.
        resource: An ARN, or "*".

    Raises:
        InputError: There is no such action.
    """
    each = action(name)
    if not each.known:
        raise InputError(f"{name}: the table of actions has none of that name")
    prover = Prover(account)
    question = Question(resource=resource)
    return {
        str(p): _may(p, prover.find(p, each, question)) for p in (*account.principals, *outsiders(account))
    }


def _may(principal: Principal, found: Call | Verdict | None) -> Verdict:
    if isinstance(found, Verdict):
        return found
    if found is None:
        return Verdict(Result.REFUTED, f"no request of {principal} is allowed")
    why = f"{principal} may, with the request that is shown"
    return Verdict(Result.PROVED, why, found.evidence(), (found.shown(),))


@dataclass(frozen=True)
class Capability:
    """What a principal can do in a service.

    Attributes:
        service: Its prefix.
        level: "List", "Read", "Write", "Tagging", "Permissions management", or "" if the table has none.
        actions: Those that have an allowed request, as the table spells them.
        needs: Context keys without which one of the requests that were found is not allowed.
    """

    service: str
    level: str
    actions: tuple[str, ...]
    needs: tuple[str, ...]


def capabilities(account: Account, principal: Principal) -> tuple[list[Capability], tuple[str, ...]]:
    """What a principal can do by its identity-based policies, by service and access level.

    Actions that no statement and no entry of the table tells apart are asked about once; for each of those
    classes there is an allowed request that the evaluator confirms.

    Returns:
        The capabilities, and the actions of which nobody knows.
    """
    prover = Prover(account)
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    unknown: list[str] = []
    for alike in classes(principal.identity or ()):
        answer = prover.find(principal, action(alike[0]), Question())
        if isinstance(answer, Verdict):
            unknown += alike
        elif answer is not None:
            needs = _needs(account, principal, answer)
            for name in alike:
                each = action(name)
                key = (name.partition(":")[0], each.level.partition(",")[0])
                found.setdefault(key, {})[name] = needs
    rows = [
        Capability(
            service, level, tuple(sorted(actions)), tuple(sorted({k for n in actions.values() for k in n}))
        )
        for (service, level), actions in sorted(found.items())
    ]
    return rows, tuple(sorted(unknown))


def _needs(account: Account, principal: Principal, call: Call) -> tuple[str, ...]:
    """The keys of a call that cannot be left out."""
    keys = {key for request in call.requests for key in request.keys}
    kept = set(keys)
    for key in sorted(keys):
        kept.discard(key)
        if not all(_allowed(account, principal, request, kept) for request in call.requests):
            kept.add(key)
    return tuple(sorted(kept))


def _allowed(account: Account, principal: Principal, request: Request, keys: set[str]) -> bool:
    fewer = {key: values for key, values in request.keys.items() if key in keys}
    return decide(replace(request, keys=fewer), account.policies(principal, request.resource)).allowed
