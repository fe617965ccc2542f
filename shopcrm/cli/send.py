"""Sends what waits in the outbox, once, and says what came of it; a window may be open at the same time."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command
from shopcrm.rules.wording import Words
from shopcrm.services import sending, settings
from shopcrm.services.reports import Heard
from shopcrm.services.sending import SendReport


def _describe(words: Words) -> str:
    return words.say("Send the messages that wait, as far as they are due")


def _fill(parser: ArgumentParser, words: Words) -> None:
    agree = words.say("agree that messages go out again after the shop was restored")
    parser.add_argument("--go-on", action="store_true", help=agree)


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.go_on:
        app.shop.do(settings.change, sending_rests=False)
    couriers = app.couriers()
    report = sending.send_waiting(app.itself, couriers, sending.new_claimer())
    heard = sending.ask_about_sent(app.itself, couriers)
    document = {
        "sent": report.sent,
        "failed": report.failed,
        "unknown": report.unknown,
        "waiting": report.waiting,
    }
    lines = [*_lines(report, words, ready=bool(couriers)), *_told(heard, words)]
    if app.itself.ask(settings.read).sending_rests:
        rests = words.say("Nothing goes out since the shop was restored. Agree to it: shopcrm send --go-on")
        lines.append(rests)
    return Answer(document, lines)


def _told(heard: Heard, words: Words) -> list[str]:
    if not heard.asked:
        return []
    return [
        words.say(
            "The gateway says of earlier ones: arrived {arrived}, not arrived {failed}.",
            arrived=heard.arrived,
            failed=heard.failed,
        )
    ]


def _lines(report: SendReport, words: Words, *, ready: bool) -> list[str]:
    lines = [
        words.say(
            "Sent: {sent}. Failed: {failed}. Unknown: {unknown}. Waiting: {waiting}.",
            sent=report.sent,
            failed=report.failed,
            unknown=report.unknown,
            waiting=report.waiting,
        )
    ]
    if report.trouble is not None:
        lines.append(words.tell(report.trouble))
    if report.unknown:
        lines.append(words.say("Nobody knows whether the unknown ones arrived. Settle them in the window."))
    if report.waiting and not ready:
        lines.append(words.say("No mail server is set. Choose one in the settings."))
    elif report.waiting and report.quiet_until is not None:
        lines.append(
            words.say("These are quiet hours. Sending goes on after {until}.", until=report.quiet_until)
        )
    return lines


COMMAND = Command("send", _describe, _fill, _run, for_anybody=True)
