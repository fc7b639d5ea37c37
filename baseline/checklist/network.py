"""What is left to people who run networks."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.network.model import Network


def network_steps(network: Network) -> Iterator[Step]:
    """What the rest of the account must bear, and the other side of each way out."""
    if network.gateways.internet is None:
        yield Step(
            When.BEFORE,
            "See that no other VPC of the account and Region needs an internet gateway.",
            "Without one of its own the landing zone turns on VPC Block Public Access, which stops all "
            "of them.",
            "network.gateways",
        )
    if network.gateways.vpn:
        yield Step(
            When.AFTER,
            "Set up the other side of the VPN and exchange keys by a way that is no mail.",
            "Its address and its keys are known there.",
            "network.gateways.vpn",
        )
        if network.gateways.vpn.direct_connect:
            yield from _line_steps()


def _line_steps() -> Iterator[Step]:
    """Source: https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html."""
    key = "network.gateways.vpn.direct_connect"
    yield Step(
        When.AFTER,
        "Download the letter of authorisation, have the cross connect made, and add `interface:` once the "
        "line is available.",
        "AWS refuses an interface on a line that is not there.",
        key,
    )
    yield Step(
        When.AFTER,
        "Associate the line's MACsec key, then set its encryption mode to must_encrypt with "
        "`aws directconnect update-connection`.",
        "No template should hold that key, and until then the line carries plain text.",
        key,
    )
