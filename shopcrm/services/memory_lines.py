"""Gathers what there is to remember about a person, kind by kind; never anything that they avoid (A5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from shopcrm.rules import attributes, rhythm
from shopcrm.rules import occasions as yearly
from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.money import Quantity
from shopcrm.rules.remember import Act, Choice, Kind, Reminder
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import (
    avoiding,
    favourites,
    greetings,
    holds,
    memory_complaints,
    memory_points,
    memory_promises,
    memory_vouchers,
    messages,
    occasions,
    preferences,
    questions,
    regulars,
    seen,
    settings,
    stock,
    wish_goods,
)
from shopcrm.services.favourites import Favourite
from shopcrm.services.occasions import OccasionView
from shopcrm.services.preferences import PreferenceView, Taste
from shopcrm.services.regulars import Counted, Purchases, Regular
from shopcrm.services.shop import now_of

YES, NO = "yes", "no"
"""How a guess is answered."""
NOT_NOW = ""
"""How a question is put off."""
_MOST_OVERDUE = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it is about, with what several lines need: today, what they buy, and what they said they like.

    `often` are the goods of which they make a habit; nearly all lines are about those.
    """

    id: int
    days: ShopDay
    today: date
    purchases: Purchases
    often: Sequence[Regular]
    views: Sequence[PreferenceView]


def read(session: Session, customer_id: int) -> Person:
    """Read what several lines need, once."""
    days = settings.read(session).days
    bought = regulars.purchases(session, customer_id)
    often = regulars.described(session, bought, rhythm.ENOUGH)
    views = preferences.everything(session, customer_id)
    return Person(customer_id, days, days.of(now_of(session)), bought, often, views)


def gather(session: Session, person: Person) -> list[Reminder]:
    """Gather what there is to remember but for what only asks, in no order."""
    lines = [
        *memory_complaints.lines(session, person.id, person.days, person.today),
        *memory_promises.lines(session, person.id, person.today),
        *_held(session, person),
        *_wishes_in(session, person),
        *_to_tell(session, person.id),
        *_occasions(session, person),
        *_favourites(session, person),
        *_overdue(session, person),
        *memory_points.short(session, person.id),
        *memory_vouchers.lapsing(session, person.id, person.today),
    ]
    return _welcome(session, person, lines)


def asking(session: Session, person: Person) -> list[Reminder]:
    """Gather the guess to confirm and the question to ask, if there are any."""
    bought = regulars.counted(session, person.purchases)
    return _welcome(session, person, [*_guess(session, person, bought), *_question(session, person, bought)])


def _welcome(session: Session, person: Person, lines: Sequence[Reminder]) -> list[Reminder]:
    """Leave out what speaks of goods that they avoid; what they had kept aside they asked for (A5)."""
    offered = {one.goods for one in lines if one.goods is not None and one.kind is not Kind.HELD}
    said = preferences.avoided(person.views)
    avoided = avoiding.avoided_by(session, person.id, offered) if offered and said else {}
    return [one for one in lines if one.kind is Kind.HELD or one.goods not in avoided]


def _held(session: Session, person: Person) -> Iterator[Reminder]:
    for row in holds.of_customer(session, person.id):
        yield Reminder(
            Kind.HELD,
            saying(
                "{goods} is kept aside for them: {amount}",
                goods=row.product,
                amount=Quantity(row.quantity, row.unit),
            ),
            saying("Kept until {until}, since {day}", until=row.until, day=person.days.of(row.made_at)),
            Act.HAND_OVER,
            row.id,
            due=row.until,
            worth=row.quantity,
            goods=row.product_id,
        )


def _wishes_in(session: Session, person: Person) -> Iterator[Reminder]:
    for one in wish_goods.in_stock_for(session, person.id):
        asked_on = person.days.of(one.wish.asked_at)
        yield Reminder(
            Kind.WISH_IN,
            saying("{goods} is here, which they asked for", goods=one.product),
            saying("Asked for {thing} on {day}", thing=one.wish.thing, day=asked_on),
            Act.HOLD,
            one.wish.id,
            due=one.wish.until,
            worth=one.wish.priority,
            goods=one.product_id,
        )


def _to_tell(session: Session, customer_id: int) -> Iterator[Reminder]:
    for one in messages.tell_in_person(session, customer_id):
        yield Reminder(
            Kind.TELL,
            saying("Tell them: {goods}", goods=one.goods or one.say),
            next(iter([*one.why, *one.not_sent]), saying("It could not be sent")),
            Act.TOLD,
            one.message_id,
            goods=one.product_id,
        )


