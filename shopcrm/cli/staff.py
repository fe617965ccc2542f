"""Says who works here: lists them, adds one, gives a role or a PIN, and writes down who left.

A new PIN comes from the environment, where no other program and no list of past commands shows it.
"""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.cli.signing import NEW_PIN_IN, pin_from
from shopcrm.rules.roles import PEOPLE, Role, words_of
from shopcrm.rules.text import fold
from shopcrm.rules.wording import Words
from shopcrm.services import staff
from shopcrm.services.staff import StaffRow


def _describe(words: Words) -> str:
    return words.say("List who works here, add somebody, give roles and PINs")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=["list", *_ACTS],
        metavar=say("ACT"),
        help=say(
            "list, add NAME [ROLE], role NAME ROLE, pin NAME, leave NAME; a new PIN stands in SHOPCRM_NEW_PIN"
        ),
    )
    parser.add_argument("name", nargs="?", metavar=say("NAME"), help=say("who it is about"))
    parser.add_argument(
        "role",
        nargs="?",
        choices=[role.value for role in PEOPLE],
        metavar=say("ROLE"),
        help=say("owner, manager or staff"),
    )


def _run(app: App, args: Namespace, words: Words) -> Answer:
    act = _ACTS.get(args.act)
    if act is not None:
        if args.name is None or (args.act == "role" and args.role is None):
            raise Misused(reason="staff add NAME [ROLE] | role NAME ROLE | pin NAME | leave NAME")
        act(app, args)
    rows = app.shop.ask(staff.everybody)
    document: dict[str, Json] = {"staff": [_person(row) for row in rows]}
    return Answer(document, [_line(row, words) for row in rows] or [words.say("Nobody was added yet")])


def _add(app: App, args: Namespace) -> None:
    app.shop.do(staff.add, args.name, args.role or Role.STAFF, os.environ.get(NEW_PIN_IN, ""))


def _role(app: App, args: Namespace) -> None:
    app.shop.do(staff.change_role, args.name, args.role, os.environ.get(NEW_PIN_IN, ""))


def _pin(app: App, args: Namespace) -> None:
    pin = pin_from(NEW_PIN_IN, args.name)
    if fold(args.name) == fold(app.shop.who.actor):
        app.shop.do(staff.change_own_pin, pin)
    else:
        app.shop.do(staff.set_pin, args.name, pin)


def _leave(app: App, args: Namespace) -> None:
    app.shop.do(staff.leave, args.name)


_ACTS: Mapping[str, Callable[[App, Namespace], None]] = {
    "add": _add,
    "role": _role,
    "pin": _pin,
    "leave": _leave,
}


def _person(row: StaffRow) -> Json:
    return {"id": row.id, "name": row.name, "role": row.role.value, "pin": row.has_pin}


def _line(row: StaffRow, words: Words) -> str:
    pin = words.say("has a PIN") if row.has_pin else words.say("no PIN")
    return words.listing([words.isolate(row.name), words.tell(words_of(row.role)), pin])


COMMAND = Command("staff", _describe, _fill, _run)
