"""The card with what a customer avoids, likes and needs, where more is written down as they say it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.look import Look
from shopcrm.desk.taste_entry import TasteEntry
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import elided
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import Chip, ChipKind, KeptChip
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.wording import Words
from shopcrm.services import preferences, purchases
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.preferences import Kind, PreferenceView, Source, Taste
from shopcrm.services.purchases import Habit

_WIDEST, _HABITS = 220, 4
_ICONS = {Kind.LIKES: "heart", Kind.NEEDS: "check", Kind.DISLIKES: "thumbs-down"}


class TastesCard(Card):
    """What they avoid stands first and alone; `changed` carries the words, and what takes the change back."""

    changed = Signal(str, object)

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Preferences"))
        self._kit = kit
        self._customer_id = 0
        self._shown: tuple[PreferenceView, ...] | None = None
        self.add = Button(
            look, words.say("Add"), ButtonKind.GHOST, icon="plus", key="Ctrl+Shift+P", height=28
        )
        self.head.addWidget(self.add)
        self.entry = TasteEntry(kit)
        self.entry.hide()
        self._none = Label(look, words.say("Nothing is written down yet."), Type.SMALL, "muted", wrap=True)
        self._avoids, self._told, self._seen = (_Group(kit) for _ in range(3))
        self._told_line = _caption(kit, "message-circle", words.say("Told us"))
        self._seen_line = _caption(kit, "eye", words.say("Seen in purchases"))
        parts = (self.entry, self._none, self._avoids, self._told_line, self._told)
        for part in (*parts, self._seen_line, self._seen):
            self.body.addWidget(part)
        self.add.clicked.connect(self._on_add)
        self.entry.chosen.connect(self._on_chosen)
        self.entry.box.gave_up.connect(self._put_away)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show another customer, or the same one anew."""
        if sheet.id != self._customer_id:
            self.entry.hide()
            self._customer_id, self._shown = sheet.id, None
        self._kit.lanes.quick.ask(self, self._on_habits, purchases.habits, sheet.id, _HABITS)
        if sheet.preferences == self._shown:
            return
        self._shown = sheet.preferences
        told = [taste for taste in sheet.preferences if taste.source is Source.TOLD]
        self._avoids.show_chips([self._chip(taste) for taste in told if taste.kind is Kind.AVOIDS])
        rest = [self._chip(taste) for taste in told if taste.kind is not Kind.AVOIDS]
        self._told.show_chips(rest)
        self._told_line.setVisible(bool(rest))
        self._none.setVisible(not told)

    def _chip(self, taste: PreferenceView) -> KeptChip:
        words = self._kit.words
        avoids = taste.kind is Kind.AVOIDS
        text = taste_words(words, taste.kind, taste.thing)
        chip = KeptChip(
            self._kit.look,
            _cut(self._kit.look, text),
            ChipKind.AVOIDS if avoids else ChipKind.TOLD,
            how=words.say("Del leaves it out"),
            icon=_ICONS.get(taste.kind, ""),
        )
        chip.setAccessibleName(text)
        chip.setProperty("taste", taste)
        chip.left_out.connect(self._on_left_out)
        return chip

    def _on_habits(self, habits: list[Habit]) -> None:
        words = self._kit.words
        chips: list[QWidget] = []
        for habit in habits:
            name = _cut(self._kit.look, habit.name)
            said = words.say("{goods} ×{times}", goods=name, times=habit.times)
            chips.append(Chip(self._kit.look, said, ChipKind.SEEN))
        self._seen_line.setVisible(bool(chips))
        self._seen.show_chips(chips)

    def _on_add(self) -> None:
        self.entry.begin()

    def _on_chosen(self, taste: Taste, thing: str) -> None:
        words = self._kit.words
        said = words.say("Written down: {what}", what=taste_words(words, taste.kind, thing))

        def tell(preference_id: int) -> None:
            self._put_away()
            self.changed.emit(said, lambda: self._take_out(preference_id))

        self._kit.lanes.quick.do(self, tell, preferences.add, self._customer_id, taste)

    def _put_away(self) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entry.hide()

    def _on_left_out(self) -> None:
        chip = self.sender()
        taste = chip.property("taste") if chip is not None else None
        if not isinstance(taste, PreferenceView):
            return
        words, customer_id = self._kit.words, self._customer_id
        said = words.say("Left out: {what}", what=taste_words(words, taste.kind, taste.thing))
        again = Taste(taste.kind, taste.product_id, taste.category_id, taste.words, taste.strength)

        def tell(_nothing: None) -> None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit(said, lambda: self._put_back(customer_id, again))

        self._kit.lanes.quick.do(self, tell, preferences.remove, taste.id)

    def _take_out(self, preference_id: int) -> None:
        self._kit.lanes.quick.do(self, self._on_taken_back, preferences.remove, preference_id)

    def _put_back(self, customer_id: int, taste: Taste) -> None:
        self._kit.lanes.quick.do(self, self._on_taken_back, preferences.add, customer_id, taste)

    def _on_taken_back(self, _answer: object) -> None:
        self.changed.emit("", None)


class _Group(QWidget):
    """Some pills that break lines like a text."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=kit.look.size(6), line_gap=kit.look.size(6))

    def show_chips(self, chips: list[QWidget] | list[KeptChip]) -> None:
        """Show these pills in place of those before."""
        self._flow.clear()
        for chip in chips:
            self._flow.addWidget(chip)
        self.setVisible(bool(chips))


def taste_words(words: Words, kind: Kind, thing: str) -> str:
    """Say how somebody stands to a thing; what they like is named by its name alone."""
    match kind:
        case Kind.AVOIDS:
            return words.say("Avoids {thing}", thing=thing)
        case Kind.NEEDS:
            return words.say("Needs {thing}", thing=thing)
        case Kind.DISLIKES:
            return words.say("Dislikes {thing}", thing=thing)
        case _:
            return words.isolate(thing)


def _cut(look: Look, text: str) -> str:
    """Cut what is too long for a pill; a screen reader still reads the whole."""
    return elided(look, text, Type.LABEL, look.size(_WIDEST))


def _caption(kit: Kit, icon: str, text: str) -> QWidget:
    line = QWidget()
    label = Label(kit.look, text, Type.CAPTION, "muted")
    line.setLayout(row(Icon(kit.look, icon, size=14), label, None, gap=kit.look.size(4)))
    return line
