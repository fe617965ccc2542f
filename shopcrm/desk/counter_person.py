"""Who stands at the counter: name, tier, figures, what they avoid, what to remember, what they can reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from shopcrm.desk import counter_reading
from shopcrm.desk.counter_benefits import BenefitsCard, Reach
from shopcrm.desk.counter_finder import PersonFinder
from shopcrm.desk.counter_reading import AtCounter
from shopcrm.desk.customer_list import initials
from shopcrm.desk.kit import Kit
from shopcrm.desk.memory_card import RememberCard
from shopcrm.desk.since import since
from shopcrm.desk.tier_chip import tier_chip
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.keycaps import Keycap
from shopcrm.desk.widgets.labels import Disc, Icon, Label
from shopcrm.rules.people import called

_MEMORY_LINE = 56
_ALL_LINES = 1000
"""A memory card that is told of this height shows all its lines."""


@dataclass(frozen=True, slots=True)
class _Stat:
    value: str
    name: str
    tint: Tint = "text"


class PersonPane(QWidget):
    """`picked` carries who was chosen, by number, 0 for nobody; `acted` what was done about a memory line.

    `added` carries a customer that was written down just now, `form_asked` the name of one to be.
    """

    picked = Signal(int)
    added = Signal(object)
    form_asked = Signal(str)
    acted = Signal(str, object)
    came = Signal()
    """Somebody else is shown now."""
    left = Signal()
    """The keyboard goes back to the goods."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._small = kit, False
        self.person: AtCounter | None = None
        self._asked_for = 0
        self.finder = PersonFinder(kit)
        self.head = _Head(kit)
        self.avoids = _Avoids(kit)
        self.memory = RememberCard(kit, edge=None, sells=True)
        self.benefits = BenefitsCard(kit)
        self._nobody = Label(
            kit.look, kit.words.say("A sale without a person is fine too."), Type.CAPTION, "muted", wrap=True
        )
        self._build()
        self._listen()
        self.make_small(small=False)
        self.show_nobody()

    def show_customer(self, customer_id: int) -> None:
        """Read somebody and show them."""
        self._asked_for = customer_id
        self._kit.lanes.quick.ask(self, self._on_person, counter_reading.person, customer_id)
        self.memory.show_customer(customer_id)

    def show_nobody(self) -> None:
        """Show that nobody was named."""
        self.person, self._asked_for = None, 0
        self._show_parts()

    def refresh(self) -> None:
        """Read again who is shown."""
        if self._asked_for:
            self.show_customer(self._asked_for)

    def show_reaches(self, found: Sequence[Reach]) -> None:
        """Show what is within their reach."""
        self.benefits.show_lines(found)
        self.benefits.setVisible(self.person is not None and self.benefits.has_lines)
        self._make_room()

    def ask_who(self) -> None:
        """Ask who it is."""
        self.finder.show()
        self.head.hide()
        self.finder.begin(somebody=self.person is not None)

    def make_small(self, *, small: bool) -> None:
        """Be narrower, with one line of what can be reached."""
        self._small = small
        self.head.make_small(small=small)
        self.benefits.make_small(small=small)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many lines to remember as have room."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        size = self._kit.look.size
        lines = max(5 * size(_MEMORY_LINE), self.memory.lines_height(self.width()))
        head = self._top.sizeHint().height() + size(34) + lines
        under = self.benefits.sizeHint().height() + size(12) if self.benefits.has_lines else 0
        self.memory.make_roomy(size(_ALL_LINES) if head + under <= self.height() else 0)

    def _build(self) -> None:
        look = self._kit.look
        air = look.size(12)
        self._top = QWidget()
        top = column(
            self.finder, self.head, self._nobody, self.avoids, gap=look.size(8), edges=(air, air, air, air)
        )
        self._top.setLayout(top)
        card = Card(look, padding=0, spacing=0)
        self._rule = Rule(look)
        card.body.addWidget(self._top)
        card.body.addWidget(self._rule)
        card.body.addWidget(self.memory)
        self.setLayout(column(card, self.benefits, None, gap=air))

    def _listen(self) -> None:
        self.finder.picked.connect(self._on_picked)
        self.finder.added.connect(self.added)
        self.finder.form_asked.connect(self.form_asked)
        self.finder.gave_up.connect(self._on_gave_up)
        self.finder.box.left.connect(self._show_parts)
        self.head.off.clicked.connect(self._on_off)
        self.memory.acted.connect(self.acted)
        self.memory.gather = self._on_memory

    def _on_memory(self, show: Callable[[], None]) -> None:
        """Show what to remember, all of it where it has room."""
        show()
        self._make_room()

    def _on_picked(self, customer_id: int) -> None:
        self._show_parts()
        self.picked.emit(customer_id)

    def _on_gave_up(self) -> None:
        self._show_parts()
        self.left.emit()

    def _on_off(self) -> None:
        self.picked.emit(0)

    def _on_person(self, person: AtCounter) -> None:
        """Show who it is; an answer about somebody else comes too late."""
        if not self._asked_for:
            return
        self.person = person
        self.head.show_person(person)
        self.avoids.show_things(person.avoids)
        if not self.finder.box.hasFocus():
            self._show_parts()
        self._make_room()
        self.came.emit()

    def _show_parts(self) -> None:
        there = self.person is not None
        self.finder.setVisible(not there)
        self._nobody.setVisible(not there)
        self.head.setVisible(there)
        self.avoids.setVisible(there and self.avoids.has_any)
        self._rule.setVisible(there)
        self.memory.setVisible(there)
        if not there:
            self.benefits.show_lines([])
        self.benefits.setVisible(there and self.benefits.has_lines)
        self._make_room()

    def begin_memory(self) -> QWidget:
        """Give what takes the keyboard in this pane."""
        if self.person is None:
            return self.finder.box
        return self.memory.first_target() if self.memory.has_lines() else self.finder.box


