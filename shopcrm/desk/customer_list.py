"""The list of customers: all of them, whoever was seen last first, or those whom a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from shopcrm.desk.chosen_people import ChosenPeople
from shopcrm.desk.found_list import FoundList, ListWords
from shopcrm.desk.kit import Kit
from shopcrm.desk.since import since
from shopcrm.desk.tag_chips import TagChips
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.rows import PAGE, Deliver, PagedRows
from shopcrm.rules.people import called
from shopcrm.rules.wording import Words
from shopcrm.services import customer_lists, customers, search
from shopcrm.services.customer_lists import CustomerLine, Order
from shopcrm.services.search import Part, SearchHit

_HITS = 50
_TAG_LETTERS = 14


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list, already in words; a line with a `divider` names nobody."""

    id: int
    name: str = ""
    letters: str = ""
    second: str = ""
    seen: str = ""
    tag: str = ""
    divider: str = ""


class CustomerList(FoundList):
    """Finds customers through the lanes and shows them; rows are `Person`s."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._hits: list[Person] = []
        self._text, self._total, self._whole = "", 0, 0
        self._by_slip = False
        columns = [
            Column("", _name, share=1, strong=True, second=_second, sign=self._sign, tick=self._tick),
            Column("", _tag, Align.TRAIL, kind=Type.CAPTION, second=_seen, tint=_muted),
        ]
        self._people = PagedRows(columns, self._fetch, Shape(divider=_divider))
        self.tags, self.chosen = TagChips(kit), ChosenPeople(kit)
        words = _list_words(kit.words)
        super().__init__(kit.look, words, self._people, row_height=60, chips=self.tags, deeds=self.chosen)
        self.table.sign_ticks = True
        self.asked.connect(self._on_asked)
        self.table.ticked.connect(self._on_ticked)
        self.table.left_out.connect(self._on_left_out)
        self.chosen.changed.connect(self._on_chosen)
        everybody = QShortcut(QKeySequence("Ctrl+A"), self.table)
        everybody.setContext(Qt.ShortcutContext.WidgetShortcut)
        everybody.activated.connect(self._on_everybody)
        self.tags.picked.connect(self.begin_anew)
        self.tags.ask()

    def refresh(self) -> None:
        """Have the list and its tags asked again; the place stays."""
        self.tags.ask()
        super().refresh()

    def make_small(self, *, small: bool) -> None:
        """Show fewer tags where there is little room."""
        self.tags.make_small(small=small)

    def new_text(self) -> str:
        """Give what a new customer begins with: what was typed, where nobody fits it exactly."""
        return self.text() if self._by_slip or not self._total else ""

    def give_up(self) -> None:
        """Untick all on the first Esc, and leave the list on the next."""
        if self.chosen.ids():
            self.chosen.clear()
        else:
            super().give_up()

    def _sign(self, row: Person) -> Sign | None:
        """Show the tick in place of the disc while people are chosen."""
        return None if self.chosen.ids() and row.id else _sign(row)

    def _tick(self, row: Person) -> bool | None:
        return self.chosen.has(row.id) if self.chosen.ids() and row.id else None

    def _on_ticked(self, row: Person) -> None:
        if row.id:
            self.chosen.toggle(row.id)

    def _on_left_out(self, row: Person) -> None:
        self.chosen.leave_out(row.id)

    def _on_everybody(self) -> None:
        """Tick all who were found, also those who are not in sight."""
        if self._by_slip:
            self.chosen.add([hit.id for hit in self._hits if hit.id])
            return
        lane = self._kit.lanes.quick
        lane.ask(self, self.chosen.add, customer_lists.everybody, self._text, self.tags.tag)

    def _on_chosen(self) -> None:
        self._show_count()
        rows = self._people
        if rows.rowCount():
            rows.dataChanged.emit(rows.index(0, 0), rows.index(rows.rowCount() - 1, 0))

    def _fetch(self, offset: int, limit: int, deliver: Deliver) -> None:
        """Ask for a page of the list; the pages of one list do not take each other's place in the lane."""
        if self._text:
            deliver(self._hits[offset : offset + limit])
            return
        shop, tag = self._kit.program.shop, self.tags.tag

        def read() -> list[CustomerLine]:
            return shop.ask(customer_lists.page, offset, limit, Order.SEEN, tag)

        def take(lines: list[CustomerLine]) -> None:
            deliver(self._persons(lines))

        self._kit.lanes.quick.run(self, take, read)

    def _on_asked(self, text: str) -> None:
        self._text = text.strip()
        lanes = self._kit.lanes
        if not (self._text and self._whole):
            lanes.quick.ask(self, self._on_whole, customers.count)
        if self._text:
            lanes.search.ask(self, self._on_hits, search.find, self._text, _HITS)
        else:
            lanes.quick.ask(self, self._on_first, customer_lists.page, 0, PAGE, Order.SEEN, self.tags.tag)

    def _on_hits(self, hits: list[SearchHit]) -> None:
        if not self._text:
            return
        if hits:
            self._show_hits(hits, by_slip=False)
        else:
            search_lane = self._kit.lanes.search
            search_lane.ask(self, self._on_slips, search.find_with_slips, self._text)

    def _on_slips(self, hits: list[SearchHit]) -> None:
        if self._text:
            self._show_hits(hits, by_slip=True)

    def _show_hits(self, hits: Sequence[SearchHit], *, by_slip: bool) -> None:
        words, today = self._kit.words, self._today()
        hits = [hit for hit in hits if self.tags.lets_through(hit.tags)]
        self._hits = [_found(words, hit, today) for hit in hits]
        self._by_slip = by_slip and bool(hits)
        if self._by_slip:
            self._hits.insert(0, Person(0, divider=words.say("Perhaps you meant")))
        self._total = len(hits)
        self._show(self._hits, len(self._hits))

    def _on_first(self, lines: list[CustomerLine]) -> None:
        """Show all customers; they were counted just before, in the same lane."""
        if self._text:
            return
        tagged = self.tags.count()
        self._by_slip, self._total = False, self._whole if tagged is None else tagged
        self._show(self._persons(lines), self._total)

    def _show(self, first: Sequence[Person], total: int) -> None:
        self.show_found(self._text, total, first)
        self._show_count()
        if not total:
            self._say_why_empty()

    def _on_whole(self, whole: int) -> None:
        self._whole = whole
        self._show_count()

    def _show_count(self) -> None:
        words, chosen = self._kit.words, len(self.chosen.ids())
        if chosen:
            shown = words.plural("{count} chosen", "{count} chosen", count=chosen)
        elif self._text and self._total >= _HITS:
            shown = words.say("the first {count} of {whole}", count=self._total, whole=self._whole)
        elif self._text or self.tags.tag:
            shown = words.say("{count} of {whole}", count=self._total, whole=self._whole)
        else:
            shown = words.plural("{count} customer", "{count} customers", count=self._whole)
        self.count.setText(shown)

    def _say_why_empty(self) -> None:
        words = self._kit.words
        if self._text:
            bold = words.say("Nobody fits “{text}”", text=self._text)
            line = words.say("Try part of the name or a few digits of the phone.")
            self.empty.say(bold, line, words.say("New customer with this"))
        else:
            line = words.say("Add the first one, or bring a whole list from a file in Settings.")
            self.empty.say(words.say("No customers yet"), line, words.say("New customer"))

    def _persons(self, lines: Sequence[CustomerLine]) -> list[Person]:
        words, today = self._kit.words, self._today()
        return [
            Person(
                line.id,
                called(words, line.name, line.code, line.id),
                initials(line.name),
                words.phone(line.phone) or words.say("no phone"),
                since(words, words.days.of(line.last_seen_at), today),
                tag_words(words, line.tags),
            )
            for line in lines
        ]

    def _today(self) -> date:
        return self._kit.settings.days.of(self._kit.program.shop.clock())


