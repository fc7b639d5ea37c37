"""Clones: what they change, what they keep, and what they refuse."""

import textwrap
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from baseline.errors import BaselineError
from baseline.settings.clone import Clone, clone, write
from baseline.settings.load import load
from baseline.settings.model import Settings

PROFILES = Path(__file__).resolve().parents[2] / "config"
HEAD = "name: acme\nregion: eu-west-1\nnotify: security@example.com\n"


def _original(folder: Path, text: str) -> Path:
    file = folder / "prod.yaml"
    file.write_text(HEAD + textwrap.dedent(text), encoding="utf-8")
    return file


def _cloned(file: Path, *, account: str | None = None, cidr: str | None = None) -> tuple[Settings, Clone]:
    made = clone(load(file), file=Path(file.name), word="debug", account=account, cidr=cidr)
    target = file.with_name("prod-debug.yaml")
    write(made, target)
    return load(target), made


def test_a_clone_has_other_names_addresses_and_tags_and_all_else_alike(tmp_path: Path) -> None:
    file = _original(tmp_path, (PROFILES / "standard.yaml").read_text().partition("security@example.com")[2])
    original, (copy, _) = load(file), _cloned(file)
    assert (copy.name, str(copy.network.cidr), copy.tags) == (
        "acme-debug",
        "10.1.0.0/16",
        {"ENV": "DEBUG", "owner": "platform"},
    )
    same = {"name": original.name, "tags": original.tags}
    network = copy.network.model_copy(update={"cidr": original.network.cidr})
    assert dict(copy.model_copy(update={**same, "network": network})) == dict(original)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tags: {environment: prod}", {"environment": "debug"}),
        ("tags: {Stage: PROD, owner: a}", {"Stage": "DEBUG", "owner": "a"}),
        ("tags: {owner: a}", {"owner": "a", "ENV": "debug"}),
        ("", {"ENV": "debug"}),
    ],
)
def test_a_clone_tells_its_stage_in_the_tag_that_the_original_uses(
    text: str, expected: dict[str, str], tmp_path: Path
) -> None:
    assert _cloned(_original(tmp_path, text))[0].tags == expected


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("{cidr: 10.255.0.0/16}", "10.0.0.0/16"),
        ("{cidr: 172.31.255.0/24, subnets: {a: {size: 27}}}", "172.16.0.0/24"),
        ("{cidr: 192.168.0.0/16}", None),
        (
            "{cidr: 10.1.0.0/16, gateways: {vpn: {networks: [10.2.0.0/15]}}, "
            "subnets: {a: {size: 24, routes: [vpn]}}, allow: [{from: vpn, to: a, ports: [tcp/443]}]}",
            "10.4.0.0/16",
        ),
        (
            "{cidr: 10.1.0.0/16, gateways: {internet: {}}, prefix_lists: {p: [10.2.0.0/16, 10.3.7.0/24]}, "
            "subnets: {a: {size: 24, routes: [internet]}}, "
            "allow: [{from: prefix_list/p, to: a, ports: [tcp/443]}]}",
            "10.4.0.0/16",
        ),
    ],
)
def test_a_clone_can_be_connected_with_the_original_and_with_all_it_talks_to(
    network: str, expected: str | None, tmp_path: Path
) -> None:
    file = _original(tmp_path, f"network: {network}\n")
    if expected is None:
        with pytest.raises(BaselineError, match=r"192\.168\.0\.0/16 has no free range of size /16 left"):
            _cloned(file)
    else:
        assert str(_cloned(file)[0].network.cidr) == expected


def test_a_range_outside_rfc_1918_is_not_guessed(tmp_path: Path) -> None:
    file = _original(tmp_path, "network: {cidr: 100.64.0.0/16, outside_rfc1918: shared by the carrier}\n")
    with pytest.raises(BaselineError, match="name the clone's range with --cidr"):
        _cloned(file)
    assert str(_cloned(file, cidr="100.65.0.0/16")[0].network.cidr) == "100.65.0.0/16"


@pytest.mark.parametrize(
    ("cidr", "said"),
    [
        ("10.0.0.0/16", "must be another range"),
        ("10.9.0.0/17", "of the original's size, /16"),
        ("10.9.0.1/16", "--cidr: .* bits set behind the prefix"),
        ("10.9", "--cidr: .* is not an IP range"),
    ],
)
def test_a_range_that_does_not_do_is_refused(cidr: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=said):
        _cloned(_original(tmp_path, ""), cidr=cidr)


def test_ranges_of_single_subnets_move_along(tmp_path: Path) -> None:
    file = _original(
        tmp_path,
        "network: {cidr: 10.0.0.0/16, zones: 2, subnets: {a: {cidrs: [10.0.8.0/24, 10.0.9.0/24]}}}\n",
    )
    assert _cloned(file)[0].network.subnets["a"].cidrs == (
        IPv4Network("10.1.8.0/24"),
        IPv4Network("10.1.9.0/24"),
    )


def test_a_clone_goes_into_an_account_of_its_own(tmp_path: Path) -> None:
    file = _original(tmp_path, 'account: "111122223333"\n')
    with pytest.raises(BaselineError, match="name the clone's with --account") as caught:
        _cloned(file)
    assert caught.value.exit_code == 2
    with pytest.raises(BaselineError, match="is the original's"):
        _cloned(file, account="111122223333")
    assert _cloned(file, account="444455556666")[0].account == "444455556666"


def test_what_belongs_to_the_original_s_account_is_named() -> None:
    made = clone(load(PROFILES / "whitepaper.yaml"), file=Path("x.yaml"), word="debug", account=None)
    assert {
        "workload.load_balancers.shop.certificate",
        "network.gateways.vpn.direct_connect",
        "edge.sites.shop.domains",
        "identity.user_pools.customers.callback_urls",
    } <= set(made.to_replace)


def test_a_clone_never_overwrites_a_file_and_leaves_no_draft(tmp_path: Path) -> None:
    file = _original(tmp_path, "")
    _cloned(file)
    with pytest.raises(BaselineError, match="is there already"):
        _cloned(file)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["prod-debug.yaml", "prod.yaml"]


def test_a_clone_that_would_be_refused_is_not_written(tmp_path: Path) -> None:
    file = _original(tmp_path, "storage: {buckets: {" + "b" * 35 + ": {}}}")
    with pytest.raises(BaselineError, match="take 6 off"):
        _cloned(file)
    assert [one.name for one in tmp_path.iterdir()] == ["prod.yaml"]


def test_a_name_that_would_be_refused_is_told_with_its_option(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="--as De_bug: the clone's name"):
        clone(load(_original(tmp_path, "")), file=Path("prod.yaml"), word="De_bug", account=None)


def test_a_folder_that_cannot_be_written_is_the_environment_s_fault(tmp_path: Path) -> None:
    made = clone(load(_original(tmp_path, "")), file=Path("prod.yaml"), word="debug", account=None)
    with pytest.raises(BaselineError, match="cannot be written") as caught:
        write(made, tmp_path / "absent" / "prod-debug.yaml")
    assert caught.value.exit_code == 3
