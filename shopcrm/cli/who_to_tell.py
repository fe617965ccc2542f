"""Says who would want some goods, best first, each with the reasons; those who avoid them are left out."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.errors import BadInput
from shopcrm.rules.wording import Words
from shopcrm.services import goods

if TYPE_CHECKING:
    from shopcrm.services.matching import Candidate, TellList


class TopRefused(BadInput):
    """A number of people that is none."""

    sentence = "{number} is not a number of people. Nothing was done. Write a whole number from 1."


def _describe(words: Words) -> str:
    return words.say("Rank the customers for some goods, with reasons")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument("code", metavar="CODE", help=words.say("the code or a barcode of the goods"))
    parser.add_argument("--top", metavar="N", help=words.say("how many people to list; all without it"))
    known = words.say("knowing only what was known before that day, such as 2026-11-22")
    parser.add_argument("--as-of", metavar="DATE", help=known)


def _run(app: App, args: Namespace, words: Words) -> Answer:
    product = app.shop.ask(goods.find, args.code)
    day = typed.day(app, args.as_of)
    found = app.matcher.rank(product.id, as_of=day, limit=_top(args.top))
    document: dict[str, Json] = {
        "product": product.code,
        "as_of": day.isoformat() if day else None,
        "total": found.total,
        "people": [_person(one, words) for one in found.people],
        "left_out": [
            {"id": one.customer_id, "name": words.shown(one.name), "why": words.tell(one.why)}
            for one in found.left_out
        ],
    }
    return Answer(document, _lines(found, words))


def _person(one: "Candidate", words: Words) -> dict[str, Json]:
    return {
        "id": one.customer_id,
        "code": one.code,
        "name": words.shown(one.name),
        "score": one.score,
        "chance": one.chance,
        "reasons": [words.tell(reason) for reason in one.reasons],
        "channel": one.channel,
    }


def _lines(found: "TellList", words: Words) -> list[str]:
    # Numbers in columns take 0.2 s to import, and every other command does without.
    from shopcrm.rules import matching

    lines = []
    for rank, one in enumerate(found.people, start=1):
        odds = words.tell(matching.odds(one.chance or 0.0, is_known=one.chance is not None))
        why = words.listing([words.tell(reason) for reason in one.reasons]) or "–"
        name = words.shown(one.name)
        lines.append(words.say("{rank}. {name} ({odds}): {why}", rank=rank, name=name, odds=odds, why=why))
    if found.left_out:
        lines.append(words.plural("{count} left out", "{count} left out", count=len(found.left_out)))
    return lines or [words.say("Nobody is known yet.")]


def _top(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        number = typed.whole(text)
    except BadInput as error:
        raise TopRefused(number=typed.shown(text)) from error
    if number < 1:
        raise TopRefused(number=typed.shown(text))
    return number


COMMAND = Command("who-to-tell", _describe, _fill, _run)
