"""A paper that can be given to a person: what the shop keeps of them, in friendly words.

The shop's own remarks, tags, guesses and what it saw in purchases stay out; what they told and bought is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shopcrm.outside.paper import people_words, person_tables
from shopcrm.outside.paper.blocks import Fact, draw_bullets, draw_facts
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import BODY, SECOND, Heading, Paper
from shopcrm.rules.delivery import State
from shopcrm.rules.wording import Words
from shopcrm.services.person_report import PersonReport
from shopcrm.services.preferences import Kind, Source


def write_given(
    path: Path, heading: Heading, reports: Sequence[PersonReport], words: Words, fonts: Fonts
) -> None:
    """Write a paper for each person as one PDF, wholly or not at all; raises PaperNotSaved, FontMissing."""
    given(heading, reports, words, fonts).save(path)


def given(heading: Heading, reports: Sequence[PersonReport], words: Words, fonts: Fonts) -> Paper:
    """Lay the papers out, each from a page of its own on."""
    paper: Paper | None = None
    for report in reports:
        own = replace(
            heading,
            title=words.say("What we keep of you"),
            note=people_words.name_of(words, report.sheet),
        )
        if paper is None:
            paper = Paper(fonts, words, own)
        else:
            paper.begin_part(own, apart=True)
        _draw(paper, report)
    return paper or Paper(fonts, words, heading)


def _draw(paper: Paper, report: PersonReport) -> None:
    words = paper.words
    paper.text(
        words.say(
            "We keep this so that we know you when you come, and tell you only of what you care for. "
            "If something is wrong, tell us and we put it right."
        ),
        BODY,
    )
    _draw_contact(paper, report)
    _draw_told(paper, report)
    _draw_wishes(paper, report)
    _draw_bought(paper, report)
    _draw_messages(paper, report)
    paper.section(words.say("It is yours"))
    paper.text(
        words.say(
            "You may ask us at any time for all that we keep of you, to correct it, to send you nothing "
            "more, or to forget you."
        ),
        BODY,
    )


def _draw_contact(paper: Paper, report: PersonReport) -> None:
    words, sheet = paper.words, report.sheet
    numbers = [people_words.card_number(words, card.number) for card in sheet.cards[:1]]
    since = words.long_day(words.days.of(sheet.first_seen_at))
    paper.section(words.say("You and us"))
    draw_facts(
        paper,
        [
            Fact(words.say("Where we reach you"), people_words.reached_at(words, sheet)),
            Fact(words.say("Your address"), sheet.addresses),
            Fact(words.say("Your days"), [people_words.occasion(words, one) for one in sheet.occasions]),
            Fact(words.say("Your card"), numbers),
            Fact(words.say("With us since"), [since]),
        ],
    )
    paper.section(words.say("What you allow us"))
    allowed = people_words.allowed(words, sheet.consents)
    nothing = words.say("You have not allowed us to send you news, so we send none.")
    draw_bullets(paper, allowed or [nothing])


def _draw_told(paper: Paper, report: PersonReport) -> None:
    words = paper.words
    told = [view for view in report.sheet.preferences if view.source is Source.TOLD]
    facts = [
        Fact(words.say("You avoid"), [people_words.tastes(words, told, Kind.AVOIDS)]),
        Fact(words.say("You like"), [people_words.tastes(words, told, Kind.LIKES)]),
        Fact(words.say("You need"), [people_words.tastes(words, told, Kind.NEEDS)]),
        Fact(words.say("You do not like"), [people_words.tastes(words, told, Kind.DISLIKES)]),
    ]
    if any(any(fact.lines) for fact in facts):
        paper.section(words.say("What you told us"))
        draw_facts(paper, facts)


def _draw_wishes(paper: Paper, report: PersonReport) -> None:
    words = paper.words
    if not report.wishes:
        return
    paper.section(words.say("What you asked us for"))
    asked = [
        words.say("{goods}, on {day}", goods=people_words.wish(words, row), day=words.days.of(row.asked_at))
        for row in report.wishes
    ]
    draw_bullets(paper, asked)


def _draw_bought(paper: Paper, report: PersonReport) -> None:
    words, totals = paper.words, report.totals
    if not report.purchases:
        return
    paper.section(words.say("What you bought"))
    visits = words.plural("{count} visit", "{count} visits", count=totals.visits)
    paper.text(
        words.say("{visits}, {amount} in all", visits=visits, amount=words.money(totals.spent)), SECOND
    )
    paper.space(4)
    person_tables.draw_purchases(paper, report.purchases)
    person_tables.draw_rest(paper, len(report.purchases), report.purchases_in_all)


def _draw_messages(paper: Paper, report: PersonReport) -> None:
    words = paper.words
    sent = [one for one in report.messages if one.state is State.SENT]
    if not sent:
        return
    paper.section(words.say("What we told you"))
    told = [
        words.say(
            "{day}, {way}: {message}",
            day=words.days.of(one.settled_at or one.made_at),
            way=people_words.channel_name(words, one.channel),
            message=one.subject or one.goods or person_tables.first_line(one.body),
        )
        for one in sent
    ]
    draw_bullets(paper, told)
