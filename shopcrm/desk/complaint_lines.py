"""Lines on the sheet of a case: what was said, what was done, how it stood; each with when and who."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopcrm.desk import complaint_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import State
from shopcrm.rules.money import Money
from shopcrm.services.complaint_list import Changed, Said
from shopcrm.services.remedies import Remedied

_WAYS = {"told": "message-square-quote", "heard": "message-circle", "note": "notebook-pen"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a sign, what it says, and when and by whom."""

    icon: str
    what: str
    second: str
    tint: Tint = "muted"


class LineCard(Card):
    """A card with lines under its title; without any it says so, or is not there."""

    def __init__(self, kit: Kit, title: str, none: str = "") -> None:
        super().__init__(kit.look, title, spacing=8)
        self._none = Label(kit.look, none, Type.SMALL, "muted", wrap=True)
        self._has_none = bool(none)
        self._host = QWidget()
        self._lines = column(gap=kit.look.size(8))
        self._host.setLayout(self._lines)
        self.body.addWidget(self._none)
        self.body.addWidget(self._host)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for line in lines:
            self._lines.addWidget(_LineView(self._look, line))
        self._host.setVisible(bool(lines))
        self._none.setVisible(not lines and self._has_none)
        self.setVisible(bool(lines) or self._has_none)


class _LineView(QWidget):
    def __init__(self, look: Look, line: Line) -> None:
        super().__init__()
        texts = column(
            Label(look, line.what, Type.BODY, wrap=True),
            Label(look, line.second, Type.CAPTION, "muted", wrap=True),
            gap=0,
        )
        sign = column(Icon(look, line.icon, line.tint, 16), None, edges=(0, look.size(3), 0, 0))
        self.setLayout(row(sign, (texts, 1), gap=look.size(8)))


def said_line(kit: Kit, one: Said) -> Line:
    """Show something that was said."""
    words, by = kit.words, named.person_name(kit.words, one.by)
    ways = {
        "told": words.say("told by {name}, {moment}", name=by, moment=one.at),
        "heard": words.say("the customer, {moment}, written by {name}", name=by, moment=one.at),
        "note": words.say("note by {name}, {moment}", name=by, moment=one.at),
    }
    return Line(_WAYS[one.way], words.alone(one.words), ways[one.way])


def change_line(kit: Kit, one: Changed) -> Line:
    """Show how it came to stand as it did (K1)."""
    words = kit.words
    state = words.tell(rules.state_words(one.state))
    what = words.say("{state}: {why}", state=state, why=one.why) if one.why else state
    second = words.say("{moment}, {name}", moment=one.at, name=named.person_name(words, one.by))
    icon = "circle-check" if one.state is State.SETTLED else "arrow-right-left"
    return Line(icon, what, second, "ok" if one.state is State.SETTLED else "muted")


def done_line(kit: Kit, one: Remedied) -> Line:
    """Show what was done to put it right, and what it cost."""
    words = kit.words
    kind = words.tell(rules.remedy_words(one.kind))
    if one.points:
        kind = words.say("{what}: {points} points", what=kind, points=one.points)
    elif one.amount:
        kind = words.say("{what}: {amount}", what=kind, amount=Money(one.amount))
    what = words.say("{what}. {words}", what=kind, words=one.words) if one.words else kind
    by = named.person_name(words, one.by)
    second = words.say("done by {name}", name=by)
    if one.allowed_by:
        second = words.say("done by {name}, agreed by {other}", name=by, other=one.allowed_by)
    return Line("circle-check", what, second, "ok")
