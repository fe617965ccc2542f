"""The vouchers of the made-up shop: what they are for, who has them, and who brings them along."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from shopcrm.rules import occasions
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.vouchers import Combines, Kind, Limit, Reason
from shopcrm.sample import gift_words
from shopcrm.sample.cast import worth
from shopcrm.sample.counter import Counter
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import OPENED
from shopcrm.services import voucher_issue
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.voucher_issue import VoucherDraft

_TEN, _ELEVEN, _SIX = 10 * 3_600, 11 * 3_600, 18 * 3_600
_LEAFLETS, _SHARE, _CROOKED = 50, 0.018, 2
_LEAFLET_DAY, _LEAFLET_GOOD = OPENED + 4, 30
_LEAST = 500_000 * TOMAN
_FIRST, _FIRST_GOOD, _FIRST_USED = 8, 9, 3
_CARDS, _CARD_WORTH, _SOLD_ON = 12, 500_000 * TOMAN, (3, 9)
_BIRTHDAYS, _BIRTHDAY_GOOD = 12, 14
_LOYAL, _LOYAL_DAY, _LOYAL_GOOD = 8, DAYS - 12, 30
_SOON = (1, 2, 2, 3)
"""Some of the vouchers of the faithful lapse so many days from today."""
_MADE_UP, _BROUGHT, _WON = 2, 3, 2
_USES_IT = 0.8


def plan(counter: Counter) -> None:
    """Have every voucher come into being on its day."""
    till = counter.till
    for day, second, deed in (
        (OPENED, _TEN, _open),
        (_LEAFLET_DAY, _ELEVEN, _spread),
        (_LOYAL_DAY, _ELEVEN, _thank),
        (OPENED + 2, _SIX, _make_up),
        (OPENED + 3, _SIX, _reward_friends),
        (OPENED + 6, _SIX, _let_win),
    ):
        till.later(till.moment(day, second), partial(deed, counter))
    for guest, coming in _birthdays(counter):
        till.later(till.moment(coming, _TEN), partial(_greet, counter, guest))


def _open(counter: Counter, at: datetime) -> None:
    """Make the vouchers of the first days, which lapse with them, and blank gift cards to sell."""
    until = _day(counter, OPENED + _FIRST_GOOD)
    first = VoucherDraft(Kind.AMOUNT, 50_000 * TOMAN, until_on=until, reason=Reason.CAMPAIGN)
    name = counter.till.say(gift_words.OPENING)
    made = _issue(counter, at, replace(first, campaign=name), _FIRST)
    _hand_out(counter, made[:_FIRST_USED], range(OPENED + 1, OPENED + _FIRST_GOOD))
    words = counter.till.say(gift_words.CARD)
    card = VoucherDraft(Kind.CREDIT, _CARD_WORTH, reason=Reason.BOUGHT, reason_words=words, blank=True)
    for day, number in zip(_SOLD_ON, _issue(counter, at, card, _CARDS), strict=False):
        moment = counter.till.moment(OPENED + day, _SIX)
        counter.till.later(moment, partial(_sell_card, counter, number))


def _sell_card(counter: Counter, voucher_id: int, at: datetime) -> None:
    """Sell a gift card to somebody who gives it away; it is good from then on."""
    till = counter.till
    words = till.say(gift_words.CARD)
    line = BasketLine(None, price=_CARD_WORTH, words=words, earns=False)
    counter.sell(at, till.crew.evening, Basket((line,)), f"card {voucher_id}")
    code = counter.voucher(at, voucher_id)
    till.do(at, till.crew.manager, voucher_issue.activate, code)
    day = (at - till.written.begins).days
    _hand_out(counter, [voucher_id], range(day + 1, DAYS), most=_CARD_WORTH * 2 // 3)


def _spread(counter: Counter, at: datetime) -> None:
    """Make the leaflets, some of which are brought along, and some of which were printed crooked."""
    draft = VoucherDraft(
        Kind.PERCENT,
        1_000,
        most=200_000 * TOMAN,
        until_on=_day(counter, DAYS - 1 + _LEAFLET_GOOD),
        minimum=_LEAST,
        combines=Combines.NO_VOUCHER,
        reason=Reason.CAMPAIGN,
        campaign=counter.till.say(gift_words.LEAFLET),
    )
    made = _issue(counter, at, draft, _LEAFLETS)
    brought = made[: counter.cast.part(_SHARE)]
    _hand_out(counter, brought, range(_LEAFLET_DAY + 1, DAYS), least=_LEAST * 5 // 4)
    why, moment = counter.till.say(gift_words.CROOKED), at + timedelta(hours=2)
    for number in made[-_CROOKED:]:
        counter.till.do(moment, counter.till.crew.manager, voucher_issue.withdraw, number, why)


def _thank(counter: Counter, at: datetime) -> None:
    """Thank the faithful; with some of them it is high time to speak of it."""
    words, shelf = counter.till.say(gift_words.THANKS), counter.till.say(gift_words.CHOCOLATE)
    for place, guest in enumerate(counter.cast.faithful()[:_LOYAL]):
        is_near = place < len(_SOON)
        good = _SOON[place] if is_near else _LOYAL_GOOD
        draft = VoucherDraft(
            Kind.PERCENT,
            1_000 if is_near else 2_000,
            most=150_000 * TOMAN,
            until_on=_day(counter, DAYS - 1 + good),
            reason=Reason.TIER,
            reason_words=words,
            limits=() if is_near else (Limit(category_id=counter.till.written.shelves[shelf]),),
        )
        _give(counter, at, guest, draft, is_used=False)


def _greet(counter: Counter, guest: int, at: datetime) -> None:
    """Give somebody something for their birthday."""
    day = (at - counter.till.written.begins).days
    until = _day(counter, day + _BIRTHDAY_GOOD)
    words = counter.till.say(gift_words.BIRTHDAY)
    draft = VoucherDraft(Kind.PERCENT, 1_500, most=100_000 * TOMAN, until_on=until)
    draft = replace(draft, reason=Reason.OCCASION, reason_words=words)
    _give(counter, at, guest, draft, is_used=counter.till.dice.happens(_USES_IT))


def _make_up(counter: Counter, at: datetime) -> None:
    """Make up for what went wrong."""
    until = _day(counter, DAYS - 1 + 60)
    people = _who_comes_again(counter, at)[:_MADE_UP]
    for place, guest in enumerate(people):
        words = counter.till.say(gift_words.COMPLAINTS[place])
        draft = VoucherDraft(Kind.AMOUNT, 100_000 * TOMAN, until_on=until, reason=Reason.COMPLAINT)
        _give(counter, at, guest, replace(draft, reason_words=words), is_used=place == 0)


def _reward_friends(counter: Counter, at: datetime) -> None:
    """Thank those who brought somebody."""
    until, words = _day(counter, DAYS - 1 + 60), counter.till.say(gift_words.FRIEND)
    draft = VoucherDraft(Kind.AMOUNT, 80_000 * TOMAN, until_on=until, reason=Reason.REFERRAL)
    brought = [first for first, _second in counter.till.story.kin.brought]
    here = [guest for guest in brought if guest < len(counter.till.written.guests)]
    day = (at - counter.till.written.begins).days
    for guest in sorted(here, key=lambda guest: not _comes_after(counter, guest, day))[:_BROUGHT]:
        _give(counter, at, guest, replace(draft, minimum=_LEAST, reason_words=words), is_used=True)


def _let_win(counter: Counter, at: datetime) -> None:
    """Let some people win a bag of something."""
    till = counter.till
    until, words = _day(counter, DAYS - 1 + 21), till.say(gift_words.WHEEL)
    packs = [place for place, ware in enumerate(till.story.goods) if ware.group == "tea" and not ware.weighed]
    goods = till.written.goods[min(packs, key=lambda place: (till.story.goods[place].price, place))]
    draft = VoucherDraft(Kind.GOODS, 1_000, product_id=goods, until_on=until, reason=Reason.GAME)
    for guest in _who_comes_again(counter, at)[_MADE_UP : _MADE_UP + _WON]:
        _give(counter, at, guest, replace(draft, reason_words=words), is_used=False)


def _issue(counter: Counter, at: datetime, draft: VoucherDraft, count: int) -> list[int]:
    return counter.till.do(at, counter.till.crew.manager, voucher_issue.issue, draft, count)


def _give(counter: Counter, at: datetime, guest: int, draft: VoucherDraft, *, is_used: bool) -> None:
    """Give a guest a voucher, which they may bring along the next time."""
    who = counter.till.written.guests[guest]
    number = _issue(counter, at, replace(draft, customer_id=who), 1)[0]
    if is_used:
        day = (at - counter.till.written.begins).days
        place = counter.cast.next_visit(guest, day)
        if place is not None:
            counter.brings[place] = number


def _hand_out(
    counter: Counter, made: Sequence[int], days: range, *, least: int = 0, most: int | None = None
) -> None:
    """Have vouchers brought along at visits of some days that come to so much (rial)."""
    places = counter.cast.draw(
        len(made),
        lambda visit: visit.day in days and worth(visit) >= least and (most is None or worth(visit) <= most),
    )
    counter.brings.update(zip(places, made, strict=False))


def _who_comes_again(counter: Counter, at: datetime) -> list[int]:
    """List people who were here before a moment, whoever comes again first."""
    day = (at - counter.till.written.begins).days
    again = {visit.guest: True for visit in counter.cast.visits if visit.day > day}
    here = len(counter.till.written.guests)
    tabs = counter.cast.on_tab
    return [guest for guest in again if guest is not None and guest < here and guest not in tabs]


def _birthdays(counter: Counter) -> list[tuple[int, int]]:
    """List who has a birthday in these weeks, and on which day of the sample; few, and no businesses."""
    story, written = counter.till.story, counter.till.written
    first = written.today - timedelta(days=DAYS - 1 - OPENED)
    found: list[tuple[int, int]] = []
    for guest, memory in enumerate(story.memories):
        for said in memory.occasions:
            if said.kind is OccasionKind.BIRTHDAY and story.guests[guest].joined < OPENED:
                coming = occasions.next_day(said.calendar, said.month, said.day, first)
                if coming <= written.today:
                    found.append((guest, OPENED + (coming - first).days))
    return sorted(found, key=lambda one: not _comes_after(counter, *one))[:_BIRTHDAYS]


def _comes_after(counter: Counter, guest: int, day: int) -> bool:
    return any(visit.guest == guest and visit.day > day for visit in counter.cast.visits)


def _day(counter: Counter, day: int) -> date:
    """Tell the date of a day of the sample; it may lie ahead."""
    return counter.till.written.today + timedelta(days=day - (DAYS - 1))
