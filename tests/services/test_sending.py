"""Sending for real: another program, a real server, senders at once, and senders that are killed."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.outside.couriers import choice
from shopcrm.outside.couriers.choice import PasswordMissing
from shopcrm.outside.keys import Keys
from shopcrm.rules.delivery import LEASE, Channel, Decision, Refused, Unclear
from shopcrm.rules.letters import BadAddress
from shopcrm.rules.wording import saying
from shopcrm.services import answers, messages, sending, settings
from shopcrm.services.messages import Courier
from shopcrm.services.sending import Round
from shopcrm.services.shop import Shop
from tests import telling
from tests.mailroom import Mailroom, free_port, open_mailroom
from tests.telling import Basket

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with open_mailroom() as found:
        yield found


@pytest.fixture
def app(
    tmp_path: Path, empty_shop: Path, monkeypatch: pytest.MonkeyPatch, room: Mailroom
) -> Iterator[program.App]:
    """A shop on the computer's own clock, as other programs see it, with the mail server set."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    shutil.copyfile(empty_shop, tmp_path / "shop.db")
    with program.opened(tmp_path / "shop.db") as app:
        _point_at(app.shop, room.port)
        yield app


def _point_at(shop: Shop, port: int) -> None:
    shop.do(
        settings.change,
        quiet_from=0,
        quiet_until=0,
        mail_host="127.0.0.1",
        mail_port=port,
        mail_security="none",
        mail_from="shop@example.com",
    )


def _command(app: program.App, *more: str) -> list[str]:
    return [sys.executable, "-m", "shopcrm", "--file", str(app.path), "send", "--json", *more]


def _run(app: program.App) -> dict[str, int]:
    done = subprocess.run(_command(app), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, int] = json.loads(done.stdout)
    return answer


def test_the_command_sends_what_waits_and_says_what_came_of_it(app: program.App, room: Mailroom) -> None:
    telling.ready(app.shop, 4)
    room.refuse = {"p1@example.com": ["550 gone"], "p2@example.com": ["451 later"]}
    room.cut.add("p3@example.com")
    assert _run(app) == {"sent": 1, "failed": 1, "unknown": 1, "waiting": 1}
    assert _run(app) == {"sent": 0, "failed": 0, "unknown": 1, "waiting": 1}
    assert room.to() == ["p3@example.com", "p4@example.com"]
    assert room.letters()[1]["Subject"] == "Walnuts is here"


def test_M4_a_line_cut_after_the_text_is_never_sent_again_by_itself(app: program.App, room: Mailroom) -> None:
    (message,) = telling.ready(app.shop)
    room.cut.add("p1@example.com")
    start = app.shop.clock()
    for later in (timedelta(), timedelta(minutes=2), timedelta(hours=3), timedelta(days=2)):
        telling.at(app.shop, start + later)
        report = sending.send_waiting(app.shop, app.couriers(), sending.new_claimer())
        assert (report.sent, report.unknown) == (0, 1)
    assert room.to() == ["p1@example.com"]
    room.cut.clear()
    app.shop.do(answers.settle, message, Decision.SEND_AGAIN)
    assert sending.send_waiting(app.shop, app.couriers(), "a").sent == 1
    first, again = room.letters()
    assert first["Message-ID"] == again["Message-ID"]


def test_a_greylisted_letter_goes_at_the_second_try(app: program.App, room: Mailroom) -> None:
    telling.ready(app.shop)
    room.refuse["p1@example.com"] = ["451 try later", ""]
    assert sending.send_waiting(app.shop, app.couriers(), "a").waiting == 1
    telling.at(app.shop, app.shop.clock() + timedelta(minutes=2))
    assert sending.send_waiting(app.shop, app.couriers(), "a").sent == 1


def test_a_server_that_is_down_loses_nothing(app: program.App, room: Mailroom) -> None:
    telling.ready(app.shop, 3)
    _point_at(app.shop, free_port())
    report = sending.send_waiting(app.shop, app.couriers(), "a")
    assert (report.waiting, report.trouble is not None) == (3, True)
    _point_at(app.shop, room.port)
    telling.at(app.shop, app.shop.clock() + timedelta(minutes=2))
    assert sending.send_waiting(app.shop, app.couriers(), "a").sent == 3


