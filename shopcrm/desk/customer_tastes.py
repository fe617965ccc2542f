"""The card of preferences: what they avoid, what they told, what was seen in purchases, what is guessed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import taste_words as named
from shopcrm.desk.gathering import Gather, at_once
from shopcrm.desk.kit import Kit
from shopcrm.desk.taste_entry import TasteEntry
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import Chip, ChipKind, GuessChip, KeptChip
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.tips import put_tip
from shopcrm.rules.wording import Words
from shopcrm.services import preferences, seen
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.preferences import Kind, PreferenceView, Source, Taste
from shopcrm.services.seen import GuessedTaste, SeenTaste, Tastes

_MOST_SEEN = 6


class TastesCard(Card):
    """What they avoid stands first and alone; `changed` carries the words, and what takes the change back."""

    changed = Signal(str, object)

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Preferences"), spacing=6)
        self._kit = kit
        self._customer_id = 0
        self.gather: Gather = at_once
        self._shown: tuple[PreferenceView, ...] | None = None
        self._worked_out: Tastes | None = None
        # The key belongs to the sheet, since in a small window this card may lie behind a tab.
        self.add = Button(
            look,
            words.say("Add"),
            ButtonKind.GHOST,
            icon="plus",
            key="Ctrl+Shift+P",
            bind_key=False,
            height=28,
        )
        self.head.addWidget(self.add)
        self.entry = TasteEntry(kit)
        self.entry.hide()
        self._none = Label(look, words.say("Nothing is written down yet."), Type.SMALL, "muted", wrap=True)
        self._avoids, self._told, self._seen, self._guessed = (_Group(kit) for _ in range(4))
        self._told_line = _caption(kit, "message-circle", words.say("Told us"), "accent")
        self._seen_line = _caption(kit, "eye", words.say("Seen in purchases"))
        self._guessed_line = _caption(kit, "lightbulb", words.say("Guessed: confirm or dismiss"))
        parts = (self.entry, self._none, self._avoids, self._told_line, self._told, self._seen_line)
        for part in (*parts, self._seen, self._guessed_line, self._guessed):
            self.body.addWidget(part)
        self.add.clicked.connect(self._on_add)
        self.entry.chosen.connect(self._on_chosen)
        self.entry.box.gave_up.connect(self._put_away)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show what another customer told, or the same one anew."""
        if sheet.id != self._customer_id:
            self.entry.hide()
            self._customer_id, self._shown = sheet.id, None
        if sheet.preferences == self._shown:
            return
        self._shown = sheet.preferences
        told = [taste for taste in sheet.preferences if taste.source is Source.TOLD]
        self._avoids.show_chips([self._chip(taste) for taste in told if taste.kind is Kind.AVOIDS])
        rest = [self._chip(taste) for taste in told if taste.kind is not Kind.AVOIDS]
        self._told.show_chips(rest)
        self._told_line.setVisible(bool(rest))
        self._none.setVisible(not told)

    def show_worked_out(self, tastes: Tastes) -> None:
        """Show what purchases tell; it is the same as before for most refreshes."""
        if tastes == self._worked_out:
            return
        self._worked_out = tastes
        self._seen.show_chips([self._seen_chip(taste) for taste in tastes.seen[:_MOST_SEEN]])
        self._guessed.show_chips([self._guess(taste) for taste in tastes.guessed])
        self._seen_line.setVisible(bool(tastes.seen))
        self._guessed_line.setVisible(bool(tastes.guessed))

    def _chip(self, taste: PreferenceView) -> KeptChip:
        words, look = self._kit.words, self._kit.look
        avoids = taste.kind is Kind.AVOIDS
        today = words.days.of(self._kit.program.shop.clock())
        text = named.taste_words(words, taste.kind, taste.thing)
        chip = KeptChip(
            look,
            named.cut(look, text),
            ChipKind.AVOIDS if avoids else ChipKind.TOLD,
            how=named.tip_words(words, taste, today),
            icon=named.ICONS.get(taste.kind, ""),
            aside=words.say("confirm?") if named.is_old(words, taste, today) else "",
        )
        chip.setAccessibleName(text)
        chip.left_out.connect(self._caller(self._leave_out, taste))
        chip.confirmed.connect(self._caller(self._confirm, taste))
        return chip

    def _seen_chip(self, taste: SeenTaste) -> Chip:
        words, look = self._near_words(), self._kit.look
        said, why = words.say("{goods} ×{times}", goods=taste.thing, times=taste.times), words.tell(taste.why)
        # How often it was bought is what makes it worth reading, and stays where the name is cut.
        times = words.say("{goods} ×{times}", goods="", times=taste.times)
        chip = Chip(look, named.cut(look, words.isolate(taste.thing), after=times), ChipKind.SEEN)
        whole = words.say("{what}: {why}", what=said, why=why)
        chip.setAccessibleName(whole)
        put_tip(chip, why if chip.text() == said else whole)
        return chip

    def _guess(self, taste: GuessedTaste) -> GuessChip:
        words, look = self._near_words(), self._kit.look
        why = words.tell(taste.why)
        how = words.say("{why}. Enter confirms it, Del dismisses it.", why=why)
        text = named.taste_words(words, taste.taste.kind, taste.thing)
        chip = GuessChip(look, named.cut(look, text), how=how)
        chip.setAccessibleName(words.say("{what}: {why}", what=text, why=why))
        chip.confirmed.connect(self._caller(self._confirm_guess, taste))
        chip.dismissed.connect(self._caller(self._dismiss, taste))
        return chip

    def _near_words(self) -> Words:
        words = self._kit.words
        return words.seen_from(words.days.of(self._kit.program.shop.clock()))

    def _caller(self, act: Callable[..., None], taste: object) -> Callable[[], None]:
        def call() -> None:
            act(taste)

        return call

    def _on_add(self) -> None:
        self.entry.begin()

    def _put_away(self) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entry.hide()

    def _on_chosen(self, taste: Taste, thing: str) -> None:
        words = self._kit.words
        said = words.say("Written down: {what}", what=named.taste_words(words, taste.kind, thing))

        def tell(preference_id: int) -> None:
            self._put_away()
            self.changed.emit(said, lambda: self._take_back(preferences.remove, preference_id))

        self._kit.lanes.quick.do(self, tell, preferences.add, self._customer_id, taste)

    def _leave_out(self, taste: PreferenceView) -> None:
        words, customer_id = self._kit.words, self._customer_id
        said = words.say("Left out: {what}", what=named.taste_words(words, taste.kind, taste.thing))

        def tell(_nothing: None) -> None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit(said, lambda: self._take_back(preferences.add, customer_id, _again(taste)))

        self._kit.lanes.quick.do(self, tell, preferences.remove, taste.id)

    def _confirm(self, taste: PreferenceView) -> None:
        words = self._kit.words
        said = words.say("Confirmed: {what}", what=named.taste_words(words, taste.kind, taste.thing))

        def tell(_nothing: None) -> None:
            self.changed.emit(said, None)

        self._kit.lanes.quick.do(self, tell, preferences.confirm, taste.id)

    def _confirm_guess(self, taste: GuessedTaste) -> None:
        words = self._kit.words
        said = words.say("Confirmed: {what}", what=named.taste_words(words, taste.taste.kind, taste.thing))

        def tell(preference_id: int) -> None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit(said, lambda: self._take_back(preferences.remove, preference_id))

        lane = self._kit.lanes.quick
        lane.do(self, tell, preferences.confirm_guess, self._customer_id, taste.taste)

    def _dismiss(self, taste: GuessedTaste) -> None:
        words = self._kit.words
        what = named.taste_words(words, taste.taste.kind, taste.thing)
        said = words.say("Dismissed: {what}. It does not come back.", what=what)

        def tell(preference_id: int) -> None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit(said, lambda: self._take_back(preferences.undismiss, preference_id))

        self._kit.lanes.quick.do(self, tell, preferences.dismiss, self._customer_id, taste.taste)

    def ask(self, customer_id: int) -> None:
        """Have it worked out what somebody's purchases tell."""
        self._kit.lanes.quick.ask(self, self._on_worked_out, seen.of_customer, customer_id)

    def _on_worked_out(self, tastes: Tastes) -> None:
        self.gather(lambda: self.show_worked_out(tastes))

    def _take_back(self, use_case: Callable[..., object], *things: object) -> None:
        self._kit.lanes.quick.do(self, self._on_taken_back, use_case, *things)

    def _on_taken_back(self, _answer: object) -> None:
        self.changed.emit("", None)


class _Group(QWidget):
    """Some pills that break lines like a text."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=kit.look.size(6), line_gap=kit.look.size(6))
        self.hide()

    def show_chips(self, chips: Sequence[QWidget]) -> None:
        """Show these pills in place of those before."""
        self._flow.clear()
        for chip in chips:
            self._flow.addWidget(chip)
        self.setVisible(bool(chips))


def _again(taste: PreferenceView) -> Taste:
    """Give a preference as it can be written down once more."""
    return Taste(
        taste.kind,
        taste.product_id,
        taste.category_id,
        taste.words,
        taste.strength,
        attribute=taste.attribute,
    )


def _caption(kit: Kit, icon: str, text: str, tint: Tint = "muted") -> QWidget:
    line = QWidget()
    label = Label(kit.look, text, Type.CAPTION, tint)
    line.setLayout(row(Icon(kit.look, icon, tint, size=14), label, None, gap=kit.look.size(4)))
    line.hide()
    return line
