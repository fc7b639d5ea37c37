"""The guarantees of the settings file that are about the network."""

from functools import cached_property
from typing import cast

from baseline.reach.ask import Statement, ask
from baseline.reach.facts.read import network_of
from baseline.reach.model.network import Network
from baseline.settings.guarantees import Guarantee
from baseline.settings.guarantees_network import NETWORK_KINDS, TwoEnds, Ways
from baseline.template.estate import Estate
from baseline.verdict import Verdict


def is_about_network(guarantee: Guarantee) -> bool:
    """Whether it is a statement about packets, and not about requests."""
    return any(getattr(guarantee, kind) is not None for kind in NETWORK_KINDS)


class NetworkGuarantees:
    """Proves them about one set of templates, which are read when the first is asked.

    Args:
        estate: The templates.
    """

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def proved(self, guarantee: Guarantee) -> Verdict:
        """The verdict.

        Raises:
            InputError: It names a place that the templates do not have.
        """
        kind = next(kind for kind in NETWORK_KINDS if getattr(guarantee, kind) is not None)
        about = getattr(guarantee, kind)
        return ask(
            self._network,
            cast(Statement, kind),
            from_=about.from_,
            to=about.to if isinstance(about, TwoEnds) else None,
            ports=[str(each) for each in about.ports] if isinstance(about, TwoEnds) else (),
            via=about.via if isinstance(about, Ways) else (),
        )

    @cached_property
    def _network(self) -> Network:
        return network_of(self._estate)
