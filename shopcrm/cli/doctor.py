"""Looks the whole shop over and says what is in order, what is not, and what to do about it."""

from argparse import Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json, takes_nothing
from shopcrm.rules.wording import Words
from shopcrm.services import health


def _describe(words: Words) -> str:
    return words.say("Check the shop file, its links, its trail and the program's own parts")


def _run(app: App, _args: Namespace, words: Words) -> Answer:
    findings = [*app.shop.ask(health.examine), *app.examine_parts()]
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


COMMAND = Command("doctor", _describe, takes_nothing, _run, for_anybody=True)
