"""Who may do something: the same question to every principal of the templates."""

from baseline.access.account import Account, Principal
from baseline.access.catalogue import action
from baseline.access.examples import Call
from baseline.access.prover import Prover, Question
from baseline.errors import InputError
from baseline.verdict import Result, Verdict


def who_may(account: Account, name: str, resource: str) -> dict[str, Verdict]:
    """For each principal: PROVED with an allowed request, REFUTED if there is none, or why nobody knows.

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
    return {str(p): _may(p, prover.find(p, each, question)) for p in account.principals}


def _may(principal: Principal, found: Call | Verdict | None) -> Verdict:
    if isinstance(found, Verdict):
        return found
    if found is None:
        return Verdict(Result.REFUTED, f"no request of {principal} is allowed")
    why = f"{principal} may, with the request that is shown"
    return Verdict(Result.PROVED, why, found.evidence(), (found.shown(),))
