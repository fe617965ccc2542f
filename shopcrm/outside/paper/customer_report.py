"""The customer report: all that the shop knows of a person on one to three pages, of one person or several.

It holds notes and guesses that are the shop's own; what goes to the person is `customer_given`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shopcrm.outside.paper import people_words, person_tables
from shopcrm.outside.paper.blocks import Fact, Figure, draw_bullets, draw_facts, draw_figures, draw_warning
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import SECOND, STRONG, Heading, Paper
from shopcrm.outside.paper.rows import Column, Strip, Text, draw_rows
from shopcrm.rules.wording import Words
from shopcrm.services.person_report import PersonReport
from shopcrm.services.preferences import Kind


def write_reports(
    path: Path, heading: Heading, reports: Sequence[PersonReport], words: Words, fonts: Fonts
) -> None:
    """Write the reports as one PDF, wholly or not at all; raises PaperNotSaved and FontMissing."""
    customer_reports(heading, reports, words, fonts).save(path)


def customer_reports(heading: Heading, reports: Sequence[PersonReport], words: Words, fonts: Fonts) -> Paper:
    """Lay the reports out, each from a page of its own on; several begin with a list of who is where."""
    if len(reports) == 1:
        paper = Paper(fonts, words, _own_heading(heading, reports[0], words))
        _draw(paper, reports[0])
        return paper
    count = words.plural("{count} person", "{count} people", count=len(reports))
    paper = Paper(fonts, words, replace(heading, title=words.say("Customer reports"), note=count))
    begins: dict[int, int] = {}
    _draw_contents(paper, reports, begins)
    for report in reports:
        paper.begin_part(_own_heading(heading, report, words))
        paper.mark(f"customer{report.sheet.id}", people_words.name_of(words, report.sheet))
        begins[report.sheet.id] = paper.pages
        _draw(paper, report)
    return paper


@dataclass(frozen=True)
class _PageOf:
    """A cell with the page on which somebody begins; it is known when the whole paper is laid out."""

    begins: dict[int, int]
    customer_id: int

    def widest(self, paper: Paper) -> float:
        """Give the width of a page's number."""
        return paper.setter.line(paper.words.number(9999), STRONG).width

    def strips(self, paper: Paper, room: float, align: Align) -> list[Strip]:
        """Give the one line, drawn late."""

        def draw(left: float, top: float) -> None:
            paper.later(lambda: self._draw(paper, left, room, top, align))

        return [Strip(STRONG.leading, draw)]

    def _draw(self, paper: Paper, left: float, room: float, top: float, align: Align) -> None:
        page = paper.words.number(self.begins[self.customer_id])
        paper.draw(paper.setter.line(page, STRONG), left, room, top, align)


def _own_heading(heading: Heading, report: PersonReport, words: Words) -> Heading:
    sheet = report.sheet
    parts = [words.say("customer since {day}", day=words.days.of(sheet.first_seen_at))]
    if sheet.cards:
        number = people_words.card_number(words, sheet.cards[0].number)
        parts.append(words.say("card {number}", number=number))
    if sheet.tags:
        parts.append(words.listing([words.isolate(tag) for tag in sheet.tags]))
    return replace(heading, title=people_words.name_of(words, sheet), note=" · ".join(parts))


def _draw_contents(paper: Paper, reports: Sequence[PersonReport], begins: dict[int, int]) -> None:
    words = paper.words
    columns = [
        Column(words.say("Person"), share=3),
        Column(words.say("Phone"), share=2),
        Column(words.say("Page"), numbers=True),
    ]
    rows = [
        (
            Text(people_words.name_of(words, report.sheet), style=STRONG),
            Text(words.phone(report.sheet.phones[0]) if report.sheet.phones else ""),
            _PageOf(begins, report.sheet.id),
        )
        for report in reports
    ]
    draw_rows(paper, columns, rows)


def _draw(paper: Paper, report: PersonReport) -> None:
    _draw_person(paper, report)
    _draw_totals(paper, report)
    if report.months:
        paper.section(paper.words.say("Spent by month"))
        person_tables.draw_months(paper, report.months)
    _draw_loves(paper, report)
    _draw_wishes(paper, report)
    _draw_bought(paper, report)
    _draw_told(paper, report)
    _draw_noted(paper, report)


