"""The line in which one says who stands at the counter; a number that nobody has makes a new customer."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.people import NotAPhone, called, parse_phone
from shopcrm.services import search, taking_back
from shopcrm.services.customers import Draft
from shopcrm.services.search import SearchHit
from shopcrm.services.taking_back import Added

_OFFERED = 6


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A customer, by number; 0 is nobody."""

    id: int


@dataclass(frozen=True, slots=True)
class _New:
    """Somebody whom the shop does not know yet: their phone in E.164, or what was typed of their name."""

    phone: str = ""
    name: str = ""


class PersonFinder(QWidget):
    """`picked` carries a customer or 0 for nobody, `added` one that was written down just now.

    `form_asked` carries the name with which the form of a new customer begins, `gave_up` comes on Esc.
    """

    picked = Signal(int)
    added = Signal(object)
    form_asked = Signal(str)
    gave_up = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        say = kit.words.say
        self.box = SearchBox(
            kit.look,
            placeholder=say("Name, phone or card"),
            key="F2",
            name=say("Who is buying"),
            icon="user-search",
            height=40,
        )
        self.setLayout(column(self.box, gap=0))
        self.setFocusProxy(self.box)
        self._somebody = False
        self._waits_for = ""
        """What Enter was pressed on before the answer had come."""
        self.box.asked.connect(self._on_asked)
        self.box.entered.connect(self._on_entered)
        self.box.chosen.connect(self._on_chosen)
        self.box.gave_up.connect(self.gave_up)

    def begin(self, *, somebody: bool) -> None:
        """Take the keyboard; where somebody was chosen before, nobody is offered at once."""
        self._somebody = somebody
        self.box.clear()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._on_asked("")

    def _on_asked(self, text: str) -> None:
        if text.strip():
            self._kit.lanes.search.ask(self, self._on_found, search.find, text, _OFFERED)
        else:
            self.box.offer([self._nobody()] if self._somebody else [])

    def _on_found(self, hits: list[SearchHit]) -> None:
        text = self.box.text().strip()
        if not text:
            return
        offers = [self._offer(hit) for hit in hits] or [self._new(text)]
        if self._waits_for == text:
            self._on_chosen(offers[0].value)
        else:
            self.box.offer(offers)
        self._waits_for = ""

    def _on_entered(self, text: str) -> None:
        self._waits_for = text.strip()
        if self._waits_for:
            self._on_asked(text)
        else:
            self.gave_up.emit()

    def _offer(self, hit: SearchHit) -> Offer:
        words = self._kit.words
        name = words.alone(called(words, hit.name, hit.code, hit.id))
        phone = words.phone(hit.phones[0]) if hit.phones else words.say("no phone")
        return Offer(_Somebody(hit.id), name, phone, Sign("user", size=28))

    def _nobody(self) -> Offer:
        say = self._kit.words.say
        return Offer(_Somebody(0), say("Nobody"), say("sell without a person"), Sign("user-x", size=28))

    def _new(self, text: str) -> Offer:
        words = self._kit.words
        phone = self._phone(text)
        if phone:
            new = words.say("New customer {phone}", phone=words.phone(phone))
            return Offer(
                _New(phone), new, words.say("nobody has this number yet"), Sign("user-plus", size=28)
            )
        new = words.say("New customer {name}", name=text)
        return Offer(_New(name=text), new, words.say("nobody is called so"), Sign("user-plus", size=28))

    def _phone(self, text: str) -> str:
        try:
            return parse_phone(text, self._kit.settings.region)
        except NotAPhone:
            return ""

    def _on_chosen(self, value: _Somebody | _New) -> None:
        self.box.clear()
        self.box.offer([])
        if isinstance(value, _Somebody):
            self.picked.emit(value.id)
        elif value.phone:
            draft = Draft(phones=[value.phone])
            self._kit.lanes.quick.do(self, self._on_added, taking_back.add, draft)
        else:
            self.form_asked.emit(value.name)

    def _on_added(self, done: Added) -> None:
        self.added.emit(done)
