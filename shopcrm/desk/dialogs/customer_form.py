"""The form in which a customer is added and changed; its first part is all that a new customer needs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopcrm.desk.customer_entry_days import DaysEntry
from shopcrm.desk.customer_entry_more import MoreEntry, homes
from shopcrm.desk.customer_entry_who import WhoEntry, labelled
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.cards import Scroller
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.calendar import NoSuchDay
from shopcrm.rules.cards import NotACard
from shopcrm.rules.errors import ShopError
from shopcrm.rules.people import NotAnAddress, NotAPhone, called
from shopcrm.services import taking_back
from shopcrm.services.cards import CardTaken
from shopcrm.services.customers import CodeTaken, CodeTooLong, CustomerSheet, Draft
from shopcrm.services.households import AloneInAHousehold, ReferredByThemselves, ReferredInACircle
from shopcrm.services.occasions import LeadRefused, OccasionTwice
from shopcrm.services.tags import TagTooLong
from shopcrm.services.taking_back import Added, Changed

_WHO, _DAYS, _MORE = 0, 1, 2
_LEAST, _WARNINGS, _AROUND = 240, 40, 260
"""How high a part is at least, the room for a warning in it, and how much of a window all else takes."""

_PLACES: dict[type[Exception], str] = {
    NotAPhone: "phones",
    NotAnAddress: "emails",
    CodeTaken: "code",
    CodeTooLong: "code",
    CardTaken: "card",
    NotACard: "card",
    TagTooLong: "tags",
    ReferredByThemselves: "referred",
    ReferredInACircle: "referred",
    AloneInAHousehold: "household",
    OccasionTwice: "occasions",
    LeadRefused: "occasions",
    NoSuchDay: "occasions",
}
"""Beside which field an error of the shop is shown; all others stand under the name."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a new customer's form begins with: what was searched for in vain."""

    name: str = ""
    phone: str = ""


