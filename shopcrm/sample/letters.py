"""What the made-up shop told its customers over the last weeks, and what came of it.

Nobody is told against their word: all of it is queued, sent and ticked off as people do it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopcrm.rules import delivery
from shopcrm.rules.delivery import Channel, Decision, Delivered, Refused, State, Unclear, Verdict
from shopcrm.rules.matching_reasons import ago
from shopcrm.rules.sayings import Saying, saying
from shopcrm.sample import diary
from shopcrm.sample.deliveries import Delivery
from shopcrm.sample.dice import Dice
from shopcrm.sample.people import DAYS, Guest
from shopcrm.sample.shelves import Ware
from shopcrm.sample.visits import Visit
from shopcrm.sample.written import Written
from shopcrm.services import (
    answers,
    arrival_news,
    daily,
    messages,
    sending,
    settings,
    templates,
    wishes,
)
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.courier import Letter
from shopcrm.services.messages import Filter, MessageRow
from shopcrm.services.notes import NoteDraft, NoteKind
from shopcrm.services.shop import Session, Shop

Bought = dict[str, list[tuple[int, int, int]]]

WEEKS_TOLD = 40
"""Days back from today in which the shop told people of anything."""
GREETS = 5
"""For so many days before today the round of each day was made."""
_NEWS, _APART = 5, 5
_FEWEST, _MOST, _MOST_NOW = 8, 12, 24
_COME, _SOON = 4, 10
_FRESH = DAYS - 3
"""What was told of since this day is still being worked through."""
_GOOD_FOR = timedelta(days=14)
_CLAIMER = "sample"
_BY_ITSELF = {templates.GREETING, templates.POINTS, templates.TIER}
"""What the round of a day writes."""
_TEN = 10 * 3_600
_HAND = {Channel.SMS, Channel.WHATSAPP, Channel.LETTER}
_CALLS = (
    (0.45, Decision.TOLD),
    (0.68, Decision.NO_ANSWER),
    (0.85, Decision.NOT_NOW),
    (1.0, Decision.CAME_IN),
)
_LATER = ((0.1, Decision.CAME_IN), (0.2, Decision.NO_ANSWER), (0.27, Decision.NOT_NOW))
_MAILED = ((0.12, Decision.CAME_IN), (0.15, Decision.ASKED_TO_STOP))
_WRITES_BACK = 0.12


Ticked = tuple[int, Decision]
"""A message, and what somebody said of it."""


@dataclass(frozen=True, slots=True)
class Fan:
    """A guest who may want what came in, and why."""

    guest: int
    why: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class News:
    """A delivery of goods of which the shop tells people; the delivery by its place in the story."""

    delivery: int
    day: int
    ware: int
    fans: tuple[Fan, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """Where people are told: the shop, chance, and who stands in the file under which number."""

    shop: Shop
    dice: Dice
    written: Written
    guests: Sequence[Guest]

    def note(self, what: Mapping[datetime, Sequence[Ticked]]) -> None:
        """Note what came of messages, all that is noted at one moment at once."""
        for at in sorted(what):
            self.shop.clock = lambda at=at: at
            self.shop.do(_settle, what[at])

    def send(self, post: "Post", at: datetime) -> None:
        """Send at a moment what waits for a courier."""
        self.shop.clock = lambda: at
        sending.send_waiting(self.shop, {Channel.EMAIL: post}, _CLAIMER)

    def rows(self, wanted: Filter) -> list[MessageRow]:
        """List messages in the order in which they were written."""
        return sorted(self.shop.ask(messages.page, wanted, 0, 1_000).rows, key=lambda row: row.id)


class Post:
    """A courier who takes letters nowhere; where the road is rough, some get lost or are refused."""

    def __init__(self, *, rough: bool) -> None:
        self._rough = rough
        self._taken = 0

    def deliver(self, letter: Letter) -> Verdict:
        """Take a letter, and say what would have become of it."""
        del letter
        self._taken += 1
        if self._rough and self._taken % 4 == 2:
            return Unclear(saying("The line broke after the letter was handed over."))
        if self._rough and self._taken % 4 == 3:
            answer = "550 5.1.1 no such user"
            return Refused(
                permanent=True, why=saying("The mail server refused it for good: {answer}", answer=answer)
            )
        return Delivered()

    def rest(self) -> None:
        """Do nothing: there is no line to let go of."""


def bought(goods: Sequence[Ware], past: Sequence[Visit]) -> Bought:
    """Sort by shelf what guests bought: who, on which day, which of the wares."""
    found: Bought = defaultdict(list)
    for visit in past:
        if visit.guest is not None and visit.kind == "sale":
            for line in visit.lines:
                found[goods[line.ware].path].append((visit.guest, visit.day, line.ware))
    return found


def news(
    guests: Sequence[Guest], goods: Sequence[Ware], past: Bought, brought: Sequence[Delivery]
) -> list[News]:
    """Choose the deliveries of the last weeks of which people were told: what most people come for."""
    lines = [
        (place, delivery.day, ware)
        for place, delivery in enumerate(brought)
        if DAYS - WEEKS_TOLD < delivery.day < DAYS - 3
        for ware, _quantity in delivery.lines
    ]
    comes = {line: len(_who_comes(goods, past, line[1:])) for line in lines}
    chosen: list[News] = []
    told: set[int] = set()
    for place, day, ware in sorted(lines, key=lambda line: (-comes[line], line)):
        if len(chosen) < _NEWS and all(abs(day - one.day) >= _APART and ware != one.ware for one in chosen):
            chosen.append(News(place, day, ware, tuple(fans(guests, goods, past, (day, ware), told))))
            told.update(fan.guest for fan in chosen[-1].fans)
    return sorted(chosen, key=lambda one: one.day)


def fans(
    guests: Sequence[Guest],
    goods: Sequence[Ware],
    past: Bought,
    what: tuple[int, int],
    but: Collection[int],
) -> list[Fan]:
    """Choose whom to tell of a ware on a day: those who bought it, or its like, most often until then.

    A few of those who come for it soon are among them: one sees what news are worth.
    """
    day, ware = what
    known: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, when, one in past[goods[ware].path]:
        if when < day and place not in but and guests[place].joined < day <= guests[place].leaves:
            known[place].append((when, one))
    own = {place: sum(one == ware for _when, one in lines) for place, lines in known.items()}
    best = sorted(known, key=lambda place: (-own[place], -len(known[place]), place))
    come = _who_comes(goods, past, what)
    ahead = [place for place in best if place in come][:_COME]
    best = [*ahead, *(place for place in best if place not in ahead)]
    most = min(_MOST_NOW if day >= _FRESH else _MOST, max(_FEWEST, len(guests) // 6))
    return [Fan(place, (_why(known[place], what, goods),)) for place in best[:most]]


def greet(office: Office, day: int) -> None:
    """Make the round of a day: birthdays are greeted, and what is done by hand is done, but for today."""
    if day < DAYS - GREETS:
        return
    moment = office.written.at(day, _TEN)
    office.shop.clock = lambda: moment
    office.shop.do(daily.do_daily)
    office.send(Post(rough=False), moment)
    if day == DAYS - 1:
        return
    # A card that was written today lies on the table until it is taken to the post.
    done = [
        (row.id, Decision.TOLD)
        for row in office.rows(Filter(states=(State.QUEUED,)))
        if row.template in _BY_ITSELF
        and row.channel is not Channel.IN_PERSON
        and not (row.channel is Channel.LETTER and day >= _FRESH)
    ]
    office.note({office.written.after(moment, minutes=90): done})


def tell(office: Office, one: News, arrival_id: int, moment: datetime) -> list[NoteDraft]:
    """Tell people of what came in, then let come of it what comes; gives what they wrote back.

    What came in yesterday is still being worked through.
    """
    shop, written = office.shop, office.written
    decided = shop.ask(settings.read)
    moment = delivery.quiet_ends(moment, decided.days, decided.quiet_from, decided.quiet_until) or moment
    moment = min(moment, written.now)
    shop.clock = lambda: moment
    product = written.goods[one.ware]
    asked = [row for row in shop.ask(wishes.waiting, 1_000) if row.product_id == product and not row.told_at]
    wanted = [
        *(Wanted(row.customer_id, product, arrival_id, wish_id=row.id, rank=0) for row in asked),
        *(Wanted(written.guests[fan.guest], product, arrival_id, why=fan.why, rank=1) for fan in one.fans),
    ]
    texts = shop.ask(templates.read, templates.ARRIVAL), shop.ask(templates.read, templates.WISH)
    until = decided.days.of(moment) + _GOOD_FOR
    shop.do(arrival_news.queue_arrival, wanted, texts[0], until, texts[1])
    is_fresh = one.day >= _FRESH
    office.send(Post(rough=is_fresh), moment)
    rows = office.rows(Filter(arrival_id=arrival_id, product_id=product))
    if is_fresh:
        _begin(office, rows, moment)
        return []
    return _come_of(office, rows, moment)


def _why(lines: Sequence[tuple[int, int]], what: tuple[int, int], goods: Sequence[Ware]) -> Saying:
    day, ware = what
    own = [when for when, one in lines if one == ware]
    if not own:
        return saying("Likes things like it: {product}", product=goods[lines[-1][1]].name)
    last = ago(day - own[-1])
    if len(own) == 1:
        return saying("Bought it once, {ago}", ago=last)
    return saying("Bought it {count} times, last {ago}", count=len(own), ago=last)


def _who_comes(goods: Sequence[Ware], past: Bought, what: tuple[int, int]) -> set[int]:
    """Tell who buys a ware in the days after one."""
    day, ware = what
    shelf = past[goods[ware].path]
    return {guest for guest, when, one in shelf if one == ware and day < when <= day + _SOON}


def _settle(session: Session, ticked: Sequence[Ticked]) -> None:
    for message_id, decision in ticked:
        answers.settle(session, message_id, decision)


def _begin(office: Office, rows: Sequence[MessageRow], moment: datetime) -> None:
    """Work through some of what is done by hand: half the texts are sent, somebody did not pick up."""
    texts = [row for row in rows if row.channel in {Channel.SMS, Channel.WHATSAPP}]
    calls = [row for row in rows if row.channel is Channel.CALL]
    ticked = [(row.id, Decision.TOLD) for row in texts[::2]]
    ticked += [(row.id, Decision.NO_ANSWER) for row in calls[2::3]]
    office.note({office.written.after(moment, minutes=50): ticked})


def _come_of(office: Office, rows: Sequence[MessageRow], moment: datetime) -> list[NoteDraft]:
    """Let come of messages what comes: told and left at that, a word back, a visit, or nobody at home."""
    dice, found = office.dice, defaultdict(list)
    at = [office.written.after(moment, hours=2), *_evenings(office, moment)]
    replies: list[NoteDraft] = []
    for row in rows:
        later = dice.pick(at[1:])
        ticked = _in_time(dice, row)
        for when, decision in zip((at[0], later) if len(ticked) < 3 else at, ticked, strict=False):
            if decision is not None:
                found[when].append((row.id, decision))
        if row.channel in {*_HAND, Channel.EMAIL} and not any(ticked[1:]) and dice.happens(_WRITES_BACK):
            guest = office.guests[office.written.guests.index(row.customer_id)]
            text = diary.reply(dice, english=guest.english)
            replies.append(NoteDraft(row.customer_id, NoteKind.REPLY, text, later))
    office.note(found)
    return replies


def _evenings(office: Office, moment: datetime) -> list[datetime]:
    return [office.written.after(moment, hours=24 * day + 7) for day in range(1, delivery.TRIES_TO_CALL)]


def _in_time(dice: Dice, row: MessageRow) -> list[Decision | None]:
    """Say what is noted of a message on the day itself, and later."""
    if row.channel is Channel.CALL:
        return _rings(dice)
    if row.channel is Channel.IN_PERSON:
        return [None, Decision.TOLD if dice.happens(0.45) else None]
    if row.channel in _HAND:
        return [Decision.TOLD, _fall(dice, _LATER)]
    return [None, _fall(dice, _MAILED) if row.state is State.SENT else None]


def _rings(dice: Dice) -> list[Decision | None]:
    """Ring up; where nobody answers try again on the next days, until it is clear that nobody will."""
    tries: list[Decision | None] = [_fall(dice, _CALLS)]
    while tries[-1] is Decision.NO_ANSWER and len(tries) < delivery.TRIES_TO_CALL:
        tries.append(Decision.TOLD if dice.happens(0.5) else Decision.NO_ANSWER)
    return tries


def _fall(dice: Dice, chances: Sequence[tuple[float, Decision]]) -> Decision | None:
    share = dice.share()
    return next((decision for limit, decision in chances if share < limit), None)
