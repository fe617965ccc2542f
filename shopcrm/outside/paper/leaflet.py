"""The leaflet for customers: when the shop is open, on what they can count, and how to complain."""

from __future__ import annotations

from dataclasses import replace

from shopcrm.outside.paper import standard_words as told
from shopcrm.outside.paper.blocks import draw_bullets
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import Heading, Paper
from shopcrm.outside.paper.sheets import TEXT
from shopcrm.rules import standard_words
from shopcrm.rules.standards import Clocks, Guarantees, Returns, StandardKind
from shopcrm.rules.wording import Words
from shopcrm.services.printed_standards import PrintedStandards

_LARGE = Style(12.0, colour=TEXT)
"""Customers read it without their glasses."""


def lay_leaflet(heading: Heading, found: PrintedStandards, words: Words, fonts: Fonts) -> Paper:
    """Lay the leaflet out on A4."""
    paper = Paper(fonts, words, replace(heading, note=words.say("What you can count on with us.")))
    paper.section(words.say("Opening hours"))
    told.draw_hours(paper, found)
    _draw_returns(paper, told.one(found, StandardKind.RETURNS, Returns))
    _draw_guarantees(paper, told.one(found, StandardKind.GUARANTEES, Guarantees))
    _draw_complaining(paper, heading, told.one(found, StandardKind.CLOCKS, Clocks))
    return paper


def _draw_returns(paper: Paper, terms: Returns) -> None:
    words = paper.words
    if not terms.words and not terms.days:
        return
    paper.section(words.say("Bringing goods back"))
    if terms.words:
        paper.text(terms.words, _LARGE)
    else:
        days = words.plural(
            "Goods can be brought back within {count} day.",
            "Goods can be brought back within {count} days.",
            count=terms.days,
        )
        paper.text(days, _LARGE)


def _draw_guarantees(paper: Paper, content: Guarantees) -> None:
    words = paper.words
    if not content.each:
        return
    paper.section(words.say("Our guarantees"))
    lines = []
    for one in content.each:
        broken = standard_words.if_broken(one)
        lines.append(f"{one.words} {words.tell(broken)}" if broken is not None else one.words)
    draw_bullets(paper, lines, _LARGE)


def _draw_complaining(paper: Paper, heading: Heading, clocks: Clocks) -> None:
    words, shop = paper.words, heading.shop
    answer = words.tell(standard_words.duration(max(one.answer for one in clocks.times)))
    settle = words.tell(standard_words.duration(max(one.settle for one in clocks.times)))
    paper.section(words.say("If something is not right"))
    tell = words.say("Tell any of us. We write it down in your words and give you a number.")
    if shop.phone:
        tell = words.say(
            "Tell any of us, or call {phone}. We write it down in your words and give you a number.",
            phone=words.phone(shop.phone),
        )
    lines = [
        tell,
        words.say(
            "You hear from us within {time} of our opening hours, and sooner where it is urgent.", time=answer
        ),
        words.say("We put it right within {time} of our opening hours.", time=settle),
        words.say("It is settled only when you say so. If it is not, we look at it again."),
        words.say("Praise and ideas are as welcome, and are written down in the same way."),
    ]
    draw_bullets(paper, lines, _LARGE)
