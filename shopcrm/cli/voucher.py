"""Issues vouchers, checks, lists, activates, withdraws and prints them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules import voucher_codes, voucher_words
from shopcrm.rules.money import THOUSANDTHS, Currency
from shopcrm.rules.text import ascii_digits
from shopcrm.rules.vouchers import Combines, Kind, Reason, State, Terms
from shopcrm.rules.wording import Words
from shopcrm.services import (
    customers,
    goods,
    printing,
    settings,
    voucher_issue,
    voucher_list,
    voucher_sheet,
    vouchers,
    wrong_codes,
)
from shopcrm.services.printed_vouchers import VoucherLayout
from shopcrm.services.printing import What
from shopcrm.services.voucher_issue import NoSuchVoucher, VoucherDraft
from shopcrm.services.voucher_list import Show, VoucherRow

_BASIS_POINTS = 100
_NARROW = 58
_LIST_AT_ONCE = 1_000
_USAGE = "voucher issue --kind KIND --value N | check CODE | list | print CODE ... --pdf FILE | activate CODE"


def _describe(words: Words) -> str:
    return words.say("Issue vouchers, check, list, activate, withdraw and print them")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=[*_ACTS],
        metavar=say("ACT"),
        help=say("issue, check CODE, list, print CODE ..., activate CODE, or withdraw CODE"),
    )
    parser.add_argument(
        "codes", nargs="*", metavar="CODE", help=say("a voucher's code, however written, or its number")
    )
    parser.add_argument("--customer", metavar=say("ID"), help=say("the customer whom it is for"))
    parser.add_argument("--from", dest="begins", metavar="DATE", help=say("its first day"))
    parser.add_argument("--to", dest="until", metavar="DATE", help=say("its last day, which is included"))
    parser.add_argument(
        "--reason", metavar="TEXT", default="", help=say("why: one of the shop's reasons, or words")
    )
    _fill_issue(parser, words)
    parser.add_argument(
        "--state",
        choices=[state.value for state in State],
        metavar=say("STATE"),
        help=say("list only these: unused, partly_used, used, lapsed, withdrawn or blank"),
    )
    parser.add_argument(
        "--find", metavar="TEXT", default="", help=say("part of a code, customer or campaign")
    )
    parser.add_argument("--pdf", metavar="FILE", type=Path, help=say("where to save the paper"))
    parser.add_argument(
        "--layout", choices=[*_LAYOUTS], default="slip", help=say("a slip, a card, or 8 or 10 on a page")
    )
    parser.add_argument("--width", type=int, choices=[80, _NARROW], default=80, help=say("of a slip, in mm"))


def _fill_issue(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in Kind],
        metavar=say("KIND"),
        help=say("what it gives: percent, amount, goods (also a service) or credit"),
    )
    parser.add_argument(
        "--value",
        metavar="N",
        help=say("percent, an amount of money as people say it, or units of the goods"),
    )
    parser.add_argument("--most", metavar="N", help=say("the most that a percentage takes off"))
    parser.add_argument("--product", metavar="CODE", help=say("the goods that it gives"))
    parser.add_argument("--words", metavar="TEXT", default="", help=say("the service that it gives"))
    parser.add_argument("--count", type=int, default=1, metavar="N", help=say("how many to make"))
    parser.add_argument("--minimum", metavar="N", help=say("what the goods must come to"))
    parser.add_argument("--uses", type=int, default=1, metavar="N", help=say("how often it can be used"))
    parser.add_argument(
        "--combines",
        choices=[one.value for one in Combines],
        default=Combines.ALL.value,
        metavar=say("HOW"),
        help=say("what else may be used: all, no_voucher, no_promotion, or alone for nothing"),
    )
    parser.add_argument("--campaign", metavar="NAME", default="", help=say("what they are made for together"))
    parser.add_argument("--blank", action="store_true", help=say("good only once it is activated"))


_LAYOUTS: Mapping[str, VoucherLayout] = {
    "slip": VoucherLayout.SLIP_80,
    "card": VoucherLayout.CARD,
    "a4x8": VoucherLayout.SHEET_8,
    "a4x10": VoucherLayout.SHEET_10,
}


def _run(app: App, args: Namespace, words: Words) -> Answer:
    return _ACTS[args.act](app, args, words)


def _issue(app: App, args: Namespace, words: Words) -> Answer:
    if args.kind is None or args.value is None or args.codes:
        raise Misused(reason=_USAGE)
    ids = app.shop.do(vouchers.issue, _draft(app, args), args.count)
    made = app.shop.ask(vouchers.terms_of, ids)
    found = [made[key] for key in ids]
    return Answer(
        {"vouchers": [_voucher(one) for one in found]}, [words.ltr(one.shown_code) for one in found]
    )


def _draft(app: App, args: Namespace) -> VoucherDraft:
    money = app.shop.ask(settings.read).money
    is_reason = args.reason in list(Reason)
    made_for_campaign = Reason.CAMPAIGN if args.campaign else Reason.GIFT
    return VoucherDraft(
        kind=args.kind,
        value=_worth(args, money),
        most=None if args.most is None else typed.money(args.most, money),
        product_id=app.shop.ask(goods.find, args.product).id if args.product else None,
        words=args.words,
        from_on=typed.day(app, args.begins),
        until_on=typed.day(app, args.until),
        minimum=0 if args.minimum is None else typed.money(args.minimum, money),
        uses=args.uses,
        customer_id=_customer(app, args),
        combines=args.combines,
        reason=args.reason if is_reason else made_for_campaign,
        reason_words="" if is_reason else args.reason,
        campaign=args.campaign,
        blank=args.blank,
    )


def _worth(args: Namespace, money: Currency) -> int:
    """Read the value in the unit in which the file keeps it."""
    match Kind(args.kind):
        case Kind.AMOUNT | Kind.CREDIT:
            return typed.money(args.value, money)
        case Kind.PERCENT:
            return typed.percent(args.value)
        case Kind.GOODS:
            return typed.quantity(args.value) if args.product else typed.whole(args.value)


def _check(app: App, args: Namespace, words: Words) -> Answer:
    text = _one_code(args)
    code = _code(app, text)
    try:
        view = app.shop.ask(vouchers.check, code, _customer(app, args))
    except vouchers.WRONG:
        app.shop.do(wrong_codes.note, code)
        raise
    # Whoever names a voucher by its number does not hold it, and is not told its code.
    shown = view.code if code == text else voucher_codes.masked(code)
    sheet = app.shop.ask(voucher_sheet.show, view.id)
    benefit, state = words.tell(sheet.row.benefit), words.tell(voucher_words.STATES[view.state])
    problem = None if view.problem is None else words.tell(view.problem)
    document: dict[str, Json] = {
        "code": shown,
        **_terms(view.terms),
        "state": view.state,
        "problem": problem,
        "benefit": benefit,
        "used": [
            {"at": use.at.isoformat(), "till": use.till, "sale": use.sale_id, "number": use.number}
            for use in sheet.uses
            if use.freed_at is None
        ],
    }
    terms = [words.tell(one) for one in sheet.conditions]
    lines = [words.say("{code}: {benefit}, {state}", code=shown, benefit=benefit, state=state), *terms]
    return Answer(document, [*lines, problem] if problem else lines)


def _list(app: App, args: Namespace, words: Words) -> Answer:
    state = None if args.state is None else State(args.state)
    show = Show(state, args.find, _customer(app, args))
    rows: list[VoucherRow] = []
    while True:
        some = app.shop.ask(voucher_list.page, show, len(rows), _LIST_AT_ONCE)
        rows += some
        if len(some) < _LIST_AT_ONCE:
            break
    lines = [_line(row, words) for row in rows]
    return Answer({"vouchers": [_row(row) for row in rows]}, lines or [words.say("There is no voucher.")])


def _print(app: App, args: Namespace, words: Words) -> Answer:
    if args.pdf is None or not args.codes:
        raise Misused(reason=_USAGE)
    layout = _LAYOUTS[args.layout]
    if layout is VoucherLayout.SLIP_80 and args.width == _NARROW:
        layout = VoucherLayout.SLIP_58
    ids = [_id(app, code) for code in args.codes]
    count = app.papers.vouchers_to(args.pdf, ids, layout, words)
    app.shop.do(printing.note, What.VOUCHER, ids, layout)
    return Answer(
        {"vouchers": ids, "printed": count, "pdf": str(args.pdf)},
        [words.say("Saved: {place}", place=str(args.pdf))],
    )


def _activate(app: App, args: Namespace, words: Words) -> Answer:
    code = _code(app, _one_code(args))
    try:
        key = app.shop.do(voucher_issue.activate, code, _customer(app, args), typed.day(app, args.until))
    except vouchers.WRONG:
        app.shop.do(wrong_codes.note, code)
        raise
    terms = app.shop.ask(vouchers.terms_of, [key])[key]
    return Answer(
        _voucher(terms), [words.say("The voucher {code} is good from now on.", code=terms.shown_code)]
    )


def _withdraw(app: App, args: Namespace, words: Words) -> Answer:
    key = _id(app, _one_code(args))
    app.shop.do(voucher_issue.withdraw, key, args.reason)
    return Answer({"voucher": key, "state": State.WITHDRAWN}, [words.say("Done.")])


_ACTS: Mapping[str, Callable[[App, Namespace, Words], Answer]] = {
    "issue": _issue,
    "check": _check,
    "list": _list,
    "print": _print,
    "activate": _activate,
    "withdraw": _withdraw,
}


def _one_code(args: Namespace) -> str:
    """Give the one code; its groups may stand apart."""
    if not args.codes:
        raise Misused(reason=_USAGE)
    return " ".join(args.codes)


def _code(app: App, text: str) -> str:
    """Give the code of a voucher that is named by its number; what is none is taken for a code."""
    number = _number(text)
    if number is None:
        return text
    found = app.shop.ask(vouchers.terms_of, [number]).get(number)
    if found is None:
        raise NoSuchVoucher(id=number)
    return found.code


def _number(text: str) -> int | None:
    """Read the number of a voucher; None for a code, which is longer and begins with a letter."""
    number = ascii_digits(text.strip())
    return int(number) if number.isdecimal() and len(number) < voucher_codes.LENGTH else None


def _id(app: App, text: str) -> int:
    """Find a voucher by its number or its code."""
    number = _number(text)
    if number is not None:
        return app.shop.ask(voucher_sheet.show, number).row.id
    try:
        return app.shop.ask(vouchers.look_up, text).id
    except vouchers.WRONG:
        app.shop.do(wrong_codes.note, text)
        raise


def _customer(app: App, args: Namespace) -> int | None:
    return None if args.customer is None else app.shop.ask(customers.by_id_or_code, args.customer)


def _voucher(terms: Terms) -> dict[str, Json]:
    return {"code": terms.shown_code, **_terms(terms)}


def _terms(terms: Terms) -> dict[str, Json]:
    return {
        "id": terms.id,
        "kind": terms.kind,
        "value": _value(terms),
        "most": terms.most,
        "product_id": terms.product_id,
        "words": terms.words,
        "from": terms.from_on.isoformat() if terms.from_on else None,
        "to": terms.until_on.isoformat() if terms.until_on else None,
        "minimum": terms.minimum,
        "uses": terms.uses,
        "uses_left": terms.uses_left,
        "credit_rest": terms.credit_rest if terms.kind is Kind.CREDIT else None,
        "customer_id": terms.customer_id,
        "combines": terms.combines,
        "reason": terms.reason,
    }


def _value(terms: Terms) -> Json:
    """Give the value: percent, smallest units of money, or units of the goods."""
    by_goods = terms.kind is Kind.GOODS and terms.product_id is not None
    per_unit = THOUSANDTHS if by_goods else _BASIS_POINTS if terms.kind is Kind.PERCENT else 1
    whole, rest = divmod(terms.value, per_unit)
    return terms.value / per_unit if rest else whole


def _row(row: VoucherRow) -> dict[str, Json]:
    used: Any = None
    if row.used is not None:
        used = {"at": row.used.at.isoformat(), "till": row.used.till, "number": row.used.number}
    return {
        "masked": row.masked,
        **_terms(row.terms),
        "state": row.state,
        "campaign": row.campaign,
        "reason_words": row.reason_words,
        "issued_at": row.issued_at.isoformat(),
        "used": used,
    }


def _line(row: VoucherRow, words: Words) -> str:
    parts = [words.digits(str(row.id)), words.ltr(row.masked), words.tell(row.benefit)]
    parts += [words.tell(voucher_words.STATES[row.state]), words.shown(row.customer), row.campaign]
    return words.listing([words.isolate(part) for part in parts if part])


COMMAND = Command("voucher", _describe, _fill, _run)
