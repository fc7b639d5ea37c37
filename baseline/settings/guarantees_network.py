"""Guarantees about the network: who can send what to whom."""

from collections.abc import Collection, Iterator

from pydantic import Field

from baseline.settings.network.model import Network
from baseline.settings.network.ports import PortsText
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.unreadable import where_readable

NETWORK_KINDS = ("unreachable", "reaches", "reaches_only", "egress_only_via", "no_path_out")
_END = (
    "`subnet/<tier>`, `internet`, `on-premises`, an address or range, `s3`, `endpoint/<service>`, "
    "`group/<name>`, or the logical id of a resource."
)
_TIER_KINDS = ("subnet/", "tier/")


class Ways(Section):
    """One end, and the ways out of its VPC that it may have."""

    from_: str = Field(alias="from", description=f"Who sends: {_END}", examples=["subnet/app"])
    via: tuple[str, ...] = Field(
        min_length=1,
        description="`nat`, `internet`, `egress_only`, `vpn`, `peering`, `transit`, `endpoint/<service>`, or "
        "`endpoints` for all of them.",
        examples=["[nat, endpoint/s3]"],
    )


class OneEnd(Section):
    """One end."""

    from_: str = Field(alias="from", description=f"Who sends: {_END}", examples=["subnet/data"])


class TwoEnds(Section):
    """Who sends to whom."""

    from_: str = Field(alias="from", description=f"Who sends: {_END}", examples=["internet"])
    to: str = Field(description=f"Who is to get it, or not: {_END}", examples=["subnet/data"])
    ports: tuple[PortsText, ...] = Field(
        default=(), description="Such as `tcp/443`. `unreachable` means every packet where there are none."
    )


@where_readable
def end_findings(statement: Ways | OneEnd | TwoEnds, network: Network) -> Iterator[Finding]:
    """Tiers that are not there; what else an end may mean is found in the templates."""
    tiers = network.layout()
    yield from _unknown_tier("from", statement.from_, tiers)
    if isinstance(statement, TwoEnds):
        yield from _unknown_tier("to", statement.to, tiers)


@where_readable
def _unknown_tier(key: str, text: str, tiers: Collection[str]) -> Iterator[Finding]:
    kind = next((kind for kind in _TIER_KINDS if text.startswith(kind)), None)
    if kind is not None and text.removeprefix(kind) not in tiers:
        known = [f"{kind}{tier}" for tier in tiers]
        yield Finding((key,), f"unknown tier {quoted(text)}{remedy(text, known)}")
