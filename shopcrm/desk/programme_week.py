"""The days of the week in the person's language, Monday first as the rules count them."""

from collections.abc import Sequence
from datetime import date, timedelta

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.wording import Words

_A_MONDAY = date(2024, 1, 1)
_SATURDAY = 5


def week(words: Words) -> list[str]:
    """Name the days of the week by their numbers, 0 for Monday."""
    return [words.weekday(_A_MONDAY + timedelta(days=number)) for number in range(7)]


def in_order(words: Words) -> Sequence[int]:
    """Give the numbers in the order in which a week goes in the shop's calendar."""
    first = _SATURDAY if words.calendar is CalendarKind.JALALI else 0
    return [(first + number) % 7 for number in range(7)]
