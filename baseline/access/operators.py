"""The condition operators: how one value of the request is compared with the values in the policy.

Source: IAM user guide, "IAM JSON policy elements: Condition operators"; the sections are named below.
"""

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any, TypeAlias

from baseline.access.matching import Matcher, arn, glob
from baseline.access.text import GAP, Context, Unresolved, is_arn
from baseline.access.truth import Truth, any_of

_Maker: TypeAlias = Callable[[str, bool], Matcher]  # the policy's value, whether variables mean something


@dataclass(frozen=True)
class Operator:
    """A condition operator without its prefix and suffix.

    Attributes:
        name: As AWS writes it.
        negated: Whether it is the opposite of another one, such as StringNotEquals.
        make: Makes the matcher for one value of the policy; for negated ones, of the positive twin.
    """

    name: str
    negated: bool
    make: _Maker

    @property
    def family(self) -> str:
        """What it takes values for: "text", "number", "date", "boolean", "binary" or "address"."""
        families = {"Num": "number", "Dat": "date", "Boo": "boolean", "Bin": "binary"}
        return "address" if self.name.endswith("IpAddress") else families.get(self.name[:3], "text")

    def matcher(self, values: Sequence[str], *, variables: bool) -> Matcher:
        """Whether a value of the request matches any of the policy's values.

        The matcher of a negated operator raises Unresolved where a variable has no value.
        """
        makers = [self.make(value, variables) for value in values]
        if not self.negated and variables and any("${" in value for value in values):
            makers = [partial(_or_not, make) for make in makers]
        if len(makers) == 1:
            return makers[0]
        return lambda actual, context: any_of([make(actual, context) for make in makers])


def _or_not(matcher: Matcher, actual: str, context: Context) -> Truth:
    """A pattern whose variable has no value matches nothing."""
    try:
        return matcher(actual, context)
    except Unresolved:
        return False


def _string(value: str, variables: bool, *, wildcards: bool, ignore_case: bool = False) -> Matcher:
    """String condition operators. Only these and the ARN operators know policy variables."""
    return glob(value, variables=variables, wildcards=wildcards, ignore_case=ignore_case)


def _arn(value: str, variables: bool) -> Matcher:
    """ARN condition operators: ArnEquals and ArnLike are the same; what is no ARN does not match."""
    match = arn(value, variables=variables)
    return lambda actual, context: match(actual, context) if is_arn(actual) or GAP in actual else False


def _compared(value: str, variables: bool, *, read: Callable[[str], Any], holds: Any) -> Matcher:
    """Compares what both texts stand for; a text that stands for nothing does not match."""
    expected = read(value)

    def matches(actual: str, context: Context) -> Truth:
        if GAP in value or GAP in actual:
            return None
        found = read(actual)
        return False if found is None or expected is None else bool(holds(found, expected))

    return matches


@lru_cache(maxsize=4096)
def _number(text: str) -> Decimal | None:
    """Numeric condition operators: integers and decimals."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_W3C = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII
)
_EPOCH = re.compile(r"-?\d+", re.ASCII)


@lru_cache(maxsize=4096)
def _date(text: str) -> float | None:
    """Date condition operators: the W3C profile of ISO 8601, or seconds since 1970 (UNIX time)."""
    match = _W3C.fullmatch(text.strip())
    if match is None:
        return float(text) if _EPOCH.fullmatch(text.strip()) else None
    year, month, day, hour, minute, second, zone = match.groups()
    zone = "+00:00" if zone in (None, "Z") else zone
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        moment = datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}T{clock}{zone}")
    except ValueError:
        return None
    fraction = re.search(r"\.\d+", text)
    return moment.astimezone(UTC).timestamp() + (float(fraction[0]) if fraction else 0.0)


def _boolean(text: str) -> bool | None:
    """Boolean condition operators."""
    return {"true": True, "false": False}.get(text.strip().lower())


def bytes_of(text: str) -> bytes | None:
    """Binary condition operators: base64, compared byte for byte."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode() == text else None


_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


@lru_cache(maxsize=4096)
def network_of(text: str) -> _Network | None:
    """IP address condition operators: CIDR, or one address, which is a /32 or a /128."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _inside(address: _Network, block: _Network) -> bool:
    if isinstance(address, ipaddress.IPv4Network):
        return isinstance(block, ipaddress.IPv4Network) and address.subnet_of(block)
    return isinstance(block, ipaddress.IPv6Network) and address.subnet_of(block)


def _numeric(holds: Any) -> _Maker:
    return partial(_compared, read=_number, holds=holds)


def _dated(holds: Any) -> _Maker:
    return partial(_compared, read=_date, holds=holds)


_EXACT = partial(_string, wildcards=False)
_EXACT_ANY_CASE = partial(_string, wildcards=False, ignore_case=True)
_LIKE = partial(_string, wildcards=True)
_IN_NETWORK = partial(_compared, read=network_of, holds=_inside)

OPERATORS = {
    each.name.lower(): each
    for each in (
        Operator("StringEquals", False, _EXACT),
        Operator("StringNotEquals", True, _EXACT),
        Operator("StringEqualsIgnoreCase", False, _EXACT_ANY_CASE),
        Operator("StringNotEqualsIgnoreCase", True, _EXACT_ANY_CASE),
        Operator("StringLike", False, _LIKE),
        Operator("StringNotLike", True, _LIKE),
        Operator("NumericEquals", False, _numeric(operator.eq)),
        Operator("NumericNotEquals", True, _numeric(operator.eq)),
        Operator("NumericLessThan", False, _numeric(operator.lt)),
        Operator("NumericLessThanEquals", False, _numeric(operator.le)),
        Operator("NumericGreaterThan", False, _numeric(operator.gt)),
        Operator("NumericGreaterThanEquals", False, _numeric(operator.ge)),
        Operator("DateEquals", False, _dated(operator.eq)),
        Operator("DateNotEquals", True, _dated(operator.eq)),
        Operator("DateLessThan", False, _dated(operator.lt)),
        Operator("DateLessThanEquals", False, _dated(operator.le)),
        Operator("DateGreaterThan", False, _dated(operator.gt)),
        Operator("DateGreaterThanEquals", False, _dated(operator.ge)),
        Operator("Bool", False, partial(_compared, read=_boolean, holds=operator.eq)),
        Operator("BinaryEquals", False, partial(_compared, read=bytes_of, holds=operator.eq)),
        Operator("IpAddress", False, _IN_NETWORK),
        Operator("NotIpAddress", True, _IN_NETWORK),
        Operator("ArnEquals", False, _arn),
        Operator("ArnNotEquals", True, _arn),
        Operator("ArnLike", False, _arn),
        Operator("ArnNotLike", True, _arn),
    )
}

# How the values of numeric and date operators are read and compared, for the prover: of negated ones, the
# twin.
NUMBERS: dict[str, tuple[Callable[[str], Any], Any]] = {
    f"{family}{name}": (read, compare)
    for family, read in (("Numeric", _number), ("Date", _date))
    for name, compare in (
        ("Equals", operator.eq),
        ("NotEquals", operator.eq),
        ("LessThan", operator.lt),
        ("LessThanEquals", operator.le),
        ("GreaterThan", operator.gt),
        ("GreaterThanEquals", operator.ge),
    )
}
