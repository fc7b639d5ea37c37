"""Who may ask beside the principals of the templates: where resources have policies, they may be let in.

Nobody's own policies are known there, and are taken to allow everything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from baseline.access.account import Account, Principal
from baseline.access.caller import Caller, Kind
from baseline.access.catalogue import Action
from baseline.access.policy import Policy
from baseline.access.principals import Grant, Principals
from baseline.access.request import Request
from baseline.access.statement import Statement
from baseline.access.text import GAP, SYMBOL_END, SYMBOL_START, readable
from baseline.place import Place

_UNKNOWN = f"{SYMBOL_START}another account{SYMBOL_END}"
_ANOTHER_SERVICE = f"{SYMBOL_START}another service{SYMBOL_END}.amazonaws.com"
_SOMEBODY = f"user/{SYMBOL_START}somebody{SYMBOL_END}"


def outsiders(account: Account) -> list[Principal]:
    """An anonymous caller, an account and a service like no other, and those whom policies name.

    Services and federated identities are among them: a service may act on behalf of somebody else, and an
    identity provider vouches for people of whom the templates know nothing.
    """
    found = [
        _outsider("anonymous", Caller(Kind.ANONYMOUS)),
        _outsider("any principal of another account", Caller.of_arn(f"arn:aws:iam::{_UNKNOWN}:{_SOMEBODY}")),
    ]
    found.append(_outsider("any other service", Caller(Kind.SERVICE, _ANOTHER_SERVICE)))
    named = list(_named(account))
    for name in sorted({name for each in named for name in each.aws} | set(_by_condition(account))):
        caller = _caller(name) if GAP not in name else None
        if caller is not None and not _is_inside(caller, account):
            found.append(_outsider(name, caller))
    for kind, names in (
        (Kind.SERVICE, {name for each in named for name in each.services}),
        (Kind.WEB_OR_SAML, {name for each in named for name in each.federated}),
    ):
        found += [_outsider(readable(name), Caller(kind, name)) for name in sorted(names) if GAP not in name]
    return found


def _named(account: Account) -> Iterator[Principals]:
    """Those whom a resource's policy lets in by name."""
    for statement in _letting_in(account):
        if statement.principals and not statement.not_principals:
            yield statement.principals


def _by_condition(account: Account) -> Iterator[str]:
    """Those whom a policy lets in as everybody whose ARN is theirs, as for roles that services make."""
    for statement in _letting_in(account):
        for each in statement.conditions:
            if each.key == "aws:principalarn":
                yield from (value for value in each.values if not set("*?$") & set(value))


def _letting_in(account: Account) -> Iterator[Statement]:
    policies = (each.policy for each in account.guarded if each.policy)
    return (statement for policy in policies for statement in policy.statements if statement.allows)


def _caller(name: str) -> Caller | None:
    """Whom a policy names by an account's number, or an ARN; None for unique ids and everybody."""
    if name.isdecimal():
        name = f"arn:aws:iam::{name}:root"
    try:
        caller = Caller.of_arn(name)
        return (
            Caller.of_arn(f"{name.removesuffix('root')}{_SOMEBODY}") if caller.kind is Kind.ROOT else caller
        )
    except ValueError:
        return None


def _is_inside(caller: Caller, account: Account) -> bool:
    """Whether it is one of the templates, or anybody of their account whom its policies decide on."""
    known = {name for each in account.principals for name in (each.caller.arn, each.caller.role)}
    return caller.account == account.id and (caller.arn in known or caller.arn.endswith(_SOMEBODY))


def _outsider(name: str, caller: Caller) -> Principal:
    return Principal("", name, "", caller, None, None, Place(Path("-")))


def is_outside(principal: Principal) -> bool:
    """Whether it is none of the templates."""
    return not principal.kind


def is_unknown(principal: Principal) -> bool:
    """Whether nothing is known of it but that it is of another account."""
    return principal.caller.account == _UNKNOWN


def could(principal: Principal, action: Action, account: Account) -> bool:
    """Whether a resource's policy may let it in at all."""
    policies = policies_about(principal, account)
    about = (statement for each in policies for statement, _ in each.about(action.name.lower()))
    return any(each.not_understood for each in policies) or _lets_in(about, principal)


def policies_about(principal: Principal, account: Account) -> list[Policy]:
    """The policies of resources that may let it in."""
    policies = [each.policy for each in account.guarded if each.policy]
    return [each for each in policies if each.not_understood or _lets_in(each.statements, principal)]


def _lets_in(statements: Iterable[Statement], principal: Principal) -> bool:
    return any(each.allows and _may_name(each, principal.caller) for each in statements)


def _may_name(statement: Statement, caller: Caller) -> bool:
    named = statement.principals
    if named is None:
        return False
    return statement.not_principals or named.unknown or named.grant(caller) is not Grant.NONE


def as_outsider(request: Request, principal: Principal, account: Account) -> Request:
    """A request of somebody outside: on a resource of the account, with no key that follows from who asks."""
    request = replace(request, resource_account=account.id)
    if not is_unknown(principal):
        return request
    return replace(request, keys={**dict.fromkeys(request.caller.context, ()), **request.keys})
