"""The guarantees of the settings file, proved about the templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baseline.access.account import Account, Principal, account_of
from baseline.access.catalogue import Action
from baseline.access.escalation import escalates
from baseline.access.outsiders import outsiders
from baseline.access.prover import Prover
from baseline.access.questions import actions_named
from baseline.access.sequences import tag_first
from baseline.guarantees.network import NetworkGuarantees, is_about_network
from baseline.place import Place
from baseline.settings.guarantees import Guarantee, Requests
from baseline.settings.model import Settings
from baseline.template.estate import Estate
from baseline.verdict import Result, Verdict


@dataclass(frozen=True)
class Proof:
    """A guarantee with what came of it.

    Attributes:
        name: The guarantee, in its author's words.
        place: Where it is written.
        verdict: For guarantees about several principals the first that does not hold, else the proof.
    """

    name: str
    place: Place
    verdict: Verdict


def prove_own(settings: Settings, estates: Sequence[Estate]) -> list[Proof]:
    """Prove what the settings guarantee.

    Args:
        settings: Their section `guarantees`.
        estates: The templates; nothing else is looked at. More than one are the same templates in several
            accounts (`baseline.guarantees.accounts`), and a guarantee has to hold in each.

    Raises:
        InputError: A guarantee names a principal or a place that the templates do not have, or an action that
            does not exist.
    """
    provers = [Prover(account_of(estate)) for estate in estates]
    networks = [NetworkGuarantees(estate) for estate in estates]
    return [
        Proof(
            guarantee.name,
            settings.place("guarantees", index),
            _worst(
                [network.proved(guarantee) for network in networks]
                if is_about_network(guarantee)
                else [_proved(prover, guarantee) for prover in provers]
            ),
        )
        for index, guarantee in enumerate(settings.guarantees)
    ]


def _proved(prover: Prover, guarantee: Guarantee) -> Verdict:
    principals = _principals(prover.account, guarantee)
    if not principals:
        return Verdict(Result.NOT_MODELLED, "it is about nobody: the templates have no such principal")
    return _worst([_of(prover, principal, guarantee) for principal in principals])


def _principals(account: Account, guarantee: Guarantee) -> list[Principal]:
    """Who is meant; what nobody may do, nobody outside of the templates may do either."""
    who = guarantee.who
    named = [account.find(name) for name in who.names]
    if not who.all_but:
        return named
    limits = guarantee.requests is not None and not guarantee.can
    outside = outsiders(account) if limits and account.principals else []
    return [each for each in (*account.principals, *outside) if each not in named]


def _of(prover: Prover, principal: Principal, guarantee: Guarantee) -> Verdict:
    requests = guarantee.requests
    if requests is None:
        return escalates(prover, principal)
    actions = actions_named(requests.do)
    if guarantee.can:
        return prover.can(principal, actions, requests.where)
    if guarantee.never:
        return prover.never(principal, actions, requests.where)
    return _only(prover, principal, actions, requests)


def _only(prover: Prover, principal: Principal, actions: Sequence[Action], requests: Requests) -> Verdict:
    """A statement about tags must hold against the caller who tags first and acts second, too."""
    verdict = prover.only(principal, actions, requests.where)
    if not verdict.holds:
        return verdict
    return _worst([verdict, *_by_tagging(prover, principal, actions, requests)])


def _by_tagging(
    prover: Prover, principal: Principal, actions: Sequence[Action], requests: Requests
) -> Iterator[Verdict]:
    for each in actions:
        found = tag_first(prover, principal, each, requests.where)
        if found is not None:
            yield found


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """What refutes comes first; then what nobody knows."""
    order = (Result.REFUTED, Result.UNDECIDED, Result.NOT_MODELLED, Result.PROVED)
    worst = min(verdicts, key=lambda verdict: order.index(verdict.result))
    if not worst.holds or len(verdicts) == 1:
        return worst
    return Verdict(
        worst.result, worst.why, tuple(line for v in verdicts for line in v.evidence), worst.examples
    )
