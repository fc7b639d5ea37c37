"""The two ends of an `allow` rule, from text to type."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Literal, TypeAlias

from baseline.settings.address import Network, parse_range
from baseline.settings.services import GATEWAY_SERVICES
from baseline.settings.text import Parsed


@dataclass(frozen=True)
class TierEnd:
    """The subnets of a tier; whether the tier exists is checked later."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class EndpointsEnd:
    """The interface endpoints."""

    def __str__(self) -> str:
        return "endpoints"


@dataclass(frozen=True)
class ServiceEnd:
    """A service behind a gateway endpoint."""

    service: Literal["s3", "dynamodb"]

    def __str__(self) -> str:
        return self.service


@dataclass(frozen=True)
class InternetEnd:
    """Every address: 0.0.0.0/0, and ::/0 where the VPC has IPv6."""

    def __str__(self) -> str:
        return "internet"


@dataclass(frozen=True)
class PrefixListEnd:
    """The ranges of one of `network.prefix_lists`."""

    name: str

    def __str__(self) -> str:
        return f"prefix_list/{self.name}"


@dataclass(frozen=True)
class VpnEnd:
    """The networks behind the VPN gateway."""

    def __str__(self) -> str:
        return "vpn"


@dataclass(frozen=True)
class RangeEnd:
    """An IP range outside the VPC."""

    network: Network

    def __str__(self) -> str:
        return str(self.network)


End: TypeAlias = TierEnd | EndpointsEnd | ServiceEnd | InternetEnd | PrefixListEnd | VpnEnd | RangeEnd

_WORDS: dict[str, End] = {
    "internet": InternetEnd(),
    "endpoints": EndpointsEnd(),
    "vpn": VpnEnd(),
    "s3": ServiceEnd("s3"),
    "dynamodb": ServiceEnd("dynamodb"),
}

# What the other words of a rule mean, so no tier may be called so; "any" would mislead.
RESERVED_TIER_NAMES = (*(word for word in _WORDS if word != "endpoints"), "any")

END_WORDS = ("internet", "endpoints", *GATEWAY_SERVICES, "vpn")

_PREFIX_LIST = "prefix_list/"


def parse_end(text: str) -> End:
    """`text` as one end of a rule; raises ValueError for an IP range that isn't one."""
    if text in _WORDS:
        return _WORDS[text]
    if text.startswith(_PREFIX_LIST):
        return PrefixListEnd(text.removeprefix(_PREFIX_LIST))
    if "/" in text or _is_address(text):
        network = parse_range(text)
        if network.prefixlen == 0:
            raise ValueError(f"{text} is every address; write internet")
        return RangeEnd(network)
    return TierEnd(text)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


EndText = Annotated[End, Parsed(parse_end, {"examples": ["app", "internet", "prefix_list/partners", "s3"]})]
