"""Puts messages in the outbox, all in one transaction with the decision that caused them.

One cause makes one message, however often it is asked for. Who may not or cannot be sent anything is kept
as *tell in person* with the reason, so that nobody whom the shop wanted to tell is lost (A6).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, case, func, insert, literal, select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.delivery import Channel, Purpose, State
from shopcrm.rules.errors import BadInput
from shopcrm.rules.letters import Field, Text
from shopcrm.rules.people import NoSuchCustomer, first_name
from shopcrm.rules.sayings import Saying, to_json
from shopcrm.rules.text import one_line
from shopcrm.rules.wording import Words, saying
from shopcrm.services import reach, settings
from shopcrm.services.reach import Reach, Ways
from shopcrm.services.settings import Settings
from shopcrm.services.shop import now_of, touched
from shopcrm.store.arrivals import Wish
from shopcrm.store.base import Moment, Topic
from shopcrm.store.messages import Message

WEEK = timedelta(days=7)
LIVE = (State.QUEUED, State.SENDING, State.SENT, State.UNKNOWN)
"""The states of a message that reached, may have reached or will reach somebody."""

_PERSONAL = (Field.FIRST_NAME, Field.NAME, Field.HONORIFIC)
_TABLE = cast("Table", Message.__table__)


class NoText(BadInput):
    """There is no text in the language of the shop."""

    sentence = "There is no text in the shop's language. Nothing was sent. Write one first."


@dataclass(frozen=True, slots=True)
class Version:
    """A text in one language, with the values that are the same for everybody."""

    text: Text
    values: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said to one person and why; `key` names the cause, `versions` the text by language.

    A `channel` is the only one that will do; None leaves the choice. `greeting` is the occasion and its
    year that this greets for (M3), `template` the name of the text.
    """

    key: str
    customer_id: int
    versions: Mapping[str, Version]
    purpose: Purpose = Purpose.NEWS
    product_id: int | None = None
    arrival_id: int | None = None
    wish_id: int | None = None
    why: tuple[Saying, ...] = ()
    until: date | None = None
    channel: Channel | None = None
    greeting: str | None = None
    template: str = ""


@dataclass(frozen=True, slots=True)
class Queued:
    """What queueing came to: how many go by which channel, and why some are told in person instead.

    `repeated` were in the outbox already for the same cause; `left_out` avoid the goods.
    """

    by_channel: Mapping[Channel, int] = field(default_factory=dict)
    reasons: tuple[tuple[Saying, int], ...] = ()
    repeated: int = 0
    left_out: int = 0

    @property
    def in_person(self) -> int:
        """How many are to be told in person."""
        return self.by_channel.get(Channel.IN_PERSON, 0)

    @property
    def added(self) -> int:
        """How many messages were added in all."""
        return sum(self.by_channel.values())


@dataclass
class _Lately:
    """What each person was told in the last days, kept up to date while a batch is queued."""

    this_week: Counter[int]
    subjects: set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _House:
    """What the shop has decided, and the channels that it has."""

    decided: Settings
    ways: Ways
    now: datetime


def queue(session: Session, drafts: Sequence[Draft]) -> Queued:
    """Queue messages in their order and choose for each how it goes; a cause that is there adds nothing.

    A person without a name where the text asks for one is told in person: a blank is never sent.
    Raises NoText, or NoSuchCustomer where one is not there or was merged or erased, with nothing queued.
    """
    decided = settings.read(session)
    house = _House(decided, reach.ways_of(decided), now_of(session))
    people = reach.reaches(session, [draft.customer_id for draft in drafts])
    known = _known(session, drafts)
    lately = _lately(session, people, decided)
    rows: list[dict[str, Any]] = []
    reasons: Counter[Saying] = Counter()
    for draft in drafts:
        if known.has(draft):
            continue
        known.add(draft)
        if draft.customer_id not in people or not people[draft.customer_id].is_known:
            raise NoSuchCustomer(id=draft.customer_id)
        row, reason = _row(draft, people[draft.customer_id], lately, house)
        rows.append(row)
        reasons.update(reason)
    if rows:
        # The table itself takes ten thousand rows in half the time that its class does.
        session.execute(insert(_TABLE), rows)
        touched(session, Topic.MESSAGES, f"queued {len(rows)} messages")
    by_channel = Counter(Channel(row["channel"]) for row in rows)
    return Queued(by_channel, tuple(reasons.most_common()), repeated=len(drafts) - len(rows))


