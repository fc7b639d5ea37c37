"""Numbers that follow from a thing's content, so that its neighbours may come and go."""

import hashlib
from collections.abc import Iterable, Sequence

from baseline_constructs.network.acl_entries import AclEntry, Band
from baseline_constructs.network.addresses import version

_INSIDE = range(1, 16_000)
_REST_OF_VPC = {4: 16_000, 6: 16_001}
_OUTSIDE = range(16_002, 32_001)

# A /56 for the VPC holds 32 tiers of 8 zones with a /64 each.
IPV6_BLOCKS = range(32)


def stable_numbers(names: Iterable[str], slots: Sequence[int]) -> dict[str, int]:
    """A number for each name, from a hash of the name; the next free one where two meet.

    Args:
        names: Different names, no more than there are slots; an earlier name never yields to a later one.
        slots: The numbers to choose from.
    """
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for name in names:
        start = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % len(slots)
        candidates = (slots[(start + step) % len(slots)] for step in range(len(slots)))
        number = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(number)
        numbers[name] = number
    return numbers


def rule_numbers(entries: Iterable[AclEntry]) -> dict[AclEntry, int]:
    """The rule number of each entry of one network ACL, 1 to 32,000, by band.

    CloudFormation makes an entry's successor before it removes the entry, so a number that another entry had
    would be refused; a number from the content alone can't be another's, but for one chance in thousands.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
    """
    entries = sorted(entries, key=str)
    numbers = {
        entry: _REST_OF_VPC[version(entry.peer)] for entry in entries if entry.band is Band.REST_OF_VPC
    }
    for band, slots in ((Band.INSIDE, _INSIDE), (Band.OUTSIDE, _OUTSIDE)):
        for egress in (False, True):
            alike = {str(entry): entry for entry in entries if (entry.band, entry.egress) == (band, egress)}
            numbers |= {alike[name]: number for name, number in stable_numbers(alike, slots).items()}
    return numbers