def test_senders_at_once_send_each_message_exactly_once(
    app: program.App, room: Mailroom, *, full: bool
) -> None:
    count = 400 if full else 24
    telling.ready(app.shop, count)
    reports: list[int] = []

    def send_here() -> None:
        reports.append(sending.send_waiting(app.shop, app.couriers(), sending.new_claimer()).sent)

    programs = [
        subprocess.Popen(_command(app), cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    threads = [threading.Thread(target=send_here) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    reports += [json.loads(one.communicate(timeout=60)[0])["sent"] for one in programs]
    assert sum(reports) == count
    assert Counter(room.to()) == {f"p{n}@example.com": 1 for n in range(1, count + 1)}


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from shopcrm.outside.couriers import choice
from shopcrm.outside.keys import Keys
from shopcrm.services import sending, settings
from shopcrm.services.shop import Shop
from shopcrm.store.engine import open_engine

class Watched:
    def __init__(self, courier, moment):
        self.courier, self.moment = courier, moment
    def tick(self):
        if self.moment == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.moment -= 1
    def deliver(self, letter):
        self.tick()
        verdict = self.courier.deliver(letter)
        self.tick()
        return verdict
    def rest(self):
        self.courier.rest()

def send(moment):
    shop = Shop(open_engine(Path(sys.argv[1])), lambda: datetime.now(UTC))
    made = choice.couriers(shop.ask(settings.read), Keys({}))
    couriers = {channel: Watched(one, moment) for channel, one in made.items()}
    sending.send_waiting(shop, couriers, sending.new_claimer())

for kill in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        send(kill % 5)
        os._exit(0)
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert died == -signal.SIGKILL, died
"""


@pytest.mark.slow
def test_M4_killed_between_claim_and_mark_nothing_is_lost_and_nothing_goes_twice(
    app: program.App, room: Mailroom, *, full: bool
) -> None:
    """Each sender is killed at another moment: before a letter goes, or after the server has it."""
    kills = 200 if full else 10
    telling.ready(app.shop, 3 * kills)
    arguments = [sys.executable, "-c", _KILLED, str(app.path), str(kills)]
    done = subprocess.run(arguments, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert app.shop.ask(messages.summary).sending == kills
    telling.at(app.shop, program.utc_now() + 2 * LEASE)
    report = sending.send_waiting(app.shop, app.couriers(), "a")
    found = Counter(row.state for row in telling.rows(app.shop))
    assert (report.waiting, found["unknown"], found["sent"]) == (0, kills, 2 * kills)
    got = Counter(room.to())
    assert set(got.values()) == {1}
    sent = {row.address for row in telling.rows(app.shop) if row.state == "sent"}
    assert sent <= set(got)


def test_the_round_of_the_postman_goes_on_until_nothing_is_due(shop: Shop) -> None:
    telling.ready(shop, 3)
    courier = Basket()
    round_ = Round(shop, lambda: {Channel.EMAIL: courier})
    assert [round_.send_next() for _ in range(5)] == [True, True, True, False, False]
    assert len(courier.letters) == 3


def test_the_round_rests_after_trouble_and_goes_on_when_it_was_put_right(shop: Shop) -> None:
    telling.ready(shop, 8)
    why = saying("Down.")
    courier = Basket(Refused(permanent=False, why=why, halts=True), *[Unclear(why)] * 3)
    round_ = Round(shop, lambda: {Channel.EMAIL: courier})
    assert [round_.send_next() for _ in range(3)] == [False] * 3
    assert len(courier.letters) == 1
    round_.hurry()
    assert [round_.send_next() for _ in range(4)] == [True, True, False, False]
    telling.at(shop, shop.clock() + timedelta(minutes=11))
    while round_.send_next():
        pass
    assert len(courier.letters) == 9
    assert shop.ask(messages.summary).unknown == 3


def test_the_round_says_once_that_the_password_is_missing(shop: Shop) -> None:
    telling.ready(shop)
    shop.do(settings.change, mail_host="mail.example.com", mail_user="shop@example.com")

    def couriers() -> dict[Channel, Courier]:
        return choice.couriers(shop.ask(settings.read), Keys({}))

    round_ = Round(shop, couriers)
    with pytest.raises(PasswordMissing):
        round_.send_next()
    assert round_.send_next() is False
    assert shop.ask(messages.summary).waiting == 1


def test_without_a_mail_server_all_waits(application: program.App) -> None:
    telling.ready(application.shop)
    assert application.couriers() == {}
    assert application.deliver_next() is False
    assert application.mail_password_known()


def test_the_command_says_what_it_did_in_words(app: program.App, room: Mailroom) -> None:
    telling.ready(app.shop)
    _point_at(app.shop, free_port())
    done = subprocess.run(
        [word for word in _command(app) if word != "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Sent: 0. Failed: 0. Unknown: 0. Waiting: 1.\nNo line to 127.0.0.1")
    assert room.kept == []


def test_the_shop_needs_an_address_of_its_own(shop: Shop) -> None:
    shop.do(settings.change, mail_host="127.0.0.1", mail_from="no address")
    with pytest.raises(BadAddress):
        choice.couriers(shop.ask(settings.read), Keys({}))
