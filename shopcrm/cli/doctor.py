"""Looks the whole shop over and says what is in order, what is not, and what to do about it."""

from argparse import ArgumentParser, Namespace

from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.wording import Words
from shopcrm.services import health, moments


def _describe(words: Words) -> str:
    return words.say("Check the shop file, its links, its trail and the program's own parts")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--clock-is-right",
        action="store_true",
        help=words.say("say that the clock is right, which had run ahead before"),
    )


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.clock_is_right:
        app.shop.do(moments.trust_clock)
    findings = [
        *app.shop.ask(health.examine),
        *app_backups.findings(app.backups.standing(), app.shop.clock()),
        *app.examine_parts(),
    ]
    lines = [
        words.say("{sign} {what}", sign="✓" if finding.fine else "✗", what=finding.says)
        for finding in findings
    ]
    document: dict[str, Json] = {
        "fine": all(finding.fine for finding in findings),
        "findings": [
            {"name": finding.name, "fine": finding.fine, "says": words.tell(finding.says)}
            for finding in findings
        ],
    }
    return Answer(document, lines)


COMMAND = Command("doctor", _describe, _fill, _run, for_anybody=True)
