import threading
import time
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.services import audit, settings
from shopcrm.services.shop import Interrupted, Shop, Who, touched
from shopcrm.services.topics import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.settings import AuditEntry
from tests import makers


def _add(session: Session, name: str) -> int:
    now = session.info["now"]
    row = Customer(name=name, skey=name, first_seen_at=now, last_seen_at=now)
    session.add(row)
    session.flush()
    return row.id


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Customer)) or 0


def _rename_all(session: Session) -> None:
    session.execute(update(Customer).values(note="x"))


class _NoGood(BadInput):
    sentence = "No good."


def _add_and_fail(session: Session) -> None:
    _add(session, "gone")
    raise _NoGood


def test_what_is_done_is_committed_and_announced(shop: Shop) -> None:
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)
    shop.do(_add, "Sara")
    assert shop.ask(_count) == 1
    assert Topic.CUSTOMERS in heard[0]


def test_what_fails_leaves_nothing_and_announces_nothing(shop: Shop) -> None:
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)
    with pytest.raises(_NoGood):
        shop.do(_add_and_fail)
    assert shop.ask(_count) == 0
    assert heard == []
    assert shop.ask(lambda s: s.scalar(select(func.count()).select_from(AuditEntry))) == 0


def test_statements_without_rows_are_announced_too(shop: Shop) -> None:
    shop.do(_add, "Sara")
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)
    shop.do(_rename_all)
    assert Topic.CUSTOMERS in heard[0]


def test_core_statements_name_their_topic(shop: Shop) -> None:
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)

    def act(session: Session) -> None:
        session.execute(text("DELETE FROM wish"))
        touched(session, Topic.WISHES, "cleared")

    shop.do(act)
    assert heard == [frozenset({Topic.WISHES, Topic.AUDIT})]


def test_asking_cannot_write(shop: Shop) -> None:
    shop.ask(_add, "nobody")
    assert shop.ask(_count) == 0


def test_the_trail_says_who_did_what_where(shop: Shop) -> None:
    shop.become(Who("leila", "2"))
    shop.do(_add, "Sara")
    entry = shop.ask(lambda s: s.scalars(select(AuditEntry)).one())
    assert (entry.actor, entry.till, entry.act) == ("leila", "2", "test_shop._add")
    assert "added customer 1" in entry.detail


def test_the_trail_holds_and_an_altered_entry_shows(shop: Shop) -> None:
    for name in ("a", "b", "c"):
        shop.do(_add, name)
    assert shop.ask(audit.first_break) is None

    def forge(session: Session) -> None:
        session.execute(text("DROP TRIGGER audit_entry_stays"))
        session.execute(text("UPDATE audit_entry SET actor='nobody' WHERE id = 2"))

    shop.do(forge)
    assert shop.ask(audit.first_break) == 2


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor='x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_trail(shop: Shop, statement: str) -> None:
    shop.do(_add, "Sara")
    with pytest.raises(IntegrityError, match="only ever added"):
        shop.do(lambda session: session.execute(text(statement)))


def test_a_question_can_be_stopped_from_another_thread(shop: Shop) -> None:
    endless = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
    caught: list[Exception] = []
    started = threading.Event()

    def question(session: Session) -> Any:
        started.set()
        return session.execute(endless).scalar()

    def ask() -> None:
        try:
            shop.ask(question)
        except Interrupted as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    started.wait(5)
    while thread.is_alive():
        shop.interrupt(thread.ident or 0)
        time.sleep(0.01)
    assert len(caught) == 1


def test_another_programs_write_is_noticed(shop: Shop) -> None:
    changed = shop.watch()
    assert not changed()
    shop.do(_add, "Sara")
    assert changed()
    assert not changed()


def test_settings_are_kept_and_checked(shop: Shop) -> None:
    shop.do(settings.change, shop_name="Noori", language="fa", calendar="jalali")
    assert shop.ask(settings.read).shop_name == "Noori"
    with pytest.raises(settings.SettingRefused, match="language"):
        shop.do(settings.change, language="xx", shop_name="Other")
    assert shop.ask(settings.read).shop_name == "Noori"


def test_D1_an_unknown_zone_is_an_error_never_utc_by_silence(shop: Shop) -> None:
    with pytest.raises(BadInput, match="Asia/Nowhere"):
        shop.do(settings.change, zone="Asia/Nowhere")
    assert shop.ask(settings.read).zone == "Asia/Tehran"


def test_money_stays_what_it_was_once_there_are_amounts(shop: Shop) -> None:
    shop.do(settings.change, currency="GBP")
    makers.product(shop, price=255)
    with pytest.raises(settings.MoneyFixed, match="GBP"):
        shop.do(settings.change, currency="IRT")
    assert shop.ask(settings.read).currency == "GBP"


def test_rial_and_toman_are_the_same_money(shop: Shop) -> None:
    makers.product(shop, price=255)
    assert shop.do(settings.change, currency="IRR").currency == "IRR"
