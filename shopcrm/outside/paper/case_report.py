"""The report over complaints on A4: how many and why, how fast, what came back, at what cost, who again."""

from __future__ import annotations

from collections.abc import Sequence

from shopcrm.outside.paper import case_words
from shopcrm.outside.paper.blocks import Figure, draw_figures
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import NOTE, Heading, Paper
from shopcrm.outside.paper.pareto import ParetoBar, draw_pareto
from shopcrm.outside.paper.rows import Cell, Column, Number, Text, draw_rows
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind
from shopcrm.rules.spreads import Spread
from shopcrm.rules.wording import Words
from shopcrm.services.cause_pareto import ParetoRow
from shopcrm.services.complaint_figures import Figures

_MOST_CAUSES = 12
_WHOLE = 10_000
_BETWEEN = 0.2
_TIMES_HIGH = 130.0
"""Two lines and what is told under them stay together on a page."""


def lay_case_report(heading: Heading, figures: Figures, words: Words, fonts: Fonts) -> Paper:
    """Lay the report out on A4 pages."""
    paper = Paper(fonts, words, heading)
    paper.text(words.say("From {first} until {last}", first=figures.first, last=figures.last), NOTE)
    paper.space(8)
    draw_figures(paper, _first_figures(words, figures))
    if not figures.complaints:
        paper.text(words.say("Nobody complained in these days."), NOTE)
    _draw_causes(paper, figures.causes)
    _draw_counts(paper, figures)
    _draw_times(paper, figures)
    _draw_cost(paper, figures)
    _draw_after(paper, figures)
    _draw_again(paper, figures)
    return paper


def _first_figures(words: Words, figures: Figures) -> list[Figure]:
    mean = case_words.tenths(words, figures.satisfaction.mean)
    answers = words.plural("{count} answer", "{count} answers", figures.satisfaction.answers)
    late = words.say("{count} late", count=figures.late_now) if figures.late_now else ""
    return [
        Figure(words.say("Complaints"), words.number(figures.complaints)),
        Figure(words.say("Not settled"), words.number(figures.unsettled), late),
        Figure(words.say("Suggestions"), words.number(figures.by_kind.get(Kind.SUGGESTION, 0))),
        Figure(words.say("Praise"), words.number(figures.by_kind.get(Kind.PRAISE, 0))),
        Figure(words.say("Content, of 10"), mean, answers),
    ]


def _draw_causes(paper: Paper, causes: Sequence[ParetoRow]) -> None:
    words = paper.words
    if not causes:
        return
    paper.section(words.say("Why it happened"))
    shown, rest = causes[:_MOST_CAUSES], causes[_MOST_CAUSES:]
    bars = [_bar(words, one) for one in shown]
    if rest:
        count = sum(one.count for one in rest)
        name = words.plural("{count} more cause", "{count} more causes", len(rest))
        bars.append(ParetoBar(name, count, words.number(count), ""))
    draw_pareto(paper, bars)


def _bar(words: Words, one: ParetoRow) -> ParetoBar:
    name = words.alone(one.path) if one.cause_id is not None else words.say("Nobody said why yet")
    together = "" if one.together is None else case_words.share(words, one.together)
    return ParetoBar(name, one.count, words.number(one.count), together)


def _draw_counts(paper: Paper, figures: Figures) -> None:
    words = paper.words
    if not figures.complaints:
        return
    paper.section(words.say("What about, and how upset"))
    about = [(words.tell(rules.about_words(one)), count) for one, count in figures.by_about.items()]
    upset = [(words.tell(rules.severity_words(one)), count) for one, count in figures.by_severity.items()]
    rows: list[list[Cell]] = []
    for place in range(max(len(about), len(upset))):
        cells: list[Cell] = []
        for side in (about, upset):
            name, count = side[place] if place < len(side) else ("", None)
            cells += [Text(name), Number("" if count is None else words.number(count))]
        # Air between the two halves, or a count is read with the word of the other.
        cells.insert(2, Text(""))
        rows.append(cells)
    columns = [Column(words.say("What about"), share=1), Column(words.say("Complaints"), numbers=True)]
    more = [Column(words.say("How upset"), share=1), Column(words.say("Complaints"), numbers=True)]
    draw_rows(paper, [*columns, Column("", share=_BETWEEN), *more], rows)


