"""Words and figures that papers about cases share: times in opening hours, causes, what was done."""

from __future__ import annotations

from shopcrm.rules.complaints import RemedyKind, remedy_words
from shopcrm.rules.wording import Words
from shopcrm.services.remedies import Remedied

HOUR = 60


def opening_time(words: Words, minutes: int | None) -> str:
    """Say a length of opening hours as people would, exact to the quarter of an hour; a dash for none."""
    if minutes is None:
        return "—"
    if minutes < HOUR:
        return words.plural("{count} minute", "{count} minutes", minutes)
    quarters = (minutes * 4 + HOUR // 2) // HOUR
    if not quarters % 4:
        return words.plural("{count} hour", "{count} hours", quarters // 4)
    return words.say("{hours} hours", hours=words.quantity(quarters * 250))


def share(words: Words, basis_points: int) -> str:
    """Say a share of the whole in whole percent."""
    return words.percent((basis_points + 50) // 100)


def tenths(words: Words, value: int | None) -> str:
    """Say a mean that is given in tenths; a dash for none."""
    return "—" if value is None else words.quantity(value * 100)


def done(words: Words, one: Remedied, code: str = "") -> str:
    """Say what was done to put it right, and how much it was."""
    said = words.tell(remedy_words(one.kind))
    if one.kind is RemedyKind.POINTS:
        return words.say("{what}: {worth}", what=said, worth=words.number(one.points))
    if not one.amount:
        return said
    worth = words.money(one.amount)
    if code:
        return words.say("{what}: {worth}, {code}", what=said, worth=worth, code=words.ltr(code))
    return words.say("{what}: {worth}", what=said, worth=worth)
