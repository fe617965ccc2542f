"""What the commands on complaints answer: amounts in smallest units, moments in UTC, times in minutes."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from shopcrm.cli.command import Answer, Json
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import About
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import plain
from shopcrm.rules.spreads import Spread
from shopcrm.rules.wording import Words
from shopcrm.services.cause_pareto import ParetoRow
from shopcrm.services.complaint_figures import Figures
from shopcrm.services.complaint_list import CaseRow, CaseView
from shopcrm.services.complaints import Recorded
from shopcrm.services.feedback import Asked
from shopcrm.services.remedies import Remedied


def recorded(done: Recorded, words: Words) -> Answer:
    """Tell of a case that was recorded, with its number and by when they hear."""
    document: dict[str, Json] = {
        "complaint": done.id,
        "number": done.number,
        "state": done.state,
        "answer_due": _moment(done.answer_due),
        "settle_due": _moment(done.settle_due),
        "responsible": done.responsible,
        "known": done.was_known,
    }
    lines = [words.say("No. {number} is recorded.", number=str(done.number))]
    if done.answer_due is not None:
        lines.append(words.say("First answer until {moment}", moment=done.answer_due))
    if done.settle_due is not None:
        lines.append(words.say("Settled until {moment}", moment=done.settle_due))
    return Answer(document, lines)


def shown(case: CaseView, words: Words) -> Answer:
    """Show all of a case."""
    document: dict[str, Json] = {
        **_told(case),
        **_clocks(case),
        "cause": case.cause,
        "learned_at": _moment(case.learned_at),
        "learned_by": case.learned_by,
        "photos": len(case.photos),
        "changes": [
            {"at": _moment(one.at), "by": one.by, "from": one.before, "to": one.state, "why": one.why}
            for one in case.changes
        ],
        "said": [
            {"at": _moment(one.at), "by": one.by, "way": one.way, "words": one.words} for one in case.said
        ],
        "remedies": [_remedy(one) for one in case.done],
    }
    return Answer(document, _lines(case, words))


def _told(case: CaseView) -> dict[str, Json]:
    told = case.told
    return {
        "complaint": case.id,
        "number": case.number,
        "kind": told.kind,
        "state": case.state,
        "about": told.about,
        "customer_id": told.customer_id,
        "customer": plain(case.customer),
        "sale": case.sale_number,
        "line": None if told.sale_ordinal is None else told.sale_ordinal + 1,
        "product": case.product,
        "staff_about": told.staff,
        "words": told.words,
        "severity": told.severity,
        "wants": [one.value for one in told.wants],
        "happened_on": _day(told.happened_on),
        "responsible": told.responsible,
        "taken_at": _moment(case.taken_at),
        "taken_by": case.taken_by,
        "till": case.till,
    }


def _clocks(case: CaseView) -> dict[str, Json]:
    return {
        "answer_due": _moment(case.answer_due),
        "settle_due": _moment(case.settle_due),
        "settle_left": case.settle_left,
        "answered_at": _moment(case.answered_at),
        "settled_at": _moment(case.settled_at),
        "answer": case.outcome,
        "follow_up_on": _day(case.follow_up_on),
        "followed_up_at": _moment(case.followed_up_at),
        "look_back_on": _day(case.look_back_on),
    }


def listed(rows: Sequence[CaseRow], words: Words) -> Answer:
    """List cases."""
    document: dict[str, Json] = {
        "complaints": [
            {
                "complaint": row.id,
                "number": row.number,
                "kind": row.kind,
                "state": row.state,
                "about": row.about,
                "customer_id": row.customer_id,
                "customer": plain(row.customer),
                "gist": row.gist,
                "severity": row.severity,
                "responsible": row.responsible,
                "taken_at": _moment(row.taken_at),
                "due": _moment(row.due),
                "late": row.late,
                "learned": row.learned,
            }
            for row in rows
        ]
    }
    return Answer(document, [_line(row, words) for row in rows] or [words.say("No case is there.")])


def remedied(number: int, done: Remedied, words: Words) -> Answer:
    """Tell what was done to put a case right."""
    said = words.tell(rules.remedy_words(done.kind))
    case = words.say("No. {number}", number=str(number))
    if done.was_known:
        line = words.say("{case}: {what} was there already.", case=case, what=said)
    else:
        line = words.say("{case}: {what}.", case=case, what=said)
    return Answer({"number": number, **_remedy(done), "known": done.was_known}, [line])


def asked(one: Asked, words: Words) -> Answer:
    """Tell of a question that was asked."""
    document: dict[str, Json] = {
        "asking": one.id,
        "about": one.about,
        "way": one.way,
        "complaint": one.complaint_id,
        "customer_id": one.customer_id,
        "score": one.score,
        "words": one.words,
        "task": one.task,
    }
    if one.score is None:
        return Answer(document, [words.say("Asked. The number of the question is {number}.", number=one.id)])
    lines = [words.say("The answer is written down.")]
    if one.task:
        lines.append(words.say("It is a low one: somebody calls back."))
    return Answer(document, lines)


def saved(number: int, path: Path, words: Words, **more: int) -> Answer:
    """Tell where a paper was saved."""
    return Answer(
        {"number": number, "pdf": str(path), **more}, [words.say("Saved: {place}", place=str(path))]
    )


def report(found: Figures, pdf: Path | None, words: Words) -> Answer:
    """Tell the figures of a report, and where it was saved."""
    document: dict[str, Json] = {
        **_counted(found),
        **_came_of(found),
        "pdf": None if pdf is None else str(pdf),
    }
    late = words.say(
        "Complaints: {count}, not settled: {open}, late now: {late}",
        count=found.complaints,
        open=found.unsettled,
        late=found.late_now,
    )
    lines = [
        late,
        words.say("What putting it right cost: {amount}", amount=Money(found.cost.total)),
        *(f"{words.number(one.count)} {_path(one, words)}" for one in found.causes),
    ]
    if pdf is not None:
        lines.append(words.say("Saved: {place}", place=str(pdf)))
    return Answer(document, lines)


def _counted(found: Figures) -> dict[str, Json]:
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "kinds": {one.value: count for one, count in found.by_kind.items()},
        "about": {one.value: count for one, count in found.by_about.items()},
        "severity": {str(one): count for one, count in found.by_severity.items()},
        "answers": {one.value: count for one, count in found.by_outcome.items()},
        "causes": [_cause(one) for one in found.causes],
        "first_answer": _spread(found.answer),
        "settled": _spread(found.settle),
        "unsettled": found.unsettled,
        "late_now": found.late_now,
        "reopened": found.reopened,
    }


def _came_of(found: Figures) -> dict[str, Json]:
    cost, back, content = found.cost, found.looked_back, found.satisfaction
    return {
        "cost": {
            "vouchers_made": cost.vouchers_made,
            "vouchers": cost.vouchers,
            "vouchers_used": cost.vouchers_used,
            "refunds": cost.refunds,
            "points": cost.points,
            "points_worth": cost.points_worth,
            "exchanges": cost.exchanges,
            "services": cost.services,
            "total": cost.total,
        },
        "again": found.again,
        "again_same_cause": found.again_same,
        "people": [
            {"customer_id": one.customer_id, "cause": one.cause, "count": one.count} for one in found.people
        ],
        "satisfaction": {
            "answers": content.answers,
            "mean": None if content.mean is None else content.mean / 10,
            "content": content.content,
            "low": content.low,
        },
        "looked_back": {
            "cases": back.cases,
            "known": back.known,
            "came_back": back.came_back,
            "vouchers": back.vouchers,
            "vouchers_used": back.vouchers_used,
            "again": back.again,
        },
    }


def _cause(one: ParetoRow) -> Json:
    return {"cause": one.path or None, "count": one.count, "share": one.share, "together": one.together}


def _path(one: ParetoRow, words: Words) -> str:
    return words.isolate(one.path) if one.path else words.say("Nobody said why yet")


def _spread(one: Spread) -> Json:
    return {"count": one.count, "median": one.median, "ninetieth": one.ninetieth, "late": one.late}


def _remedy(one: Remedied) -> dict[str, Json]:
    return {
        "remedy": one.id,
        "by": one.kind,
        "words": one.words,
        "amount": one.amount,
        "points": one.points,
        "voucher": one.voucher_id,
        "return": one.sale_id,
        "made_by": one.by,
        "allowed_by": one.allowed_by,
    }


def _lines(case: CaseView, words: Words) -> list[str]:
    kind = words.tell(rules.kind_words(case.told.kind))
    head = words.say("{kind} No. {number}", kind=kind, number=str(case.number))
    lines = [f"{head}: {words.tell(rules.state_words(case.state))}"]
    if case.customer:
        lines.append(words.say("Customer: {name}", name=case.customer))
    if case.told.about is not About.NOT_YET:
        lines.append(words.say("About: {what}", what=rules.about_words(case.told.about)))
    lines.append(words.isolate(case.told.words))
    lines += [f"{words.moment(one.at)} {words.isolate(one.words)}" for one in case.said]
    lines += [words.tell(rules.remedy_words(one.kind)) for one in case.done]
    if case.cause:
        lines.append(words.say("Why it happened: {cause}", cause=case.cause))
    return lines


def _line(row: CaseRow, words: Words) -> str:
    parts = [
        words.digits(str(row.number)),
        words.tell(rules.state_words(row.state)),
        *([words.shown(row.customer)] if row.customer else []),
        words.isolate(row.gist),
    ]
    if row.late:
        parts.append(words.say("late"))
    return words.listing(parts)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
