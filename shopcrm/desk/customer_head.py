"""The head of a customer's sheet: who it is, what they avoid, the figures of a glance, what one can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from shopcrm.desk.customer_list import initials
from shopcrm.desk.kit import Kit
from shopcrm.desk.person_reading import Account, Person
from shopcrm.desk.product_columns import currency
from shopcrm.desk.since import every, since
from shopcrm.desk.tier_chip import tier_chip
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, put_in, row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import Chip, ChipKind
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.rules.people import called
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.preferences import Kind, Source

_MOST_TAGS = 2
_FIGURES = 4
_NARROW, _CRAMPED = 760, 580
"""Below so many design pixels of width the tags, and then the figures, stand with the buttons."""
_FIGURE = 120
"""So much more width one more figure needs."""
_SOON = 3
"""So many days before the rhythm says so, somebody is due."""
_LAPSING, _WARNED = 60, 14
"""So many days before points lapse, their day is told, and is a warning."""


@dataclass(frozen=True, slots=True)
class _Fact:
    name: str
    value: str
    second: str
    tint: Tint = "muted"
    ink: Tint = "text"


class CustomerHead(Card):
    """Disc, name, tier, tags, figures; under them what can be done, and what they avoid, always in sight."""

    report_asked = Signal()
    more_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, padding=16, spacing=12)
        self._kit, self._narrow, self._cramped, self._more_wide = kit, False, False, 0
        self._disc = Disc(look, _sign(""))
        self.name = Label(look, "", Type.PAGE, ellipsis=True)
        self._line = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.tier = row(gap=0)
        self._tag_host = QWidget()
        self._tags = row(gap=look.size(4))
        self._tag_host.setLayout(self._tags)
        self.figures = [_Figure(kit) for _ in range(_FIGURES)]
        self.sell = Button(look, words.say("Sell"), ButtonKind.MAIN, icon="shopping-cart", key="Ctrl+Enter")
        # The keys of the two belong to the page: they may be meant for several who are ticked.
        self.message = Button(look, words.say("Message"), icon="send", key="Ctrl+M", bind_key=False)
        self.wish = Button(look, words.say("Wish"), icon="heart", key="Ctrl+Shift+W")
        self.complaint = Button(
            look, words.say("Complaint"), icon="octagon-alert", key="Ctrl+J", bind_key=False
        )
        self.report = Button(look, words.say("Report"), icon="printer", key="Ctrl+P", bind_key=False)
        self.more = Button(look, "", icon="ellipsis", key="Alt+.")
        self.more.setAccessibleName(words.say("More to do with this person"))
        self._deeds = QWidget()
        self._flow = FlowLayout(self._deeds, gap=look.size(8), line_gap=look.size(8))
        self._avoids: list[Chip] = []
        self._build()

    def show_person(self, person: Person) -> None:
        """Show another customer."""
        words, sheet = self._kit.words, person.sheet
        name = called(words, sheet.name, sheet.code, sheet.id)
        self._disc.show_sign(_sign(initials(sheet.name)))
        self.name.setText(f"{sheet.honorific} {name}" if sheet.honorific else name)
        self._line.setText("  ·  ".join(self._known_by(sheet)))
        _empty(self.tier)
        if person.account.tier is not None:
            put_in(self.tier, tier_chip(self._kit, person.account.tier.tier))
        self._show_figures(self._facts(person))
        self._show_tags(sheet)
        self._show_avoids(sheet)

    def make_small(self, *, small: bool) -> None:
        """Leave what is seldom done to the menu where there is little room; their keys work on."""
        size = self._kit.look.size
        side, air = size(16), size(8 if small else 16)
        self.body.setContentsMargins(side, air, side, size(12) if small else side)
        self.body.setSpacing(size(8 if small else 12))
        self.complaint.setVisible(not small)
        self.report.setVisible(not small)
        self._flow.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the name never give way: where it is narrow, tags stand with the buttons, then figures too."""
        super().resizeEvent(event)
        self._make_room()

    def _show_figures(self, facts: Sequence[_Fact]) -> None:
        for place, figure in enumerate(self.figures):
            figure.setVisible(place < len(facts))
            if place < len(facts):
                figure.show_fact(facts[place])
        self._more_wide = (len(facts) - _FIGURES + 1) * self._kit.look.size(_FIGURE)
        self._make_room()

    def _make_room(self) -> None:
        size, wide = self._kit.look.size, self.width() - self._more_wide
        if self._narrow != (wide < size(_NARROW)):
            self._narrow = not self._narrow
            self._move(self._tag_host, self._title, 2, down=self._narrow)
        if self._cramped != (wide < size(_CRAMPED)):
            self._cramped = not self._cramped
            self._move(self._figure_host, self._top, 2, down=self._cramped)

    def _move(self, widget: QWidget, above: QHBoxLayout, place: int, *, down: bool) -> None:
        """Put something among the buttons, or back to its place above them."""
        (above if down else self._flow).removeWidget(widget)
        if down:
            self._flow.addWidget(widget)
        else:
            above.insertWidget(place, widget)
        self._flow.invalidate()

    def _build(self) -> None:
        look = self._kit.look
        for button in (self.sell, self.message, self.wish, self.complaint, self.report):
            self._flow.addWidget(button)
        self._title = row(self.name, self.tier, self._tag_host, None, gap=look.size(8))
        names = column(None, self._title, self._line, None, gap=look.size(2))
        self._figure_host = QWidget()
        self._figure_host.setLayout(row(*self.figures, gap=look.size(24)))
        self._top = row(self._disc, (names, 1), self._figure_host, gap=look.size(12))
        self.body.addLayout(self._top)
        foot = row((self._deeds, 1), self.more, gap=look.size(8))
        foot.setAlignment(self.more, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)
        self.report.clicked.connect(self.report_asked)
        self.more.clicked.connect(self.more_asked)

    def _known_by(self, sheet: CustomerSheet) -> list[str]:
        words = self._kit.words
        since_day = words.day(words.days.of(sheet.first_seen_at))
        parts = [words.say("customer since {day}", day=since_day)]
        card = next((card.number for card in sheet.cards if card.replaced_at is None), "")
        if card:
            parts.append(words.say("card {number}", number=words.ltr(words.digits(card))))
        elif sheet.code and sheet.name:
            parts.append(words.say("No. {code}", code=words.digits(sheet.code)))
        return parts

    def _facts(self, person: Person) -> list[_Fact]:
        words, account, figures = self._kit.words, person.account, person.figures
        today = words.days.of(self._kit.program.shop.clock())
        facts = [self._points(account, today)]
        if account.tab > 0:
            facts.append(
                _Fact(words.say("Owed on tab"), words.amount(account.tab), currency(words), ink="warn")
            )
        facts.append(_Fact(words.say("Spent this year"), words.amount(figures.spent), currency(words)))
        if figures.every is not None and figures.due is not None and figures.last is not None:
            said, tint = self._due(figures.due, today)
            return [*facts, _Fact(words.say("Rhythm"), every(words, figures.every), said, tint)]
        seen = since(words, words.days.of(person.sheet.last_seen_at), today)
        bought = words.say("no purchase yet") if figures.last is None else words.say("no rhythm yet")
        return [*facts, _Fact(words.say("Last seen"), seen, bought)]

    def _points(self, account: Account, today: date) -> _Fact:
        """Show how many there are; under them what lapses soon, else what is in the way, else their worth."""
        words, has = self._kit.words, account.points
        name, value = words.say("Points"), words.number(has.usable - has.owed)
        ends, count = next(iter(has.soonest), (None, 0))
        if ends is not None and (ends - today).days <= _LAPSING:
            day = words.day(ends, year=False)
            said = words.plural("{count} lapses {day}", "{count} lapse {day}", count=count, day=day)
            return _Fact(name, value, said, "warn" if (ends - today).days <= _WARNED else "muted")
        if has.pending:
            return _Fact(name, value, words.say("{count} later", count=has.pending))
        worth = has.usable * has.worth_of_one
        return _Fact(name, value, words.say("worth {amount}", amount=words.amount(worth)) if worth else "")

    def _due(self, due: date, today: date) -> tuple[str, Tint]:
        words, left = self._kit.words, (due - today).days
        if left > _SOON:
            return words.say("due {day}", day=words.day(due, year=False)), "muted"
        if left >= -_SOON:
            return words.say("due now"), "muted"
        return words.plural("{count} day late", "{count} days late", count=-left), "warn"

    def _show_tags(self, sheet: CustomerSheet) -> None:
        _empty(self._tags)
        words, look = self._kit.words, self._kit.look
        for tag in sheet.tags[:_MOST_TAGS]:
            put_in(self._tags, Chip(look, words.isolate(tag), ChipKind.TAG))
        hidden = len(sheet.tags) - _MOST_TAGS
        if hidden > 0:
            rest = Chip(look, f"+{words.number(hidden)}", ChipKind.TAG)
            rest.setToolTip(words.listing(list(sheet.tags[_MOST_TAGS:])))
            put_in(self._tags, rest)
        self._tag_host.setVisible(bool(sheet.tags))

    def _show_avoids(self, sheet: CustomerSheet) -> None:
        words = self._kit.words
        for old in self._avoids:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        said = [t for t in sheet.preferences if t.kind is Kind.AVOIDS and t.source is Source.TOLD]
        self._avoids = [
            Chip(self._kit.look, words.say("Avoids {thing}", thing=taste.thing), ChipKind.AVOIDS)
            for taste in said
        ]
        for chip in self._avoids:
            self._flow.addWidget(chip)
        if self._narrow:
            self._flow.removeWidget(self._tag_host)
            self._flow.addWidget(self._tag_host)
        self._flow.invalidate()
        self._deeds.updateGeometry()


class _Figure(QWidget):
    """A figure with its name above and a second word under it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look = kit.look
        self._name = Label(look, "", Type.CAPTION, "muted")
        self.value = Label(look, "", Type.SECTION)
        self._second = Label(look, "", Type.CAPTION, "muted")
        self.setLayout(column(self._name, self.value, self._second, gap=0))

    def show_fact(self, fact: _Fact) -> None:
        """Show another figure."""
        self._name.setText(fact.name)
        self.value.setText(fact.value)
        self.value.set_tint(fact.ink)
        self._second.setText(fact.second)
        self._second.set_tint(fact.tint)


def _empty(box: QLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()


def _sign(letters: str) -> Sign:
    if not letters:
        return Sign("user", ground="accent_soft", ink="accent_ink", size=56)
    return Sign(letters=letters, ground="accent_soft", ink="accent_ink", size=56)
