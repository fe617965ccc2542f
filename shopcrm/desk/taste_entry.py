"""The line in which a preference is written down: how somebody stands to it, and to what."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules import attributes
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
        self.box = SearchBox(
            look, placeholder=words.say("Goods, a category, words, or size=42"), icon="heart"
        )
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
        offers = [self._as_written()]
        fitting = [shelf for shelf in self._shelves if all(word in fold(shelf.name) for word in asked)]
        offers += [
            _offer(Taste(Kind.LIKES, category_id=row.id), row.name, row.path, "folder-tree")
            for row in fitting[:_SHELVES]
        ]
        offers += [
            _offer(Taste(Kind.LIKES, product_id=hit.id), hit.name, words.ltr(hit.code), "package")
            for hit in found
        ]
        self.box.offer(offers)

    def _as_written(self) -> Offer:
        """Offer what stands in the line: a pair of name and value, or plain words."""
        words, (name, value) = self._kit.words, attributes.split(self._text)
        if name:
            taste = Taste(Kind.LIKES, words=value, attribute=name)
            second = words.say("what goods are like, wherever it stands with them")
            return _offer(taste, attributes.shown(name, value), second, "sliders-horizontal")
        second = words.say("as written, wherever goods mention it")
        return _offer(Taste(Kind.LIKES, words=self._text), self._text, second, "type")

    def _on_entered(self, text: str) -> None:
        self._text = text.strip()
        if fold(self._text):
            self._on_chosen(self._as_written().value)

    def _on_chosen(self, value: tuple[Taste, str]) -> None:
        taste, name = value
        self.chosen.emit(replace(taste, kind=self.kind.value() or Kind.LIKES), name)


def _offer(taste: Taste, name: str, second: str, icon: str) -> Offer:
    return Offer((taste, name), name, second, Sign(icon, size=28))
