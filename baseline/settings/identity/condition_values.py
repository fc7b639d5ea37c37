"""Values that each family of condition operators takes.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import re
from collections.abc import Callable
from ipaddress import ip_network

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_TIME = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
_DATE = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}({_TIME})?")
_EPOCH = re.compile(r"[0-9]{1,12}")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def wanted_value(operator: str, value: str) -> str | None:
    """What `operator` takes instead of `value`, as the end of "must be ..."; None where the value will do.

    Args:
        operator: With or without a set operator in front and IfExists behind.
        value: As it stands in the policy.
    """
    base = operator.rpartition(":")[2].removesuffix("IfExists")
    for family, fits, wanted in _FAMILIES:
        if base.removeprefix("Not").startswith(family):
            return None if fits(value) else wanted
    return None


def _is_range(value: str) -> bool:
    try:
        ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_arn(value: str) -> bool:
    """Whether an ARN operator could match: a policy variable may stand for any part."""
    return value == "*" or "${" in value or (value.startswith("arn:") and value.count(":") >= 5)


# The first family that an operator's name begins with, `Not` aside.
_FAMILIES: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("Numeric", _NUMBER.fullmatch, "a number"),
    (
        "Date",
        lambda value: _DATE.fullmatch(value) or _EPOCH.fullmatch(value),
        "a date such as 2027-03-31T00:00:00Z",
    ),
    ("Bool", {"true", "false"}.__contains__, "true or false"),
    ("Null", {"true", "false"}.__contains__, "true or false"),
    ("IpAddress", _is_range, "an address or a range such as 203.0.113.0/24"),
    ("Arn", _is_arn, "an ARN of six parts, such as arn:aws:s3:::name"),
    ("Binary", _BASE64.fullmatch, "base64"),
)
