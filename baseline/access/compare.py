"""Which of two sets of policies allows more: over all actions, resources and conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from baseline.access.caller import Caller
from baseline.access.catalogue import Action, action, action_names, services
from baseline.access.encoding import Encoding
from baseline.access.evaluator import Effect, Policies, decide
from baseline.access.examples import Call, requests_of
from baseline.access.layering import allowed
from baseline.access.logic import FALSE, both, opposite
from baseline.access.policy import Policy, read_policy
from baseline.access.request import Request
from baseline.access.scopes import Scope
from baseline.access.solver import Undecided, solve
from baseline.access.statement import Statement
from baseline.verdict import Result, Verdict

_SOMEBODY = "arn:aws:iam::111122223333:user/somebody"


def more_permissive(first: Sequence[Policy], second: Sequence[Policy]) -> Verdict:
    """Whether the second set of identity-based policies allows a request that the first does not.

    It holds for every caller in every account, on resources of any account.

    Returns:
        PROVED: it allows nothing more. REFUTED: with a request that only the second allows.
    """
    caller = Caller.of_arn(_SOMEBODY)
    unsure: Verdict | None = None
    for alike in classes(second, first):
        verdict = _allows_more(caller, action(alike[0]), first, second)
        if verdict is not None and verdict.result is Result.REFUTED:
            return verdict
        unsure = unsure or verdict
    return unsure or Verdict(Result.PROVED, "the second allows nothing that the first does not")


def _allows_more(
    caller: Caller, each: Action, first: Sequence[Policy], second: Sequence[Policy]
) -> Verdict | None:
    if _covered(each.name.lower(), first, second):
        return None
    less, more = Policies(identity=tuple(first)), Policies(identity=tuple(second))
    unsure: Verdict | None = None
    # Anyone first: only that is a proof. What is found there and not confirmed, a known caller may confirm.
    for anyone in (True, False):
        about = Encoding(caller, each, (*first, *second), anyone=anyone)
        found = [_on(about, scope, less, more) for scope in _scopes(about)]
        refuted = next((verdict for verdict in found if verdict and verdict.result is Result.REFUTED), None)
        if refuted or not any(found):
            return refuted
        unsure = unsure or next(verdict for verdict in found if verdict)
    return unsure


def _scopes(about: Encoding) -> list[Scope]:
    """Every kind of resource alone: what is allowed more on a whole call is so on one of its resources."""
    scopes = [scope for call in about.calls(optional=True) for scope in call]
    return list(dict.fromkeys(scopes))


def _covered(name: str, first: Sequence[Policy], second: Sequence[Policy]) -> bool:
    """Whether it shows at once: what the second allows stands in the first, whose denials stand in it."""
    if any(policy.not_understood for policy in (*first, *second)):
        return False
    (allowed_, denied), (known, must) = (_shapes(name, policies) for policies in (second, first))
    return None not in (*allowed_, *known, *denied, *must) and must <= denied and allowed_ <= known


def _shapes(name: str, policies: Sequence[Policy]) -> tuple[set[object], set[object]]:
    """What the Allows and the Denies about an action say; None for one that may be about it or not."""
    found: tuple[set[object], set[object]] = (set(), set())
    for policy in policies:
        for statement, named in policy.about(name):
            said = (statement.resources, statement.not_resources, statement.conditions, statement.variables)
            found[not statement.allows].add(said if named else None)
    return found


def _on(about: Encoding, scope: Scope, less: Policies, more: Policies) -> Verdict | None:
    formula = both((allowed(about, scope, more), opposite(allowed(about, scope, less))))
    if formula is FALSE:
        return None
    try:
        solution = solve(both((formula, *about.rules)), about.strings)
    except Undecided as error:
        return Verdict(Result.UNDECIDED, f"{about.action.name}: {error}")
    if solution is None:
        return None
    (request,) = requests_of(about, [scope], *solution)
    return _confirmed(_of_anyone(request) if about.anyone else request, less, more)


def _of_anyone(request: Request) -> Request:
    """The request with no more keys than were found: nothing follows from who asks, nor from whose it is."""
    known = {**request.caller.context, "aws:resourceaccount": ()}
    keys = {**dict.fromkeys(known, ()), **request.keys}
    return replace(request, keys=keys, resource_account=request.caller.account)


def _confirmed(request: Request, less: Policies, more: Policies) -> Verdict:
    # Keys and roles ask their own policy, too; here it leaves the decision to the identity's.
    statement = {"Effect": "Allow", "Action": "*", "Principal": {"AWS": request.caller.account}}
    leaving = read_policy({"Statement": statement}, name="the resource's policy")
    now, before = (decide(request, replace(each, resource=leaving)) for each in (more, less))
    if now.allowed and before.effect in (Effect.IMPLICITLY_DENIED, Effect.EXPLICITLY_DENIED):
        call = Call((request,), (now,))
        return Verdict(Result.REFUTED, "only the second allows it", call.evidence(), (call.shown(),))
    doubtful = Effect.NOT_MODELLED in (now.effect, before.effect)
    result = Result.NOT_MODELLED if doubtful else Result.UNDECIDED
    return Verdict(result, f"{request.action}: the request found is not confirmed")


def classes(policies: Sequence[Policy], others: Sequence[Policy] = ()) -> list[list[str]]:
    """The actions that policies name in an Allow, in classes that nothing tells apart.

    Args:
        policies: Whose Allows count.
        others: Policies whose statements tell actions apart as well.
    """
    found: dict[object, list[str]] = {}
    for name in dict.fromkeys(_names((*others, *policies), policies)):
        lower = name.lower()
        if any(s.allows for policy in policies for s, _ in policy.about(lower)):
            statements = tuple(s for policy in (*others, *policies) for s, _ in policy.about(lower))
            shape = (tuple(map(id, statements)), _shape(action(name), statements))
            found.setdefault(shape, []).append(name)
    return list(found.values())


def _shape(each: Action, statements: Sequence[Statement]) -> object:
    """What the statements can tell of the table's entry: formats of ARNs, and which keys exist where."""
    keys = sorted({condition.key for statement in statements for condition in statement.conditions})
    anywhere = all(statement.resources == ("*",) for statement in statements)
    types = each.resource_types or (None,)
    return each.known, frozenset(
        (
            type_ is None or anywhere or type_.arn,
            type_ is not None and type_.required,
            tuple(each.has_key(key, type_) for key in keys),
        )
        for type_ in types
    )


def _names(policies: Sequence[Policy], allowing: Sequence[Policy]) -> Iterator[str]:
    """The actions of the services that the policies allow something of, each with one of the future."""
    patterns = {
        "*" if statement.not_actions else pattern
        for policy in allowing
        for statement in policy.statements
        if statement.allows
        for pattern in statement.actions
    }
    prefixes = {pattern.partition(":")[0].lower() for pattern in patterns}
    wide = any("*" in prefix or "?" in prefix for prefix in prefixes)
    for service in sorted(services() if wide else prefixes):
        yield from action_names(service)
        yield f"{service}:ActionOfTheFuture"
    for policy in policies:
        for statement in policy.statements:
            yield from (each for each in statement.actions if ":" in each and not set("*?") & set(each))
