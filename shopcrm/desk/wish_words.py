"""The words, pictures and columns in which wishes and holds are shown."""

from collections.abc import Sequence
from datetime import date

from shopcrm.desk.since import since
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.wording import Words
from shopcrm.services.waiting_list import Show, WishLine
from shopcrm.services.wish_rows import WishRow

_WEEK = 7


def show_name(words: Words, show: Show) -> str:
    """Name a part of the waiting list."""
    match show:
        case Show.ALL:
            return words.say("All")
        case Show.IN_STOCK:
            return words.say("In stock")
        case Show.WAITING:
            return words.say("Not here yet")
        case Show.HELD:
            return words.say("Held")


def near_day(words: Words, day: date, today: date) -> str:
    """Say a day that is near: today, tomorrow, its weekday within a week, else the date."""
    ahead = (day - today).days
    if ahead == 0:
        return words.say("today")
    if ahead == 1:
        return words.say("tomorrow")
    return words.weekday(day) if 0 < ahead < _WEEK else words.day(day, year=day.year != today.year)


def how(words: Words, wish: WishRow, unit: str = "") -> str:
    """Say how a person wants a thing: how much, the most they pay, until when, and the note."""
    parts: Sequence[str] = (
        words.quantity(wish.quantity, unit) if wish.quantity is not None else "",
        words.say("at most {price}", price=words.money(wish.limit_price)) if wish.limit_price else "",
        words.say("until {day}", day=wish.until) if wish.until is not None else "",
        priority_name(words, wish.priority) if wish.priority else "",
        words.isolate(wish.note),
    )
    return words.listing([part for part in parts if part])


def priority_name(words: Words, priority: int) -> str:
    """Name where somebody stands in the line."""
    names = (words.say("In turn"), words.say("Ahead of others"), words.say("Before everybody"))
    return names[priority]


def wish_sign(wish: WishRow) -> Sign:
    """Give the picture of what kind of thing is wished for."""
    if wish.product_id is not None:
        return Sign("package", size=28)
    if wish.category_id is not None:
        return Sign("folder-tree", size=28)
    return Sign("sliders-horizontal" if wish.attribute else "type", size=28)


def state_word(words: Words, line: WishLine, today: date) -> str:
    """Say in a few words where a wish stands."""
    if line.hold is not None:
        return words.say("Held until {day}", day=near_day(words, line.hold.until, today))
    if line.wish.state == "told":
        return words.say("Was told")
    return words.say("In stock") if line.there is not None else words.say("Waiting")


def wish_columns(words: Words, today: date, *, narrow: bool = False) -> list[Column[WishLine]]:
    """Make the columns of the waiting list; where there is little room, whom and what are told in full."""
    shown = _Shown(words, today)
    if narrow:
        return [
            Column(words.say("Person"), shown.person, share=4, strong=True, second=shown.since),
            Column(words.say("Asked for"), shown.thing, share=5, second=shown.stands, icon=_icon),
        ]
    return [
        Column(words.say("Person"), shown.person, share=3, strong=True, second=shown.since),
        Column(words.say("Asked for"), shown.thing, share=5, second=shown.how, sign=_sign),
        Column(words.say("State"), shown.state, icon=_icon, tint=_tint, width=170, second=shown.told),
        Column(words.say("On hand"), shown.left, Align.NUMBER, second=shown.goods, width=150),
    ]


class _Shown:
    """Words the cells of a line."""

    def __init__(self, words: Words, today: date) -> None:
        self._words, self._today = words, today

    def person(self, line: WishLine) -> str:
        return self._words.alone(self._words.shown(line.wish.customer))

    def since(self, line: WishLine) -> str:
        asked = self._words.days.of(line.wish.asked_at)
        return self._words.say("asked {when}", when=since(self._words, asked, self._today))

    def thing(self, line: WishLine) -> str:
        return self._words.alone(line.wish.thing)

    def how(self, line: WishLine) -> str:
        return how(self._words, line.wish, line.there.unit if line.there else "")

    def state(self, line: WishLine) -> str:
        return state_word(self._words, line, self._today)

    def stands(self, line: WishLine) -> str:
        parts = (self.state(line), self.left(line), self.how(line))
        return self._words.listing([part for part in parts if part])

    def told(self, line: WishLine) -> str:
        if line.wish.told_at is None:
            return ""
        day = self._words.days.of(line.wish.told_at)
        return self._words.say("told {when}", when=since(self._words, day, self._today))

    def left(self, line: WishLine) -> str:
        if line.hold is not None:
            return self._words.quantity(line.hold.quantity, line.hold.unit)
        return self._words.quantity(line.there.left, line.there.unit) if line.there else ""

    def goods(self, line: WishLine) -> str:
        goods = line.hold or line.there
        name = goods.product if goods is not None else ""
        return "" if name == line.wish.thing else self._words.alone(name)


def _sign(line: WishLine) -> Sign:
    return wish_sign(line.wish)


def _icon(line: WishLine) -> str:
    if line.hold is not None:
        return "bookmark-check"
    if line.wish.state == "told":
        return "message-circle"
    return "package-check" if line.there is not None else "clock"


def _tint(line: WishLine) -> Tint:
    if line.hold is not None:
        return "accent_ink"
    return "ok" if line.there is not None else "muted"
