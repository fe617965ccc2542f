"""The words and figures of a slip, line by line, the same for every width of paper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows
from shopcrm.services.slips import Slip, SlipLine, SlipPayment


@dataclass(frozen=True)
class Row:
    """Words and a figure beside each other; `strong` ones are what people look for."""

    label: str
    figure: str
    strong: bool = False


@dataclass(frozen=True)
class Part:
    """The lines of one document, and what is reckoned from them."""

    title: str
    lines: tuple[LineWords, ...]
    sums: tuple[Row, ...]


@dataclass(frozen=True)
class LineWords:
    """One line of goods: its name, quantity and price, what it comes to, and what was taken off it."""

    name: str
    detail: str
    figure: str
    off: tuple[Row, ...]


def title(words: Words, slip: Slip) -> str:
    """Name the document."""
    number = words.ltr(words.digits(slip.number))
    if slip.exchange is not None:
        return words.say("Exchange {number}", number=number)
    if slip.kind != "return":
        return words.say("Sale {number}", number=number)
    if slip.reversal:
        return words.say("Reversal {number}", number=number)
    return words.say("Return {number}", number=number)


def copy_mark(words: Words, slip: Slip) -> str:
    """Say that this is not the first slip of the document, and the how manieth copy; nothing on the first."""
    return words.say("Copy {number}", number=slip.printed) if slip.printed else ""


def head(words: Words, slip: Slip) -> list[str]:
    """Tell when, who for, who served and where."""
    customer = words.say("Customer: {name}", name=slip.customer) if slip.customer else ""
    tier = words.say("Tier: {tier}", tier=slip.tier) if slip.tier else ""
    who = day_rows.person(slip.served_by)
    server = words.say("Served by {name}", name=who) if slip.served_by else ""
    till = words.say("Till {till}", till=slip.till) if slip.till else ""
    said = [words.moment(slip.sold_at)]
    if slip.of_number:
        said.append(words.say("Of the sale {number}", number=slip.of_number))
    said += [_beside(customer, tier), _beside(server, till)]
    if slip.reason:
        said.append(words.say("Reason: {reason}", reason=slip.reason))
    return [one for one in said if one]


def parts(words: Words, slip: Slip) -> list[Part]:
    """Give the documents on the slip: the one, or what was taken back and what was taken instead."""
    own = Part("", _lines(words, slip), _sums(words, slip))
    if slip.exchange is None:
        return [own]
    back = slip.exchange
    label = words.say("Taken back") if not back.of_number else _taken_back(words, back.of_number)
    returned = Part(label, _lines(words, back), _sums(words, back))
    return [returned, Part(words.say("Taken instead"), own.lines, own.sums)]


def total(words: Words, slip: Slip) -> Row:
    """Give what is to be paid, or paid back, in the end."""
    amount = slip.total + (slip.exchange.total if slip.exchange else 0)
    label = words.say("Paid back") if amount < 0 else words.say("Total")
    return Row(label, words.money(amount), strong=True)


def tax(words: Words, slip: Slip) -> Row | None:
    """Tell how much of the total is tax."""
    amount = slip.tax + (slip.exchange.tax if slip.exchange else 0)
    return Row(words.say("Tax in it"), words.amount(amount)) if amount else None


def payments(words: Words, slip: Slip) -> list[Row]:
    """Tell how it was paid, and what was given out."""
    rows: list[Row] = []
    for one in _paid(slip):
        rows.append(Row(_way(words, one), words.amount(one.amount)))
        if one.rest is not None:
            rows.append(Row(words.say("Left on it"), words.amount(one.rest)))
        if one.handed is not None and one.handed != one.amount:
            rows.append(Row(words.say("Cash given"), words.amount(one.handed)))
    if slip.change:
        rows.append(Row(words.say("Change"), words.amount(slip.change), strong=True))
    if slip.owed is not None:
        rows.append(Row(words.say("Owed on the tab now"), words.amount(slip.owed)))
    return rows


def points(words: Words, slip: Slip) -> list[Row]:
    """Tell what happened to points, and what is left of them."""
    told = [one.points for one in (slip.exchange, slip) if one is not None and one.points is not None]
    if not told:
        return []
    figures = [
        (words.say("Points earned"), sum(one.earned for one in told)),
        (words.say("Points given back"), sum(one.given_back for one in told)),
        (words.say("Points spent"), -sum(one.spent for one in told)),
        (words.say("Points taken back"), -sum(one.taken_back for one in told)),
    ]
    rows = [Row(label, words.number(count)) for label, count in figures if count]
    return [*rows, Row(words.say("Points left"), words.number(told[-1].left), strong=True)]


def _paid(slip: Slip) -> list[SlipPayment]:
    """Give the payments; those of an exchange settled against each other, kind by kind."""
    if slip.exchange is None:
        return list(slip.payments)
    settled = list(slip.payments)
    for back in slip.exchange.payments:
        same = [place for place, one in enumerate(settled) if (one.kind, one.code) == (back.kind, back.code)]
        if same:
            one = settled[same[0]]
            settled[same[0]] = replace(one, amount=one.amount + back.amount)
        else:
            settled.append(back)
    return [one for one in settled if one.amount]


def _beside(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _taken_back(words: Words, number: str) -> str:
    return words.say("Taken back, of the sale {number}", number=number)


def _lines(words: Words, slip: Slip) -> tuple[LineWords, ...]:
    return tuple(_line(words, line, priced=slip.kind == "sale") for line in slip.lines)


def _line(words: Words, line: SlipLine, *, priced: bool) -> LineWords:
    name = words.alone(line.name) if line.name else words.say("Goods")
    off = tuple(Row(words.tell(step.why), words.amount(-step.amount)) for step in line.off)
    return LineWords(name, _detail(words, line, priced=priced), words.amount(line.gross), off)


def _detail(words: Words, line: SlipLine, *, priced: bool) -> str:
    """Tell quantity and price where the line alone does not; of goods taken back only the quantity."""
    quantity = words.quantity(abs(line.quantity), words.isolate(line.unit))
    one = abs(line.quantity) == THOUSANDTHS
    if not priced:
        return "" if one and not line.unit else quantity
    if one and not line.unit:
        return ""
    return words.say("{quantity} × {price}", quantity=quantity, price=words.amount(line.price))


def _sums(words: Words, slip: Slip) -> tuple[Row, ...]:
    rows = [Row(words.tell(step.why), words.amount(-step.amount)) for step in slip.steps]
    if slip.added:
        rows.append(Row(_added(words, slip), words.amount(slip.added)))
    if slip.exchange is not None:
        return (*rows, Row(words.say("Together"), words.amount(slip.total), strong=True))
    if not rows:
        return ()
    return (Row(words.say("Goods"), words.amount(_before_whole(slip))), *rows)


def _before_whole(slip: Slip) -> int:
    """Give what the lines came to after what was taken off each of them."""
    return slip.goods - sum(step.amount for line in slip.lines for step in line.off)


def _added(words: Words, slip: Slip) -> str:
    if slip.added < 0:
        return words.say("Taken off")
    return words.say("Tax") if slip.added == slip.tax else words.say("Added")


def _way(words: Words, paid: SlipPayment) -> str:
    if paid.kind == "credit" and paid.code:
        return words.say("Store credit {code}", code=words.ltr(paid.code))
    if paid.kind == "points" and paid.points is not None:
        return words.plural("{count} point", "{count} points", abs(paid.points))
    return words.tell(day_rows.PAYMENTS[paid.kind])
