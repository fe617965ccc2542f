"""Prints what to remember about one customer at the counter: at most five lines, each with its reason."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.people import shown_name
from shopcrm.rules.remember import Act, Reminder
from shopcrm.rules.wording import Words
from shopcrm.services import customers, memory, people


def _describe(words: Words) -> str:
    return words.say("Show what to remember about one customer at the counter")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "id", metavar=words.say("ID"), help=words.say("the customer's number here, or in another program")
    )


def _run(app: App, args: Namespace, words: Words) -> Answer:
    key = app.shop.ask(customers.by_id_or_code, args.id)
    row = app.shop.ask(people.get, key)
    card = app.shop.ask(memory.card, key)
    name = words.shown(shown_name(row.name, row.code, row.id))
    document: dict[str, Json] = {
        "customer": card.customer_id,
        "name": name,
        "lines": [_line(one, words) for one in card.lines],
        "more": card.more,
    }
    said = [_said(one, words) for one in card.lines] or [words.say("There is nothing to remember now.")]
    more = [words.plural("{count} more", "{count} more", count=card.more)] if card.more else []
    return Answer(document, [words.isolate(name), *said, *more])


def _line(one: Reminder, words: Words) -> Json:
    return {
        "kind": one.kind,
        "what": words.tell(one.what),
        "why": words.tell(one.why),
        "act": one.act,
        "due": one.due.isoformat() if one.due else None,
        "thing": one.thing,
    }


def _said(one: Reminder, words: Words) -> str:
    return words.say("{what} ({why}): {act}", what=one.what, why=one.why, act=act_name(one.act, words))


def act_name(act: Act, words: Words) -> str:
    """Name what one key does about a line."""
    names = {
        Act.OPEN_COMPLAINT: words.say("open the complaint"),
        Act.OPEN_PROMISE: words.say("open the promise"),
        Act.HAND_OVER: words.say("hand it over"),
        Act.HOLD: words.say("keep one aside until tomorrow"),
        Act.SHOW_GOODS: words.say("show the goods"),
        Act.TOLD: words.say("they were told"),
        Act.USE_VOUCHER: words.say("use the voucher"),
        Act.GREETED: words.say("they were greeted"),
        Act.SHOW_REWARDS: words.say("show the rewards"),
        Act.CONFIRM: words.say("yes or no"),
        Act.ANSWER: words.say("ask"),
    }
    return names[act]


COMMAND = Command("card", _describe, _fill, _run)
