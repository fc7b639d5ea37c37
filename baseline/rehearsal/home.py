"""In which account and region an assembly wants to be."""

from dataclasses import dataclass
from pathlib import Path

from baseline.errors import InputError
from baseline.template.assembly import read_assembly


@dataclass(frozen=True)
class Home:
    """Where stacks go.

    Attributes:
        account: Twelve digits, or None where the settings name none.
        region: Such as `eu-west-1`.
    """

    account: str | None
    region: str


def home(assembly: Path) -> Home:
    """The one account and region of an assembly.

    Raises:
        InputError: Its stacks go to more than one place.
    """
    places = {(stack.account, stack.region) for stack in read_assembly(assembly)}
    account, region = places.pop() if places else (None, None)
    if places or region is None:
        raise InputError(f"{assembly}: a rehearsal plays one account in one region that the settings name")
    return Home(account, region)
