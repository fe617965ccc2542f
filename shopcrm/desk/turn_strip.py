"""Who asked for the goods first, in one line, with the key that holds their units for them."""

from datetime import date, timedelta

from PySide6.QtCore import Signal

from shopcrm.desk import wish_words as named
from shopcrm.desk.dialogs.hold_form import HoldDayForm
from shopcrm.desk.kit import Kit
from shopcrm.desk.since import since
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services.turns import Line


class TurnStrip(Card):
    """A strip over the list; `hold_wanted` carries the last day to hold. It hides while nobody waits."""

    hold_wanted = Signal(object)

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, ground="accent_soft", edge=None, padding=8, radius=8)
        self._kit = kit
        self._unit = ""
        self._who = Label(look, "", Type.MEDIUM, ellipsis=True)
        self._passed = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.hold = Button(look, "", icon="bookmark", key="Ctrl+H", height=32)
        self.day = IconButton(look, "calendar-days", say("Hold until another day"))
        words = column(self._who, self._passed, gap=0)
        self.body.addLayout(
            row(Icon(look, "star", "accent_ink", 18), (words, 1), self.hold, self.day, gap=look.size(10))
        )
        self.hold.clicked.connect(self._on_hold)
        self.day.clicked.connect(self._on_other_day)
        self.hide()

    def show_line(self, line: Line, unit: str) -> None:
        """Show who stands in line for the goods; units are held for the first ones until they are gone."""
        self._unit = unit
        asked = len(line.turns)
        self._who.setText(
            self._kit.words.plural("{count} person asked for it", "{count} people asked for it", count=asked)
        )
        self._passed.setText(self._rest(line))
        self._passed.setVisible(bool(self._passed.text()))
        self.hold.setVisible(bool(line.to_hold))
        self.day.setVisible(bool(line.to_hold))
        total = sum(turn.share for turn in line.to_hold)
        self.hold.setText(
            self._kit.words.say(
                "Hold {quantity} until {day}",
                quantity=self._kit.words.quantity(total, unit),
                day=named.near_day(self._kit.words, self._usual, self._today),
            )
        )
        self.setVisible(bool(line.turns))

    @property
    def _today(self) -> date:
        return self._kit.settings.days.of(self._kit.program.shop.clock())

    @property
    def _usual(self) -> date:
        return self._today + timedelta(days=self._kit.settings.hold_days)

    def _first(self, line: Line) -> str:
        if not line.turns:
            return ""
        words, first = self._kit.words, line.turns[0].wish
        asked = since(words, self._kit.settings.days.of(first.asked_at), self._today)
        return words.say("first {name}, {when}", name=first.customer, when=asked)

    def _rest(self, line: Line) -> str:
        words = self._kit.words
        held = sum(turn.share for turn in line.turns if turn.is_held)
        parts = [
            self._first(line),
            words.say("{quantity} held already", quantity=words.quantity(held, self._unit)) if held else "",
            words.plural("{count} passed over", "{count} passed over", count=len(line.passed))
            if line.passed
            else "",
            words.tell(line.passed[0].why) if line.passed else "",
        ]
        return words.listing([part for part in parts if part])

    def _on_hold(self) -> None:
        self.hold_wanted.emit(self._usual)

    def _on_other_day(self) -> None:
        form = HoldDayForm(self._kit, self._kit.words.say("Hold for those who asked"), self.window())
        form.chosen.connect(self.hold_wanted)
        form.open()
