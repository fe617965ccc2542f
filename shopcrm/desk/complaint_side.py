"""Beside a complaint: what to say now, by when the shop keeps its word, and the guarantee that applies."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopcrm.desk import complaint_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.chance import ShareBar
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.complaints import Kind
from shopcrm.rules.promises import Makes
from shopcrm.rules.standards import Guarantee
from shopcrm.services.case_sheet import CaseSheet
from shopcrm.services.case_taking import Clock

_PHRASES = 3


class SideCards(QWidget):
    """What stands beside the inputs, as high as it is in its own width and not in a narrower one."""

    def __init__(self, *cards: QWidget, gap: int) -> None:
        super().__init__()
        self.setLayout(column(*cards, None, gap=gap))

    def minimumSizeHint(self) -> QSize:
        """Ask for no more height than its words take; Qt would break their lines where no line breaks."""
        hint, layout = super().minimumSizeHint(), self.layout()
        wide = max(hint.width(), self.minimumWidth() or self.width())
        return hint if layout is None else QSize(hint.width(), layout.totalHeightForWidth(wide))


class SayCard(Card):
    """Phrases for this moment: three at once, or in a small window one after the other by Alt+Down."""

    def __init__(self, kit: Kit, *, small: bool) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, say("To say now"), ground="raised")
        self._kit, self._small, self._at = kit, small, 0
        self._say: tuple[str, ...] = ()
        self.head.insertWidget(0, Icon(look, "message-square-quote", "accent", 18))
        self._place = Label(look, "", Type.CAPTION, "muted")
        self.next = IconButton(look, "chevron-right", say("Next phrase (Alt+Down)"), size=16, mirror=True)
        self._count = 1 if small else _PHRASES
        self.phrases = [_Bubble(kit) for _ in range(self._count)]
        self._not_sign = Icon(look, "ban", "danger", 16)
        self.avoid = Label(look, "", Type.LABEL, "danger", wrap=True)
        self.head.addWidget(self._place)
        self.head.addWidget(self.next)
        for bubble in self.phrases:
            self.body.addWidget(bubble)
        self.body.addLayout(row(self._not_sign, (self.avoid, 1), gap=look.size(6)))
        self.next.clicked.connect(self.turn)
        key = QShortcut(QKeySequence("Alt+Down"), self)
        key.activated.connect(self.turn)

    def show_phrases(self, say: Sequence[str], avoid: Sequence[str]) -> None:
        """Show what fits, the closest first."""
        words = self._kit.words
        if tuple(say) != self._say:
            self._say, self._at = tuple(say), 0
        self.avoid.setText(words.say("Not: {phrase}", phrase=_quoted(words.rtl, avoid[0])) if avoid else "")
        self.avoid.setVisible(bool(avoid))
        self._not_sign.setVisible(bool(avoid))
        self._show()

    def turn(self) -> None:
        """Show the next ones."""
        if len(self._say) > self._count:
            self._at = (self._at + self._count) % len(self._say)
            self._show()

    def _show(self) -> None:
        words, count = self._kit.words, len(self._say)
        shown = [self._say[(self._at + place) % count] for place in range(min(self._count, count))]
        for place, bubble in enumerate(self.phrases):
            bubble.setVisible(place < len(shown))
            if place < len(shown):
                bubble.words.setText(_quoted(words.rtl, shown[place]))
        more = count > self._count
        self.next.setVisible(more)
        self._place.setVisible(more and self._small)
        self._place.setText(words.say("{number} of {count}", number=self._at + 1, count=count))


class _Bubble(Card):
    """One phrase."""

    def __init__(self, kit: Kit) -> None:
        look = kit.look
        super().__init__(look, ground="sunken", edge=None, padding=0)
        self.words = Label(look, "", Type.BODY, wrap=True)
        side, air = look.size(12), look.size(8)
        self.body.setContentsMargins(side, air, side, air)
        self.body.addWidget(self.words)


class ClockLine(QWidget):
    """One clock: what for, by when, a bar of what is used up, and what is left in opening hours."""

    def __init__(self, kit: Kit, title: str) -> None:
        super().__init__()
        look = kit.look
        self._kit, self._title = kit, title
        self._sign = Icon(look, "octagon-alert", "danger", 16)
        self._name = Label(look, title, Type.LABEL, ellipsis=True)
        self.due = Label(look, "", Type.TITLE)
        self._bar = ShareBar(look, height=6)
        self.left = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        top = row(self._sign, (self._name, 1), self.due, gap=look.size(6))
        self.setLayout(column(top, self._bar, self.left, gap=look.size(4)))

    def show_clock(self, clock: Clock | None, done: str = "") -> None:
        """Show a clock, or what stands there where none runs."""
        kit = self._kit
        self._sign.setVisible(clock is not None and clock.left < 0)
        self._bar.setVisible(clock is not None)
        if clock is None:
            self.due.setText(done)
            self.due.set_tint("muted")
            self.left.hide()
            return
        tint = named.clock_tint(clock)
        self.due.setText(named.due_text(kit, clock.due))
        self.due.set_tint("danger" if clock.left < 0 else "text")
        self.left.setText(named.left_text(kit.words, clock.left))
        self.left.set_tint("danger" if clock.left < 0 else "muted")
        self.left.show()
        used = 1 - max(0, clock.left) / max(1, clock.total)
        self._bar.set_tint(tint)
        self._bar.show_share(min(1.0, max(0.03, used)), f"{self._title}: {self.left.text()}")


class ClocksCard(Card):
    """Both clocks, and who answers for them; `responsible_asked` comes on Alt+R."""

    responsible_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, say("Promised by"), ground="raised", spacing=10)
        self._kit = kit
        self.head.insertWidget(0, Icon(look, "clock", "accent", 18))
        self.answer = ClockLine(kit, say("First answer"))
        self.settle = ClockLine(kit, say("To be settled"))
        self.responsible = Button(look, "", ButtonKind.GHOST, icon="user-round", key="Alt+R", height=32)
        self._line = row(
            Label(look, say("Responsible"), Type.LABEL), None, self.responsible, gap=look.size(6)
        )
        for part in (self.answer, self.settle, Rule(look)):
            self.body.addWidget(part)
        self.body.addLayout(self._line)
        self.responsible.clicked.connect(self.responsible_asked)

    def show_clocks(self, answer: Clock | None, settle: Clock | None, *, runs: bool = True) -> None:
        """Show both clocks; for an idea or for praise none runs."""
        none = self._kit.words.say("no hours are set")
        self.answer.setVisible(runs)
        self.settle.setVisible(runs)
        self.answer.show_clock(answer, none)
        self.settle.show_clock(settle, none)

    def show_case(self, sheet: CaseSheet, *, runs: bool) -> None:
        """Show the clocks of a case that was recorded, or how they ended."""
        words, case = self._kit.words, sheet.case
        self.answer.setVisible(case.told.kind is Kind.COMPLAINT)
        self.settle.setVisible(case.told.kind is Kind.COMPLAINT)
        answered = "" if case.answered_at is None else words.say("given {moment}", moment=case.answered_at)
        settled = "" if case.settled_at is None else words.say("done {moment}", moment=case.settled_at)
        if runs and case.settle_left is not None:
            span = named.span_text(words, abs(case.settle_left))
            settled = words.say("stands still, {span} left", span=span)
        none = words.say("no clock runs")
        self.answer.show_clock(sheet.answer, answered or none)
        self.settle.show_clock(sheet.settle, settled or none)
        self.show_responsible(case.told.responsible)

    def show_responsible(self, name: str) -> None:
        """Show who answers for it."""
        words = self._kit.words
        shown = named.person_name(words, name) if name else words.say("nobody yet")
        self.responsible.setText(shown)
        self.responsible.setAccessibleName(words.say("Responsible: {name}. Change", name=shown))


class GuaranteeCard(Card):
    """The guarantee that applies; Alt+G has what it promises prepared when the case is recorded."""

    toggled = Signal()

    def __init__(self, kit: Kit) -> None:
        look = kit.look
        super().__init__(look, ground="warn_soft", edge="warn_line", padding=0)
        self._kit = kit
        self._guarantee: Guarantee | None = None
        self._ready, self.chosen = False, False
        self.words = Label(look, "", Type.LABEL, "warn", wrap=True)
        self.act = Button(look, "", icon="shield-check", key="Alt+G", height=32)
        self._sign = Icon(look, "shield-check", "warn", 18)
        side, air = look.size(10), look.size(8)
        self.body.setContentsMargins(side, air, side, air)
        self.body.addLayout(row(self._sign, (self.words, 1), gap=look.size(8)))
        self.body.addLayout(row(None, self.act, gap=0))
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.act.clicked.connect(self._on_act)

    @property
    def guarantee(self) -> Guarantee | None:
        """Give the guarantee that was chosen to be kept, if one was."""
        return self._guarantee if self.chosen else None

    def show_guarantee(self, guarantee: Guarantee | None, *, ready: bool, named_somebody: bool) -> None:
        """Show what applies, or nothing."""
        if guarantee != self._guarantee:
            self._guarantee, self.chosen = guarantee, False
        self._ready = ready
        self.setVisible(guarantee is not None)
        makes = guarantee is not None and guarantee.if_broken.makes is not Makes.NOTHING
        self.act.setVisible(makes and not ready)
        needs = guarantee is not None and guarantee.if_broken.makes is Makes.POINTS and not named_somebody
        if needs:
            self.chosen = False
            self.act.turn_off(self._kit.words.say("Say first who it is."))
        else:
            self.act.turn_on()
        self._show()

    def _on_act(self) -> None:
        self.chosen = not self.chosen
        self._show()
        self.toggled.emit()

    def _show(self) -> None:
        say, one = self._kit.words.say, self._guarantee
        if one is None:
            return
        text = say("Guarantee: {words}", words=one.words)
        if one.if_broken.makes is not Makes.NOTHING:
            text = say("Guarantee: {words} {what}.", words=one.words, what=one.if_broken.says)
        if self._ready:
            text = say("{guarantee} Ready for your approval.", guarantee=text)
        elif self.chosen:
            text = say("{guarantee} It is prepared with the complaint.", guarantee=text)
        self.words.setText(text)
        self.act.setText(say("Do not keep it") if self.chosen else say("Keep the guarantee"))


def _quoted(rtl: bool, phrase: str) -> str:  # noqa: FBT001 -- which of the two marks
    return f"«{phrase}»" if rtl else f"“{phrase}”"
