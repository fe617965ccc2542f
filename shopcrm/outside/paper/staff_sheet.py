"""The sheet for staff: dos and don'ts, words for hard moments, how fast a case goes, what may be offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shopcrm.outside.paper import standard_words as told
from shopcrm.outside.paper.blocks import draw_bullets, draw_warning
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import BODY, NOTE, STRONG, Heading, Paper
from shopcrm.outside.paper.rows import Cell, Column, Text, draw_rows
from shopcrm.rules import standard_words
from shopcrm.rules.complaints import (
    SEVERITIES,
    About,
    RemedyKind,
    about_words,
    remedy_words,
    severity_words,
)
from shopcrm.rules.money import Money
from shopcrm.rules.standards import (
    Clocks,
    Dos,
    Guarantees,
    Phrase,
    Phrases,
    Remedies,
    StandardKind,
)
from shopcrm.rules.wording import Words
from shopcrm.services.printed_standards import PrintedStandards

_BETWEEN = " · "


def lay_staff_sheet(heading: Heading, found: PrintedStandards, words: Words, fonts: Fonts) -> Paper:
    """Lay the sheet out on A4 pages."""
    note = words.say("For everybody who works here.")
    if found.written_at is not None:
        note = words.say("For everybody who works here, as of {day}.", day=words.days.of(found.written_at))
    paper = Paper(fonts, words, replace(heading, note=note))
    _draw_dos(paper, told.one(found, StandardKind.DOS, Dos))
    _draw_phrases(paper, told.one(found, StandardKind.PHRASES, Phrases).each)
    _draw_clocks(paper, told.one(found, StandardKind.CLOCKS, Clocks))
    _draw_remedies(paper, told.one(found, StandardKind.REMEDIES, Remedies))
    _draw_guarantees(paper, told.one(found, StandardKind.GUARANTEES, Guarantees))
    paper.section(words.say("Opening hours"))
    told.draw_hours(paper, found)
    return paper


def _draw_dos(paper: Paper, content: Dos) -> None:
    words = paper.words
    for title, lines in ((words.say("We do"), content.do), (words.say("We do not"), content.dont)):
        if lines:
            paper.section(title)
            draw_bullets(paper, lines)


def _draw_phrases(paper: Paper, phrases: Sequence[Phrase]) -> None:
    words = paper.words
    say = [one for one in phrases if not one.avoid]
    if say:
        paper.section(words.say("Words for hard moments"))
        columns = [Column(words.say("About")), Column(words.say("Say"), share=1)]
        rows: list[list[Cell]] = []
        for about in About:
            fits = sorted((one for one in say if one.about is about), key=lambda one: one.severity)
            if fits:
                name = words.say("Always") if about is About.NOT_YET else words.tell(about_words(about))
                rows.append([Text(name, style=STRONG), Text("\n".join(_phrase(words, one) for one in fits))])
        draw_rows(paper, columns, rows)
        paper.space(8)
    avoid = [one.words for one in phrases if one.avoid]
    if avoid:
        draw_warning(paper, words.say("Better not"), avoid, BODY)


def _phrase(words: Words, one: Phrase) -> str:
    if one.severity == 1:
        return one.words
    return words.say("{words} ({severity})", words=one.words, severity=severity_words(one.severity))


def _draw_clocks(paper: Paper, content: Clocks) -> None:
    words = paper.words
    paper.section(words.say("How fast"))
    paper.text(words.say("Counted in opening hours; it stands still while we wait for the customer."), NOTE)
    columns = [
        Column(words.say("The customer is"), share=1),
        Column(words.say("First answer within"), share=1),
        Column(words.say("Settled within"), share=1),
    ]
    rows: list[list[Cell]] = []
    for severity in SEVERITIES:
        times = content.of(severity)
        told_times = (words.tell(standard_words.duration(one)) for one in (times.answer, times.settle))
        rows.append([Text(words.tell(severity_words(severity)), style=STRONG), *map(Text, told_times)])
    draw_rows(paper, columns, rows)


def _draw_remedies(paper: Paper, content: Remedies) -> None:
    words = paper.words
    paper.section(words.say("What may be offered"))
    alone = words.say(
        "Above {amount} or {points} points a manager agrees.",
        amount=Money(content.alone),
        points=content.alone_points,
    )
    paper.text(alone, NOTE)
    columns = [Column(words.say("The customer is")), Column(words.say("May be offered"), share=1)]
    rows: list[list[Cell]] = []
    for severity in SEVERITIES:
        terms = content.of(severity)
        kinds = [words.tell(remedy_words(kind)) for kind in RemedyKind if kind in terms.kinds]
        ends = words.listing([words.tell(one) for one in standard_words.limits(terms)])
        offered = _BETWEEN.join(kinds) if kinds else words.say("nothing")
        rows.append([Text(words.tell(severity_words(severity)), style=STRONG), Text(offered, ends)])
    draw_rows(paper, columns, rows)


def _draw_guarantees(paper: Paper, content: Guarantees) -> None:
    words = paper.words
    if not content.each:
        return
    paper.section(words.say("Our guarantees"))
    rows: list[list[Cell]] = []
    for one in content.each:
        broken = standard_words.if_broken(one)
        about = words.say("Always") if one.about is About.NOT_YET else words.tell(about_words(one.about))
        rows.append([Text(about, style=STRONG), Text(one.words, words.tell(broken) if broken else "")])
    draw_rows(paper, [Column(words.say("About")), Column(words.say("What"), share=1)], rows)
