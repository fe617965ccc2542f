"""The line in which one says what a wish is for: goods, a category, an attribute, or the words as written."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules import attributes
from shopcrm.rules.text import fold
from shopcrm.services import wish_things
from shopcrm.services.asking import Thing, thing_of
from shopcrm.services.wish_things import Found, Trait


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with the words for it: its name, what kind of thing it is, and its picture."""

    thing: Thing
    name: str
    kind: str
    icon: str


class ThingField(QWidget):
    """`chosen` carries what was chosen, `emptied` comes when it is taken back."""

    chosen = Signal(object)
    emptied = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._named: Named | None = None
        self._text = ""
        look, say = kit.look, kit.words.say
        self.box = SearchBox(look, placeholder=say("Goods, a category, words, or size=42"), icon="star")
        self._sign = Disc(look, Sign("package", size=32))
        self._name = Label(look, "", Type.MEDIUM, ellipsis=True)
        self._kind = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.other = Button(look, say("Something else"), ButtonKind.GHOST, icon="rotate-ccw", height=32)
        self._taken = Card(look, ground="sunken", padding=8, radius=8)
        names = column(self._name, self._kind, gap=0)
        self._taken.body.addLayout(row(self._sign, (names, 1), self.other, gap=look.size(10)))
        self._taken.hide()
        self.setLayout(column(self.box, self._taken, gap=0))
        self.setFocusProxy(self.box)
        self.box.asked.connect(self._on_asked)
        self.box.entered.connect(self._on_entered)
        self.box.chosen.connect(self.take)
        self.other.clicked.connect(self._on_other)

    @property
    def named(self) -> Named | None:
        """Tell what is chosen."""
        return self._named

    def take_written(self) -> bool:
        """Take what stands in the line as it is written; tell whether there is anything."""
        self._text = self.box.text().strip()
        if self._named is None and fold(self._text):
            self.take(self._as_written())
        return self._named is not None

    def take(self, named: Named) -> None:
        """Choose a thing."""
        self._named = named
        self._name.setText(self._kit.words.alone(named.name))
        self._kind.setText(named.kind)
        self._sign.show_sign(Sign(named.icon, size=32))
        self.box.clear()
        self.box.offer([])
        self.box.hide()
        self._taken.show()
        self.chosen.emit(named)

    def fix(self) -> None:
        """Let nothing else be chosen."""
        self.other.hide()

    def _on_asked(self, text: str) -> None:
        self._text = text.strip()
        if fold(self._text):
            self._kit.lanes.search.ask(self, self._on_found, wish_things.find, self._text)
        else:
            self.box.offer([])

    def _on_found(self, found: Found) -> None:
        """Offer the words as they are first, since that is what Enter takes; then what the shop knows."""
        if not fold(self._text) or self._named is not None:
            return
        words, say = self._kit.words, self._kit.words.say
        offers = [self._as_written()]
        offers += [
            Named(thing_of(hit.id, None, "", ""), hit.name, say("goods"), "package") for hit in found.goods
        ]
        offers += [
            Named(thing_of(None, shelf.id, "", ""), shelf.name, say("category"), "folder-tree")
            for shelf in found.shelves
        ]
        offers += [self._trait(trait) for trait in found.traits]
        codes = {hit.id: words.ltr(hit.code) for hit in found.goods}
        self.box.offer([self._offer(one, codes.get(one.thing.product_id or 0, "")) for one in offers])

    def _offer(self, named: Named, code: str) -> Offer:
        second = self._kit.words.listing([part for part in (named.kind, code) if part])
        return Offer(named, named.name, second, Sign(named.icon, size=28))

    def _trait(self, trait: Trait) -> Named:
        said = self._kit.words.plural("{count} product is so", "{count} products are so", count=trait.goods)
        shown = attributes.shown(trait.name, trait.value)
        return Named(thing_of(None, None, trait.value, trait.name), shown, said, "sliders-horizontal")

    def _as_written(self) -> Named:
        """Take what stands in the line: a pair of name and value, or plain words."""
        name, value = attributes.split(self._text)
        say = self._kit.words.say
        if name:
            shown = attributes.shown(name, value)
            return Named(thing_of(None, None, value, name), shown, say("what goods are like"), "type")
        return Named(thing_of(None, None, self._text, ""), self._text, say("as written"), "type")

    def _on_entered(self, _text: str) -> None:
        self.take_written()

    def _on_other(self) -> None:
        self._named = None
        self._taken.hide()
        self.box.show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.emptied.emit()
