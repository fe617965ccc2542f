"""The line in which a preference is written down: how somebody stands to it, and to what."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.text import fold
from shopcrm.services import categories, search
from shopcrm.services.categories import CategoryRow
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.search import GoodsHit

_SHELVES, _GOODS = 3, 5


class TasteEntry(QWidget):
    """`chosen` carries the preference and the name of the thing; Esc on the empty line gives up."""

    chosen = Signal(object, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._shelves: list[CategoryRow] = []
        self._text = ""
        words, look = kit.words, kit.look
        kinds = [
            Option(Kind.AVOIDS, words.say("avoids"), "ban"),
            Option(Kind.LIKES, words.say("likes"), "heart"),
            Option(Kind.NEEDS, words.say("needs"), "check"),
            Option(Kind.DISLIKES, words.say("dislikes"), "thumbs-down"),
        ]
        self.kind = Choice(look, kinds, name=words.say("How they stand to it"))
        self.kind.choose(Kind.LIKES)
        self.box = SearchBox(look, placeholder=words.say("Goods, a category or words"), icon="heart")
        self.setLayout(column(self.kind, self.box, gap=look.size(8)))
        self.box.asked.connect(self._on_asked)
        self.box.entered.connect(self._on_entered)
        self.box.chosen.connect(self._on_chosen)

    def begin(self) -> None:
        """Come into sight with an empty line."""
        self._kit.lanes.quick.ask(self, self._on_shelves, categories.tree)
        self.box.clear()
        self.box.offer([])
        self.show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_shelves(self, shelves: list[CategoryRow]) -> None:
        self._shelves = shelves

    def _on_asked(self, text: str) -> None:
        self._text = text.strip()
        if self._text:
            self._kit.lanes.search.ask(self, self._on_goods, search.find_goods, self._text, _GOODS)
        else:
            self.box.offer([])

    def _on_goods(self, found: list[GoodsHit]) -> None:
        """Offer the words as they are first, since that is what Enter takes; then categories and goods."""
        words, asked = self._kit.words, fold(self._text).split()
        as_written = words.say("as written, wherever goods mention it")
        offers = [_offer(self._text, as_written, "type")]
        fitting = [shelf for shelf in self._shelves if all(word in fold(shelf.name) for word in asked)]
        offers += [_offer(row.name, row.path, "folder-tree", shelf=row.id) for row in fitting[:_SHELVES]]
        offers += [_offer(hit.name, words.ltr(hit.code), "package", goods=hit.id) for hit in found]
        self.box.offer(offers)

    def _on_entered(self, text: str) -> None:
        if fold(text):
            self._on_chosen((text.strip(), None, None))

    def _on_chosen(self, value: tuple[str, int | None, int | None]) -> None:
        name, goods, shelf = value
        plain = "" if goods or shelf else name
        self.chosen.emit(Taste(self.kind.value() or Kind.LIKES, goods, shelf, plain), name)


def _offer(name: str, second: str, icon: str, *, goods: int | None = None, shelf: int | None = None) -> Offer:
    return Offer((name, goods, shelf), name, second, Sign(icon, size=28))
