"""Who may do something, and what each can do: the same questions to every principal of the templates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from baseline.access.account import Account, Principal
from baseline.access.catalogue import action
from baseline.access.compare import classes
from baseline.access.examples import Call
from baseline.access.outsiders import is_outside, outsiders, policies_about
from baseline.access.prover import Prover
from baseline.access.questions import Question
from baseline.access.terms import Terms, as_written, terms_of
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
        InputError: There is no such action, or its requests never name such a resource.
    """
    each = action(name)
    if not each.known:
        raise InputError(f"{name}: the table of actions has none of that name")
    if not each.fits(resource):
        formats = " or ".join(kind.arn for kind in each.resource_types) or "*"
        raise InputError(f"{resource}: no request of {each.name} names it; it names {formats}")
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
        needs: For each action the fewest context keys with which there is an allowed request, all together: a
            key is left out wherever the others suffice, those that come first in the alphabet before others.
        by: The statements that allow one of the actions: on which resources, and under which conditions.
        unless: The statements that deny some requests for one of the actions.
    """

    service: str
    level: str
    actions: tuple[str, ...]
    needs: tuple[str, ...]
    by: tuple[str, ...]
    unless: tuple[str, ...]


def capabilities(
    account: Account, principal: Principal, among: Callable[[str], bool] = lambda name: True
) -> tuple[list[Capability], list[Capability]]:
    """What a principal can do by its identity-based policies, by service and access level.

    Actions that no statement and no entry of the table tells apart are asked about once; for each of those
    classes there is an allowed request that the evaluator confirms.

    Args:
        account: The principals and policies.
        principal: Who is asked about; of somebody outside, what the policies of resources let in.
        among: Which actions are asked about; all where it is left out.

    Returns:
        The capabilities, and likewise the actions of which nobody knows.
    """
    prover = Prover(account)
    found: dict[str, Terms] = {}
    unknown: dict[str, Terms] = {}
    for alike in _classes(account, principal):
        asked = [name for name in alike if among(name)]
        answer = prover.find(principal, action(asked[0]), Question()) if asked else None
        if isinstance(answer, Verdict):
            unknown |= {name: Terms((), *as_written(account, principal, name)) for name in asked}
        elif answer is not None:
            found |= dict.fromkeys(asked, terms_of(prover, principal, asked[0], answer))
    return _rows(found), _rows(unknown)


def _classes(account: Account, principal: Principal) -> list[list[str]]:
    others = [*([principal.boundary] if principal.boundary else []), *account.all_policies()]
    if is_outside(principal):
        return classes(policies_about(principal, account), others)
    return classes(principal.identity or (), others)


def _rows(terms: Mapping[str, Terms]) -> list[Capability]:
    found: dict[tuple[str, str], dict[str, Terms]] = {}
    for name, each in terms.items():
        level = action(name).level.partition(",")[0]
        found.setdefault((name.partition(":")[0], level), {})[name] = each
    return [_row(service, level, by_action) for (service, level), by_action in sorted(found.items())]


def _row(service: str, level: str, by_action: Mapping[str, Terms]) -> Capability:
    def together(of: Callable[[Terms], Iterable[str]]) -> tuple[str, ...]:
        return tuple(sorted({each for terms in by_action.values() for each in of(terms)}))

    return Capability(
        service=service,
        level=level,
        actions=tuple(sorted(by_action)),
        needs=together(lambda terms: terms.needs),
        by=together(lambda terms: terms.by),
        unless=together(lambda terms: terms.unless),
    )
