import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.promises import Compensation, CompensationRefused, Makes, PromiseState
from shopcrm.rules.remember import Act, Kind
from shopcrm.rules.roles import Role
from shopcrm.services import (
    daily,
    erasure,
    memory,
    merges,
    points,
    promises,
    settings,
    timeline,
    today,
    voucher_figures,
    vouchers,
)
from shopcrm.services.promises import PromiseDraft
from shopcrm.services.shop import Shop, Who
from shopcrm.services.timeline import Group
from shopcrm.store.points import PointPosting
from shopcrm.store.vouchers import Voucher
from tests import makers
from tests.conftest import NOW

TODAY = date(2026, 11, 22)
VOUCHER = Compensation(Makes.VOUCHER, 50_000)


def promise(
    shop: Shop, customer_id: int | None, agreed: Compensation = VOUCHER, days: int = 0, words: str = "bread"
) -> int:
    due = shop.ask(_day) + timedelta(days=days)
    return shop.do(promises.make, PromiseDraft(words, due, customer_id, agreed))


def _day(session: Session) -> date:
    return settings.read(session).days.of(session.info["now"])


def later(shop: Shop, days: int) -> None:
    moment = shop.clock() + timedelta(days=days)
    shop.clock = lambda: moment


def state(shop: Shop, promise_id: int) -> str:
    return shop.ask(promises.read, promise_id).state


def count(shop: Shop, table: type[Voucher] | type[PointPosting]) -> int:
    return shop.ask(lambda s: s.scalar(select(func.count()).select_from(table))) or 0


def test_a_promise_is_kept_and_that_can_be_taken_back(shop: Shop) -> None:
    key = promise(shop, makers.customer(shop))
    shop.do(promises.keep, key)
    row = shop.ask(promises.read, key)
    assert (row.state, row.settled_by, row.settled_at) == (PromiseState.KEPT, "owner", NOW)
    with pytest.raises(promises.PromiseSettled):
        shop.do(promises.keep, key)
    shop.do(promises.reopen, key)
    row = shop.ask(promises.read, key)
    assert (row.state, row.settled_by, row.settled_at) == (PromiseState.OPEN, "", None)