class _Head(QWidget):
    """Name, tier and figures of who stands there."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, words = kit.look, kit.words
        self._kit = kit
        self._disc = Disc(look, _sign(""))
        self.name = Label(look, "", Type.NAME, ellipsis=True)
        self.tier = row(gap=0)
        self.phone = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.off = IconButton(look, "x", words.say("Sell to nobody"), size=16)
        self._stats = [_StatView(kit) for _ in range(4)]
        title = row(self.name, self.tier, None, gap=look.size(8))
        names = column(None, title, self.phone, None, gap=look.size(2))
        top = row(self._disc, (names, 1), self.off, Keycap(look, "F2"), gap=look.size(10))
        stats = row(gap=look.size(8))
        for place, stat in enumerate(self._stats):
            if place:
                stats.addStretch(1)
            stats.addWidget(stat)
        self.setLayout(column(top, stats, gap=look.size(10)))

    def show_person(self, person: AtCounter) -> None:
        """Show another person."""
        words = self._kit.words
        name = called(words, person.name, person.code, person.id)
        self._disc.show_sign(_sign(initials(person.name)))
        self.name.setText(words.alone(f"{person.honorific} {name}" if person.honorific else name))
        self.phone.setText(words.phone(person.phone) if person.phone else words.say("no phone"))
        self._show_tier(person)
        for view, stat in zip(self._stats, self._facts(person), strict=True):
            view.show_stat(stat)

    def make_small(self, *, small: bool) -> None:
        """Leave more room to the name; F2 and Nobody do what the cross does."""
        self.off.setVisible(not small)

    def _show_tier(self, person: AtCounter) -> None:
        while (item := self.tier.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if person.tier is not None:
            self.tier.addWidget(tier_chip(self._kit, person.tier.tier))

    def _facts(self, person: AtCounter) -> list[_Stat]:
        words = self._kit.words
        today = words.days.of(self._kit.program.shop.clock())
        seen = since(words, words.days.of(person.last_seen_at), today)
        owed: Tint = "warn" if person.tab > 0 else "text"
        points = person.standing.usable - person.standing.owed
        return [
            _Stat(words.number(points), words.say("points")),
            _Stat(words.number(person.visits), words.say("visits a year")),
            _Stat(words.amount(person.tab), words.say("on tab"), owed),
            _Stat(seen, words.say("last seen")),
        ]


class _StatView(QWidget):
    """A figure over its name."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.value = Label(kit.look, "", Type.SECTION)
        self._name = Label(kit.look, "", Type.CAPTION, "muted")
        self.setLayout(column(self.value, self._name, gap=0))

    def show_stat(self, stat: _Stat) -> None:
        """Show another figure."""
        self.value.setText(stat.value)
        self.value.set_tint(stat.tint)
        self._name.setText(stat.name)


class _Avoids(Card):
    """What somebody avoids, always in sight."""

    def __init__(self, kit: Kit) -> None:
        look = kit.look
        super().__init__(look, ground="danger_soft", edge="danger_line", radius=6, padding=0)
        self._kit = kit
        self.has_any = False
        self.words = Label(look, "", Type.LABEL_STRONG, "danger", wrap=True)
        side, air = look.size(10), look.size(7)
        line = row(Icon(look, "ban", "danger", 18), (self.words, 1), gap=side, edges=(side, air, side, air))
        line.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)

    def show_things(self, things: tuple[str, ...]) -> None:
        """Show what they told to be kept away from them."""
        words = self._kit.words
        self.has_any = bool(things)
        named = words.listing([words.isolate(thing) for thing in things])
        self.words.setText(words.say("Avoids {things}, told us", things=named))
        self.setAccessibleName(self.words.text())


def _sign(letters: str) -> Sign:
    if not letters:
        return Sign("user", ground="accent_soft", ink="accent_ink", size=48)
    return Sign(letters=letters, ground="accent_soft", ink="accent_ink", size=48)
