"""Resources of which nothing happens but that they are there: what a shelf is told is what it tells."""

from collections.abc import Callable, Mapping

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, new_uuid

from baseline.rehearsal.emulator.kept.api import Members, Operation, Refused

# What a service adds to what it is told when a resource is made.
Made = Callable[[Members], Members]


class Shelf:
    """The resources of one kind.

    Args:
        key: The member that tells one from the others.
        made: What the service adds, such as the ARN; it is called with all that is told.
        one: The member that holds a resource where an answer holds one; "" where the answer is the resource.
        many: The member that holds the resources where an answer holds several.
        named_by: How later requests name a resource: their member, and the resource's that must be alike. A
            list in the request names several.
        missing: The code of the error where nothing is found.
    """

    def __init__(
        self,
        key: str,
        *,
        made: Made = lambda _: {},
        one: str = "",
        many: str = "",
        named_by: Mapping[str, str] | None = None,
        missing: str = "ResourceNotFoundException",
    ) -> None:
        self._records = AccountRegionScopedDict()
        self._key, self._made, self._one, self._many = key, made, one, many
        self._named_by = named_by or {key: key}
        self._missing = missing

    def create(self, asked: Members) -> Members:
        """Keep a resource; one of the same key must not be there."""
        record = {**asked, **self._made(asked)}
        if record[self._key] in self._records:
            raise Refused("ConflictException", f"{record[self._key]} is there already")
        self._records[record[self._key]] = record
        return self._told(record)

    def put(self, asked: Members) -> Members:
        """Keep a resource, in the place of one of the same key."""
        record = {**asked, **self._made(asked)}
        self._records[record[self._key]] = record
        return self._told(record)

    def read(self, asked: Members) -> Members:
        """Tell one resource."""
        return self._told(self.found(asked))

    def update(self, asked: Members) -> Members:
        """Change what is told, and leave the rest as it is."""
        record = self.found(asked)
        record.update({name: value for name, value in asked.items() if name not in self._named_by})
        return self._told(record)

    def tell_all(self, asked: Members) -> Members:
        """Tell the resources that are asked for, or all."""
        return {self._many: self.matching(asked)}

    def delete(self, asked: Members) -> Members:
        """Forget a resource."""
        record = self.found(asked)
        del self._records[record[self._key]]
        return self._told(record)

    def remember(self, asked: Members, told: Members) -> Members:
        """Keep what somebody else made."""
        self.put({**asked, **told})
        return told

    def forget(self, asked: Members, told: Members) -> Members:
        """Forget what somebody else deleted."""
        self.delete(asked)
        return told

    def tags(self, member: str, told: str, *, arn: str = "arn", mapping: bool = False) -> Operation:
        """An operation that tells the tags of a resource, and leaves other services' resources to others.

        Args:
            member: The one of the resource that keeps its tags.
            told: The one of the answer.
            arn: The one of the resource that is compared with whatever the request names.
            mapping: Whether the service's tags are a mapping and not a list.
        """

        def operation(asked: Members) -> Members | None:
            for record in self._records.values():
                if record.get(arn) in asked.values():
                    return {told: record.get(member, {} if mapping else [])}
            return None

        return operation

    def found(self, asked: Members) -> Members:
        """The resource that a request names.

        Raises:
            Refused: There is none.
        """
        records = self.matching(asked)
        if len(records) != 1 or not any(name in asked for name in self._named_by):
            raise Refused(self._missing, f"{asked} names {len(records)}")
        return records[0]

    def matching(self, asked: Members) -> list[Members]:
        """The resources that a request names; all where it names none."""
        return [record for record in self._records.values() if self._is(record, asked)]

    def _is(self, record: Members, asked: Members) -> bool:
        return all(
            record.get(own) in (wanted if isinstance(wanted, list) else [wanted])
            for name, own in self._named_by.items()
            if (wanted := asked.get(name)) is not None
        )

    def _told(self, record: Members) -> Members:
        return {**record, self._one: record} if self._one else dict(record)


def arn(service: str, rest: str, *, region: bool = True) -> str:
    """The name of a resource of this account."""
    return f"arn:aws:{service}:{get_region() if region else ''}:{get_account_id()}:{rest}"


def new_id(prefix: str) -> str:
    """An identifier as EC2 and others make them."""
    return f"{prefix}{str(new_uuid()).replace('-', '')[:17]}"


def first(*operations: Operation) -> Operation:
    """What the first of several operations says that has anything to say."""

    def operation(asked: Members) -> Members | None:
        answers = (each(asked) for each in operations)
        return next((answer for answer in answers if answer is not None), None)

    return operation
