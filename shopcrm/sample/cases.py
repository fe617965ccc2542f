"""How the made-up shop hears of what went wrong, puts it right, and gets better by it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial

from shopcrm.rules.complaints import About, Kind, Outcome, RemedyKind, State, Want
from shopcrm.sample import case_words
from shopcrm.sample.case_words import Course, Praised, Told, Wanted
from shopcrm.sample.counter import Counter
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import Till
from shopcrm.services import (
    case_choices,
    causes,
    complaint_drafts,
    complaint_ends,
    complaints,
    feedback,
    improvements,
    remedies,
)
from shopcrm.services.complaints import CaseDraft
from shopcrm.services.feedback import Answer, AskedOftenEnough, Question
from shopcrm.services.first_causes import FIRST_CAUSES
from shopcrm.services.improvements import ImprovementDraft
from shopcrm.services.remedies import RemedyDraft
from shopcrm.services.shop import Who

_SORRY = ("We are so sorry. We look into it today.", "خیلی متأسفیم. همین امروز رسیدگی می‌کنیم.")
_BECAUSE = ("The bin stood in the sun; it stands in the shade now.", "سطل در آفتاب بود؛ حالا در سایه است.")
_THANKS = ("Thank you for the quick answer.", "ممنون که زود جواب دادید.")
_RINGS = ("They ring back with the number of the bag.", "خودشان با شمارهٔ بسته زنگ می‌زنند.")
_STILL = ("It happened once more", "یک بار دیگر هم پیش آمد")
_GIVEN, _POINTS = 60_000 * TOMAN, 150
_NINE, _ELEVEN, _STEP, _A_DAY = 9 * 3_600, 11 * 3_600, 1_260, 86_400
_OUTCOMES = {
    Course.ACCEPTED: Outcome.ACCEPTED,
    Course.POINTS: Outcome.ACCEPTED,
    Course.UNREACHED: Outcome.UNREACHED,
}
_WANTS = {Course.VOUCHER: (Want.EXCHANGE,), Course.REFUND: (Want.REFUND,), Course.POINTS: (Want.APOLOGY,)}

_Improved = tuple[int, int, tuple[int, int], tuple[str, str], tuple[str, str], int | None]
IMPROVED: Sequence[_Improved] = (
    (
        80, 60, (0, 0),
        ("Lids on all open bins, and less in each", "درپوش برای همهٔ سطل‌ها و بار کمتر در هر کدام"),
        (
            "Every bin has a lid, and we roast twice a week.",
            "همهٔ سطل‌ها درپوش دارد و هفته‌ای دو بار بو می‌دهیم.",
        ),
        70,
    ),
    (
        20, 6, (3, 0), ("A second courier in the evening", "یک پیک دیگر برای عصرها"),
        ("Two couriers from four o’clock on.", "از ساعت چهار دو پیک داریم."), 9,
    ),
    (
        12, -6, (1, 1), ("Prices on shelf and till from one list", "قیمت قفسه و صندوق از یک فهرست"),
        ("", ""), None,
    ),
    (25, 2, (2, 0), ("A second till at noon", "صندوق دوم برای ظهرها"), ("", ""), None),
)  # fmt: skip
"""Improvements: written down and due so many days ago, for which cause, what, what changed, and when."""


_BEGUN = ("The lid of the jar was loose, and half of", "در شیشه شل بود و نیمی از")


def plan(counter: Counter) -> None:
    """Have the shop learn why things go wrong, and all that people say come at its time, the old at once."""
    till = counter.till
    guests = _whom(till)
    if not guests:
        return
    till.do(till.moment(_day(150), _ELEVEN), till.crew.owner, causes.take_first)
    known = _causes(till)
    coming: list[tuple[int, Callable[[datetime], None]]] = [
        *(
            (one.ago, partial(_complain, till, one, _guest(guests, one.guest), known[one.cause]))
            for one in case_words.COMPLAINTS
        ),
        *((one.ago, partial(_suggest, till, one, _guest(guests, one.guest))) for one in case_words.IDEAS),
        *((one.ago, partial(_praise, till, one, _guest(guests, one.guest))) for one in case_words.PRAISE),
        *(
            (made, partial(_improve, till, known[where], _on(till, due), what, changed, done))
            for made, due, where, what, changed, done in IMPROVED
        ),
        *(
            (ago, partial(_ask, till, _guest(guests, guest), Answer(score, till.say(words))))
            for ago, guest, score, words in case_words.VISITS
        ),
    ]
    for place, (ago, deed) in enumerate(sorted(coming, key=lambda one: -one[0])):
        second = _ELEVEN + place % 15 * _STEP if ago else _NINE
        _at(till, till.moment(_day(ago), second), deed)
    _at(till, till.moment(_day(0), _NINE), partial(_begin, till))


def _begin(till: Till, at: datetime) -> None:
    """Leave one that was begun and not finished."""
    till.do(at, _takes(till, at), complaint_drafts.save, CaseDraft(till.say(_BEGUN), about=About.GOODS))


def _whom(till: Till) -> list[int]:
    """Give the people who were known all along, and are no business."""
    return [
        till.written.guests[place]
        for place, guest in enumerate(till.story.guests)
        if guest.joined < _day(150) and not guest.taste.bulk and place < len(till.written.guests)
    ]


def _guest(guests: Sequence[int], place: int | None) -> int | None:
    return None if place is None else guests[place * 7 % len(guests)]


def _causes(till: Till) -> dict[tuple[int, int], int]:
    """Find the causes of the first tree by their group and place."""
    by_path = {path: key for key, path in till.shop.ask(causes.paths).items()}
    return {
        (group, place): by_path[f"{name}{causes.BETWEEN}{within}"]
        for group, (name, some) in enumerate(FIRST_CAUSES[till.story.plan.language])
        for place, within in enumerate(some)
    }


def _day(ago: int) -> int:
    return DAYS - 1 - ago


def _on(till: Till, ago: int) -> date:
    return till.written.today - timedelta(days=ago)


def _at(till: Till, moment: datetime, deed: Callable[[datetime], None]) -> None:
    """Do at once what happened before the counter opened, and have the rest done at its turn."""
    if moment < till.shop.clock() or moment < till.written.at(_day(21)):
        deed(moment)
    else:
        till.later(moment, deed)


def _takes(till: Till, at: datetime) -> Who:
    return (till.crew.morning, till.crew.evening, till.crew.manager)[at.day % 3]


def _complain(till: Till, told: Told, guest: int | None, cause: int, at: datetime) -> None:
    who = _takes(till, at)
    sale = None
    if guest is not None and told.about in {About.GOODS, About.SALE}:
        found = till.ask(at, case_choices.of_customer, guest).things
        sale = next((one.sale_id for one in found if one.sale_id is not None), None)
    draft = CaseDraft(
        till.say(told.words),
        about=told.about,
        customer_id=guest,
        sale_id=sale,
        severity=told.severity,
        wants=_WANTS.get(told.course, (Want.HEARD,)),
        responsible=till.crew.manager.actor if told.severity > 3 else "",
    )
    case = till.do(at, who, complaints.record, draft).id
    till.do(at, who, complaint_ends.set_cause, case, cause)
    if told.course is Course.OPEN:
        return
    answer = at + timedelta(minutes=20 + 17 * told.guest % 90)
    _at(till, answer, partial(_answer, till, told, case))


def _answer(till: Till, told: Told, case: int, at: datetime) -> None:
    """Give the first answer; where nothing is left to ask, put it right and settle it on the next day."""
    who = _takes(till, at)
    till.do(at, who, complaints.add_words, case, "told", till.say(_SORRY))
    if told.course is Course.WAITING:
        till.do(at, who, complaints.change, case, State.WAITING_CUSTOMER, till.say(_RINGS))
        return
    _at(till, at + timedelta(seconds=_A_DAY + 900 * told.guest), partial(_settle, till, told, case))


def _settle(till: Till, told: Told, case: int, at: datetime) -> None:
    who = till.crew.manager
    till.do(at, who, remedies.put_right, case, _remedy(till, told.course))
    outcome = _OUTCOMES.get(told.course, Outcome.HAPPY)
    thanks = till.say(_THANKS) if outcome is Outcome.HAPPY else ""
    till.do(at, who, complaint_ends.settle, case, outcome, thanks)
    _at(till, at + timedelta(days=3), partial(_follow_up, till, told, case))


def _remedy(till: Till, course: Course) -> RemedyDraft:
    match course:
        case Course.VOUCHER:
            return RemedyDraft(RemedyKind.VOUCHER, amount=_GIVEN)
        case Course.POINTS:
            return RemedyDraft(RemedyKind.POINTS, points=_POINTS)
        case Course.ACCEPTED | Course.UNREACHED:
            return RemedyDraft(RemedyKind.APOLOGY, till.say(_SORRY))
        case _:
            return RemedyDraft(RemedyKind.EXPLANATION, till.say(_BECAUSE))


def _follow_up(till: Till, told: Told, case: int, at: datetime) -> None:
    """Ask again some days later; one is not happy, and it is put right once more."""
    who = _takes(till, at)
    if told.course is Course.REOPENED:
        till.do(at, who, complaint_ends.follow_up, case, Outcome.NOT_HAPPY, till.say(_STILL))
        words = RemedyDraft(RemedyKind.APOLOGY, till.say(_SORRY))
        later = at + timedelta(days=1)
        till.do(min(later, till.written.now), who, remedies.put_right, case, words)
        till.do(min(later, till.written.now), who, complaint_ends.settle, case, Outcome.ACCEPTED)
    else:
        till.do(at, who, complaint_ends.follow_up, case, _OUTCOMES.get(told.course, Outcome.HAPPY))
    till.do(at, till.crew.manager, complaint_ends.close_for_shop, case, None)
    if told.score is not None:
        # Whoever was asked lately is left alone.
        with suppress(AskedOftenEnough):
            till.do(at, who, feedback.ask, Question(complaint_id=case), Answer(told.score))


def _suggest(till: Till, idea: Wanted, guest: int | None, at: datetime) -> None:
    who = _takes(till, at)
    draft = CaseDraft(till.say(idea.words), Kind.SUGGESTION, customer_id=guest)
    case = till.do(at, who, complaints.record, draft).id
    if idea.taken_up is not None:
        outcome = Outcome.TAKEN_UP if idea.taken_up else Outcome.ANSWERED
        _at(till, at + timedelta(days=4), partial(_decide, till, idea, case, outcome))


def _decide(till: Till, idea: Wanted, case: int, outcome: Outcome, at: datetime) -> None:
    till.do(at, till.crew.owner, complaints.add_words, case, "told", till.say(idea.answer))
    till.do(at, till.crew.owner, complaint_ends.settle, case, outcome)


def _praise(till: Till, praise: Praised, guest: int | None, at: datetime) -> None:
    staff = "" if praise.staff is None else till.crew.everybody[praise.staff].actor
    draft = CaseDraft(
        till.say(praise.words), Kind.PRAISE, About.STAFF if staff else About.NOT_YET, guest, staff=staff
    )
    case = till.do(at, _takes(till, at), complaints.record, draft).id
    till.do(at, till.crew.manager, complaint_ends.settle, case, Outcome.NONE)


def _improve(
    till: Till,
    cause: int,
    due: date,
    what: tuple[str, str],
    changed: tuple[str, str],
    done: int | None,
    at: datetime,
) -> None:
    who = till.crew.manager
    draft = ImprovementDraft(cause, till.say(what), who.actor, due)
    key = till.do(at, who, improvements.add, draft)
    if done is not None:
        _at(
            till,
            till.moment(_day(done), _ELEVEN),
            lambda moment: till.do(moment, who, improvements.done, key, till.say(changed)),
        )


def _ask(till: Till, guest: int | None, answer: Answer, at: datetime) -> None:
    with suppress(AskedOftenEnough):
        till.do(at, _takes(till, at), feedback.ask, Question(customer_id=guest), answer)