class CustomerForm(DialogFrame):
    """Takes in one customer; `saved` carries the id, the name, the warnings as sentences, and the way back.

    The way back is what `taking_back.undo` takes, or None where nothing was changed.
    `person_asked` carries somebody who is known already and is to be shown in place of the form.
    """

    saved = Signal(int, str, str, object)
    person_asked = Signal(int)

    def __init__(
        self, kit: Kit, parent: QWidget, sheet: CustomerSheet | None = None, known: Known | None = None
    ) -> None:
        words, look = kit.words, kit.look
        name = called(words, sheet.name, sheet.code, sheet.id) if sheet is not None else ""
        title = words.say("Edit {name}", name=name) if sheet is not None else words.say("New customer")
        super().__init__(
            look, words, title, words.say("Save customer"), parent=parent, icon="user", width=760
        )
        self._kit, self._sheet = kit, sheet
        self.who, self.days, self.more = WhoEntry(kit), DaysEntry(kit), MoreEntry(kit)
        self.problem = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.tabs = Choice(look, _parts(kit), kind=ChoiceKind.BUTTONS, name=words.say("Parts of the form"))
        self._stack = QStackedWidget()
        self._fields = self._all_fields()
        self._furnish()
        if sheet is None:
            self._begin(known or Known())
        else:
            self._fill(sheet)
        self._before = self._written() if sheet is not None else dict.fromkeys(self._written(), "")
        self._listen()

    def field(self, name: str) -> Field:
        """Give a field by the name that the customer has for it."""
        return self._fields[name]

    def show_part(self, part: int) -> None:
        """Show one part of the form."""
        self.tabs.choose(part)
        self._stack.setCurrentIndex(part)

    def _all_fields(self) -> dict[str, Field]:
        people = {"household": self.days.household, "referred": self.days.referred}
        return {**self.who.fields, **people, **self.more.fields}

    def _furnish(self) -> None:
        for part in (self.who, self.days, self.more):
            self._stack.addWidget(Scroller(part))
        self._stack.setMinimumHeight(self._height_of_parts())
        self.problem.hide()
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.problem)
        self.show_part(_WHO)
        self.who.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _height_of_parts(self) -> int:
        """Make room for the highest part; where the window is low a part scrolls, and its choice stays."""
        wanted = max(part.sizeHint().height() for part in (self.who, self.days, self.more))
        wanted += self._look.size(_WARNINGS)
        window = self.parentWidget()
        room = window.window().height() - self._look.size(_AROUND) if window is not None else wanted
        return max(self._look.size(_LEAST), min(wanted, room))

    def _listen(self) -> None:
        self.tabs.picked.connect(self._on_part)
        self.who.person_asked.connect(self._on_person_asked)
        self.agreed.connect(self._on_agreed)

    def _begin(self, known: Known) -> None:
        self.who.name.setText(known.name)
        self.who.phones.setPlainText(known.phone)

    def _fill(self, sheet: CustomerSheet) -> None:
        self.who.fill(sheet)
        self.days.fill(sheet)
        self.more.fill(sheet)

    def _on_part(self, part: int) -> None:
        """Show the part and put the keyboard on its first field; arrows stay on the choice of parts."""
        self._stack.setCurrentIndex(part)

    def _on_person_asked(self, customer_id: int) -> None:
        self.person_asked.emit(customer_id)
        self.reject()

    def _on_agreed(self) -> None:
        self._clear_errors()
        wrong = [name for name, field in self._fields.items() if not field.is_right()]
        if wrong:
            self._point_at(wrong[0])
            return
        if not self.days.occasions.is_right():
            self.show_part(_DAYS)
            self.days.occasions.is_right()
            return
        self.main.setEnabled(False)
        lane = self._kit.lanes.quick
        if self._sheet is None:
            lane.try_do(self, self._on_saved, self._on_refused, taking_back.add, self._draft())
        else:
            known = self._sheet.id
            lane.try_do(self, self._on_saved, self._on_refused, taking_back.edit, known, self._draft())

    def _clear_errors(self) -> None:
        self.problem.hide()
        for field in self._fields.values():
            field.show_error("")

    def _point_at(self, name: str) -> None:
        """Put the keyboard on a field, wherever in the form it is."""
        editor = self.days.occasions.add if name == "occasions" else self._fields[name].editor
        parts = (self.who, self.days, self.more)
        self.show_part(next(i for i, part in enumerate(parts) if part.isAncestorOf(editor)))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draft(self) -> Draft:
        """Give what was changed in the form; the rest stays as it is in the file by now."""
        now = self._written()
        fresh = {name: text for name, text in now.items() if text != self._before[name]}
        tastes = self.more.tastes() if "likes" in fresh or "avoids" in fresh else None
        return Draft(
            name=fresh.get("name"),
            honorific=fresh.get("honorific"),
            code=fresh.get("code"),
            card=fresh.get("card"),
            phones=labelled(fresh.get("phones")),
            emails=labelled(fresh.get("emails")),
            addresses=homes(fresh.get("addresses")),
            tags=self.who.tags.names() if "tags" in fresh else None,
            occasions=self.days.occasions.drafts() if "occasions" in fresh else None,
            household_with=self.days.household.person() if "household" in fresh else None,
            referred_by=self.days.referred.person() if "referred" in fresh else None,
            note=fresh.get("note"),
            language=fresh.get("language"),
            preferred_channel=fresh.get("preferred_channel"),
            consents=self.who.answers(),
            preferences=tastes,
        )

    def _written(self) -> dict[str, str]:
        """Read what stands in the form."""
        days = self.days
        return {
            **self.who.written(),
            **self.more.written(),
            "household": days.household.box.text(),
            "referred": days.referred.box.text(),
            "occasions": "\n".join(map(repr, days.occasions.drafts())),
        }

    def _on_saved(self, done: Added | Changed) -> None:
        warnings = " ".join(map(self._kit.words.tell, done.saved.warnings))
        changed = isinstance(done, Added) or taking_back.changes(done.written)
        name = self.who.name.text().strip()
        self.saved.emit(done.saved.id, name, warnings, done if changed else None)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        name = _PLACES.get(type(error), "name")
        sentence = self._kit.words.tell(said)
        if name == "occasions":
            self.problem.setText(sentence)
            self.problem.show()
        else:
            self._fields[name].show_error(sentence)
        self._point_at(name)


def _parts(kit: Kit) -> list[Option]:
    say = kit.words.say
    return [
        Option(_WHO, say("Person"), "user", "Alt+1"),
        Option(_DAYS, say("Days and people"), "cake", "Alt+2"),
        Option(_MORE, say("Tastes and more"), "heart", "Alt+3"),
    ]
