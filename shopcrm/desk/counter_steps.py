"""How a total is made, in words: goods, each reduction in its order, the total, and what pays part of it."""

from collections.abc import Sequence
from itertools import groupby

from shopcrm.desk.counter_exchange import Difference
from shopcrm.desk.counter_kinds import paid_word
from shopcrm.desk.widgets.sum_rows import SumLine
from shopcrm.rules.pricing import Priced, Step, StepKind
from shopcrm.rules.wording import Words
from shopcrm.services.exchanges import Exchanged
from shopcrm.services.pricing import Quote
from shopcrm.services.selling import Sold

_PARTED = (": ", "：")
"""What parts the name of a reduction from its reason, in either language."""


def lines_of(words: Words, quote: Quote, exchange: Difference | None = None) -> list[SumLine]:
    """Tell how the amount to pay is made, in an exchange with what comes back; what is earned stands last."""
    priced = quote.priced
    lines = [SumLine(words.say("Goods"), words.amount(priced.goods))]
    lines += [_reduction(words, steps) for steps in _together(priced.steps)]
    lines.append(_total(words, priced))
    lines += _paid_already(words, quote)
    if exchange is not None:
        lines += _brought_back(words, exchange)
    earned = sum(one.points for one in quote.points.earns)
    if earned:
        lines.append(_earns(words, quote, earned))
    return lines


def told(words: Words, sold: Sold) -> str:
    """Tell in one line what was sold: number, amount, change, points."""
    points = sold.points
    parts = [words.say("Sale {number}", number=words.digits(sold.number)), words.money(sold.total)]
    if sold.change:
        parts.append(words.say("give back {amount}", amount=words.amount(sold.change)))
    if points.earned:
        parts.append(words.plural("{count} point earned", "{count} points earned", count=points.earned))
    if points.earned or points.spent:
        parts.append(words.say("{count} points now", count=points.balance))
    # Numbers on both sides of a dot would change places in Persian.
    return ("\u200f  ·  \u200f" if words.rtl else "  ·  ").join(parts)


def exchanged(words: Words, done: Exchanged) -> str:
    """Tell in one line what was exchanged, and what the difference was."""
    number = words.digits(done.sold.number)
    if done.difference < 0:
        amount = words.money(-done.difference)
        return words.say("Exchanged, sale {number}: give back {amount}", number=number, amount=amount)
    return words.say(
        "Exchanged, sale {number}: {amount} paid", number=number, amount=words.money(done.difference)
    )


def sold_in(done: Sold | Exchanged) -> Sold:
    """Give the sale, of an exchange the one of what was taken instead."""
    return done.sold if isinstance(done, Exchanged) else done


def last_lines(words: Words, done: Sold | Exchanged) -> list[SumLine]:
    """Tell line by line what was sold last and how it was paid."""
    sold = sold_in(done)
    lines = [SumLine(words.say("Sale {number}", number=words.digits(sold.number)), words.amount(sold.total))]
    lines += _settled(words, done) if isinstance(done, Exchanged) else _paid(words, sold)
    points = sold.points
    if points.earned or points.spent:
        now = words.say("{count} points now", count=points.balance)
        many = words.plural("{count} point earned", "{count} points earned", count=points.earned)
        lines.append(SumLine(many, "", now, icon="sparkles", tint="ok", parts=True))
    return lines


def _paid(words: Words, sold: Sold) -> list[SumLine]:
    lines = [SumLine(paid_word(words, one.kind), words.amount(one.amount)) for one in sold.paid]
    if sold.change:
        lines.append(SumLine(words.say("To give back"), words.amount(sold.change), strong=True, parts=True))
    return lines


def _settled(words: Words, done: Exchanged) -> list[SumLine]:
    """Tell what an exchange came to: each of its documents alone says more than was handed over."""
    back = SumLine(words.say("Brought back"), words.amount(-done.returned.refund))
    said = words.say("To give back") if done.difference < 0 else words.say("Difference")
    return [back, SumLine(said, words.amount(abs(done.difference)), strong=True, parts=True)]


