"""A settings file that repeats another landing zone under other names, to debug it where it does no harm.

The clone extends the original, so it has the same tiers, rules, groups and guarantees, and stays like it.
Only what must differ is written: names, addresses, tags and the account. Keys and passwords are made by each
landing zone for itself, and no settings file holds a secret, so the two share none.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path

import yaml

from baseline.errors import EnvironmentFault, InputError
from baseline.settings.address import RFC_1918, parse_vpc_range
from baseline.settings.load import load
from baseline.settings.model import Settings
from baseline.settings.naming import parse_name
from baseline.settings.network.ends import RangeEnd
from baseline.settings.network.model import Network
from baseline.settings.section import Section

_STAGE_TAGS = ("env", "environment", "stage")
_DEFAULT_STAGE_TAG = "ENV"
# Settings that name what only one account can have: the clone's has not, or must not answer for it.
_OF_ONE_ACCOUNT = ("callback_urls", "certificate", "connections", "direct_connect", "domains")


@dataclass(frozen=True)
class Clone:
    """What a clone's file says.

    Attributes:
        text: The YAML.
        changes: What differs: key, then old and new value.
        to_replace: Keys whose values belong to the original's account; they have to be written by hand.
    """

    text: str
    changes: Mapping[str, tuple[str, str]]
    to_replace: tuple[str, ...]


def clone(
    original: Settings, *, file: Path, word: str, account: str | None = None, cidr: str | None = None
) -> Clone:
    """The overlay that makes `word`'s copy of a landing zone.

    Args:
        original: The settings that are repeated.
        file: Their file's name, as seen from the clone's folder.
        word: What the clone is for, such as `debug`; ends its name and becomes its stage.
        account: The clone's account; None where the original names none either.
        cidr: The clone's IPv4 range, as large as the original's; the next free one if None.

    Raises:
        InputError: The name would be refused, the account is the original's or is missing, or no range of
            addresses is left.
    """
    name, tags, network = (
        _name(original.name, word),
        _tags(original.tags, word),
        _network(original.network, cidr),
    )
    theirs = _account(original.account, account)
    body = yaml.safe_dump(
        {"extends": str(file), "name": name, **theirs, "tags": tags, "network": network}, sort_keys=False
    )
    changes = {
        "name": (original.name, name),
        **{key: (original.account or "any", own) for key, own in theirs.items()},
        "network.cidr": (str(original.network.cidr), str(network["cidr"])),
        **{f"tags.{key}": (original.tags.get(key, "none"), value) for key, value in tags.items()},
    }
    text = f"# {original.name} once more, for {word}: what is not written here is as in {file}.\n\n{body}"
    return Clone(text, changes, tuple(_to_replace(original)))


def _name(name: str, word: str) -> str:
    try:
        return parse_name(f"{name}-{word}")
    except ValueError as error:
        raise InputError(f"--as {word}: the clone's name {error}") from None


def _account(theirs: str | None, account: str | None) -> dict[str, str]:
    """One account has one AWS Config recorder in a Region, so it cannot hold two landing zones there."""
    if theirs is not None and account is None:
        raise InputError(f"the original is for account {theirs}; name the clone's with --account")
    if account is not None and account == theirs:
        raise InputError(f"--account {account}: is the original's; a clone needs an account of its own")
    return {} if account is None else {"account": account}


def _tags(tags: Mapping[str, str], word: str) -> dict[str, str]:
    """Whoever acts by tags must be able to tell the two apart."""
    stages = [key for key in tags if key.lower() in _STAGE_TAGS] or [_DEFAULT_STAGE_TAG]
    return {key: word.upper() if tags.get(key, "").isupper() else word for key in stages}


def _network(network: Network, wanted: str | None) -> dict[str, object]:
    cidr = _free_range(network) if wanted is None else _as_large(wanted, network.cidr)
    moved = {
        tier: {"cidrs": [str(_moved(own, network.cidr, cidr)) for own in wish.cidrs]}
        for tier, wish in network.subnets.items()
        if wish.cidrs
    }
    return {"cidr": str(cidr), **({"subnets": moved} if moved else {})}


def _as_large(wanted: str, own: IPv4Network) -> IPv4Network:
    try:
        cidr = parse_vpc_range(wanted)
    except ValueError as error:
        raise InputError(f"--cidr: {error}") from None
    if cidr.prefixlen != own.prefixlen or cidr.overlaps(own):
        raise InputError(f"--cidr {cidr}: must be another range of the original's size, /{own.prefixlen}")
    return cidr


def _free_range(network: Network) -> IPv4Network:
    """The next range of the same size, so that the two VPCs and all they talk to can be connected."""
    own, taken = network.cidr, [network.cidr, *_known_ranges(network)]
    home = next((range_ for range_ in RFC_1918 if own.subnet_of(range_)), None)
    if home is None:
        raise InputError(f"{own} is outside RFC 1918, so name the clone's range with --cidr")
    first, count = int(home.network_address), home.num_addresses // own.num_addresses
    place = (int(own.network_address) - first) // own.num_addresses
    for step in range(1, count + 1):
        offset = (place + step) % count * own.num_addresses
        candidate = IPv4Network((first + offset, own.prefixlen))
        if not any(candidate.overlaps(one) for one in taken):
            return candidate
    raise InputError(f"{home} has no free range of size /{own.prefixlen} left for the clone")


def _known_ranges(network: Network) -> Iterator[IPv4Network]:
    """Every IPv4 range that the settings name."""
    if network.gateways.vpn:
        yield from network.gateways.vpn.networks
    named = [range_ for ranges in network.prefix_lists.values() for range_ in ranges]
    ends = [
        end.network for rule in network.allow for end in (rule.from_, rule.to) if isinstance(end, RangeEnd)
    ]
    yield from (range_ for range_ in (*named, *ends) if isinstance(range_, IPv4Network))


def _moved(own: IPv4Network, old: IPv4Network, new: IPv4Network) -> IPv4Network:
    offset = int(own.network_address) - int(old.network_address)
    return IPv4Network((int(new.network_address) + offset, own.prefixlen))


def _to_replace(values: object, path: str = "") -> Iterator[str]:
    """The paths of all that belongs to one account."""
    match values:
        case Mapping():
            pairs = [*values.items()]
        case Section():
            pairs = [*values]
        case _:
            return
    for key, value in pairs:
        here = f"{path}.{key}".lstrip(".")
        if key in _OF_ONE_ACCOUNT and value is not None:
            yield here
        yield from _to_replace(value, here)


def write(made: Clone, file: Path) -> None:
    """Write a clone's file, if it would be accepted; never over another.

    Raises:
        InputError: The file is there, or what it says would be refused.
        EnvironmentFault: The place cannot be written.
    """
    if file.exists():
        raise InputError(f"{file}: is there already; remove it, or choose another word with --as")
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_text(made.text, encoding="utf-8")
        load(draft)
        draft.rename(file)
    except OSError as error:
        raise EnvironmentFault(f"{file}: cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):  # where nothing can be written, there is nothing to take away
            draft.unlink(missing_ok=True)