def _occasions(session: Session, person: Person) -> Iterator[Reminder]:
    for view in occasions.of_customer(session, person.id):
        if view.days_left <= view.remind_days and not greetings.is_greeted(session, person.id, view):
            yield Reminder(
                Kind.OCCASION,
                saying("{occasion}: {when}", occasion=view.name, when=yearly.comes(view.days_left)),
                _why_occasion(view),
                Act.GREETED,
                view.id,
                due=view.next_day,
            )


def _why_occasion(view: OccasionView) -> Saying:
    if view.turns:
        return saying("It is on {day}, {count} years", day=view.next_day, count=view.turns)
    return saying("It is on {day}", day=view.next_day)


def _favourites(session: Session, person: Person) -> Iterator[Reminder]:
    for one in favourites.in_stock(session, person.id, person.today, person.often, person.views):
        yield Reminder(
            Kind.FAVOURITE_IN,
            _what_favourite(one),
            _why_favourite(one),
            Act.SHOW_GOODS,
            one.product_id,
            worth=one.worth,
            goods=one.product_id,
        )


def _what_favourite(one: Favourite) -> Saying:
    if one.arrived_on is not None:
        return saying("{goods} came in on {day}", goods=one.name, day=one.arrived_on)
    return saying("{goods} runs low: {amount} left", goods=one.name, amount=Quantity(one.left, one.unit))


def _why_favourite(one: Favourite) -> Saying:
    if one.told:
        return saying("Likes {thing}, told us", thing=one.told)
    return saying(
        "Bought it {count} times, last on {day}", count=one.times, day=one.last or one.arrived_on or ""
    )


def _overdue(session: Session, person: Person) -> Iterator[Reminder]:
    late = [one for one in person.often if rhythm.is_overdue(one.times, one.first, one.last, person.today)]
    late = late[:_MOST_OVERDUE]
    left = stock.left_for(session, person.id, [one.product_id for one in late if one.stock_kept])
    for one in late:
        if left.get(one.product_id, 1) > 0:
            gap = rhythm.usual_gap(one.times, one.first, one.last) or 0
            yield Reminder(
                Kind.OVERDUE,
                saying("They usually take {goods}", goods=one.name),
                saying("About every {count} days, last on {day}", count=gap, day=one.last),
                Act.SHOW_GOODS,
                one.product_id,
                worth=one.times,
                goods=one.product_id,
            )


def _guess(session: Session, person: Person, bought: Sequence[Counted]) -> Iterator[Reminder]:
    tastes = seen.from_purchases(session, person.id, bought, person.views)
    guesses = [(one.taste, one.thing, one.why) for one in tastes.guessed]
    # Goods that they buy speak for themselves; a shelf or a sort is worth a question, a size is not.
    guesses += [(one.taste, one.thing, one.why) for one in tastes.seen if _is_worth_asking(one.taste)]
    for taste, thing, why in guesses[:1]:
        yield Reminder(
            Kind.GUESS,
            _asks(taste, thing),
            why,
            Act.CONFIRM,
            0,
            choices=(Choice(YES, saying("Yes")), Choice(NO, saying("No"))),
            goods=taste.product_id,
            subject=taste.subject,
        )


def _is_worth_asking(taste: Taste) -> bool:
    return taste.product_id is None and not (taste.attribute and attributes.is_size(taste.words))


def _asks(taste: Taste, thing: str) -> Saying:
    """Ask about goods or a shelf by their name, about a sort of goods by what it is and of which kind."""
    if not taste.attribute or thing == taste.attribute:
        return saying("Do they like {thing}?", thing=thing)
    return saying("Do they prefer {value} ({name})?", value=taste.words, name=taste.attribute)


def _question(session: Session, person: Person, bought: Sequence[Counted]) -> Iterator[Reminder]:
    asked = questions.from_purchases(session, person.id, bought, person.views)
    if asked is not None:
        choices = [Choice(one.value, one.shown) for one in asked.choices]
        yield Reminder(
            Kind.QUESTION,
            asked.asks,
            asked.why,
            Act.ANSWER,
            0,
            choices=(*choices, Choice(NOT_NOW, saying("Not now"))),
            subject=asked.subject,
        )
