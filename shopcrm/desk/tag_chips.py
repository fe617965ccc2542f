"""The tags of most people as pills over the list: everybody, or whoever has one of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.rules.text import fold
from shopcrm.services import tags
from shopcrm.services.tags import TagCount

_MOST, _MOST_SMALL = 3, 1


class TagChips(QWidget):
    """One tag is chosen, or none; `picked` tells that it changed."""

    picked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._small = kit, False
        self.tag = ""
        self._known: tuple[TagCount, ...] = ()
        self.choice: Choice | None = None
        self._box = QVBoxLayout(self)
        size = kit.look.size
        self._box.setContentsMargins(size(12), 0, size(12), size(8))
        self.hide()

    def ask(self) -> None:
        """Read which tags there are."""
        self._kit.lanes.quick.ask(self, self._on_tags, tags.everything)

    def count(self) -> int | None:
        """Tell how many people have the tag that is chosen, or None where none is."""
        if not self.tag:
            return None
        return next((one.count for one in self._known if fold(one.name) == fold(self.tag)), 0)

    def lets_through(self, held: Sequence[str]) -> bool:
        """Whether somebody with these tags belongs in the list."""
        return not self.tag or fold(self.tag) in map(fold, held)

    def make_small(self, *, small: bool) -> None:
        """Show fewer where there is little room."""
        if small != self._small:
            self._small = small
            self._make()

    def _on_tags(self, found: list[TagCount]) -> None:
        if tuple(found) != self._known:
            self._known = tuple(found)
            self._make()

    def _make(self) -> None:
        had_focus = self.choice is not None and self.choice.focusWidget() is not None
        if self.choice is not None:
            self._box.removeWidget(self.choice)
            self.choice.hide()
            self.choice.deleteLater()
        words = self._kit.words
        most = [one.name for one in self._known[: _MOST_SMALL if self._small else _MOST]]
        if self.tag and self.tag not in most:
            most = [*most[:-1], self.tag]
        options = [Option("", words.say("All")), *(Option(name, words.isolate(name)) for name in most)]
        self.choice = Choice(self._kit.look, options, name=words.say("Whom to list"))
        self.choice.choose(self.tag)
        self.choice.picked.connect(self._on_picked)
        self._box.addWidget(self.choice)
        self.setVisible(bool(self._known))
        if had_focus:
            self.choice.buttons()[0].setFocus()

    def _on_picked(self, tag: str) -> None:
        self.tag = tag
        self.picked.emit()
