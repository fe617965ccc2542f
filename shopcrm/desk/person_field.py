"""A field in which somebody the shop knows is chosen by typing a part of what is known of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from shopcrm.desk.kit import Kit
from shopcrm.desk.tier_chip import tier_chip
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.chips import Chip
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.people import called
from shopcrm.rules.tiers import TierBenefit
from shopcrm.services import search
from shopcrm.services.people import Person
from shopcrm.services.search import SearchHit

_OFFERED = 6


class PersonField(Field):
    """Holds whoever was chosen from the list; an empty line means nobody."""

    def __init__(self, kit: Kit, label: str, *, hint: str = "", icon: str = "user", key: str = "") -> None:
        self._kit = kit
        self._chosen, self._shown, self._but = 0, "", 0
        self.box = SearchBox(kit.look, placeholder=kit.words.say("Name or phone"), icon=icon, key=key)
        super().__init__(kit.look, label, self.box, hint=hint, check=self._wrong)
        self._chip: Chip | None = None
        air = kit.look.size(6)
        self._beside = row(None, gap=0, edges=(air, 0, air, 0))
        self.box.setLayout(self._beside)
        self.box.asked.connect(self._on_asked)
        self.box.chosen.connect(self._on_chosen)
        self.box.textEdited.connect(self._on_edited)

    def show_people(self, people: Sequence[Person], but: int = 0) -> None:
        """Show who stands there by now; `but` is whom the list never offers: the person of the form."""
        words = self._kit.words
        self._but, self._chosen = but, people[0].id if people else 0
        self._shown = words.listing([words.shown(one.name) for one in people])
        self.box.setText(self._shown)

    def show_tier(self, tier: TierBenefit | None) -> None:
        """Show the level of whoever stands there at the end of the line; it is gone once somebody writes."""
        if self._chip is not None:
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = None if tier is None else tier_chip(self._kit, tier)
        wide = 0
        if self._chip is not None:
            self._beside.addWidget(self._chip)
            wide = self._chip.sizeHint().width() + self._kit.look.size(4)
        self.box.give_room_after(wide)

    def person(self) -> int:
        """Tell who is chosen: a customer's id, or 0 for nobody."""
        return self._chosen if self.box.text().strip() else 0

    def _wrong(self) -> str:
        if self.box.text().strip() in {"", self._shown}:
            return ""
        return self._kit.words.say("Choose somebody from the list, or leave the line empty.")

    def _on_asked(self, text: str) -> None:
        if text.strip() and text != self._shown:
            self._kit.lanes.search.ask(self, self._on_found, search.find, text, _OFFERED)
        else:
            self.box.offer([])

    def _on_found(self, hits: list[SearchHit]) -> None:
        words = self._kit.words
        self.box.offer(
            [
                Offer(
                    Person(hit.id, hit.shown_name),
                    called(words, hit.name, hit.code, hit.id),
                    words.phone(hit.phones[0]) if hit.phones else words.say("no phone"),
                    Sign("user", size=28),
                )
                for hit in hits
                if hit.id != self._but
            ]
        )

    def _on_edited(self, _text: str) -> None:
        self.show_tier(None)

    def _on_chosen(self, person: Person) -> None:
        self._chosen, self._shown = person.id, self._kit.words.shown(person.name)
        self.box.setText(self._shown)
        self.show_error("")
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
