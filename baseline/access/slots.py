"""The context keys of a request as unknowns: each a presence flag and a value, where the key exists."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import z3

from baseline.access.access_points import OF_ACCOUNT, OF_ARN
from baseline.access.caller import Caller, Kind
from baseline.access.catalogue import Action, is_multivalued
from baseline.access.languages import AnyChar, Language, Text, language, literal
from baseline.access.logic import TRUE, both, either, opposite
from baseline.access.scopes import Scope
from baseline.access.solver import Strings

OF_POINTS = (OF_ACCOUNT, OF_ARN)
_OF_PRINCIPALS = (
    "aws:principal",
    "aws:userid",
    "aws:username",
    "aws:federatedprovider",
    "aws:tokenissuetime",
)


@dataclass(frozen=True)
class Slot:
    """One value of a context key that a request may have.

    Attributes:
        present: Whether it is there.
        text: The value as a string.
    """

    present: z3.BoolRef
    text: Text

    @cached_property
    def number(self) -> z3.ArithRef:
        """The value as a number or a date (seconds), where conditions ask for that."""
        return z3.Real(f"{self.text.name} number")

    @cached_property
    def address(self) -> z3.ArithRef:
        """The value as an address."""
        return z3.Int(f"{self.text.name} address")

    @cached_property
    def six(self) -> z3.BoolRef:
        """Whether the address is one of IPv6."""
        return z3.Bool(f"{self.text.name} six")

    @property
    def bounds(self) -> list[z3.BoolRef]:
        """What holds of the address, if anything asked for it."""
        if "address" not in self.__dict__:
            return []
        most = z3.If(self.six, z3.IntVal(2**128), z3.IntVal(2**32))
        return [self.address >= 0, self.address < most]


class Slots:
    """The values that the context keys of one action's requests may have.

    Args:
        caller: Whose requests they are.
        action: What is asked.
        asked: How often conditions ask for each key, which decides how many values it may need.
        anyone: Whether nothing is known of the caller, not even its account.
        not_of: The account that the caller is not of, where nothing else is known; "" for none.
        owner: The account of the resources; "" for any.
        strings: Where conditions on strings are kept.
    """

    def __init__(
        self,
        caller: Caller,
        action: Action,
        asked: Iterable[str],
        *,
        anyone: bool,
        not_of: str,
        owner: str,
        strings: Strings,
    ) -> None:
        self._held: list[z3.BoolRef] = []
        self.all: dict[tuple[str, str], tuple[Slot, ...]] = {}
        self.constants: dict[str, tuple[str, ...]] = {} if anyone else dict(caller.context)
        self._caller, self._action, self._anyone = caller, action, anyone
        self._not_of, self._owner = not_of, owner
        self._asked = Counter(asked)
        self._strings = strings

    @property
    def rules(self) -> list[z3.BoolRef]:
        """What holds of the values that were asked for until now."""
        found = (slot for slots in self.all.values() for slot in slots)
        return [*self._held, *(rule for slot in found for rule in slot.bounds)]

    def hold(self, rule: z3.BoolRef) -> None:
        """Say something that holds of every request."""
        self._held.append(rule)

    def exists(self, key: str, scope: Scope) -> bool:
        """Whether requests on this resource can have a key."""
        if not self._anyone and key not in self.constants:
            if key == "aws:username":  # users only, and those are known
                return False
            if not self._caller.is_principal and key.startswith(_OF_PRINCIPALS):
                return self._caller.kind is Kind.WEB_OR_SAML and key == "aws:federatedprovider"
        if key in OF_POINTS and self._action.name.lower().startswith("s3:"):
            return True
        return self._of_provider(key) or self._action.has_key(key, scope.type)

    def _of_provider(self, key: str) -> bool:
        """Whether an identity provider set it when the session began: it is in all requests of the session.

        Source: IAM user guide, "IAM and AWS STS condition context keys", Cross-service federation keys.
        """
        provider = key.partition(":")[0]
        return self._caller.kind is Kind.SESSION and ("." in provider or provider == "saml")

    def asks(self, key: str) -> bool:
        """Whether a condition asks for a key."""
        return key in self._asked

    def of(self, key: str, scope: Scope) -> tuple[Slot, ...]:
        """The values that a key may have in a request on this resource; none where it does not exist.

        A key with several values needs one for each condition that may ask for a certain one, and one more
        that is not empty.
        """
        if not self.exists(key, scope):
            return ()
        key = self._same_tag(key, scope)
        where = scope.name if self._action.of_resource(key, scope.type) or not self._action.known else ""
        if (where, key) not in self.all:
            self.all[where, key] = tuple(self._slot(where, key, index) for index in range(self._count(key)))
            self._tie_tags(where, key, scope)
            self._keep_out(where, key, self.all[where, key])
        return self.all[where, key]

    def _count(self, key: str) -> int:
        if not is_multivalued(key):
            return 1
        tags = sum(1 for each in self._asked if each.startswith("aws:requesttag/"))
        return self._asked[key] + 1 + (tags if key == "aws:tagkeys" else 0)

    def _same_tag(self, key: str, scope: Scope) -> str:
        """`ec2:ResourceTag/x` is the same tag as `aws:ResourceTag/x`, where both exist."""
        family, slash, tag = key.partition("/")
        general = f"aws:resourcetag/{tag}"
        same = slash and family.endswith(":resourcetag") and self._action.has_key(general, scope.type)
        return general if same else key

    def _slot(self, where: str, key: str, index: int) -> Slot:
        name = f"{where}|{key}|{index}"
        known = self.constants.get(key, ())
        text = Text(name, literal(known[0])) if len(known) == 1 else Text(name)
        slot = Slot(TRUE if len(known) == 1 else z3.Bool(f"{name} present"), text)
        self._strings.present[slot.text] = slot.present
        return slot

    def _tie_tags(self, where: str, key: str, scope: Scope) -> None:
        """A tag of the request is there if and only if aws:TagKeys names it."""
        prefix = "aws:requesttag/"
        if not key.startswith(prefix):
            return
        tag = self.all[where, key][0]
        named = language([key.removeprefix(prefix)], ignore_case=True)
        listed = [
            both((slot.present, self._strings.within(slot.text, named)))
            for slot in self.of("aws:tagkeys", scope)
        ]
        self._held.append(tag.present == either(listed))

    def _keep_out(self, where: str, key: str, slots: Iterable[Slot]) -> None:
        """Somebody from outside is not of the account; and what names no access point comes by none of it."""
        own = {
            "aws:principalaccount": literal(self._not_of),
            "aws:principalarn": Language((*_ANY_SERVICE, *self._not_of, ":", AnyChar(True))),
        }.get(key)
        if key in OF_POINTS and self._owner and not where:
            own_points = (
                literal(self._owner)
                if key == OF_ACCOUNT
                else Language((*_ANY_POINT, *self._owner, ":", AnyChar(True)))
            )
            self._held += [opposite(self._strings.within(slot.text, own_points)) for slot in slots]
        if own is not None and self._not_of:
            self._held += [opposite(self._strings.within(slot.text, own)) for slot in slots]


_ANY_POINT = (*"arn:", AnyChar(True, False), *":s3:", AnyChar(True, False), ":")
_ANY_SERVICE = (*"arn:", *((AnyChar(True, False), ":") * 3))
