"""The section `guarantees`: what must hold of the templates, whatever else is in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from baseline.settings.guarantees_network import NETWORK_KINDS, OneEnd, TwoEnds, Ways, end_findings
from baseline.settings.guarantees_requests import request_findings
from baseline.settings.identity.model import Identity
from baseline.settings.network.model import Network
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.unreadable import where_readable

KINDS = ("only", "can", "never", "no_escalation", *NETWORK_KINDS)
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Who:
    """Principals of the landing zone.

    Attributes:
        names: Such as "group/testers"; empty for everybody.
        all_but: Whether it is everybody but those.
    """

    names: tuple[str, ...]
    all_but: bool = False


def _texts(value: object) -> tuple[str, ...]:
    listed = (value,) if isinstance(value, str) else value
    if isinstance(listed, tuple) and listed and all(isinstance(item, str) for item in listed):
        return listed
    raise ValueError("must be a text or a list of texts")


def _who(value: object) -> Who:
    if isinstance(value, Mapping):
        if set(value) != {"all_but"}:
            raise ValueError("must be a name, a list of names, everybody, or all_but with names")
        return Who(_texts(value["all_but"]), all_but=True)
    return Who((), all_but=True) if value == EVERYBODY else Who(_texts(value))


_TEXTS: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}
_ALL_BUT = {
    "type": "object",
    "properties": {"all_but": _TEXTS},
    "required": ["all_but"],
    "additionalProperties": False,
}
Texts = Annotated[tuple[str, ...], PlainValidator(_texts), WithJsonSchema(_TEXTS)]
Named = Annotated[Who, PlainValidator(_who), WithJsonSchema({"anyOf": [*_TEXTS["anyOf"], _ALL_BUT]})]
_WHO = "`group/…`, `role/…` or `user/…`, a list of them, `everybody`, or `{all_but: …}`."


class Requests(Section):
    """Requests of somebody."""

    who: Named = Field(description=_WHO, examples=["group/testers"])
    do: Texts = Field(description="IAM actions; `*` and `?` as in policies.", examples=["ec2:RunInstances"])
    where: Mapping[str, Texts] = Field(
        default_factory=dict,
        description="Condition keys, each with values of which one must match; `*` and `?` are wildcards.",
    )


class Somebody(Section):
    """Principals."""

    who: Named = Field(description=_WHO, examples=["{all_but: role/break-glass}"])


class Guarantee(Section):
    """A statement that is proved over all requests, or all packets: just one of its kinds."""

    name: str = Field(min_length=1, description="What holds, in a sentence.", examples=["testers stay small"])
    only: Requests | None = Field(
        default=None, description="Every request that is allowed satisfies `where`, also after tagging first."
    )
    can: Requests | None = Field(default=None, description="There is an allowed request for each action.")
    never: Requests | None = Field(
        default=None, description="No request (that satisfies `where`) is allowed."
    )
    no_escalation: Somebody | None = Field(
        default=None, description="None of the known ways leads from these rights to more."
    )
    unreachable: TwoEnds | None = Field(default=None, description="No packet gets there, answered or not.")
    reaches: TwoEnds | None = Field(default=None, description="All of the ports pass, and are answered.")
    reaches_only: TwoEnds | None = Field(default=None, description="As `reaches`, and nothing else passes.")
    egress_only_via: Ways | None = Field(
        default=None, description="What leaves the VPC leaves by these ways only."
    )
    no_path_out: OneEnd | None = Field(
        default=None, description="Nothing leaves the VPC, not even to a service by an endpoint."
    )

    @property
    def requests(self) -> Requests | None:
        """What only, can or never is about."""
        return self.only or self.can or self.never

    @property
    def who(self) -> Who:
        """Whom it is about."""
        about = self.requests or self.no_escalation
        return about.who if about else Who(())


@where_readable
def guarantee_findings(
    guarantees: Sequence[Guarantee], identity: Identity, network: Network
) -> Iterator[Finding]:
    """Guarantees of no kind or of two, what a kind needs, and principals and tiers that are not there."""
    for index, guarantee in enumerate(guarantees):
        yield from (finding.under(index) for finding in _one_findings(guarantee, identity, network))


@where_readable
def _one_findings(guarantee: Guarantee, identity: Identity, network: Network) -> Iterator[Finding]:
    kinds = [kind for kind in KINDS if getattr(guarantee, kind) is not None]
    if len(kinds) != 1:
        yield Finding((), f"must have just one of {', '.join(KINDS)}")
    elif guarantee.only and not guarantee.only.where:
        yield Finding(("only",), "needs where: without it every request would do")
    elif kinds[0] in NETWORK_KINDS:
        yield from (finding.under(kinds[0]) for finding in _network_findings(kinds[0], guarantee, network))
    else:
        yield from (Finding((kinds[0], "who"), text) for text in _unknown(guarantee.who, identity))
        if guarantee.requests:
            found = request_findings(guarantee.requests.do, guarantee.requests.where)
            yield from (finding.under(kinds[0]) for finding in found)


@where_readable
def _network_findings(kind: str, guarantee: Guarantee, network: Network) -> Iterator[Finding]:
    statement: Ways | OneEnd | TwoEnds = getattr(guarantee, kind)
    if kind in ("reaches", "reaches_only") and isinstance(statement, TwoEnds) and not statement.ports:
        yield Finding(("ports",), "is missing; name the ports, such as [tcp/443]")
    yield from end_findings(statement, network)


def _unknown(who: Who, identity: Identity) -> Iterator[str]:
    known = [
        *(f"group/{name}" for name in identity.groups),
        *(f"user/{name}" for name in identity.users),
        *(f"role/{name}" for _, name in identity.role_names()),
    ]
    for name in who.names:
        if name not in known:
            yield f"unknown principal {quoted(name)}{remedy(name, known)}"
