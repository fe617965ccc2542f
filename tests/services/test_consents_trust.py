"""Thousands say yes and no, in any order and on every channel; no news ever go to one who said no."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose, State
from shopcrm.rules.letters import Text
from shopcrm.services import (
    arrival_news,
    consents,
    hand_work,
    messages,
    opt_out,
    postbox,
    reach,
    settings,
    standing,
    templates,
)
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.reach import Reach
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Address, Consent, Customer, Email, Handle, Phone
from shopcrm.store.messages import Message
from tests import telling

BATCH = 1_000
Said = tuple[Purpose, Channel, bool]


@dataclass
class Life:
    """What one person says before news are queued for them, and after; a stop is written back."""

    before: list[Said]
    after: list[Said]
    stops: Channel | None
    prefers: Channel | None
    wanted: Channel | None
    said: dict[Channel, bool] = field(default_factory=dict)

    def hear(self, words: list[Said]) -> None:
        for purpose, channel, given in words:
            if purpose is Purpose.NEWS:
                self.said[channel] = given


@pytest.fixture(autouse=True)
def _everything_open(shop: Shop) -> None:
    shop.do(
        settings.change,
        shop_name="Corner Shop",
        telegram_bot="corner_shop_bot",
        webhook_url="https://example.com/in",
        weekly_cap=50,
        repeat_days=0,
        quiet_from=0,
        quiet_until=0,
    )


def test_M1_A5_no_history_on_any_channel_ever_lets_news_go_to_one_who_said_no(
    shop: Shop, *, full: bool
) -> None:
    told: Counter[Channel] = Counter()
    for batch in range(10 if full else 1):
        wrong, right = _live(shop, Random(batch), gateway=batch % 2 == 0, claims=500 if full else 50)
        assert wrong == Counter()
        told += right
    expected = set(Channel) - {Channel.IN_PERSON}
    assert {channel for channel in expected if told[channel] > 5} == expected, "or the test tests nothing"


def test_M1_without_the_check_some_who_said_no_would_be_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control: were nobody's word looked at, the count above would not be zero."""
    monkeypatch.setattr(Reach, "may", lambda *_: True)
    wrong, _right = _live(shop, Random(1), gateway=True, people=200)
    assert wrong.total() > 20


def _live(
    shop: Shop, dice: Random, *, gateway: bool, people: int = BATCH, claims: int = 50
) -> tuple[Counter[Channel], Counter[Channel]]:
    """Let a thousand people speak, be written to and speak again; gives who was told wrongly and rightly."""
    shop.do(settings.change, sms_gateway="kavenegar" if gateway else "")
    lives = [_life(dice) for _ in range(people)]
    ids = shop.do(_people, lives, dice)
    goods_in = telling.came_in(shop, f"Walnuts {dice.random()}", 10**9)
    shop.do(_write_to_all, lives, ids, goods_in)
    shop.do(_speak_again, lives, ids)
    telling.at(shop, shop.clock() + timedelta(minutes=1))
    wrong: Counter[Channel] = Counter()
    right: Counter[Channel] = Counter()
    by_id = dict(zip(ids, lives, strict=True))
    for customer, channel in _tell_everybody(shop, claims):
        if customer in by_id:
            (right if by_id[customer].said.get(channel) else wrong)[channel] += 1
    return wrong, right


def _life(dice: Random) -> Life:
    def words(most: int) -> list[Said]:
        return [
            (
                Purpose.SERVICE if dice.random() < 0.15 else Purpose.NEWS,
                dice.choice(consents.ASKED),
                dice.random() < 0.6,
            )
            for _ in range(dice.randint(0, most))
        ]

    def maybe(chance: float) -> Channel | None:
        return dice.choice(consents.ASKED) if dice.random() < chance else None

    return Life(words(14), words(4), maybe(0.1), maybe(0.4), maybe(0.3))


def _people(session: Session, lives: list[Life], dice: Random) -> list[int]:
    now = session.info["now"]
    rows = [
        Customer(name="Sara", first_seen_at=now, last_seen_at=now, preferred_channel=life.prefers)
        for life in lives
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        made = (
            Email(customer_id=row.id, address=f"p{row.id}@example.com"),
            Phone(customer_id=row.id, e164=f"+98912{row.id:07}"),
            Handle(customer_id=row.id, channel=Channel.TELEGRAM, value=str(row.id)),
            Address(customer_id=row.id, text="Tehran"),
        )
        session.add_all(one for one in made if dice.random() < 0.8)
    session.flush()
    ids = [row.id for row in rows]
    _say(session, [(key, life.before) for key, life in zip(ids, lives, strict=True)])
    for life in lives:
        life.hear(life.before)
    return ids


def _write_to_all(session: Session, lives: list[Life], ids: list[int], goods_in: tuple[int, int]) -> None:
    wanted = [Wanted(one, *goods_in) for one in ids]
    arrival_news.queue_arrival(session, wanted, templates.read(session, templates.ARRIVAL))
    for channel in (None, *consents.ASKED):
        chosen = [key for key, life in zip(ids, lives, strict=True) if life.wanted is channel]
        messages.compose(session, chosen, {"en": Text("", "News.")}, Purpose.NEWS, channel)


def _speak_again(session: Session, lives: list[Life], ids: list[int]) -> None:
    _say(session, [(key, life.after) for key, life in zip(ids, lives, strict=True)])
    for key, life in zip(ids, lives, strict=True):
        life.hear(life.after)
        if life.stops is not None:
            opt_out.heard(session, key, life.stops, "لغو۱۱")
            life.said[life.stops] = False


def _tell_everybody(shop: Shop, claims: int) -> list[tuple[int, Channel]]:
    """Send and do by hand all that is due; gives who was told how.

    So many are claimed as the postman claims them, the rest pass the same check in one go, which is faster.
    """
    told = shop.do(_claimed, claims)
    told += shop.ask(_still_right)
    for channel in shop.ask(reach.ways).by_hand:
        if channel is not Channel.IN_PERSON:
            told += [(item.customer_id, channel) for item in shop.ask(hand_work.by_hand, channel)]
    return told


def _claimed(session: Session, claims: int) -> list[tuple[int, Channel]]:
    ready = reach.ways(session).automatic
    found = []
    for _ in range(claims):
        claim = postbox.claim_one(session, "a", ready)
        if claim is not None and claim.letter is not None:
            found.append((postbox.find(session, claim.message_id).customer_id, claim.channel))
    return found


def _still_right(session: Session) -> list[tuple[int, Channel]]:
    ready = reach.ways(session).automatic
    waiting = select(Message).where(Message.state == State.QUEUED, Message.channel.in_(ready))
    rows = session.scalars(waiting).all()
    against = standing.reasons_against(session, rows)
    return [(row.customer_id, Channel(row.channel)) for row in rows if row.id not in against]


def _say(session: Session, said: list[tuple[int, list[Said]]]) -> None:
    now = session.info["now"]
    rows = [
        {
            "customer_id": key,
            "purpose": purpose.value,
            "channel": channel.value,
            "given": given,
            "at": now,
            "how": "asked",
            "recorded_by": "owner",
        }
        for key, words in said
        for purpose, channel, given in words
    ]
    session.execute(insert(Consent), rows)
