"""Erases a person from the shop, after telling what would go; amounts stay under an erased customer."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from shopcrm.app import App
from shopcrm.cli import printing
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.money import Money
from shopcrm.rules.wording import Words
from shopcrm.services import customers, erasure
from shopcrm.services.erasure import Goes
from shopcrm.services.forgetting import Forgotten

NOT_SAID_YES = 2
"""The exit status where nothing was erased because nobody said --yes."""


def _describe(words: Words) -> str:
    return words.say("Erase a customer: who they are goes, what they paid stays")


def _fill(parser: ArgumentParser, words: Words) -> None:
    who = words.say("the customer's number here, or in another program")
    parser.add_argument("id", metavar=words.say("ID"), help=who)
    parser.add_argument("--yes", action="store_true", help=words.say("erase now; it cannot be taken back"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    goes = app.shop.ask(erasure.look, app.shop.ask(customers.by_id_or_code, args.id))
    if not args.yes:
        # What would go is the answer; that nothing went is said where every refusal is.
        said = words.say("Nothing was erased yet. Say --yes to do it; it cannot be taken back.")
        printing.write(said, sys.stderr)
        return Answer({"erased": False, **_goes(goes)}, _lines(goes, words), NOT_SAID_YES)
    done = app.erase_customer(goes.customer_id)
    return Answer({"erased": True, **_goes(goes), **_done(done)}, _done_lines(done, words))


def _goes(goes: Goes) -> Mapping[str, Json]:
    return {
        "id": goes.customer_id,
        "removed": goes.removed,
        "messages": goes.messages,
        "waiting": goes.waiting,
        "wishes": goes.wishes,
        "care": goes.care,
        "merged": goes.merged,
        "sales": goes.sales,
        "total": goes.total,
    }


def _done(done: Forgotten) -> Mapping[str, Json]:
    return {
        "is_clean": done.is_clean,
        "fresh_copy": str(done.fresh) if done.fresh is not None else None,
        "copies": [{"path": str(copy.path), "made_at": copy.made_at.isoformat()} for copy in done.copies],
    }


def _lines(goes: Goes, words: Words) -> list[str]:
    contacts = sum(goes.removed.get(name, 0) for name in ("phone", "email", "address", "handle", "card"))
    stays = words.plural(
        "{count} sale over {total} stays, under an erased customer.",
        "{count} sales over {total} stay, under an erased customer.",
        count=goes.sales,
        total=Money(goes.total),
    )
    lines = [
        words.plural(
            "This would go: {name}, with {count} way to reach them.",
            "This would go: {name}, with {count} ways to reach them.",
            count=contacts,
            name=goes.name,
        ),
        words.say(
            "{notes} notes, {tastes} preferences, {wishes} requests and the text of {messages} messages.",
            notes=goes.removed.get("note", 0),
            tastes=goes.removed.get("preference", 0),
            wishes=goes.wishes,
            messages=goes.messages,
        ),
        stays,
    ]
    if goes.care:
        care = words.plural(
            "The words and photos of {count} complaint, promise or order.",
            "The words and photos of {count} complaints, promises and orders.",
            count=goes.care,
        )
        lines.insert(2, care)
    if goes.merged:
        merged = words.plural(
            "{count} person who was merged into them goes too.",
            "{count} people who were merged into them go too.",
            count=goes.merged,
        )
        lines.append(merged)
    return lines


def _done_lines(done: Forgotten, words: Words) -> list[str]:
    if done.is_clean:
        first = words.say("Erased. No word of them is left in the shop file.")
    else:
        first = words.say(
            "Erased, but another program holds the shop file, so that its journal could not be emptied. "
            "It is emptied when the last program closes the file."
        )
    copies = [
        words.say(
            "{file} of {moment} still holds them. {may_go}",
            file=copy.path.name,
            moment=copy.made_at,
            may_go=copy.may_go,
        )
        for copy in done.copies
    ]
    return [first, *copies]


COMMAND = Command("erase", _describe, _fill, _run)
