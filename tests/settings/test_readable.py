"""One wrong value hides nothing that is wrong elsewhere, and makes nothing up."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baseline.settings.load import load
from baseline.settings.problem import SettingsError

Complaints = Callable[[str], list[tuple[str, str]]]
Accepted = Callable[[str], object]

BESIDE = {
    "a range, beside zones": (
        "network: {cidr: 10.0.0.1/16, zones: 6}",
        ["network.cidr", "network.zones"],
    ),
    "a port, beside an unknown tier": (
        "network: {allow: [{from: private, to: gone, ports: [tcp/1]}, "
        "{from: private, to: private, ports: [tcp/99999]}]}",
        ["network.allow[0].to", "network.allow[1].ports[0]"],
    ),
    "a bucket, beside an unknown one": (
        "storage: {buckets: {a: {expire_days: x}}}\nidentity: {roles: {r: {trusted_by: ec2, read: [b]}}}",
        ["storage.buckets.a.expire_days", "identity.roles.r.read[0]"],
    ),
    "a group, beside a user of another": (
        "identity: {groups: {a: {read_only: 7}}, users: {u: {groups: [b]}}}",
        ["identity.groups.a.read_only", "identity.users.u.groups[0]"],
    ),
    "a guarantee, beside another": (
        "guarantees: [{name: 5, can: {who: everybody, do: 's3:*'}}, {name: b}]",
        ["guarantees[0].name", "guarantees[1]"],
    ),
    "a whole section, beside another": (
        "storage: 5\nnetwork: {zones: 6}",
        ["storage", "network.zones"],
    ),
    "the region, beside a tier": (
        "network: {allow: [{from: private, to: gone, ports: [tcp/1]}]}\ntags: 7",
        ["network.allow[0].to", "tags"],
    ),
}
# What is named is there, though nothing else of it is readable; and no default stands for what is written.
QUIET = {
    "a tier that is no mapping": (
        "network: {subnets: {app: 7}, allow: [{from: app, to: app, ports: [tcp/1]}]}",
        "network.subnets.app",
    ),
    "a range, with ranges of tiers in it": (
        "network: {cidr: 192.168.0.1/16, zones: 1, subnets: {app: {cidrs: [192.168.4.0/24]}}}",
        "network.cidr",
    ),
    "a list of endpoints, with a rule to them": (
        "network: {endpoints: [kmss], allow: [{from: private, to: endpoints}]}",
        "network.endpoints[0]",
    ),
    "an end of a rule to a service, which needs no ports": (
        "network: {endpoints: [s3], allow: [{from: 7, to: s3}]}",
        "network.allow[0].from",
    ),
    "buckets that are no mapping": (
        "storage: {buckets: 7}\nidentity: {roles: {r: {trusted_by: ec2, read: [b]}}}",
        "storage.buckets",
    ),
    "an empty gateway": ("network: {gateways: {internet: }}", "network.gateways.internet"),
}


@pytest.mark.parametrize("case", BESIDE)
def test_what_is_wrong_elsewhere_is_told_as_well(case: str, complaints: Complaints) -> None:
    text, paths = BESIDE[case]
    assert sorted(path for path, _ in complaints(text)) == sorted(paths)


@pytest.mark.parametrize("case", QUIET)
def test_nothing_follows_from_what_cannot_be_read(case: str, complaints: Complaints) -> None:
    text, path = QUIET[case]
    assert [told for told, _ in complaints(text)] == [path]


ROOT = Path(__file__).parents[2]
WHOLE: dict[str, Any] = yaml.safe_load((ROOT / "config" / "whitepaper.yaml").read_text(encoding="utf-8"))
JUNK = st.sampled_from([None, 7, -1, True, 1.5, "", "x", "qqq/7", [], [7], {}, {"x": 7}, [{}], [[]]])


def _paths(node: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    below = [path for key in keys for path in _paths(node[key], (*above, key))]
    return [above, *below] if above else below


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(_paths(WHOLE)), JUNK), min_size=1, max_size=4))
def test_whatever_is_written_where_it_is_read_or_refused(
    changes: list[tuple[tuple[Any, ...], Any]], tmp_path: Path
) -> None:
    tree = deepcopy(WHOLE)
    for path, junk in sorted(changes, key=lambda change: -len(change[0])):
        around = tree
        for key in path[:-1]:
            around = around[key]
        around[path[-1]] = junk
    file = tmp_path / "landing.yaml"
    file.write_text(yaml.safe_dump(tree), encoding="utf-8")
    try:
        load(file)
    except SettingsError as error:
        assert all(problem.place.line for problem in error.problems)