def version(text: Text, values: Mapping[Field, str]) -> Version:
    """Join a text with what is the same for everybody; raises ValueMissing where it lacks something."""
    lacking = [field for field in letters.missing(text, values) if field not in _PERSONAL]
    if lacking:
        raise letters.ValueMissing(field=letters.shown(lacking[0]))
    return Version(text, values)


def write_for(draft: Draft, person: Reach, decided: Settings) -> tuple[str, Text]:
    """Write a message in the person's language (M6), else the shop's; raises ValueMissing or NoText."""
    language, version = _version_for(draft, person, decided)
    values = {**version.values, **_personal(person, words_of(decided, language))}
    return language, letters.write(version.text, values)


def words_of(decided: Settings, language: str) -> Words:
    """Make the words that write days and money of messages; they need no catalogue."""
    return Words(language, decided.calendar_kind, decided.money, decided.days)


def _version_for(draft: Draft, person: Reach, decided: Settings) -> tuple[str, Version]:
    for language in (person.language, decided.language):
        if language is not None and language in draft.versions:
            return language, draft.versions[language]
    raise NoText


def _personal(person: Reach, words: Words) -> dict[Field, str]:
    name, honorific = one_line(person.name), one_line(person.honorific)
    first = first_name(name)
    return {
        Field.NAME: words.isolate(f"{honorific} {name}".strip() if name else ""),
        Field.FIRST_NAME: words.isolate(first),
        Field.HONORIFIC: words.isolate(honorific),
    }


def _row(draft: Draft, person: Reach, lately: _Lately, house: _House) -> tuple[dict[str, Any], list[Saying]]:
    channel, reason = _choose(draft, person, lately, house)
    try:
        language, text = write_for(draft, person, house.decided)
    except letters.ValueMissing as lacking:
        channel, reason = Channel.IN_PERSON, [lacking.saying]
        language, text = person.language or house.decided.language, Text("", "")
    if draft.purpose is Purpose.NEWS and channel is not Channel.IN_PERSON:
        lately.this_week[person.customer_id] += 1
        if draft.product_id is not None:
            lately.subjects.add((person.customer_id, draft.product_id))
    return {
        "key": draft.key,
        "customer_id": draft.customer_id,
        "channel": channel.value,
        "purpose": draft.purpose.value,
        "arrival_id": draft.arrival_id,
        "product_id": draft.product_id,
        "wish_id": draft.wish_id,
        "address": person.where(channel),
        "subject": text.subject,
        "body": text.body,
        "why": to_json(draft.why),
        "language": language,
        "state": State.QUEUED.value,
        "made_at": house.now,
        "not_before": house.now,
        "until": draft.until,
        "attempts": 0,
        "problem": to_json(reason),
        "outcome": "",
        "greeting": draft.greeting,
        "template": draft.template,
    }, reason


def _choose(draft: Draft, person: Reach, lately: _Lately, house: _House) -> tuple[Channel, list[Saying]]:
    """Choose how a message goes; where a cap forbids it the strictest one holds, services are exempt (M2)."""
    decided = house.decided
    channel = reach.channel_for(person, draft.purpose, house.ways)
    if draft.channel is not None:
        channel, reason = _as_wanted(draft, draft.channel, person)
        if reason is not None:
            return channel, [reason]
    elif channel is Channel.IN_PERSON:
        return channel, [reach.why_in_person(person)]
    if draft.purpose is Purpose.SERVICE or channel is Channel.IN_PERSON:
        return channel, []
    if decided.repeat_days and (person.customer_id, draft.product_id) in lately.subjects:
        recent = saying("They were told of the same within {count} days.", count=decided.repeat_days)
        return Channel.IN_PERSON, [recent]
    if lately.this_week[person.customer_id] >= decided.weekly_cap:
        many = saying("They already have {count} messages this week.", count=decided.weekly_cap)
        return Channel.IN_PERSON, [many]
    return channel, []


