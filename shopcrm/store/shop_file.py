"""Looks at a file before it is opened: is it a shop, of which version, and does it need an upgrade.

Looking reads the first bytes only, and those of the journal, so that a foreign, newer or damaged file is left
untouched.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shopcrm.rules import disk_words
from shopcrm.rules.errors import Trouble
from shopcrm.store import journal

APPLICATION_ID = 0x53484F50
"""The mark of a shop file: SHOP in ASCII."""

SCHEMA_VERSION = 4
"""The number of the newest migration; kept in the file's user_version."""

_HEADER = 100
_MAGIC = b"SQLite format 3\x00"


class FileState(StrEnum):
    """What a look at the file tells."""

    NEW = "new"
    CURRENT = "current"
    OLDER = "older"


class NotAShop(Trouble):
    """The file is something else."""

    sentence = "{file} is not a shop file. It was left as it is. Choose a file that ShopCRM made."


class NewerShop(Trouble):
    """A newer program wrote the file."""

    sentence = (
        "{file} was made by a newer ShopCRM (version {found} of the file, this program knows {known}). "
        "It was left as it is. Install the newer program to open it."
    )


class FileUnreadable(Trouble):
    """The file cannot be read at all."""

    sentence = "{file} cannot be opened: {reason}. Nothing was changed. Check the place and its permissions."


class ForeignJournal(Trouble):
    """The journal beside the file would damage it."""

    sentence = (
        "Beside {file} lies {journal}, which belongs to another shop file or to a copy of another day. "
        "Nothing was changed. Move {journal} into another folder, and open the shop again."
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What the first bytes of a file tell."""

    state: FileState
    version: int


def look_at(path: Path) -> Look:
    """Tell what a file is without touching it.

    Raises NotAShop, NewerShop, FileUnreadable or ForeignJournal.
    """
    try:
        if not path.exists():
            return Look(FileState.NEW, 0)
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError as error:
        raise FileUnreadable(file=path.name, reason=disk_words.why(error)) from error
    if not head and not path.with_name(path.name + "-wal").exists():
        return Look(FileState.NEW, 0)
    if len(head) < _HEADER or not head.startswith(_MAGIC):
        raise NotAShop(file=path.name)
    (version,) = struct.unpack(">I", head[60:64])
    (application,) = struct.unpack(">I", head[68:72])
    if application != APPLICATION_ID:
        raise NotAShop(file=path.name)
    if version > SCHEMA_VERSION:
        raise NewerShop(file=path.name, found=str(version), known=str(SCHEMA_VERSION))
    _refuse_foreign_journal(path)
    return Look(FileState.OLDER if version < SCHEMA_VERSION else FileState.CURRENT, version)


def _refuse_foreign_journal(path: Path) -> None:
    try:
        is_foreign = journal.is_of_another(path)
    except OSError as error:
        raise FileUnreadable(file=path.name, reason=disk_words.why(error)) from error
    if is_foreign:
        raise ForeignJournal(file=path.name, journal=f"{path.name}-wal")
