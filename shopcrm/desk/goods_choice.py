"""A line in which goods and shelves are chosen by a part of their names; what was chosen stands under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.chips import ChipKind, KeptChip
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.text import fold, one_line
from shopcrm.services import wish_things
from shopcrm.services.wish_things import Found


@dataclass(frozen=True, slots=True)
class Chosen:
    """Goods, or a shelf with all beneath it, or words as they were written; `unit` is that of the goods."""

    name: str
    product_id: int | None = None
    category_id: int | None = None
    unit: str = ""

    @property
    def icon(self) -> str:
        """Tell the picture of its kind."""
        if self.product_id is not None:
            return "package"
        return "folder-tree" if self.category_id is not None else "type"


class GoodsChoice(QWidget):
    """Holds what was chosen; `changed` comes when it is another choice.

    Only one thing is held unless `several`; `shelves` offers categories too, `words` what was written itself.
    """

    changed = Signal()

    def __init__(
        self, kit: Kit, hint: str, *, several: bool = False, shelves: bool = False, words: bool = False
    ) -> None:
        super().__init__()
        self._kit, self._several, self._shelves, self._words = kit, several, shelves, words
        self._held: tuple[Chosen, ...] = ()
        look = kit.look
        self.box = SearchBox(look, placeholder=hint, icon="package-search")
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=look.size(6), line_gap=look.size(6))
        self._chips.hide()
        self.setLayout(column(self.box, self._chips, gap=look.size(6)))
        self.setFocusProxy(self.box)
        self.box.asked.connect(self._on_asked)
        self.box.chosen.connect(self._on_chosen)
        self.box.entered.connect(self._on_entered)

    def held(self) -> tuple[Chosen, ...]:
        """Tell what is chosen."""
        return self._held

    def hold(self, chosen: Sequence[Chosen]) -> None:
        """Hold other things; whoever listens is told."""
        self._held = tuple(dict.fromkeys(chosen))
        self._flow.clear()
        for one in self._held:
            self._flow.addWidget(self._chip(one))
        self._chips.setVisible(bool(self._held))
        self.changed.emit()

    def take_written(self) -> None:
        """Take what still stands in the line as it is written, where words are allowed."""
        text = one_line(self.box.text())
        if self._words and fold(text):
            self._on_chosen(Chosen(text))

    def has_rest(self) -> bool:
        """Tell whether something stands in the line that was not chosen."""
        return bool(fold(self.box.text()))

    def _chip(self, one: Chosen) -> KeptChip:
        words = self._kit.words
        how = words.say("Del leaves it out")
        chip = KeptChip(self._kit.look, words.alone(one.name), ChipKind.TOLD, how=how, icon=one.icon)

        def leave_out() -> None:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hold([other for other in self._held if other != one])

        chip.left_out.connect(leave_out)
        return chip

    def _on_asked(self, text: str) -> None:
        if fold(text):
            self._kit.lanes.search.ask(self, self._on_found, wish_things.find, text.strip())
        else:
            self.box.offer([])

    def _on_found(self, found: Found) -> None:
        text, say = one_line(self.box.text()), self._kit.words.say
        if not fold(text):
            return
        offers = [
            self._offer(Chosen(hit.name, product_id=hit.id, unit=hit.unit), self._kit.words.ltr(hit.code))
            for hit in found.goods
        ]
        if self._shelves:
            offers += [
                self._offer(Chosen(shelf.name, category_id=shelf.id), say("category"))
                for shelf in found.shelves
            ]
        if self._words:
            offers.append(self._offer(Chosen(text), say("a service, as written")))
        self.box.offer(offers)

    @staticmethod
    def _offer(one: Chosen, second: str) -> Offer:
        return Offer(one, one.name, second, Sign(one.icon, size=28))

    def _on_chosen(self, one: Chosen) -> None:
        self.box.clear()
        self.box.offer([])
        self.hold([*self._held, one] if self._several else [one])
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_entered(self, _text: str) -> None:
        self.take_written()