def initials(name: str) -> str:
    """Give the letters of a name for its disc: the first of each of two words, one where letters join."""
    parts = [part for part in name.split() if part[0].isalpha()]
    if not parts:
        return ""
    joins = "\u0590" <= parts[0][0] <= "\u08ff"
    return parts[0][0] if joins or len(parts) == 1 else parts[0][0] + parts[-1][0]


def _list_words(words: Words) -> ListWords:
    hint, search_name = words.say("Name or phone"), words.say("Search customers")
    return ListWords(hint, search_name, words.say("Customers"), words.say("New"), "user-plus")


def _found(words: Words, hit: SearchHit, today: date) -> Person:
    """Word a customer that was found; the second line shows the part in which the words were found."""
    name = called(words, hit.name, hit.code, hit.id)
    second = words.phone(hit.phones[0]) if hit.phones else words.say("no phone")
    match hit.part:
        case Part.PHONE:
            second = words.phone(hit.matched)
        case Part.CODE if hit.name:
            second = words.say("No. {code}", code=words.digits(hit.matched))
        case Part.EMAIL:
            second = words.ltr(hit.matched)
        case Part.NOTE:
            second = words.isolate(hit.matched)
        case _:
            pass
    seen = since(words, words.days.of(hit.last_seen_at), today)
    return Person(hit.id, name, initials(hit.name), second, seen, tag_words(words, hit.tags))


def tag_words(words: Words, tags: Sequence[str]) -> str:
    """Name the tags of somebody in the few letters that a list has room for."""
    if not tags:
        return ""
    first = tags[0] if len(tags[0]) <= _TAG_LETTERS else tags[0][: _TAG_LETTERS - 1] + "…"
    rest = f" +{words.number(len(tags) - 1)}" if len(tags) > 1 else ""
    return words.isolate(first) + rest


def _name(row: Person) -> str:
    return row.name


def _second(row: Person) -> str:
    return row.second


def _seen(row: Person) -> str:
    return row.seen


def _sign(row: Person) -> Sign:
    return Sign(letters=row.letters[:1], ink="text") if row.letters else Sign("user")


def _tag(row: Person) -> str:
    return row.tag


def _muted(_row: Person) -> Tint:
    return "muted"


def _divider(row: Person) -> str:
    return row.divider
