"""Who to tell: the ranked people with their reasons and chances, ticked up to where the goods end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from shopcrm.desk import message_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.turn_strip import TurnStrip
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chance import Band
from shopcrm.desk.widgets.choices import CheckBox
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.delivery import Channel
from shopcrm.rules.matching import odds
from shopcrm.services import turns
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.matching import Candidate, TellList
from shopcrm.services.telling import Glance

_USUAL_CUT = 20
"""How many are ticked where no stock tells where to cut."""


@dataclass(frozen=True)
class Line:
    """A person in the list, or the line across where the goods end."""

    rank: int
    person: Candidate | None
    ticked: bool = False
    told: bool = False
    end: str = ""


class TellListCard(Card):
    """The list; `changed` comes when somebody was ticked or left out, `moved` with the person one is on.

    `hold_wanted` carries the day until which units are to be held for those who asked.
    """

    changed = Signal()
    moved = Signal(object)
    person_wanted = Signal(int)
    hold_wanted = Signal(object)

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(look, title=say("Who to tell"), padding=0)
        self._kit = kit
        self._glance: Glance | None = None
        self._lines: list[Line] = []
        self._by_hand: dict[int, bool] = {}
        self._held: dict[int, int] = {}
        self.strip = TurnStrip(kit)
        self.strip.hold_wanted.connect(self.hold_wanted)
        self._about = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self._cut_on = CheckBox(look, say("Cut the list at"))
        self._cut_on.setChecked(True)
        self._cut = LineEdit(look, unit=say("people"), name=say("How many people to tell"))
        self._cut.setFixedWidth(look.size(120))
        self._all = Button(look, say("Tick all or none"), icon="list-checks", key="Ctrl+A", height=32)
        self._rows = Rows(self._columns(), (), Shape(self._divider, self._is_quiet, "scissors"))
        self.table = RowTable(look, self._rows, name=say("Who to tell"), row_height=46)
        self._foot = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self._cut.editingFinished.connect(self._on_cut)
        self._cut_on.clicked.connect(self._on_cut)
        self._all.clicked.connect(self._on_all)
        self.table.ticked.connect(self._on_ticked)
        self.table.left_out.connect(self._on_left_out)
        self.table.opened.connect(self._on_opened)
        self.table.moved.connect(self._on_moved)
        self._lay_out()

    def show_people(self, glance: Glance, found: TellList, line: turns.Line) -> None:
        """Show the people for goods that came in; those who were told already are not ticked again.

        `line` are those who asked, in their turn, with what is held for them.
        """
        self._held = {turn.wish.customer_id: turn.share for turn in line.turns if turn.is_held}
        self.strip.show_line(line, glance.unit)
        words, on = self._kit.words, self._on_person()
        same = self._is_same(glance)
        self._glance = glance
        self.set_title(words.say("Who to tell: {goods}", goods=glance.name))
        self._about.setText(self._on_hand(glance))
        if not same:
            cut = _USUAL_CUT if glance.enough_for is None else glance.enough_for
            self._cut.setText(words.digits(str(cut)))
            self._by_hand = {}
        self._lines = [
            Line(rank, person, told=person.customer_id in glance.told)
            for rank, person in enumerate(found.people, start=1)
        ]
        self._apply_cut()
        self._stand_on(on if same else None)

    def chosen(self) -> list[Wanted]:
        """Give everybody who is ticked, best first."""
        glance = self._glance
        if glance is None:
            return []
        return [
            Wanted(
                line.person.customer_id,
                glance.product_id,
                glance.arrival_id,
                line.person.wish_id,
                line.person.reasons,
                line.rank,
            )
            for line in self._lines
            if line.ticked and line.person is not None
        ]

    def channels(self) -> Mapping[Channel, int]:
        """Count how those who are ticked would be told."""
        counts: dict[Channel, int] = {}
        for line in self._lines:
            if line.ticked and line.person is not None:
                channel = line.person.channel or Channel.IN_PERSON
                counts[channel] = counts.get(channel, 0) + 1
        return counts

    def _lay_out(self) -> None:
        look = self._kit.look
        air = look.size(12)
        self.body.addLayout(row((self._about, 1), edges=(air, 0, air, 0)))
        self.body.addLayout(row((self.strip, 1), edges=(air, 0, air, 0)))
        cut = row(self._cut_on, self._cut, None, gap=look.size(8))
        tools = fold((cut, 1), self._all, gap=look.size(8), edges=(air, 0, air, 0))
        self.body.addLayout(tools)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row(self._foot, edges=(air, 4, air, 8)))
        self._foot.setText(
            self._kit.words.say("The pale band is how sure we are; the mark is the best guess of one month.")
        )

    def _columns(self) -> list[Column[Line]]:
        words = self._kit.words
        return [
            Column(
                "",
                lambda line: words.number(line.rank) if line.person else "",
                Align.COUNT,
                tint=lambda _line: "muted",
                tick=lambda line: line.ticked if line.person else False,
            ),
            Column(words.say("Person"), self._name, strong=True, share=3, second=self._held_for),
            Column(words.say("Why"), self._first_reason, share=5, second=self._other_reasons),
            Column(words.say("Likely to buy"), self._odds, width=124, band=self._band),
            Column(words.say("By"), self._channel, icon=self._channel_icon, tint=self._channel_tint),
        ]

    def _on_hand(self, glance: Glance) -> str:
        words = self._kit.words
        if glance.on_hand is None:
            return words.say("No stock is kept of it. Stated wishes come first.")
        on_hand = words.quantity(glance.on_hand, glance.unit)
        usual = words.quantity(_about(glance.usual), glance.unit)
        if glance.held:
            held = words.quantity(glance.held, glance.unit)
            return words.say(
                "{on_hand} on hand, {held} of it held, about {usual} each. Who asked comes first.",
                on_hand=on_hand,
                held=held,
                usual=usual,
            )
        return words.say(
            "{on_hand} on hand, about {usual} each. Stated wishes come first.", on_hand=on_hand, usual=usual
        )

    def _name(self, line: Line) -> str:
        return self._kit.words.shown(line.person.name) if line.person else ""

    def _held_for(self, line: Line) -> str:
        share = self._held.get(line.person.customer_id, 0) if line.person else 0
        unit = self._glance.unit if self._glance else ""
        return (
            self._kit.words.say("{quantity} held", quantity=self._kit.words.quantity(share, unit))
            if share
            else ""
        )

    def _first_reason(self, line: Line) -> str:
        if line.told:
            return self._kit.words.say("told already")
        reasons = line.person.reasons if line.person else ()
        return self._kit.words.tell(reasons[0]) if reasons else ""

    def _other_reasons(self, line: Line) -> str:
        reasons = line.person.reasons if line.person else ()
        rest = reasons if line.told else reasons[1:]
        return self._kit.words.listing([self._kit.words.tell(reason) for reason in rest])

    def _odds(self, line: Line) -> str:
        if line.person is None:
            return ""
        return self._kit.words.tell(odds(line.person.chance or 0.0, is_known=line.person.chance is not None))

    def _band(self, line: Line) -> Band | None:
        person = line.person
        if person is None or person.chance is None:
            return None
        return Band(person.low, person.chance, person.high)

    def _channel(self, line: Line) -> str:
        return named.channel_name(self._kit.words, line.person.channel) if line.person else ""

    def _channel_icon(self, line: Line) -> str:
        channel = line.person.channel if line.person else None
        return named.CHANNEL_ICONS[channel or Channel.IN_PERSON] if line.person else ""

    def _channel_tint(self, line: Line) -> Tint:
        return "text" if line.person and line.person.channel else "warn"

    def _divider(self, line: Line) -> str:
        return line.end

    def _is_quiet(self, line: Line) -> bool:
        return line.person is not None and not line.ticked

    def _is_same(self, glance: Glance) -> bool:
        """Whether the list is only read anew; then what was ticked by hand stays."""
        old = self._glance
        return old is not None and (old.product_id, old.arrival_id) == (glance.product_id, glance.arrival_id)

    def _on_person(self) -> int | None:
        line = self.table.current_row()
        return line.person.customer_id if isinstance(line, Line) and line.person else None

    def _stand_on(self, customer_id: int | None) -> None:
        if self._lines:
            known = (i for i, line in enumerate(self._lines) if line.person is not None)
            first = next(known, 0)
            places = {line.person.customer_id: i for i, line in enumerate(self._lines) if line.person}
            self.table.go_to(first if customer_id is None else places.get(customer_id, first))
            # The table does not tell of another person who stands in the same place.
            self._on_moved(self.table.current_row())

    def _apply_cut(self) -> None:
        """Tick the first so many who were not told, and draw the line after them; ticks by hand stay."""
        people = [line for line in self._lines if line.person is not None]
        cuts = self._cut_on.isChecked()
        told = sum(line.told for line in people)
        room = max(0, _whole(self._cut.text()) - told) if cuts else len(people)
        lines: list[Line] = []
        end = 0
        for line in people:
            by_hand = self._by_hand.get(line.person.customer_id) if line.person else None
            ticked = (room > 0 if by_hand is None else by_hand) and not line.told
            lines.append(replace(line, ticked=ticked))
            end = len(lines) if line.told or (ticked and room) else end
            room = max(0, room - ticked)
        if cuts and end < len(lines):
            lines.insert(end, Line(0, None, end=self._end()))
        self._lines = lines
        self._rows.show_rows(lines)
        self.changed.emit()

    def _end(self) -> str:
        words, glance = self._kit.words, self._glance
        if glance is None or glance.on_hand is None or _whole(self._cut.text()) != glance.enough_for:
            return words.say("The list is cut here. Below: told when more comes in")
        on_hand = words.quantity(glance.on_hand, glance.unit)
        return words.say("{on_hand} ends here. Below: told when more comes in", on_hand=on_hand)

    def _put(self, line: Line, *, ticked: bool) -> None:
        if line.person is None or line.told or line.ticked == ticked:
            return
        self._by_hand[line.person.customer_id] = ticked
        place = self._lines.index(line)
        self._lines[place] = replace(line, ticked=ticked)
        self._rows.replace(place, self._lines[place])
        self.changed.emit()

    def _on_cut(self) -> None:
        on = self._on_person()
        self._apply_cut()
        self._stand_on(on)

    def _on_all(self) -> None:
        ticked, on = not any(line.ticked for line in self._lines), self._on_person()
        self._by_hand = {line.person.customer_id: ticked for line in self._lines if line.person}
        self._apply_cut()
        self._stand_on(on)

    def _on_ticked(self, line: Line) -> None:
        self._put(line, ticked=not line.ticked)

    def _on_left_out(self, line: Line) -> None:
        self._put(line, ticked=False)

    def _on_opened(self, line: Line) -> None:
        if line.person is not None:
            self.person_wanted.emit(line.person.customer_id)

    def _on_moved(self, line: Line | None) -> None:
        if line is not None and line.person is not None:
            self.moved.emit(line.person)


def _about(thousandths: int) -> int:
    """Round a quantity to its first two digits, as one says it."""
    step: int = 10 ** max(0, len(str(thousandths)) - 2)
    return round(thousandths / step) * step


def _whole(text: str) -> int:
    """Read a count in either digits; what is none cuts nobody."""
    try:
        return max(0, int(text.strip()))
    except ValueError:
        return 0
