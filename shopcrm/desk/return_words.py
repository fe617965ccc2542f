"""What a return would do, in words: how the money goes back, and what becomes of points and vouchers."""

from dataclasses import replace

from shopcrm.desk.counter_kinds import paid_word
from shopcrm.desk.widgets.sum_rows import SumLine
from shopcrm.rules.tenders import POINTS
from shopcrm.rules.wording import Words
from shopcrm.services.refunds import WayBack
from shopcrm.services.returns import ReturnQuote


def reckoning(words: Words, quote: ReturnQuote) -> list[SumLine]:
    """Tell line by line what goes back in which way, and what follows for points and vouchers."""
    lines = [_way(words, one) for one in quote.ways]
    lines.append(SumLine(words.say("Goes back"), words.amount(quote.refund), strong=True, parts=True))
    after = [*_points_taken(words, quote), *_vouchers(words, quote)]
    if after:
        lines += [replace(after[0], parts=True), *after[1:]]
    return lines


def _way(words: Words, one: WayBack) -> SumLine:
    if one.kind != POINTS:
        return SumLine(paid_word(words, one.kind), words.amount(one.amount))
    if one.points is None:
        return SumLine(words.say("Kept for points that were spent"), words.amount(one.amount))
    count = words.plural("{count} point", "{count} points", count=one.points)
    return SumLine(words.say("Points"), words.amount(one.amount), why=count)


def _points_taken(words: Words, quote: ReturnQuote) -> list[SumLine]:
    return [*_regained(words, quote), *_lost(words, quote)]


def _regained(words: Words, quote: ReturnQuote) -> list[SumLine]:
    if not quote.regained:
        return []
    told = words.plural(
        "{count} point was forgiven before and is not given back",
        "{count} points were forgiven before and are not given back",
        count=quote.regained,
    )
    return [SumLine(told, icon="star", tint="muted")]


def _lost(words: Words, quote: ReturnQuote) -> list[SumLine]:
    if not quote.points_taken:
        return []
    taken = words.plural("{count} point taken back", "{count} points taken back", count=quote.points_taken)
    lines = [SumLine(taken, icon="star", tint="muted")]
    if quote.points_owed:
        lines.append(SumLine(_what_of_missing(words, quote), icon="circle-alert", tint="warn"))
    return lines


def _what_of_missing(words: Words, quote: ReturnQuote) -> str:
    count = quote.points_owed
    if quote.forgiven:
        return words.plural("{count} was spent; forgiven", "{count} were spent; forgiven", count=count)
    if quote.kept:
        return words.plural(
            "{count} was spent; paid by the refund", "{count} were spent; paid by the refund", count=count
        )
    return words.plural("{count} was spent; stays owed", "{count} were spent; stay owed", count=count)


def _vouchers(words: Words, quote: ReturnQuote) -> list[SumLine]:
    return [
        SumLine(
            words.say("The voucher is free again") if one.is_freed else words.say("A new voucher"),
            words.amount(one.worth),
            icon="ticket-percent",
            tint="muted",
        )
        for one in quote.vouchers
    ]
