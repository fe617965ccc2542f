"""Reads behind a command what makes up for a promise that is broken, and tells it in a document."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Json
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.wording import Words
from shopcrm.services import settings


def fill(parser: ArgumentParser, words: Words) -> None:
    """Add the arguments: a voucher, points or a service, one of them."""
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--voucher", metavar="N", help=words.say("if broken: a voucher over so much"))
    kinds.add_argument("--points", type=int, metavar="N", help=words.say("if broken: so many points"))
    kinds.add_argument("--service", metavar="TEXT", help=words.say("if broken: a service, in words"))


def read(app: App, args: Namespace) -> Compensation | None:
    """Read it; None where nothing was said of it."""
    if args.voucher is not None:
        return Compensation(Makes.VOUCHER, typed.money(args.voucher, app.shop.ask(settings.read).money))
    if args.points is not None:
        return Compensation(Makes.POINTS, args.points)
    return None if args.service is None else Compensation(Makes.SERVICE, words=args.service)


def document(one: Compensation) -> dict[str, Json]:
    """Tell it: `value` in smallest units, or points."""
    return {"makes": one.makes.value, "value": one.value, "words": one.words}
