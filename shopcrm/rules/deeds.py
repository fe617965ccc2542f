"""What a deed is: something that is done in a shop, with the least role that may do it."""

from dataclasses import dataclass
from enum import StrEnum

from shopcrm.rules.sayings import Saying


class Role(StrEnum):
    """Who somebody is in the shop; `nobody` has not signed in, `program` is the program by itself."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    PROGRAM = "program"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done in a shop, the least role for it, and the use cases that do it.

    A deed without use cases is a limit inside one of the others, told here so that it can be read.
    """

    words: Saying
    least: Role
    names: tuple[str, ...] = ()
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Deeds that belong together."""

    words: Saying
    deeds: tuple[Deed, ...]