def whys(words: Words, quote: Quote) -> list[SumLine]:
    """Tell every single step: what it worked on, what it took off, and by which rule."""
    priced = quote.priced
    lines = [
        SumLine(
            words.alone(one.line.name),
            words.amount(one.gross),
            _each(words, one.line.quantity, one.line.price, one.line.unit),
        )
        for one in priced.lines
    ]
    lines.append(SumLine(words.say("Goods"), words.amount(priced.goods), strong=True, parts=True))
    for step in priced.steps:
        name = (
            words.alone(priced.lines[step.line].line.name)
            if step.line is not None
            else words.say("All goods")
        )
        lines.append(SumLine(words.tell(step.why), words.amount(-step.amount), name))
    lines.append(_total(words, priced))
    if priced.tax:
        lines.append(SumLine(words.say("Tax in it"), words.amount(priced.tax), tint="muted"))
    lines += _paid_already(words, quote)
    for one in quote.points.earns:
        many = words.plural("{count} point", "{count} points", count=one.points)
        lines.append(SumLine(words.say("Earns {points}", points=many), "", words.tell(one.why), tint="ok"))
    return lines


def _each(words: Words, quantity: int, price: int, unit: str) -> str:
    many = words.quantity(quantity, words.isolate(unit))
    return words.say("{quantity} × {price}", quantity=many, price=words.amount(price))


def _together(steps: Sequence[Step]) -> list[list[Step]]:
    """Put the steps of one rule together, however many lines it took something off."""
    return [
        list(found)
        for _rule, found in groupby(
            steps, key=lambda one: (one.kind, one.promotion_id, one.tier_id, one.voucher_id)
        )
    ]


def _reduction(words: Words, steps: Sequence[Step]) -> SumLine:
    told = [words.tell(step.why) for step in steps]
    amount = words.amount(-sum(step.amount for step in steps))
    name, why = _parted(told[0])
    if len(steps) > 1:
        name = words.say("Line discount") if steps[0].kind is StepKind.LINE else name
        why = words.plural("{count} line", "{count} lines", count=len(steps))
    return SumLine(name, amount, why, more="\n".join(told))


def _parted(told: str) -> tuple[str, str]:
    for mark in _PARTED:
        name, found, why = told.partition(mark)
        if found:
            return name, why
    return told, ""


def _total(words: Words, priced: Priced) -> SumLine:
    return SumLine(words.say("Total"), words.amount(priced.total), strong=True, parts=True)


def _paid_already(words: Words, quote: Quote) -> list[SumLine]:
    lines = []
    for one in quote.credit:
        rest = words.say("{amount} left on it", amount=words.amount(one.rest))
        lines.append(SumLine(words.say("Store credit"), words.amount(-one.pays), rest))
    points = quote.points
    if points.pays:
        worth = words.say(
            "{count} × {amount}", count=points.spending, amount=words.amount(points.worth_of_one)
        )
        lines.append(SumLine(words.say("Points"), words.amount(-points.pays), worth))
    return lines


def _brought_back(words: Words, exchange: Difference) -> list[SumLine]:
    """Tell what comes back: what counts against the new goods, and what goes where it came from."""
    back, lines = exchange.back, []
    if exchange.counts:
        many = words.plural("{count} line", "{count} lines", count=len(back.lines))
        lines.append(SumLine(words.say("Brought back"), words.amount(-exchange.counts), many))
    rest = back.refund - exchange.counts
    if rest > 0:
        kinds = words.listing(list(dict.fromkeys(paid_word(words, one.kind) for one in back.ways)))
        lines.append(SumLine(words.say("Goes back by itself"), words.amount(rest), kinds, tint="muted"))
    return lines


def _earns(words: Words, quote: Quote, earned: int) -> SumLine:
    many = words.plural("{count} point", "{count} points", count=earned)
    said = words.say("Earns {points}", points=many)
    left = words.say("{count} after it", count=quote.points.left_after)
    more = "\n".join(words.tell(one.why) for one in quote.points.earns)
    return SumLine(said, "", left, more=more, icon="sparkles", tint="ok", parts=True)