def _draw_person(paper: Paper, report: PersonReport) -> None:
    words, sheet = paper.words, report.sheet
    avoids = people_words.tastes(words, sheet.preferences, Kind.AVOIDS)
    if avoids:
        draw_warning(paper, words.say("Avoids"), [avoids])
    reach = people_words.reached_at(words, sheet)
    if sheet.preferred_channel is not None:
        way = people_words.channel_name(words, sheet.preferred_channel)
        reach.append(words.say("rather by {way}", way=way))
    family = [words.shown(person.name) for person in sheet.household]
    referred = [words.shown(sheet.referred_by.name)] if sheet.referred_by else []
    draw_facts(
        paper,
        [
            Fact(words.say("Contact"), reach or [words.say("No phone and no address is known yet.")]),
            Fact(words.say("What they allow"), _allowed(words, report)),
            Fact(words.say("Address"), sheet.addresses),
            Fact(words.say("Occasions"), [people_words.occasion(words, one) for one in sheet.occasions]),
            Fact(words.say("Household"), family),
            Fact(words.say("Came through"), referred),
            Fact(words.say("About them"), [sheet.note]),
        ],
    )


def _allowed(words: Words, report: PersonReport) -> list[str]:
    said = people_words.allowed(words, report.sheet.consents)
    return said or [words.say("Nothing was asked yet, so no news is sent.")]


def _draw_totals(paper: Paper, report: PersonReport) -> None:
    words, totals = paper.words, report.totals
    if totals.last is None or totals.first is None:
        return
    paper.space(4)
    back = words.say("{amount} brought back", amount=words.amount(totals.brought_back))
    ago = words.plural("{count} day ago", "{count} days ago", count=totals.days_since or 0)
    rhythm = words.plural("{count} day", "{count} days", count=totals.rhythm or 0)
    since = words.say("since {day}", day=words.short_day(totals.first))
    draw_figures(
        paper,
        [
            _sum(words, words.say("Spent in all"), totals.spent, back if totals.returns else ""),
            _sum(words, words.say("Spent this year"), totals.this_year),
            Figure(words.say("Visits"), words.number(totals.visits), since),
            Figure(words.say("Last visit"), words.short_day(totals.last), ago),
            Figure(words.say("Rhythm"), rhythm, words.say("between visits"))
            if totals.rhythm
            else Figure(words.say("Rhythm"), "–", words.say("no rhythm yet")),
        ],
    )


def _sum(words: Words, name: str, amount: int, word: str = "") -> Figure:
    """Show a sum; a currency that is a word stands below it, so that long sums stay large."""
    if words.rtl or words.currency.english.isalpha():
        currency = words.currency.persian if words.rtl else words.currency.english
        return Figure(name, words.amount(amount), word or currency)
    return Figure(name, words.money(amount), word)


def _draw_loves(paper: Paper, report: PersonReport) -> None:
    words, told = paper.words, report.sheet.preferences
    says = [
        (people_words.tastes(words, told, Kind.LIKES), words.say("Told us they like")),
        (people_words.tastes(words, told, Kind.NEEDS), words.say("Told us they need")),
        (people_words.tastes(words, told, Kind.DISLIKES), words.say("Told us they do not like")),
        (_things(words, [one.thing for one in report.tastes.seen]), words.say("Seen in purchases")),
        (
            _things(words, [one.thing for one in report.tastes.guessed]),
            words.say("Guessed, not yet confirmed"),
        ),
    ]
    if not report.favourites and not any(things for things, _ in says):
        return
    paper.section(words.say("What they love"))
    draw_facts(paper, [Fact(name, [things]) for things, name in says])
    if report.favourites:
        person_tables.draw_favourites(paper, report.favourites)


def _things(words: Words, things: Sequence[str]) -> str:
    return words.listing([words.isolate(thing) for thing in dict.fromkeys(things)])


def _draw_wishes(paper: Paper, report: PersonReport) -> None:
    words = paper.words
    if not report.wishes:
        return
    paper.section(words.say("Asked for"))
    asked = [
        words.say(
            "{wish}: {state}, since {day}",
            wish=people_words.wish(words, row),
            state=people_words.wish_state(words, row.state),
            day=words.days.of(row.asked_at),
        )
        for row in report.wishes
    ]
    draw_bullets(paper, asked)


def _draw_bought(paper: Paper, report: PersonReport) -> None:
    words = paper.words
    paper.section(words.say("Purchases"))
    if report.purchases:
        person_tables.draw_purchases(paper, report.purchases)
        person_tables.draw_rest(paper, len(report.purchases), report.purchases_in_all)
    else:
        paper.text(words.say("Nothing bought yet"), SECOND)


def _draw_told(paper: Paper, report: PersonReport) -> None:
    if report.messages:
        paper.section(paper.words.say("What they were told"))
        person_tables.draw_messages(paper, report.messages)
        person_tables.draw_rest(paper, len(report.messages), report.messages_in_all)


def _draw_noted(paper: Paper, report: PersonReport) -> None:
    if not report.notes:
        return
    paper.section(paper.words.say("Notes"))
    person_tables.draw_notes(paper, report.notes)
    if report.more_notes:
        paper.space(4)
        paper.text(paper.words.say("Older notes are in the program."), SECOND)
