"""The section `chaos`."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.settings.network.model import Network
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.tags import TagKey, TagValue
from baseline.settings.text import spelt
from baseline.settings.unreadable import where_readable
from baseline.settings.weekly import Weekly
from baseline.settings.workload.model import Workload

ExperimentName = Annotated[
    str,
    spelt(
        r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
        "lower-case letters, digits and single hyphens, beginning with a letter",
    ),
]
AlarmName = Annotated[str, spelt(r"[A-Za-z0-9_./-]{1,255}", "the name of an alarm: letters, digits and _./-")]


class StopWhen(Section):
    """What ends an experiment at once. One of `load_balancer` and `alarm`."""

    load_balancer: str | None = Field(
        default=None,
        description="A load balancer of `workload.load_balancers`: it ends when requests fail.",
        examples=["shop"],
    )
    errors_a_minute: int = Field(
        default=10, ge=1, le=1_000_000, description="From how many failed requests (5xx) in a minute on."
    )
    alarm: AlarmName | None = Field(
        default=None, description="Name of a CloudWatch alarm that the account has already."
    )


class Experiment(Section):
    """Something that fails on purpose, for some minutes."""

    do: Literal["stop_instances", "fail_zone", "cut_subnet"] = Field(
        description="`stop_instances` stops some of the tagged instances; `fail_zone` stops all of one zone "
        "and cuts its tagged subnets off, but fails no managed database over; `cut_subnet` cuts one "
        "subnet off.",
        examples=["stop_instances"],
    )
    percent: int = Field(
        default=50, ge=1, le=100, description="How many of the instances `stop_instances` stops, at random."
    )
    zone: int = Field(
        default=1, ge=1, le=6, description="Number of the zone, from 1, for `fail_zone` and `cut_subnet`."
    )
    tier: str | None = Field(
        default=None, description="Whose subnet `cut_subnet` cuts off.", examples=["app"]
    )
    minutes: int = Field(default=10, ge=2, le=720, description="Minutes until everything is put right again.")
    weekly: Weekly | None = Field(
        default=None, description="When it runs by itself; only when somebody starts it if absent."
    )


class Chaos(Section):
    """Experiments that show whether applications bear failures. Off until `experiments` names some."""

    tags: Mapping[TagKey, TagValue] = Field(
        default_factory=dict,
        max_length=1,
        description="The tag without which nothing is ever touched. Nobody who is held can set it.",
        examples=["{CHAOS: allowed}"],
    )
    tiers: tuple[str, ...] = Field(
        default=(),
        description="Tiers whose subnets get the tag, so that they may be cut off.",
        examples=["[app]"],
    )
    stop_when: StopWhen | None = Field(
        default=None,
        description="What ends every experiment at once.",
        examples=["{load_balancer: shop}"],
    )
    experiments: Mapping[ExperimentName, Experiment] = Field(
        default_factory=dict, description="Experiments by name; charged by the minute while they run."
    )

    @property
    def is_off(self) -> bool:
        """Whether there is no experiment."""
        return not self.experiments


@where_readable
def chaos_findings(chaos: Chaos, tags: Mapping[str, str]) -> Iterator[Finding]:
    """Experiments without the tag, without an end, or on everything."""
    if not chaos.is_off and not chaos.tags:
        yield Finding((), "experiments need the tag of what they may touch; add tags: {CHAOS: allowed}")
    if not chaos.is_off and chaos.stop_when is None:
        yield Finding((), "experiments need what ends them; add stop_when: {load_balancer: <name>}")
    everywhere = {key.lower() for key in tags}
    for key in chaos.tags:
        if key.lower() in everywhere:
            text = "is in tags at the top, so experiments could touch everything; take another key"
            yield Finding(("tags", key), text)
    if chaos.stop_when and (chaos.stop_when.load_balancer is None) == (chaos.stop_when.alarm is None):
        yield Finding(("stop_when",), "name either a load_balancer or an alarm")
    for name, experiment in chaos.experiments.items():
        found = _experiment_findings(experiment, chaos)
        yield from (finding.under("experiments", name) for finding in found)


@where_readable
def _experiment_findings(experiment: Experiment, chaos: Chaos) -> Iterator[Finding]:
    if experiment.do == "cut_subnet" and experiment.tier is None:
        yield Finding((), "cut_subnet needs the tier; add for instance tier: app")
    elif experiment.do == "cut_subnet" and experiment.tier not in chaos.tiers:
        yield Finding(
            ("tier",), f"{experiment.tier} is not in chaos.tiers, so its subnets lack the tag; add it there"
        )
    if experiment.do == "fail_zone" and not chaos.tiers:
        yield Finding((), "fail_zone cuts subnets off, and none has the tag; name tiers in chaos.tiers")
    for key, kinds in _ONLY_FOR.items():
        if key in experiment.model_fields_set and experiment.do not in kinds:
            yield Finding((key,), f"{experiment.do} does not use it; remove it")


_ONLY_FOR: Mapping[str, tuple[str, ...]] = {
    "percent": ("stop_instances",),
    "zone": ("fail_zone", "cut_subnet"),
    "tier": ("cut_subnet",),
}


@where_readable
def chaos_place_findings(chaos: Chaos, network: Network, workload: Workload) -> Iterator[Finding]:
    """Tiers, zones and load balancers that are not there."""
    there = [name for name in network.subnets if name != ENDPOINTS_TIER]
    for index, tier in enumerate(chaos.tiers):
        if tier not in there:
            yield Finding(("tiers", index), f"unknown tier {quoted(tier)}{remedy(tier, there)}")
    for name, experiment in chaos.experiments.items():
        if experiment.zone > network.zones:
            text = f"the network has {network.zones} zones; take a number up to that"
            yield Finding(("experiments", name, "zone"), text)
        if experiment.do == "fail_zone" and network.zones < 2:
            text = "the network has one zone, and nothing would be left; set network.zones to 2 or more"
            yield Finding(("experiments", name, "do"), text)
    balancer = chaos.stop_when.load_balancer if chaos.stop_when else None
    if balancer is not None and balancer not in workload.load_balancers:
        text = f"unknown load balancer {quoted(balancer)}{remedy(balancer, [*workload.load_balancers])}"
        yield Finding(("stop_when", "load_balancer"), text)