@pytest.mark.parametrize(
    ("draft", "refused"),
    [
        (PromiseDraft("  ", TODAY), promises.PromiseWordsMissing),
        (PromiseDraft("bread", TODAY - timedelta(days=1)), promises.PromiseDayOver),
        (PromiseDraft("bread", TODAY, if_broken=Compensation(Makes.VOUCHER)), CompensationRefused),
        (PromiseDraft("bread", TODAY, 77), NoSuchCustomer),
    ],
)
def test_what_cannot_be_promised_is_refused(
    shop: Shop, draft: PromiseDraft, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        shop.do(promises.make, draft)
    assert shop.ask(promises.everything) == []


def test_withdrawing_needs_a_reason(shop: Shop) -> None:
    key = promise(shop, None)
    with pytest.raises(promises.PromiseReasonMissing):
        shop.do(promises.withdraw, key, "  ")
    shop.do(promises.withdraw, key, "they moved away")
    assert shop.ask(promises.read, key).why == "they moved away"
    with pytest.raises(promises.PromiseSettled):
        shop.do(promises.withdraw, key, "again")
    with pytest.raises(promises.NoSuchPromise):
        shop.do(promises.withdraw, 99, "x")
    with pytest.raises(promises.NoSuchPromise):
        shop.ask(promises.read, 99)


def test_D1_it_breaks_by_itself_when_its_day_in_the_shop_is_over(shop: Shop) -> None:
    """The shop's day ends at three in the night: at two it is still the promised one."""
    shop.do(settings.change, day_starts_at=3)
    key = promise(shop, None, days=0)
    late = NOW.replace(hour=22, minute=30)  # Two in the night in Tehran.
    shop.clock = lambda: late
    assert shop.do(daily.do_daily).broken == 0
    assert state(shop, key) == "open"
    shop.clock = lambda: late + timedelta(hours=1)
    assert state(shop, key) == "broken"
    assert shop.do(daily.do_daily).broken == 1
    assert shop.do(daily.do_daily).broken == 0
    with pytest.raises(promises.PromiseSettled):
        shop.do(promises.keep, key)


def test_K1_V9_it_is_made_up_for_once_with_a_voucher_that_is_a_cost_of_service(shop: Shop) -> None:
    maryam = makers.customer(shop)
    key = promise(shop, maryam)
    with pytest.raises(promises.PromiseNotBroken):
        shop.do(promises.make_up, key)
    shop.do(promises.break_by_hand, key, "the oven was cold")
    first, again = (shop.do(promises.make_up, key) for _time in range(2))
    assert first.voucher_id is not None
    assert (again.voucher_id, again.was_known, first.was_known) == (first.voucher_id, True, False)
    assert count(shop, Voucher) == 1
    terms = shop.ask(vouchers.terms_of, [first.voucher_id])[first.voucher_id]
    assert (terms.reason, terms.value, terms.customer_id) == ("complaint", 50_000, maryam)
    assert terms.until_on == TODAY + timedelta(days=promises.VOUCHER_DAYS)
    row = shop.ask(promises.read, key)
    assert (row.state, row.voucher_id, row.why) == ("made_up", first.voucher_id, "the oven was cold")
    with pytest.raises(promises.PromiseSettled):
        shop.do(promises.reopen, key)


def test_K1_several_tills_give_one_voucher(shop: Shop) -> None:
    key = promise(shop, makers.customer(shop))
    shop.do(promises.break_by_hand, key)
    given: list[int | None] = []

    def make_up() -> None:
        given.append(shop.do(promises.make_up, key).voucher_id)

    tills = [threading.Thread(target=make_up) for _till in range(4)]
    for till in tills:
        till.start()
    for till in tills:
        till.join()
    assert (given, count(shop, Voucher)) == ([1, 1, 1, 1], 1)


def test_K1_points_are_given_once_with_the_promise_as_their_reason(shop: Shop) -> None:
    maryam = makers.customer(shop)
    key = promise(shop, maryam, Compensation(Makes.POINTS, 40))
    later(shop, 1)
    first, again = (shop.do(promises.make_up, key) for _time in range(2))
    assert (first.posting_id, again.posting_id, again.was_known) == (1, 1, True)
    assert shop.ask(points.standing, maryam).balance == 40
    assert shop.ask(lambda s: s.get_one(PointPosting, 1).reason) == "bread"


def test_a_service_is_ticked_off(shop: Shop) -> None:
    key = promise(shop, None, Compensation(Makes.SERVICE, words="brought to the door"))
    later(shop, 1)
    done = shop.do(promises.make_up, key)
    assert (done.voucher_id, done.posting_id, done.what.plainly()) == (None, None, "brought to the door")
    assert state(shop, key) == "made_up"


def test_a_voucher_for_nobody_known_is_the_bearers(shop: Shop) -> None:
    key = promise(shop, None)
    later(shop, 1)
    voucher_id = shop.do(promises.make_up, key).voucher_id
    assert voucher_id is not None
    assert shop.ask(vouchers.terms_of, [voucher_id])[voucher_id].customer_id is None


def test_where_the_voucher_fails_nothing_is_given_and_the_promise_stays(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = promise(shop, makers.customer(shop))
    later(shop, 1)
    settle = promises._settle

    def fail(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(promises, "_settle", fail)
    with pytest.raises(RuntimeError):
        shop.do(promises.make_up, key)
    monkeypatch.setattr(promises, "_settle", settle)
    assert (count(shop, Voucher), state(shop, key)) == (0, "broken")


def test_above_what_staff_may_give_a_manager_agrees(shop: Shop) -> None:
    key = promise(shop, makers.customer(shop), Compensation(Makes.VOUCHER, 10**9))
    service = promise(shop, None, Compensation(Makes.SERVICE, words="delivery"))
    later(shop, 1)
    shop.become(Who("Ali", role=Role.STAFF))
    with pytest.raises(promises.MakingUpNeedsManager):
        shop.do(promises.make_up, key)
    assert state(shop, key) == "broken"
    shop.do(promises.make_up, service)
    with shop.agreeing(Who("Mina", role=Role.MANAGER), "it was our fault"):
        assert shop.do(promises.make_up, key).voucher_id is not None


def test_V9_it_is_not_counted_as_loyalty(shop: Shop) -> None:
    key = promise(shop, makers.customer(shop))
    later(shop, 1)
    shop.do(promises.make_up, key)
    (figures,) = shop.ask(voucher_figures.by_reason, TODAY, TODAY + timedelta(days=1))
    assert (figures.issued, figures.is_service, figures.is_loyalty) == (1, True, False)


def test_the_memory_card_and_today_lead_to_the_promise(shop: Shop) -> None:
    maryam = makers.customer(shop, name="Maryam")
    key = promise(shop, maryam, days=1)
    promise(shop, maryam, days=30, words="in a month")
    (line,) = shop.ask(memory.card, maryam).lines
    assert (line.kind, line.act, line.thing) == (Kind.PROMISE, Act.OPEN_PROMISE, key)
    assert line.what.plainly() == "Promised: bread"
    assert [(g.kind, g.tasks[0].thing) for g in shop.ask(today.today).groups] == [("promise", key)]
    later(shop, 2)
    (line,) = shop.ask(memory.card, maryam).lines
    assert line.what.plainly() == "A promise was broken: bread"
    assert line.why.plainly() == "To make up for it: A voucher over 50000"
    (group,) = shop.ask(today.today).groups
    assert (group.kind, group.count, group.tasks[0].thing) == ("broken", 1, key)
    shop.do(promises.make_up, key)
    assert shop.ask(memory.card, maryam).lines == ()
    assert shop.ask(today.today).groups == ()


def test_the_timeline_tells_what_was_promised_and_what_became_of_it(shop: Shop) -> None:
    maryam = makers.customer(shop)
    key = promise(shop, maryam)
    later(shop, 1)
    shop.do(daily.do_daily)
    shop.do(promises.make_up, key)
    told = [one.what.plainly() for one in shop.ask(timeline.page, maryam, Group.CARE).entries]
    assert told == ["Made up for a broken promise: bread", "Promised: bread"]


def test_C2_promises_move_with_a_merge_and_back(shop: Shop) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    key = promise(shop, gone)
    done = shop.do(merges.merge, keep, gone)
    assert shop.ask(promises.read, key).customer_id == keep
    shop.do(merges.unmerge, done.merge_id)
    assert shop.ask(promises.read, key).customer_id == gone


@pytest.mark.parametrize("settle", [None, promises.keep])
def test_C3_an_erased_person_leaves_a_promise_without_words(
    shop: Shop, settle: Callable[[Session, int], None] | None
) -> None:
    maryam = makers.customer(shop)
    key = promise(shop, maryam, Compensation(Makes.SERVICE, words="a cake for Zorblax"))
    if settle is not None:
        shop.do(settle, key)
    shop.do(erasure.erase, maryam)
    row = shop.ask(promises.read, key)
    assert (row.words, row.if_broken.words, row.why) == ("", "", "")
    assert row.state == ("withdrawn" if settle is None else "kept")
