"""Takes complaints, ideas and praise, talks about them, puts them right, and learns from them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli import complaint_answers as answers
from shopcrm.cli import returns, typed
from shopcrm.cli.command import Answer, Command, Misused
from shopcrm.rules.complaints import UNSETTLED, About, Kind, Outcome, RemedyKind, State
from shopcrm.rules.sayings import saying
from shopcrm.rules.text import bare
from shopcrm.rules.wording import Words
from shopcrm.services import (
    causes,
    complaint_ends,
    complaint_figures,
    complaint_list,
    complaints,
    customers,
    feedback,
    moments,
    printing,
    remedies,
    returned_sales,
    settings,
)
from shopcrm.services.complaints import CaseDraft
from shopcrm.services.feedback import Question, Way
from shopcrm.services.printing import What
from shopcrm.services.remedies import RemedyDraft
from shopcrm.services.slips import SlipWidth

_USAGE = (
    "complaint new --words TEXT | list | report | show N | say N --told TEXT | wait N | back N | "
    "put-right N --by WAY | settle N --answer ANSWER | follow-up N --answer ANSWER | reopen N --why TEXT | "
    "withdraw N --why TEXT | learn N --cause NAME | ask N | slip N --pdf FILE | file N --pdf FILE"
)
_STATES = tuple(state.value for state in State)
_ANSWERS = tuple(one.value for one in Outcome if one)
_TAKES = (
    ("amount", {RemedyKind.VOUCHER}),
    ("points", {RemedyKind.POINTS}),
    ("line", {RemedyKind.REFUND, RemedyKind.EXCHANGE}),
    ("refund", {RemedyKind.REFUND}),
)
"""Which ways of putting right take what is typed after an option."""


def _describe(words: Words) -> str:
    return words.say("Take complaints and praise, put them right, settle them, and learn from them")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument("act", choices=[*_ACTS], metavar=say("ACT"), help=say("what to do: see below"))
    parser.add_argument("number", nargs="?", type=int, metavar="N", help=say("the number of the case"))
    parser.epilog = _USAGE
    _fill_told(parser, words)
    _fill_listed(parser, words)
    said = parser.add_mutually_exclusive_group()
    said.add_argument("--told", metavar="TEXT", help=say("what the customer was told"))
    said.add_argument("--heard", metavar="TEXT", help=say("what the customer said"))
    said.add_argument("--note", metavar="TEXT", help=say("what only the shop should know"))
    parser.add_argument("--why", metavar="TEXT", default="", help=say("why"))
    parser.add_argument(
        "--by", choices=[one.value for one in RemedyKind], metavar="WAY", help=say("what puts it right")
    )
    parser.add_argument("--amount", metavar="N", help=say("over how much the voucher is"))
    parser.add_argument("--points", type=int, default=0, metavar="N", help=say("how many points they get"))
    parser.add_argument(
        "--refund", metavar="KIND", help=say("cash, card, transfer or credit; else as it was paid")
    )
    parser.add_argument(
        "--answer", choices=_ANSWERS, metavar="ANSWER", help=say("what the customer answered")
    )
    parser.add_argument("--cause", metavar="NAME", help=say("why it happened, by its name or whole path"))
    parser.add_argument(
        "--way", choices=[*Way], default=Way.COUNTER, help=say("how they are asked: counter, paper, message")
    )
    parser.add_argument("--score", type=int, metavar="N", help=say("how content they are, from 0 to 10"))


def _fill_told(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument("--words", metavar="TEXT", default="", help=say("the customer's words"))
    parser.add_argument("--customer", metavar=say("ID"), help=say("the customer who says it"))
    parser.add_argument(
        "--about", choices=[one.value for one in About if one], metavar="KIND", help=say("what it is about")
    )
    parser.add_argument("--sale", metavar=say("SALE"), help=say("the sale that it is about"))
    parser.add_argument(
        "--line", action="append", default=[], metavar="N", help=say("a line of the sale, from 1")
    )
    parser.add_argument("--severity", type=int, default=0, metavar="N", help=say("how upset, from 1 to 5"))
    parser.add_argument("--kind", choices=[*Kind], help=say("complaint, suggestion or praise"))
    parser.add_argument("--staff-about", metavar="NAME", default="", help=say("who of the staff it is about"))
    parser.add_argument("--happened", metavar="DATE", help=say("the day on which it happened"))
    parser.add_argument(
        "--key", metavar="KEY", help=say("a name for this; the same one is recorded only once")
    )


def _fill_listed(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument("--state", choices=_STATES, metavar="STATE", help=say("only cases in this state"))
    parser.add_argument("--responsible", metavar="NAME", help=say("only cases that this person answers for"))
    parser.add_argument("--from", dest="since", metavar="DATE", help=say("the first day of the report"))
    parser.add_argument("--to", dest="until", metavar="DATE", help=say("the last day of the report"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=say("where to save the paper"))
    parser.add_argument(
        "--width", choices=[SlipWidth.WIDE, SlipWidth.NARROW], default=SlipWidth.WIDE,
        help=say("how wide the paper of the slip is, in millimetres"),
    )  # fmt: skip


def _run(app: App, args: Namespace, words: Words) -> Answer:
    return _ACTS[args.act](app, args, words)


def _new(app: App, args: Namespace, words: Words) -> Answer:
    if args.number is not None or len(args.line) > 1:
        raise Misused(reason=_USAGE)
    if not bare(args.words).strip():
        raise Misused(reason=saying("{name} is missing", name="--words"))
    if args.line and args.sale is None:
        raise Misused(reason=saying("{name} is missing", name="--sale"))
    line = typed.whole(args.line[0]) if args.line else None
    draft = CaseDraft(
        args.words,
        Kind(args.kind or Kind.COMPLAINT),
        About(args.about or About.NOT_YET),
        _customer(app, args),
        sale_id=None if args.sale is None else app.shop.ask(returned_sales.find, args.sale),
        sale_ordinal=None if line is None else line - 1,
        staff=args.staff_about,
        severity=args.severity,
        happened_on=typed.day(app, args.happened),
    )
    return answers.recorded(app.shop.do(complaints.record, draft, None, args.key), words)


def _show(app: App, args: Namespace, words: Words) -> Answer:
    return _one(app, _id(app, args), words)


def _list(app: App, args: Namespace, words: Words) -> Answer:
    states = UNSETTLED if args.state is None else {State(args.state)}
    kind = None if args.kind is None else Kind(args.kind)
    whose = _customer(app, args)
    found = app.shop.ask(complaint_list.everything, states, args.responsible, kind, whose)
    return answers.listed(found, words)


def _say(app: App, args: Namespace, words: Words) -> Answer:
    said = {"told": args.told, "heard": args.heard, "note": args.note}
    way = next((one for one, text in said.items() if text is not None), None)
    if way is None:
        raise Misused(reason=_USAGE)
    case = _id(app, args)
    app.shop.do(complaints.add_words, case, way, said[way] or "")
    return _one(app, case, words)


def _wait(app: App, args: Namespace, words: Words) -> Answer:
    return _changed(app, args, words, State.WAITING_CUSTOMER)


def _back(app: App, args: Namespace, words: Words) -> Answer:
    return _changed(app, args, words, State.WAITING_US)


def _withdraw(app: App, args: Namespace, words: Words) -> Answer:
    return _changed(app, args, words, State.WITHDRAWN)


def _changed(app: App, args: Namespace, words: Words, state: State) -> Answer:
    case = _id(app, args)
    app.shop.do(complaints.change, case, state, args.why)
    return _one(app, case, words)


def _put_right(app: App, args: Namespace, words: Words) -> Answer:
    if args.by is None:
        raise Misused(reason=_USAGE)
    _refuse_meaningless(args)
    money = app.shop.ask(settings.read).money
    draft = RemedyDraft(
        RemedyKind(args.by),
        args.words,
        0 if args.amount is None else typed.money(args.amount, money),
        args.points,
        tuple(returns.line_of(text, money) for text in args.line),
        args.refund,
    )
    case = _id(app, args)
    return answers.remedied(args.number, app.shop.do(remedies.put_right, case, draft), words)


def _refuse_meaningless(args: Namespace) -> None:
    """Raise Misused where a way takes nothing of what is typed: a part would become the whole."""
    for name, way in _TAKES:
        if getattr(args, name) and RemedyKind(args.by) not in way:
            raise Misused(reason=saying("{name} has no meaning here", name=f"--{name}"))


def _settle(app: App, args: Namespace, words: Words) -> Answer:
    case, outcome = _id(app, args), Outcome(args.answer or Outcome.NONE)
    app.shop.do(complaint_ends.settle, case, outcome, args.words)
    return _one(app, case, words)


def _follow_up(app: App, args: Namespace, words: Words) -> Answer:
    case, outcome = _id(app, args), Outcome(args.answer or Outcome.NONE)
    app.shop.do(complaint_ends.follow_up, case, outcome, args.words)
    return _one(app, case, words)


def _reopen(app: App, args: Namespace, words: Words) -> Answer:
    case = _id(app, args)
    app.shop.do(complaint_ends.reopen, case, args.why)
    return _one(app, case, words)


def _learn(app: App, args: Namespace, words: Words) -> Answer:
    case = _id(app, args)
    cause = None if args.cause is None else app.shop.ask(causes.by_name, args.cause)
    app.shop.do(complaint_ends.close_for_shop, case, cause, args.words)
    return _one(app, case, words)


def _ask(app: App, args: Namespace, words: Words) -> Answer:
    answer = None if args.score is None else feedback.Answer(args.score, args.words)
    case = _id(app, args)
    # A card that could not be saved is printed of the question that was asked.
    known = None if answer is not None or args.pdf is None else app.shop.ask(feedback.of_case, case)
    asked = known or app.shop.do(feedback.ask, Question(complaint_id=case, way=Way(args.way)), answer)
    if args.pdf is not None:
        app.papers.feedback_cards_to(args.pdf, [asked], SlipWidth(args.width), words)
    return answers.asked(asked, words)


def _report(app: App, args: Namespace, words: Words) -> Answer:
    today = app.shop.ask(moments.today)
    since: date = typed.day(app, args.since) or today.replace(month=1, day=1)
    until: date = typed.day(app, args.until) or today
    found = app.shop.ask(complaint_figures.figures, since, until)
    if args.pdf is not None:
        app.papers.complaints_report_to(args.pdf, since, until, words)
    return answers.report(found, args.pdf, words)


def _slip(app: App, args: Namespace, words: Words) -> Answer:
    case, path = _id(app, args), _pdf(args)
    before = app.papers.case_slip_to(path, case, SlipWidth(args.width), words)
    app.shop.do(printing.note, What.CASE, [case], args.width)
    return answers.saved(args.number, path, words, copies=before)


def _file(app: App, args: Namespace, words: Words) -> Answer:
    case, path = _id(app, args), _pdf(args)
    photos = app.papers.case_file_to(path, case, words)
    return answers.saved(args.number, path, words, photos=photos)


_ACTS: Mapping[str, Callable[[App, Namespace, Words], Answer]] = {
    "new": _new,
    "list": _list,
    "report": _report,
    "show": _show,
    "say": _say,
    "wait": _wait,
    "back": _back,
    "put-right": _put_right,
    "settle": _settle,
    "follow-up": _follow_up,
    "reopen": _reopen,
    "withdraw": _withdraw,
    "learn": _learn,
    "ask": _ask,
    "slip": _slip,
    "file": _file,
}


def _id(app: App, args: Namespace) -> int:
    """Find the case by its number on the slip; raises NoSuchComplaint."""
    if args.number is None:
        raise Misused(reason=_USAGE)
    return app.shop.ask(complaint_list.by_number, args.number)


def _customer(app: App, args: Namespace) -> int | None:
    return None if args.customer is None else app.shop.ask(customers.by_id_or_code, args.customer)


def _pdf(args: Namespace) -> Path:
    if args.pdf is None:
        raise Misused(reason=_USAGE)
    path: Path = args.pdf
    return path


def _one(app: App, case: int, words: Words) -> Answer:
    return answers.shown(app.shop.ask(complaint_list.look, case), words)


COMMAND = Command("complaint", _describe, _fill, _run)
