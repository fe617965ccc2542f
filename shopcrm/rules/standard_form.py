"""How standards are written down as JSON, for the shop file and the command line, and read back exactly."""

import json
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from shopcrm.rules.complaints import SEVERITIES, About, RemedyKind
from shopcrm.rules.errors import BadInput
from shopcrm.rules.opening import DAY_MINUTES, Span
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.standards import (
    CaseTimes,
    Clocks,
    Content,
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    Offer,
    Phrase,
    Phrases,
    Remedies,
    Returns,
    StandardKind,
)
from shopcrm.rules.text import ascii_digits, bare, one_line

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d{1,2})(?:[:.٫](\d{2}))?\s*[-–—−]\s*(\d{1,2})(?:[:.٫](\d{2}))?")
_COMMAS = re.compile(r"[,،;؛]")
_HOUR = 60
C = TypeVar("C", bound=StrEnum)


class StandardNotRead(BadInput):
    """Something else where a standard should stand."""

    sentence = (
        "What was written for {kind} was not understood at {place}. Nothing was changed. "
        "Begin with what shopcrm standards show {kind} --json gives."
    )


class _Wrong(Exception):
    """The place at which something does not fit."""


def written(content: Content) -> str:
    """Write a standard down; what is the same is written the same."""
    return json.dumps(document(content), ensure_ascii=False, sort_keys=True)


def document(content: Content) -> dict[str, Any]:
    """Give a standard as what JSON can hold; money in smallest units, times in minutes."""
    found: dict[str, Any]
    match content:
        case Dos(do, dont):
            found = {"do": list(do), "dont": list(dont)}
        case Returns(words, days):
            found = {"words": words, "days": days}
        case Guarantees(each):
            found = {"guarantees": [_guarantee(one) for one in each]}
        case Hours(week, fixed):
            named = zip(DAYS, week, strict=True)
            found = {"week": {name: [span_text(span) for span in day] for name, day in named}}
            found["fixed_holidays"] = fixed
        case Clocks(times):
            timed = zip(SEVERITIES, times, strict=True)
            found = {str(number): {"answer": one.answer, "settle": one.settle} for number, one in timed}
        case Remedies(offers, alone, alone_points):
            offered = {str(number): _offer(one) for number, one in zip(SEVERITIES, offers, strict=True)}
            found = {"offers": offered, "alone": alone, "alone_points": alone_points}
        case _:
            found = {"phrases": [_phrase(one) for one in content.each]}
    return found


def read(kind: StandardKind, text: str) -> Content:
    """Read a standard that was written down; raises StandardNotRead with the place that does not fit."""
    try:
        return _READERS[kind](_table(json.loads(text), ""))
    except _Wrong as error:
        raise StandardNotRead(kind=kind.value, place=str(error) or "JSON") from None
    except (ValueError, RecursionError) as error:
        raise StandardNotRead(kind=kind.value, place="JSON") from error


def span_text(span: Span) -> str:
    """Write a span as 9:00-21:00."""
    return f"{_clock(span.opens)}-{_clock(span.closes)}"


def spans_of(text: str) -> tuple[Span, ...] | None:
    """Read the spans of a day as people write them, in any digits; None where they are none.

    A day without any is closed.
    """
    found: list[Span] = []
    for part in _COMMAS.split(ascii_digits(bare(text))):
        if not part.strip():
            continue
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            return None
        opens, closes = (int(match[place]) * _HOUR + int(match[place + 1] or 0) for place in (1, 3))
        if opens >= DAY_MINUTES or closes > DAY_MINUTES or int(match[2] or 0) >= _HOUR:
            return None
        if int(match[4] or 0) >= _HOUR:
            return None
        found.append(Span(opens, closes or DAY_MINUTES))
    return tuple(found)


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR}:{minutes % _HOUR:02d}"


def _guarantee(one: Guarantee) -> dict[str, Any]:
    return {
        "words": one.words,
        "about": one.about.value,
        "makes": one.if_broken.makes.value,
        "value": one.if_broken.value,
        "service": one.if_broken.words,
        "for_orders": one.for_orders,
        "grace_days": one.grace_days,
    }


def _offer(one: Offer) -> dict[str, Any]:
    kinds = [kind.value for kind in RemedyKind if kind in one.kinds]
    return {"kinds": kinds, "most": one.most, "most_points": one.most_points}


def _phrase(one: Phrase) -> dict[str, Any]:
    return {
        "words": one.words,
        "about": one.about.value,
        "from_severity": one.severity,
        "avoid": one.avoid,
    }


def _dos(table: dict[str, Any]) -> Dos:
    _only(table, "", "do", "dont")
    return Dos(*(_lines(table.get(name, []), name) for name in ("do", "dont")))


def _returns(table: dict[str, Any]) -> Returns:
    _only(table, "", "words", "days")
    return Returns(bare(_text(table.get("words", ""), "words")).strip(), _whole(table.get("days"), "days"))


def _guarantees(table: dict[str, Any]) -> Guarantees:
    _only(table, "", "guarantees")
    return Guarantees(tuple(_one_guarantee(*one) for one in _rows(table, "guarantees")))


