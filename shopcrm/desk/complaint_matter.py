"""The field in which it is chosen what a case is about: a sale, goods of it, an order, or somebody here."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.search_box import Offer, SearchBox
from shopcrm.rules.complaints import About, Kind
from shopcrm.rules.text import ascii_digits, fold
from shopcrm.services import case_choices
from shopcrm.services.case_choices import Matter, Matters
from shopcrm.services.complaint_drafts import CaseDraft

_MOST = 40


class MatterField(Field):
    """Offers the latest of a customer at once, so that two keys find it; `picked` comes when it changed."""

    picked = Signal()

    def __init__(self, kit: Kit) -> None:
        say = kit.words.say
        self._kit = kit
        self._things: tuple[Matter, ...] = ()
        self.matter: Matter | None = None
        self.staff = ""
        self._staff_first = False
        self.box = SearchBox(kit.look, placeholder=say("Sale, goods or order"), icon="link", key="F3")
        super().__init__(kit.look, say("Which one"), self.box, check=self._wrong)
        self.box.asked.connect(self._on_asked)
        self.box.chosen.connect(self._on_chosen)
        self.box.went_down.connect(self.begin)
        self.box.entered.connect(self._on_entered)

    def begin(self) -> None:
        """Put the keyboard here and offer the latest, ready for Enter."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        self._offer(self._things)

    def show_matters(self, matters: Matters) -> None:
        """Offer what there is of somebody; what was chosen of somebody else is chosen no more."""
        self._things = matters.things
        one = self.matter
        if one is not None and one.customer_id is not None and one.customer_id != matters.customer_id:
            self.take(None)
            self.picked.emit()

    def follow(self, kind: Kind, about: About) -> None:
        """Offer the staff first where it is about them, or somebody is praised."""
        self._staff_first = about is About.STAFF or kind is Kind.PRAISE
        say = self._kit.words.say
        self.relabel(say("Who of us") if self._staff_first else say("Which one"))
        self.box.setPlaceholderText(
            say("Name of a colleague") if self._staff_first else say("Sale, goods or order")
        )

    def take(self, matter: Matter | None) -> None:
        """Show what was chosen."""
        if matter is not None and matter.staff:
            self.staff = matter.staff
        else:
            self.matter = matter
            self.staff = "" if matter is None else self.staff
        self._show()

    def fill(self, draft: CaseDraft, matter: Matter | None) -> None:
        """Show what a draft names."""
        self.matter, self.staff = matter, draft.staff
        self._show()

    def _show(self) -> None:
        self.box.setText(self._shown())
        self.box.setCursorPosition(0)
        self.show_error("")

    def _shown(self) -> str:
        words = self._kit.words
        parts = [words.shown(self.matter.what)] if self.matter is not None else []
        return " · ".join([*parts, *([words.alone(self.staff)] if self.staff else [])])

    def _wrong(self) -> str:
        if self.box.text().strip() in {"", self._shown()}:
            return ""
        return self._kit.words.say("Choose one from the list, or leave the line empty.")

    def _on_asked(self, text: str) -> None:
        if not text.strip():
            self.matter, self.staff = None, ""
            self.picked.emit()
            self._offer(self._things)
        elif text == self._shown():
            self._offer(self._things)
        else:
            asked = fold(text)
            fits = [one for one in self._things if asked in fold(self._said(one))]
            self._offer(fits)
            if not fits:
                number = ascii_digits(text.strip())
                self._kit.lanes.search.ask(self, self._on_found, case_choices.sale, number)

    def _on_found(self, found: Sequence[Matter]) -> None:
        self._offer(found)

    def _on_entered(self, text: str) -> None:
        """Take a name that is typed where nobody on the staff is written down."""
        if self._staff_first and text.strip() and text != self._shown():
            self.staff = text.strip()
            self._show()
            self.picked.emit()

    def _on_chosen(self, matter: Matter) -> None:
        self.take(matter)
        self.picked.emit()

    def _said(self, one: Matter) -> str:
        words = self._kit.words
        return f"{words.shown(one.what)} {words.shown(one.second)}"

    def _offer(self, things: Sequence[Matter]) -> None:
        words = self._kit.words
        first = [one for one in things if bool(one.staff) == self._staff_first]
        rest = [one for one in things if bool(one.staff) != self._staff_first]
        self.box.offer(
            [
                Offer(one, words.shown(one.what), words.shown(one.second), Sign(one.icon, size=28))
                for one in [*first, *rest][:_MOST]
            ]
        )
