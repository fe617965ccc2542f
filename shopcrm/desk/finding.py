"""Finds a person or goods from anywhere in the window, as one types."""

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.services import search
from shopcrm.services.search import Anything, GoodsHit, SearchHit

_EACH = 6


class Finding(QObject):
    """Asks the search lane while one types, offers what it finds, and tells which was chosen."""

    found = Signal(str, object)
    """The page on which to show what was chosen, and its number."""

    def __init__(self, kit: Kit, box: SearchBox, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit
        self._box = box
        box.asked.connect(self._on_asked)
        box.chosen.connect(self._on_chosen)

    def _on_asked(self, text: str) -> None:
        if not text.strip():
            self._box.offer([])
            return
        self._kit.lanes.search.ask(self, self._on_answered, search.find_anything, text, _EACH)

    def _on_answered(self, found: Anything) -> None:
        if not self._box.text().strip():
            # The answer came after something was chosen, when nothing is asked any more.
            self._box.offer([])
            return
        people = [self._person(hit) for hit in found.customers]
        self._box.offer([*people, *(self._thing(hit) for hit in found.goods)])

    def _person(self, hit: SearchHit) -> Offer:
        words = self._kit.words
        phone = words.phone(hit.phones[0]) if hit.phones else ""
        return Offer(("customers", hit.id), words.shown(hit.shown_name), phone, Sign("user", size=28))

    def _thing(self, hit: GoodsHit) -> Offer:
        words = self._kit.words
        known = words.ltr(hit.code)
        priced = words.listing([known, words.money(hit.price)]) if hit.price is not None else known
        return Offer(("goods", hit.id), hit.name, priced, Sign("package", size=28))

    def _on_chosen(self, value: tuple[str, int]) -> None:
        self._box.clear()
        self._box.offer([])
        page, number = value
        self.found.emit(page, number)
