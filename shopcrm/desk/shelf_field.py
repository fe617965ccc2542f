"""The field in which a category is chosen by typing a part of its path, or a new path is written."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.text import fold
from shopcrm.rules.wording import Words
from shopcrm.services.categories import CategoryRow

_OFFERED = 50


class ShelfField(Field):
    """Offers the categories that fit; what is written and not known yet is made when the form is saved."""

    gave_up = Signal()

    def __init__(self, look: Look, words: Words, shelves: Sequence[CategoryRow]) -> None:
        self._words, self._shelves = words, shelves
        self.box = SearchBox(look, placeholder=words.say("Nuts > Walnuts"), icon="folder-tree")
        super().__init__(look, words.say("Category"), self.box)
        self.box.textChanged.connect(self._on_changed)
        self.box.asked.connect(self._on_asked)
        self.box.chosen.connect(self.box.setText)
        self.box.went_down.connect(self._on_went_down)
        self.box.gave_up.connect(self.gave_up)

    def show_shelf(self, category_id: int | None) -> None:
        """Write the path of a category."""
        paths = (shelf.path for shelf in self._shelves if shelf.id == category_id)
        self.box.setText(next(paths, ""))

    def path(self) -> str:
        """Give the path that is written, or nothing."""
        return self.box.text().strip()

    def _on_changed(self) -> None:
        """Say so where the path is of no category that there is."""
        written = _way(self.path())
        is_new = written != [""] and all(_way(shelf.path) != written for shelf in self._shelves)
        hint = self._words.say("a new one is made when you save") if is_new else ""
        self.relabel(self._words.say("Category"), hint)

    def _on_asked(self, text: str) -> None:
        self._offer(fold(text).split())

    def _on_went_down(self) -> None:
        self._offer([])

    def _offer(self, words: Sequence[str]) -> None:
        fitting = [shelf for shelf in self._shelves if all(word in fold(shelf.path) for word in words)]
        same = len(fitting) == 1 and _way(fitting[0].path) == _way(self.path())
        self.box.offer([] if same else [Offer(shelf.path, shelf.path) for shelf in fitting[:_OFFERED]])


def _way(path: str) -> list[str]:
    """Read the names along a path, in any spelling."""
    return [fold(part) for part in path.split(">")]
