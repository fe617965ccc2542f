"""Any order of asking, arriving, holding, selling and letting lapse, after which the sums still agree."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.services import arrivals, holds, sales, stock, turns, wishes
from shopcrm.services.arrivals import ArrivalDraft
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Session
from shopcrm.store.arrivals import Hold, Wish
from tests import makers

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PEOPLE, GOODS = st.integers(0, 2), st.integers(0, 1)
UNITS = st.integers(1, 6).map(lambda half: half * 500)
DAYS = st.integers(0, 3)


class Counter(RuleBasedStateMachine):
    """Three people and two goods; the clock only goes forward."""

    @initialize()
    def open_the_shop(self) -> None:
        self._room = tempfile.TemporaryDirectory()
        self._days = 0
        self._app = program.open_app(Path(self._room.name) / "shop.db", clock=self._now)
        self._shop = self._app.shop
        self._people = [makers.customer(self._shop, name=name) for name in ("Sara", "Reza", "Nima")]
        self._goods = [
            makers.product(self._shop, name=name, code=name, stock=2_000) for name in ("Figs", "Tea")
        ]

    def teardown(self) -> None:
        if hasattr(self, "_app"):
            self._shop.close()
            self._room.cleanup()

    def _now(self) -> datetime:
        return START + timedelta(days=self._days)

    def _today(self, more: int = 0) -> object:
        return (self._now() + timedelta(days=more)).date()

    def _try(self, act: object, *args: object, **named: object) -> None:
        try:
            self._shop.do(act, *args, **named)  # type: ignore[arg-type] # any use case
        except ShopError:
            return

    @rule(who=PEOPLE, what=GOODS, units=st.none() | UNITS, days=st.none() | DAYS)
    def ask(self, who: int, what: int, units: int | None, days: int | None) -> None:
        until = None if days is None else self._today(days)
        self._shop.do(
            wishes.ask,
            self._people[who],
            product_id=self._goods[what],
            quantity=units,
            until=until,  # type: ignore[arg-type] # a day
        )

    @rule(what=GOODS, units=UNITS)
    def arrive(self, what: int, units: int) -> None:
        self._shop.do(arrivals.record, ArrivalDraft([(self._goods[what], units)]))

    @rule(who=PEOPLE, what=GOODS, units=UNITS, days=DAYS)
    def hold(self, who: int, what: int, units: int, days: int) -> None:
        free = self._shop.ask(stock.free, self._goods)[self._goods[what]]
        before = self._held()
        self._try(holds.hold, self._people[who], self._goods[what], units, self._today(days))
        assert (self._held() == before) == (units > free)

    @rule(what=GOODS, days=DAYS)
    def hold_for_waiting(self, what: int, days: int) -> None:
        self._shop.do(turns.hold_for_waiting, self._goods[what], self._today(days))  # type: ignore[arg-type] # a day

    @precondition(lambda self: self._any_hold() is not None)
    @rule(act=st.sampled_from([holds.release, holds.hand_over, holds.hold_again]))
    def settle(self, act: object) -> None:
        self._try(act, self._any_hold())

    @rule(who=st.none() | PEOPLE, what=GOODS, units=UNITS)
    def sell(self, who: int | None, what: int, units: int) -> None:
        left = self._shop.ask(stock.on_hand, self._goods)[self._goods[what]]
        if left:
            line = LineDraft(self._goods[what], min(units, left), 10)
            buyer = None if who is None else self._people[who]
            self._shop.do(sales.record, SaleDraft(self._now(), [line], buyer))

    @rule(what=GOODS, units=UNITS)
    def count(self, what: int, units: int) -> None:
        self._shop.do(stock.correct, self._goods[what], units, "counted")

    @rule(days=st.integers(1, 2), sweeps=st.booleans())
    def wait(self, days: int, sweeps: bool) -> None:  # noqa: FBT001 -- hypothesis draws it by name
        self._days += days
        if sweeps:
            self._shop.do(holds.lapse_overdue)
            self._shop.do(wishes.lapse_overdue)

    @rule(who=PEOPLE)
    def withdraw(self, who: int) -> None:
        for row in self._shop.ask(wishes.of_customer, self._people[who])[:1]:
            self._try(wishes.withdraw, row.id)

    @invariant()
    def never_more_is_held_than_there_is_and_the_rest_is_free(self) -> None:
        if not hasattr(self, "_shop"):
            return
        on_hand, free = self._shop.ask(stock.on_hand, self._goods), self._shop.ask(stock.free, self._goods)
        held = dict.fromkeys(self._goods, 0)
        for row in self._shop.ask(holds.all_open):
            held[row.product_id] += row.quantity
        for key in self._goods:
            assert held[key] <= on_hand[key]
            assert held[key] + free[key] == on_hand[key]

    @invariant()
    def a_person_has_one_open_wish_for_a_thing(self) -> None:
        if hasattr(self, "_shop"):
            found = [(row.customer_id, row.thing) for row in self._shop.ask(wishes.waiting)]
            assert len(found) == len(set(found))
            assert self._shop.ask(_most_open) <= 1

    def _held(self) -> int:
        return sum(row.quantity for row in self._shop.ask(holds.all_open))

    def _any_hold(self) -> int | None:
        found: int | None = self._shop.ask(_last_hold) if hasattr(self, "_shop") else None
        return found


def _most_open(session: Session) -> int:
    """Count the open rows of whoever has most of them for one thing."""
    counts = (
        select(func.count()).where(Wish.state.in_(wishes.OPEN)).group_by(Wish.customer_id, Wish.product_id)
    )
    return max(session.scalars(counts), default=0)


def _last_hold(session: Session) -> int | None:
    return session.scalar(select(func.max(Hold.id)))


def test_A1_A4_whatever_happens_the_sums_agree(full: bool) -> None:  # noqa: FBT001 -- a fixture
    run_state_machine_as_test(
        Counter,
        settings=profile(
            max_examples=80 if full else 5,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
