"""Senders of text messages that are killed at any moment: nothing is lost, and nothing goes twice."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.rules.delivery import LEASE, State
from shopcrm.services import sending, settings
from tests import gateways, telling
from tests.gateways import SECRET, USER, Service, served

ROOT = Path(__file__).resolve().parents[2]

_KILLED = """
import os, random, signal, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import select
from shopcrm.outside.couriers import choice, line
from shopcrm.outside.couriers.gateways import kavenegar, melipayamak, smsir, twilio
from shopcrm.outside.keys import Keys
from shopcrm.rules.delivery import Channel, Delivered, Purpose
from shopcrm.services import reach, sending, settings
from shopcrm.services.messages import Letter
from shopcrm.services.shop import Shop
from shopcrm.store.engine import open_engine
from shopcrm.store.messages import Message

class Watched:
    # From the first letter on, the sender has a short time to live.
    def __init__(self, courier, longest):
        self.courier = courier
        # With the line open, the letter itself takes most of that time.
        courier.try_line()
        self.timer = threading.Timer(random.uniform(0, longest), os.kill, (os.getpid(), signal.SIGKILL))
    def deliver(self, letter):
        if not self.timer.is_alive():
            self.timer.start()
        return self.courier.deliver(letter)
    def rest(self):
        self.courier.rest()

def next_one(session):
    row = session.scalars(select(Message).where(Message.state == "queued").order_by(Message.id)).first()
    return Letter(row.id, row.key, 1, Channel.SMS, Purpose.NEWS, to_whom(session, row), "", row.body, "en",
        row.made_at, row.made_at)

def to_whom(session, row):
    return reach.reaches(session, [row.customer_id])[row.customer_id].where(Channel.SMS)

def note(session, letter):
    session.get(Message, letter.message_id).state = "sent"

def send_carelessly(shop, courier):
    # What would happen if no attempt were written down before it is made.
    while True:
        letter = shop.ask(next_one)
        if isinstance(courier.deliver(letter), Delivered):
            shop.do(note, letter)

def send(careful, longest):
    shop = Shop(open_engine(Path(sys.argv[1])), lambda: datetime.now(UTC))
    made = choice.couriers(shop.ask(settings.read), Keys())
    couriers = {channel: Watched(one, longest) for channel, one in made.items()}
    if careful:
        sending.send_waiting(shop, couriers, sending.new_claimer())
    else:
        send_carelessly(shop, couriers[Channel.SMS])

random.seed(sys.argv[4])
line._trust(None)
for kill in range(int(sys.argv[2])):
    moment = random.random()
    child = os.fork()
    if child == 0:
        random.seed(moment)
        send(sys.argv[3] == "careful", 0.12)
        threading.Event().wait(20)
        os._exit(0)
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert died == -signal.SIGKILL, died
"""


@pytest.fixture
def app(tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[program.App]:
    """A shop on the computer's own clock, as other programs see it."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHOPCRM_KAVENEGAR_KEY", SECRET)
    monkeypatch.setenv("SHOPCRM_TWILIO_KEY", SECRET)
    shutil.copyfile(empty_shop, tmp_path / "shop.db")
    with program.opened(tmp_path / "shop.db") as app:
        yield app


def _ready(app: program.App, gateway: str, url: str, count: int) -> None:
    app.shop.do(
        settings.change,
        quiet_from=0,
        quiet_until=0,
        sms_gateway=gateway,
        sms_user=USER,
        sms_sender="3000505",
        sms_url=url,
    )
    people = [
        telling.listener(app.shop, f"Person {n}", phone=f"+98912{n:07}", yes="sms") for n in range(count)
    ]
    telling.tell(app.shop, telling.came_in(app.shop), people)
    assert {row.channel for row in telling.rows(app.shop)} == {"sms"}


def _hold_a_moment(service: Service) -> None:
    """Let a moment pass between taking a message and the answer, so that many are killed in it."""
    chance = random.Random(1)
    service.hold = lambda: time.sleep(chance.uniform(0.02, 0.08))


def _kill(app: program.App, kills: int, manner: str = "careful") -> None:
    arguments = [sys.executable, "-c", _KILLED, str(app.path), str(kills), manner, "7"]
    done = subprocess.run(arguments, cwd=ROOT, check=False, capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0, done.stderr


def _states(app: program.App) -> Counter[str]:
    return Counter(row.state for row in telling.rows(app.shop))


def _go_on(app: program.App) -> None:
    sending.send_waiting(app.shop, app.couriers(), sending.new_claimer())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_M4_killed_senders_lose_nothing_and_repeat_nothing_where_the_gateway_can_be_asked(
    app: program.App, *, full: bool
) -> None:
    kills = 200 if full else 20
    with served(gateways.KavenegarService()) as service:
        _ready(app, "kavenegar", f"{service.base}/v1", 3 * kills)
        _hold_a_moment(service)
        _kill(app, kills)
        service.hold = lambda: None
        broken_off = _states(app)["sending"]
        assert broken_off >= kills // 5
        assert len(service.taken) > _states(app)["sent"]
        start = program.utc_now()
        for later in (2 * LEASE, timedelta(hours=2), timedelta(hours=3), timedelta(hours=5)):
            telling.at(app.shop, start + later)
            _go_on(app)
            sending.ask_about_sent(app.shop, app.couriers())
        assert _states(app) == {"sent": 3 * kills}
        assert len(service.taken) == 3 * kills
        assert set(Counter(one.to for one in service.taken).values()) == {1}
        assert service.repeats == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_M4_killed_senders_repeat_nothing_where_the_gateway_cannot_be_asked(
    app: program.App, *, full: bool
) -> None:
    kills = 200 if full else 20
    with served(gateways.TwilioService()) as service:
        _ready(app, "twilio", f"{service.base}/2010-04-01", 3 * kills)
        _hold_a_moment(service)
        _kill(app, kills)
        service.hold = lambda: None
        broken_off = _states(app)["sending"]
        assert broken_off >= kills // 5
        start = program.utc_now()
        for later in (2 * LEASE, timedelta(hours=2), timedelta(days=1)):
            telling.at(app.shop, start + later)
            _go_on(app)
            sending.ask_about_sent(app.shop, app.couriers())
        assert _states(app) == {"sent": 3 * kills - broken_off, "unknown": broken_off}
        got = Counter(one.to for one in service.taken)
        assert set(got.values()) == {1}
        rows = telling.rows(app.shop)
        assert {row.address for row in rows if row.state == State.SENT} <= set(got)
        assert set(got) <= {row.address for row in rows}


@pytest.mark.slow
def test_control_without_an_attempt_written_before_it_is_made_people_get_it_twice(app: program.App) -> None:
    kills = 10
    with served(gateways.TwilioService()) as service:
        _ready(app, "twilio", f"{service.base}/2010-04-01", 3 * kills)
        _hold_a_moment(service)
        _kill(app, kills, "careless")
        service.hold = lambda: None
        _go_on(app)
        got = Counter(one.to for one in service.taken)
        assert max(got.values()) > 1