def _draw_times(paper: Paper, figures: Figures) -> None:
    words = paper.words
    if not figures.answer.count and not figures.settle.count:
        return
    paper.need(_TIMES_HIGH)
    paper.section(words.say("How long it took, in opening hours"))
    columns = [
        Column("", share=1),
        Column(words.say("Cases"), numbers=True),
        Column(words.say("Half of them within"), numbers=True),
        Column(words.say("Nine of ten within"), numbers=True),
        Column(words.say("Late"), numbers=True),
    ]
    rows = [
        _times(words, words.say("To the first answer"), figures.answer),
        _times(words, words.say("Until settled"), figures.settle),
    ]
    draw_rows(paper, columns, rows)
    reopened = words.plural(
        "{count} case was opened again.", "{count} cases were opened again.", figures.reopened
    )
    paper.text(reopened, NOTE)


def _times(words: Words, name: str, spread: Spread) -> list[Cell]:
    return [
        Text(name),
        Number(words.number(spread.count)),
        Number(case_words.opening_time(words, spread.median)),
        Number(case_words.opening_time(words, spread.ninetieth)),
        Number(words.number(spread.late)),
    ]


def _draw_cost(paper: Paper, figures: Figures) -> None:
    words, cost = paper.words, figures.cost
    paper.section(words.say("What putting it right cost"))
    columns = [Column("", share=1), Column("", numbers=True)]
    rows: list[list[Cell]] = [
        _sum(words, words.say("Money paid back"), cost.refunds),
        _sum(words, words.say("Vouchers used"), cost.vouchers_used),
        _sum(words, words.say("Points, at what they are worth now"), cost.points_worth),
        _sum(words, words.say("Together"), cost.total),
    ]
    draw_rows(paper, columns, rows)
    made = words.plural(
        "{count} voucher was made, good for {amount} in all.",
        "{count} vouchers were made, good for {amount} in all.",
        cost.vouchers_made,
        amount=words.money(cost.vouchers),
    )
    other = words.say(
        "Exchanges: {exchanges}, free services: {services}",
        exchanges=words.number(cost.exchanges),
        services=words.number(cost.services),
    )
    paper.text(made if cost.vouchers_made else "", NOTE)
    paper.text(other if cost.exchanges or cost.services else "", NOTE)


def _sum(words: Words, name: str, amount: int) -> list[Cell]:
    return [Text(name), Number(words.money(amount))]


def _draw_after(paper: Paper, figures: Figures) -> None:
    words, back = paper.words, figures.looked_back
    if not back.cases:
        return
    paper.section(words.say("What came after"))
    columns = [Column("", share=1), Column(words.say("Cases"), numbers=True), Column("", numbers=True)]
    rows = [
        _part(words, words.say("They came back"), back.came_back, back.known),
        _part(words, words.say("They used the voucher"), back.vouchers_used, back.vouchers),
        _part(words, words.say("It went wrong again in the same way"), back.again, back.known),
    ]
    draw_rows(paper, columns, rows)


def _part(words: Words, name: str, count: int, of: int) -> list[Cell]:
    told = case_words.share(words, count * _WHOLE // of) if of else "—"
    both = words.say("{count} of {whole}", count=count, whole=of)
    return [Text(name), Number(both), Number(told)]


def _draw_again(paper: Paper, figures: Figures) -> None:
    words = paper.words
    if not figures.again:
        return
    paper.section(words.say("Who complained more than once"))
    told = words.plural(
        "{count} person complained more than once", "{count} people complained more than once", figures.again
    )
    same = words.say("of the same cause: {count}", count=figures.again_same)
    paper.text(words.say("{people}, {same}.", people=told, same=same), NOTE)
    columns = [
        Column(words.say("Customer"), share=1),
        Column(words.say("Cause"), share=1),
        Column(words.say("Complaints"), numbers=True),
    ]
    rows: list[list[Cell]] = [
        [
            Text(words.alone(words.shown(one.customer))),
            Text(words.alone(one.cause) if one.cause else words.say("several")),
            Number(words.number(one.count)),
        ]
        for one in figures.people
    ]
    draw_rows(paper, columns, rows)
