"""Exact sets of integers as sorted, disjoint, closed intervals.

Addresses, protocols and ports are integers, so "all packets" is a matter of a few intervals, and no sampling.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]
Intervals: TypeAlias = tuple[Interval, ...]

EMPTY: Intervals = ()


def union(*sets: Intervals) -> Intervals:
    """Everything that is in at least one."""
    return normalised(interval for intervals in sets for interval in intervals)


def normalised(intervals: Iterable[Interval]) -> Intervals:
    """Sorted, with what touches or overlaps joined; intervals whose end is before their start are empty."""
    result: list[Interval] = []
    for low, high in sorted(intervals):
        if low > high:
            continue
        if result and low <= result[-1][1] + 1:
            if high > result[-1][1]:
                result[-1] = (result[-1][0], high)
        else:
            result.append((low, high))
    return tuple(result)


def intersection(one: Intervals, other: Intervals) -> Intervals:
    """Everything that is in both."""
    if one is other or not one or not other:
        return one if one is other else EMPTY
    if len(one) == 1 and len(other) == 1:
        low, high = max(one[0][0], other[0][0]), min(one[0][1], other[0][1])
        return ((low, high),) if low <= high else EMPTY
    return tuple(_overlaps(one, other))


def _overlaps(one: Intervals, other: Intervals) -> Iterator[Interval]:
    left = right = 0
    while left < len(one) and right < len(other):
        low = max(one[left][0], other[right][0])
        high = min(one[left][1], other[right][1])
        if low <= high:
            yield low, high
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1


def difference(one: Intervals, other: Intervals) -> Intervals:
    """What is in `one` and not in `other`."""
    if not one or not other or other[-1][1] < one[0][0] or one[-1][1] < other[0][0]:
        return one
    result: list[Interval] = []
    for low, high in one:
        for start, end in other:
            if end < low:
                continue
            if start > high:
                break
            if start > low:
                result.append((low, start - 1))
            low = end + 1
        if low <= high:
            result.append((low, high))
    return tuple(result)


def within(inner: Intervals, outer: Intervals) -> bool:
    """Whether everything in `inner` is in `outer`."""
    return not difference(inner, outer)


def contains(intervals: Intervals, number: int) -> bool:
    """Whether the number is in the set."""
    return any(low <= number <= high for low, high in intervals)


def size(intervals: Intervals) -> int:
    """How many numbers are in the set."""
    return sum(high - low + 1 for low, high in intervals)
