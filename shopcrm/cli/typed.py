"""Reads numbers, money and days as somebody typed them behind a command, exactly, or says what was amiss."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from shopcrm.app import App
from shopcrm.rules import calendar, cell_dates, cells
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import Currency, Money
from shopcrm.rules.text import one_line
from shopcrm.services import settings

_SHOWN = 40
_VERY_LONG = re.compile(r"\s*[-+]?\d{31,}\s*")


class ValueMissing(BadInput):
    """A place of the command line that was left empty."""

    sentence = "{name} is empty. Nothing was done. Write a value for it."


class NumberMissing(BadInput):
    """Nothing where a number should stand."""

    sentence = "A number is missing. Nothing was changed. Write it in digits, such as 12 or 0.5."


class NumberNotRead(BadInput):
    """Words where a number should stand."""

    sentence = "{text} is not a number. Nothing was changed. Write it in digits, such as 12 or 0.5."


class WholeNumberNotRead(BadInput):
    """A part where only whole things are counted."""

    sentence = "{text} is not a whole number. Nothing was changed. Write it in digits, such as 12."


class NumberBeyond(BadInput):
    """No shop has so much."""

    sentence = "{text} is too large. Nothing was changed. Look at its digits, and write it again."


class QuantityTooFine(BadInput):
    """Quantities end at thousandths."""

    sentence = (
        "{text} is finer than a thousandth of the unit. Nothing was changed. "
        "Write at most three digits after the point."
    )


class MoneyTooFine(BadInput):
    """Money ends at its smallest unit, and nobody rounds what was typed."""

    sentence = "{text} has parts smaller than {least}. Nothing was changed. Write an amount without them."


class PercentTooFine(BadInput):
    """Percentages end at hundredths."""

    sentence = (
        "{text} is finer than a hundredth of a percent. Nothing was changed. "
        "Write at most two digits after the point."
    )


class DayNotRead(BadInput):
    """Something else where a day should stand."""

    sentence = (
        "{text} is not a day. Nothing was changed. "
        "Write year, month and day, such as 2026-11-29 or 1405/09/08."
    )


def number(text: str) -> Decimal:
    """Read a number in any digits; raises NumberMissing, NumberNotRead or NumberBeyond."""
    with _said(text):
        found = cells.number(text)
        if abs(found) > cells.LARGEST:
            raise NumberBeyond(text=shown(text))
        return found


def whole(text: str) -> int:
    """Read a whole number, also below zero; raises NumberMissing, NumberBeyond or WholeNumberNotRead."""
    try:
        found = number(text)
    except NumberNotRead as error:
        raise WholeNumberNotRead(text=shown(text)) from error
    if found != found.to_integral_value():
        raise WholeNumberNotRead(text=shown(text))
    return int(found)


def percent(text: str) -> int:
    """Read a percentage as basis points; raises as `number`, and PercentTooFine."""
    scaled = number(text.replace("%", "").replace("٪", "")).scaleb(2)
    if scaled != scaled.to_integral_value():
        raise PercentTooFine(text=shown(text))
    return int(scaled)


def quantity(text: str) -> int:
    """Read a quantity as thousandths; raises as `number`, and QuantityTooFine."""
    with _said(text):
        return cells.quantity(text)


def money(text: str, currency: Currency) -> int:
    """Read an amount as people say it, in smallest units; raises as `number`, and MoneyTooFine."""
    with _said(text):
        found = cells.price(text, currency)
    if found.scale != 1:
        raise MoneyTooFine(text=shown(text), least=Money(1))
    return found.mantissa


def day(app: App, text: str | None) -> date | None:
    """Read a day of the shop in either calendar, if one was typed; raises DayNotRead."""
    if text is None:
        return None
    zone = app.shop.ask(settings.read).zone
    with _said(text):
        return cell_dates.moment(text, zone=zone).astimezone(calendar.zone(zone)).date()


def shown(text: str) -> str:
    """Give what was typed as a sentence can hold it."""
    tidy = one_line(text)
    return tidy if len(tidy) <= _SHOWN else tidy[: _SHOWN - 1] + "…"


@contextmanager
def _said(text: str) -> Iterator[None]:
    """Say of a slip what tables do not have to say: that nothing was changed, and what to write."""
    try:
        yield
    except cells.NotANumber as error:
        if not text.strip():
            raise NumberMissing from error
        raise (NumberBeyond if _VERY_LONG.fullmatch(text) else NumberNotRead)(text=shown(text)) from error
    except cells.NumberTooLarge as error:
        raise NumberBeyond(text=shown(text)) from error
    except cells.QuantityTooFine as error:
        raise QuantityTooFine(text=shown(text)) from error
    except cell_dates.NotADate as error:
        raise DayNotRead(text=shown(text)) from error
