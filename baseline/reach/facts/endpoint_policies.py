"""Reads the policies of VPC endpoints.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html ("Endpoint policies":
without one, full access; with one, what it allows and does not deny)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed, mapping, unknown
from baseline.reach.model.policy import NO_POLICY, EndpointPolicy
from baseline.reach.model.source import Source
from baseline.template.template import Resource
from baseline.template.value import Value

_EVERYTHING = ["*"]


@dataclass(frozen=True)
class _Statement:
    written: dict[str, Value]
    source: Source

    @property
    def effect(self) -> Value:
        return self.written.get("Effect")

    @property
    def conditional(self) -> bool:
        return self.written.get("Condition") not in (None, {})

    def texts(self, name: str) -> list[Value]:
        """The values of an element; principals as their ids, whatever their kind."""
        value = self.written.get(name)
        if isinstance(value, dict):
            return [each for item in value.values() for each in listed(item)]
        return listed(value)

    def narrows(self) -> bool:
        """Whether it says less than "everything is allowed"."""
        whole = all(self.texts(name) == _EVERYTHING for name in ("Principal", "Action", "Resource"))
        return self.effect != "Allow" or self.conditional or not whole


def policy_of(reading: Reading, resource: Resource) -> EndpointPolicy:
    """What the policy of an endpoint lets pass.

    It is closed where each Allow is taken back whole by a Deny without conditions, or there is no Allow.
    Conditions, and principals that are named, leave it open to somebody.
    """
    document = resource.get("PolicyDocument")
    if document is None:
        return NO_POLICY
    if not isinstance(document, dict) or unknown(document.get("Statement")):
        return EndpointPolicy(None, (reading.source(resource, "PolicyDocument", document),))
    statements = list(_statements(reading, resource, document))
    narrow = tuple(each.source for each in statements if each.narrows())
    return EndpointPolicy(_open(statements), narrow)


def _statements(reading: Reading, resource: Resource, document: dict[str, Value]) -> Iterator[_Statement]:
    for index, each in enumerate(listed(document.get("Statement"))):
        written = mapping(each)
        says = f"PolicyDocument.Statement[{index}], {_said(written)}"
        yield _Statement(written, reading.source(resource, says, each))


def _said(written: dict[str, Value]) -> str:
    """A statement in a few words, for reports."""
    statement = _Statement(written, Source(""))
    does = "what" if "NotAction" in written else _few(statement.texts("Action"))
    on = _few(statement.texts("Resource"))
    condition = " under conditions" if statement.conditional else ""
    return f"{written.get('Effect')} of {does} on {on}{condition}"


def _few(values: list[Value]) -> str:
    texts = [str(each) for each in values]
    return ", ".join(texts[:2]) + (f" and {len(texts) - 2} more" if len(texts) > 2 else "") or "nothing named"


def _open(statements: list[_Statement]) -> bool | None:
    allows = [each for each in statements if each.effect == "Allow" and _grants(each)]
    denies = [each for each in statements if each.effect == "Deny" and not each.conditional]
    if any(not any(_covers(deny, allow) for deny in denies) for allow in allows):
        return True
    doubtful = any(each.effect not in ("Allow", "Deny") for each in statements)
    return None if doubtful else False


def _grants(allow: _Statement) -> bool:
    """An Allow of no action, or on no resource, grants nothing."""
    return all(
        allow.texts(name) != [] or f"Not{name}" in allow.written
        for name in ("Action", "Resource", "Principal")
    )


def _covers(deny: _Statement, allow: _Statement) -> bool:
    return all(_takes_all(deny, allow, name) for name in ("Action", "Resource", "Principal"))


def _takes_all(deny: _Statement, allow: _Statement, name: str) -> bool:
    taken = deny.texts(name)
    if "*" in taken:
        return True
    given = allow.texts(name)
    return bool(given) and all(any(_matches(one, other, name) for one in taken) for other in given)


def _matches(pattern: Value, text: Value, name: str) -> bool:
    """Whether a pattern holds everything that another one does; only what is plain to see."""
    if not isinstance(pattern, str) or not isinstance(text, str):
        return bool(pattern == text) and not unknown(text)
    fold = str.lower if name == "Action" else str
    return fold(pattern) == fold(text) or ("?" not in text and fnmatchcase(fold(text), fold(pattern)))
