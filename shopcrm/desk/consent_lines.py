"""What somebody says to news and service on each channel: what holds, since when, and one press to change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.two_lines import TwoLines
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.wording import Words
from shopcrm.services import taking_back
from shopcrm.services.consents import ASKED, Answer, ConsentView

AT_THE_COUNTER = "told us at the counter"
"""How an answer was given that is taken down on the sheet, as the file keeps it."""


class ConsentLines(QWidget):
    """The channels by which somebody can be reached stand there; the others come when they are asked for.

    `said` carries an answer that was given.
    """

    said = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        words, look = kit.words, kit.look
        self._kit, self._open = kit, False
        self._reached: frozenset[Channel] = frozenset()
        self._held: dict[tuple[Purpose, Channel], ConsentView] = {}
        self.lines = [ConsentLine(kit, purpose, channel) for channel in ASKED for purpose in Purpose]
        self.rest = Button(look, words.say("All channels"), ButtonKind.GHOST, icon="chevron-down", height=28)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.size(4))
        for line in self.lines:
            line.hide()
            line.said.connect(self.said)
            box.addWidget(line)
        box.addLayout(row(self.rest, None))
        self.rest.clicked.connect(self._on_rest)

    def show_views(self, views: Sequence[ConsentView], reached: frozenset[Channel]) -> None:
        """Show what holds; the keyboard stays on its line."""
        self._held = {(view.purpose, view.channel): view for view in views}
        self._reached = reached
        for line in self.lines:
            line.show_view(self._held.get((line.purpose, line.channel)))
        self._arrange()

    def line(self, purpose: Purpose, channel: Channel) -> "ConsentLine":
        """Give the line of a purpose on a channel."""
        return next(line for line in self.lines if (line.purpose, line.channel) == (purpose, channel))

    def first_target(self) -> QWidget:
        """Give what takes the keyboard: the first answer that can be given."""
        seen = next((line for line in self.lines if line.isVisibleTo(self)), None)
        return seen.target() if seen is not None else self.rest

    def fold(self) -> None:
        """Put the channels away that are seldom wanted, since another person is shown."""
        self._open = False

    def _on_rest(self) -> None:
        self._open = not self._open
        self._arrange()

    def _arrange(self) -> None:
        words = self._kit.words
        for line in self.lines:
            line.setVisible(self._open or self._matters(line))
        self.rest.setText(words.say("Fewer channels") if self._open else words.say("All channels"))
        self.rest.set_icon("chevron-up" if self._open else "chevron-down")

    def _matters(self, line: "ConsentLine") -> bool:
        """Whether a line stands there at once: news where they are reached, service that was refused."""
        if line.purpose is Purpose.NEWS:
            return line.channel in self._reached
        held = self._held.get((line.purpose, line.channel))
        return held is not None and not held.given


class ConsentLine(QWidget):
    """One purpose on one channel: what holds, since when and how it was said, and what can be said to it."""

    said = Signal(object)

    def __init__(self, kit: Kit, purpose: Purpose, channel: Channel) -> None:
        super().__init__()
        self._words, self.purpose, self.channel = kit.words, purpose, channel
        look, words = kit.look, kit.words
        self.name = purpose_name(words, purpose, channel)
        self._icon = Icon(look, "circle-question-mark", "muted", 16)
        self.state = TwoLines(look, Type.CAPTION, "muted")
        self.yes = Button(look, words.say("Said yes"), ButtonKind.GHOST, height=28)
        self.no = Button(look, words.say("Said no"), ButtonKind.GHOST, height=28)
        self.yes.setAccessibleName(words.say("{what}: said yes", what=self.name))
        self.no.setAccessibleName(words.say("{what}: said no", what=self.name))
        self._shown: tuple[ConsentView | None] | None = None
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self._on_no)
        text = column(Label(look, self.name, Type.LABEL, ellipsis=True), self.state, gap=0)
        self.setLayout(row(self._icon, (text, 1), self.yes, self.no))

    def show_view(self, view: ConsentView | None) -> None:
        """Show what holds; the keyboard goes to what can be said now."""
        if self._shown == (view,):
            return
        self._shown = (view,)
        news = self.purpose is Purpose.NEWS
        given = view.given if view is not None else not news
        icon, tint = _look_of(view)
        self._icon.show_icon(icon, tint)
        self.state.setText(self._state(view))
        self.state.set_tint(tint)
        had_focus = self.yes.hasFocus() or self.no.hasFocus()
        self.yes.setVisible(not given)
        self.no.setVisible(given or view is None)
        if had_focus:
            (self.no if given else self.yes).setFocus(Qt.FocusReason.TabFocusReason)

    def target(self) -> QWidget:
        """Give the answer that can be given first."""
        return self.yes if self.yes.isVisibleTo(self) else self.no

    def _state(self, view: ConsentView | None) -> str:
        words = self._words
        if view is None and self.purpose is Purpose.NEWS:
            return words.say("not asked yet, so nothing is sent")
        if view is None:
            return words.say("allowed until they say no")
        day, how = words.days.of(view.at), how_said(words, view.how)
        if view.given:
            said = words.say("yes since {day}, {how}", day=day, how=how)
        else:
            said = words.say("no since {day}, {how}", day=day, how=how)
        return words.listing([said, who_wrote(words, view.recorded_by)]) if view.recorded_by else said

    def _on_yes(self) -> None:
        self.said.emit(Answer(self.purpose, self.channel, given=True, how=AT_THE_COUNTER))

    def _on_no(self) -> None:
        self.said.emit(Answer(self.purpose, self.channel, given=False, how=AT_THE_COUNTER))


def purpose_name(words: Words, purpose: Purpose, channel: Channel) -> str:
    """Name a purpose on a channel."""
    names = {
        (Purpose.NEWS, Channel.EMAIL): words.say("News by e-mail"),
        (Purpose.NEWS, Channel.SMS): words.say("News by text message"),
        (Purpose.NEWS, Channel.WHATSAPP): words.say("News on WhatsApp"),
        (Purpose.NEWS, Channel.TELEGRAM): words.say("News on Telegram"),
        (Purpose.NEWS, Channel.WEBHOOK): words.say("News by another service"),
        (Purpose.NEWS, Channel.CALL): words.say("News by phone"),
        (Purpose.NEWS, Channel.LETTER): words.say("News by letter"),
        (Purpose.SERVICE, Channel.EMAIL): words.say("Service by e-mail"),
        (Purpose.SERVICE, Channel.SMS): words.say("Service by text message"),
        (Purpose.SERVICE, Channel.WHATSAPP): words.say("Service on WhatsApp"),
        (Purpose.SERVICE, Channel.TELEGRAM): words.say("Service on Telegram"),
        (Purpose.SERVICE, Channel.WEBHOOK): words.say("Service by another service"),
        (Purpose.SERVICE, Channel.CALL): words.say("Service by phone"),
        (Purpose.SERVICE, Channel.LETTER): words.say("Service by letter"),
    }
    return names[purpose, channel]


def how_said(words: Words, how: str) -> str:
    """Word how an answer was given; what somebody wrote by hand stays as it is."""
    known = {
        AT_THE_COUNTER: words.say("told us at the counter"),
        taking_back.CORRECTED: words.say("corrected at the counter"),
        "asked to stop": words.say("asked to stop"),
        "asked at the counter": words.say("asked at the counter"),
    }
    return known.get(how, how)


def who_wrote(words: Words, actor: str) -> str:
    """Name who wrote something down."""
    return words.say("the owner") if actor == "owner" else words.isolate(actor)


def _look_of(view: ConsentView | None) -> tuple[str, Tint]:
    if view is None:
        return "circle-question-mark", "muted"
    return ("circle-check", "ok") if view.given else ("ban", "danger")