def _one_guarantee(one: dict[str, Any], place: str) -> Guarantee:
    names = ("words", "about", "makes", "value", "service", "for_orders", "grace_days")
    _only(one, place, *names)
    makes = _code(Makes, one.get("makes", ""), f"{place}.makes")
    value = _whole(one.get("value", 0), f"{place}.value") if makes in {Makes.VOUCHER, Makes.POINTS} else 0
    service = one_line(_text(one.get("service", ""), f"{place}.service"))
    return Guarantee(
        one_line(_text(one.get("words"), f"{place}.words")),
        _code(About, one.get("about", ""), f"{place}.about"),
        Compensation(makes, value, service),
        _flag(one.get("for_orders", False), f"{place}.for_orders"),
        _whole(one.get("grace_days", 0), f"{place}.grace_days"),
    )


def _hours(table: dict[str, Any]) -> Hours:
    _only(table, "", "week", "fixed_holidays")
    week = _table(table.get("week"), "week")
    _only(week, "week", *DAYS)
    return Hours(
        tuple(_day(week.get(name, []), f"week.{name}") for name in DAYS),
        _flag(table.get("fixed_holidays", False), "fixed_holidays"),
    )


def _day(value: Any, place: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for text in _lines(value, place):
        found = spans_of(text)
        if found is None:
            raise _Wrong(place)
        spans += found
    return tuple(sorted(spans, key=lambda span: span.opens))


def _clocks(table: dict[str, Any]) -> Clocks:
    _only(table, "", *(str(one) for one in SEVERITIES))
    found = []
    for severity in SEVERITIES:
        one = _table(table.get(str(severity)), str(severity))
        _only(one, str(severity), "answer", "settle")
        times = (_whole(one.get(name), f"{severity}.{name}") for name in ("answer", "settle"))
        found.append(CaseTimes(*times))
    return Clocks(tuple(found))


def _remedies(table: dict[str, Any]) -> Remedies:
    _only(table, "", "offers", "alone", "alone_points")
    offers = _table(table.get("offers"), "offers")
    _only(offers, "offers", *(str(one) for one in SEVERITIES))
    return Remedies(
        tuple(_one_offer(offers.get(str(one)), f"offers.{one}") for one in SEVERITIES),
        _whole(table.get("alone"), "alone"),
        _whole(table.get("alone_points"), "alone_points"),
    )


def _one_offer(value: Any, place: str) -> Offer:
    one = _table(value, place)
    _only(one, place, "kinds", "most", "most_points")
    kinds = frozenset(_code(RemedyKind, kind, f"{place}.kinds") for kind in _list(one.get("kinds"), place))
    most, points = (
        None if one.get(name) is None else _whole(one[name], f"{place}.{name}")
        for name in ("most", "most_points")
    )
    return Offer(kinds, most, points)


def _phrases(table: dict[str, Any]) -> Phrases:
    _only(table, "", "phrases")
    return Phrases(tuple(_one_phrase(*one) for one in _rows(table, "phrases")))


def _one_phrase(one: dict[str, Any], place: str) -> Phrase:
    _only(one, place, "words", "about", "from_severity", "avoid")
    return Phrase(
        one_line(_text(one.get("words"), f"{place}.words")),
        _code(About, one.get("about", ""), f"{place}.about"),
        _whole(one.get("from_severity", 1), f"{place}.from_severity"),
        _flag(one.get("avoid", False), f"{place}.avoid"),
    )


def _only(table: dict[str, Any], place: str, *names: str) -> None:
    """Let no name pass that means nothing here: a slip of the finger would be lost in silence."""
    for name in table:
        if name not in names:
            raise _Wrong(f"{place}.{name}" if place else name)


def _table(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(place)
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong(place)
    return value


def _rows(table: dict[str, Any], name: str) -> Sequence[tuple[dict[str, Any], str]]:
    rows = enumerate(_list(table.get(name), name))
    return [(_table(one, f"{name}.{number}"), f"{name}.{number}") for number, one in rows]


def _lines(value: Any, place: str) -> tuple[str, ...]:
    found = (one_line(_text(one, place)) for one in _list(value, place))
    return tuple(line for line in found if line)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise _Wrong(place)
    return value


def _whole(value: Any, place: str) -> int:
    if type(value) is not int:
        raise _Wrong(place)
    return value


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(place)
    return value


def _code(codes: type[C], value: Any, place: str) -> C:
    found = next((one for one in codes if one.value == value), None)
    if found is None:
        raise _Wrong(place)
    return found


_READERS: dict[StandardKind, Callable[[dict[str, Any]], Content]] = {
    StandardKind.DOS: _dos,
    StandardKind.RETURNS: _returns,
    StandardKind.GUARANTEES: _guarantees,
    StandardKind.HOURS: _hours,
    StandardKind.CLOCKS: _clocks,
    StandardKind.REMEDIES: _remedies,
    StandardKind.PHRASES: _phrases,
}