def _as_wanted(draft: Draft, channel: Channel, person: Reach) -> tuple[Channel, Saying | None]:
    """Take the one channel that will do, or tell in person and say why not by it."""
    if channel is not Channel.IN_PERSON and not person.where(channel):
        return Channel.IN_PERSON, saying("No address or number is known for that way.")
    if not person.may(draft.purpose, channel):
        return Channel.IN_PERSON, saying("They did not agree to be told that way.")
    return channel, None


@dataclass
class _Known:
    """The causes, wishes and greetings that have a message already (A2: one message per wish; M3)."""

    keys: set[str]
    wishes: set[int]
    greetings: set[tuple[int, str]]

    def has(self, draft: Draft) -> bool:
        return (
            draft.key in self.keys
            or draft.wish_id in self.wishes
            or (draft.customer_id, draft.greeting) in self.greetings
        )

    def add(self, draft: Draft) -> None:
        self.keys.add(draft.key)
        if draft.wish_id is not None:
            self.wishes.add(draft.wish_id)
        if draft.greeting is not None:
            self.greetings.add((draft.customer_id, draft.greeting))


def _known(session: Session, drafts: Sequence[Draft]) -> _Known:
    known = _Known(set(), set(), set())
    wanted = {draft.key for draft in drafts}
    for ids in reach.portions(draft.customer_id for draft in drafts):
        columns = (Message.key, Message.wish_id, Message.state, Message.customer_id, Message.greeting)
        rows = session.execute(
            select(*columns, Wish.state)
            .outerjoin(Wish, Wish.id == Message.wish_id)
            .where(Message.customer_id.in_(ids))
        )
        for key, wish_id, state, customer_id, greeting, wish_state in rows:
            if key in wanted:
                known.keys.add(key)
            # Whoever was told, and asked again since, waits for another message.
            waits_again = state == State.SENT and wish_state == "waiting"
            if wish_id is not None and state in LIVE and not waits_again:
                known.wishes.add(wish_id)
            if greeting is not None:
                known.greetings.add((customer_id, greeting))
    return known


def _lately(session: Session, people: Iterable[int], decided: Settings) -> _Lately:
    now = now_of(session)
    repeats_from = now - timedelta(days=decided.repeat_days)
    lately = _Lately(Counter(), set())
    automatic = reach.ways_of(decided).automatic
    # What waited for a line counts from when it went out, and what still waits may go at any moment.
    # Whatever waited past its last day will never go.
    in_time = Message.until.is_(None) | (Message.until >= decided.days.of(now))
    waits = Message.state.in_((State.QUEUED, State.SENDING)) & Message.channel.in_(automatic) & in_time
    at = case((waits, literal(now, Moment)), else_=func.coalesce(Message.settled_at, Message.made_at))
    for ids in reach.portions(people):
        rows = session.execute(
            select(Message.customer_id, Message.product_id, Message.channel, Message.state, at)
            .where(Message.customer_id.in_(ids), Message.purpose == Purpose.NEWS)
            .where(at > min(now - WEEK, repeats_from), Message.state.in_(LIVE))
        )
        for customer_id, product_id, channel, state, reached_at in rows:
            in_person = channel == Channel.IN_PERSON
            if not in_person and reached_at > now - WEEK:
                lately.this_week[customer_id] += 1
            told = not in_person or state == State.SENT
            if told and product_id is not None and reached_at > repeats_from:
                lately.subjects.add((customer_id, product_id))
    return lately
