"""A page of the window: it reads the shop when it is shown and again when something it shows has changed."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.rules.wording import Words
from shopcrm.services.topics import Topic

BESIDE, LOWEST = 760, 260
"""Panes stand under each other in less than so many design pixels; one that scrolls is then so high."""


class Page(QWidget):
    """What the window expects of a page. Pages do not know each other: they emit, the window switches."""

    key: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    topics: ClassVar[frozenset[Topic]] = frozenset()

    did = Signal(str)
    """Something was done; the words go to the toast."""
    undoable = Signal(str, object)
    """Something was done that can be taken back; carries the words and what takes it back."""
    went = Signal(str, object)
    """Somebody wants another page, with what to show there."""
    printed = Signal(object)
    """A paper was made, at a path or as a FinishedPaper; the window shows it, to be printed or saved."""
    moved_on = Signal()
    """Something else was done since; what the last word offered to take back is no longer the last thing."""
    failed = Signal(object)
    """An error that has no field of its own."""
    decided = Signal(object)
    """The shop's settings were changed; the window is made anew with them."""
    wanted_shop = Signal(object)
    """Another shop file is to be opened in place of this one."""

    case_wanted = Signal(object)
    """A complaint is to be taken: carries a customer's id, None for nobody, or a draft to go on with."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit

    @staticmethod
    def title(words: Words) -> str:
        """Name the page, in the person's language."""
        return words.say("Page")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys and what they do, for the foot bar."""
        return []

    def more_keys(self) -> list[tuple[str, str]]:
        """Give keys that neither a button wears nor the foot bar has room for, for the list of all keys."""
        return []

    def refresh(self) -> None:
        """Read again what is shown; the place of the keyboard stays."""

    def show_thing(self, thing: object) -> None:
        """Show what another page or the finder asked for."""

    def take_scan(self, readings: tuple[str, ...]) -> bool:
        """Take a scanned code, given with all it can mean; a page that says no lets the window find it."""
        del readings
        return False

    def person_shown(self) -> int | None:
        """Tell which customer one sees, so that what is begun by a key everywhere is about them."""
        return None

    def undo(self) -> None:
        """Take back the last change of what is being written; the window calls it on Ctrl+Z."""

    def begin(self) -> None:
        """Put the keyboard where the work on this page begins."""

    def make_small(self, *, small: bool) -> None:
        """Use less room, or enough of it."""

    def memory(self) -> object:
        """Give what the page should still show after it was made anew in another language."""
        return None
