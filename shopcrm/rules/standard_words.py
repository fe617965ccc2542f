"""Says standards in short sentences, for screen, paper and command line alike."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shopcrm.rules.money import Money
from shopcrm.rules.opening import Span
from shopcrm.rules.promises import Makes
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.standards import Guarantee, RemedyTerms
from shopcrm.rules.text import ascii_digits, bare

_HOUR = 60
_LENGTH = re.compile(r"(\d{1,4})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days of the week one after the other that have the same hours; 0 is Monday."""

    first: int
    last: int
    spans: tuple[Span, ...]


def day_groups(week: Sequence[tuple[Span, ...]], first: int = 0) -> list[DayGroup]:
    """Put days with the same hours together; closed days are among them.

    The week begins on the day named, or on the one after it that parts it least, closed days last.
    """
    begun = [_groups(week, (first + number) % len(week)) for number in range(len(week))]
    return min(begun, key=lambda groups: (len(groups), bool(groups[-1].spans)))


def _groups(week: Sequence[tuple[Span, ...]], first: int) -> list[DayGroup]:
    found: list[DayGroup] = []
    for number in range(len(week)):
        day = (first + number) % len(week)
        if found and found[-1].spans == week[day]:
            found[-1] = DayGroup(found[-1].first, day, week[day])
        else:
            found.append(DayGroup(day, day, week[day]))
    return found


def duration(minutes: int) -> Saying:
    """Say how long something takes in opening hours."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return saying("{count} minute", "{count} minutes", count=rest)
    if rest:
        return saying("{hours} h {minutes} min", hours=hours, minutes=rest)
    return saying("{count} hour", "{count} hours", count=hours)


def clock(minutes: int) -> str:
    """Write a time of day or a length as hours and minutes."""
    return f"{minutes // _HOUR}:{minutes % _HOUR:02d}"


def minutes_of(text: str) -> int | None:
    """Read hours, or hours and minutes such as 2:30, in any digits; None where it is neither."""
    found = _LENGTH.fullmatch(ascii_digits(bare(text)).strip())
    if found is None or int(found[2] or 0) >= _HOUR:
        return None
    return int(found[1]) * _HOUR + int(found[2] or 0)


def if_broken(one: Guarantee) -> Saying | None:
    """Say what is made for a guarantee that was broken, where something is."""
    if one.if_broken.makes is Makes.NOTHING and not one.if_broken.words:
        return None
    return saying("If not: {what}", what=one.if_broken.says)


def limits(terms: RemedyTerms) -> Iterator[Saying]:
    """Say up to how much may be offered in a case, where there is an end to it."""
    if terms.most is not None:
        yield saying("up to {amount}", amount=Money(terms.most))
    if terms.most_points is not None:
        yield saying("up to {points} points", points=terms.most_points)
