"""Whatever happens to points, and in which order: every sum agrees, and nothing comes from nothing."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

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
from shopcrm.rules.points import Earned, PointsShort
from shopcrm.rules.sayings import saying
from shopcrm.services import merges, point_ledger, point_statement, points, settings
from shopcrm.services.shop import Session
from shopcrm.store.points import PointEntry, PointLot
from tests import counter_shop, makers

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WHY = saying("came back")
PEOPLE, COUNTS = st.integers(0, 2), st.integers(1, 12)
LASTS = st.none() | st.integers(0, 6)


class Ledger(RuleBasedStateMachine):
    """Three people; the clock goes to and fro by days, and two of them are sometimes one."""

    fresh: ClassVar[bytes]
    """The file of a new shop, made once."""

    @initialize(grace=st.integers(0, 2))
    def open_the_shop(self, grace: int) -> None:
        self._room = tempfile.TemporaryDirectory()
        self._at, self._number = START, 0
        place = Path(self._room.name) / "shop.db"
        place.write_bytes(self.fresh)
        self._app = program.open_app(place, clock=lambda: self._at)
        self._shop = self._app.shop
        self._shop.do(settings.change, grace_days=grace)
        self._rule = makers.point_rule(self._shop)
        self._people = [makers.customer(self._shop, name=name) for name in ("Sara", "Reza", "Mina")]
        self._spent: list[tuple[int, str, int]] = []
        self._merge = 0
        self._in, self._out = 0, 0

    def teardown(self) -> None:
        if hasattr(self, "_app"):
            self._app.close()
            self._room.cleanup()

    @rule(who=PEOPLE, count=COUNTS, wait=st.sampled_from((0, 0, 3)), lasts=LASTS)
    def earn(self, who: int, count: int, wait: int, lasts: int | None) -> None:
        start = self._day() + timedelta(days=wait)
        end = None if lasts is None else start + timedelta(days=lasts)
        document = self._document("sale")
        for _again in range(2):
            earned = Earned(self._rule, "Points", count, WHY, start, end)
            assert self._shop.do(points.earn, self._one(who), document, None, [earned]) == count
        self._in += count

    @rule(who=PEOPLE, count=COUNTS)
    def spend(self, who: int, count: int) -> None:
        key, document = self._one(who), self._document("sale")
        usable = self._shop.ask(points.standing, key).usable
        try:
            self._shop.do(points.spend, key, count, document)
        except PointsShort:
            assert usable < count
            return
        assert usable >= count
        self._out += count
        self._spent.append((self._people.index(key), document, count))

    @rule(who=PEOPLE, count=COUNTS, owe=st.booleans())
    def take_back(self, who: int, count: int, *, owe: bool) -> None:
        document = self._document("return")
        taken = self._shop.do(points.take_back, self._one(who), count, document, None, WHY, owe=owe)
        assert taken.taken + taken.owed == count
        self._out += count if owe else taken.taken

    @precondition(lambda self: hasattr(self, "_spent") and self._spent)
    @rule(place=st.integers(0, 20), count=COUNTS)
    def give_back(self, place: int, count: int) -> None:
        who, of_document, spent = self._spent[place % len(self._spent)]
        given = self._shop.do(points.give_back, self._one(who), count, self._document("return"), of_document)
        assert given.lapsed <= given.points <= min(count, spent)
        self._spent[place % len(self._spent)] = (who, of_document, spent - given.points)
        self._in += given.points

    @rule(who=PEOPLE, count=st.integers(-8, 8).filter(bool))
    def adjust(self, who: int, count: int) -> None:
        key = self._one(who)
        balance = self._shop.ask(points.standing, key).balance
        try:
            self._shop.do(points.adjust, key, count, "counted")
        except PointsShort:
            assert balance < -count
            return
        self._in += max(count, 0)
        self._out += max(-count, 0)

    @rule()
    def expire(self) -> None:
        before = self._balances()
        self._shop.do(points.expire)
        assert self._shop.do(points.expire) == 0
        for old, new in zip(before, self._balances(), strict=True):
            assert min(old, 0) <= new <= old, "expiry lowers no balance below zero"

    @rule(days=st.integers(-3, 4))
    def change_days(self, days: int) -> None:
        self._at += timedelta(days=days)

    @precondition(lambda self: hasattr(self, "_merge") and not self._merge)
    @rule()
    def merge(self) -> None:
        before = self._balances()
        self._merge = self._shop.do(merges.merge, self._people[0], self._people[1]).merge_id
        assert self._balances() == [before[0] + before[1], before[0] + before[1], before[2]]

    @precondition(lambda self: hasattr(self, "_merge") and self._merge > 0)
    @rule()
    def take_the_merge_back(self) -> None:
        self._shop.do(merges.unmerge, self._merge)
        self._merge = 0

    @invariant()
    def sums_agree(self) -> None:
        for who in self._known():
            standing = self._shop.ask(points.standing, who)
            lots = self._shop.ask(point_statement.lots, who)
            entries = self._shop.ask(point_statement.entries, who)
            history = self._shop.ask(point_statement.statement, who)
            # What is over counts no more, even before the day's round wrote its end.
            over = standing.over
            assert standing.balance == sum(one.points for one in entries) - over
            assert standing.balance == sum(one.rest for one in lots) - standing.owed - over
            assert standing.owed >= 0
            assert standing.balance == sum(row.points for row in history.rows) == history.closing
            day = self._shop.ask(point_ledger.today)
            over = sum(one.rest for one in lots if one.expires_on is not None and one.expires_on < day)
            free = sum(one.rest for one in lots) - standing.pending - over
            assert standing.usable == max(free - standing.owed, 0)
            assert all(0 < one.rest <= one.points for one in lots)

    @invariant()
    def nothing_comes_from_nothing(self) -> None:
        if hasattr(self, "_shop"):
            whole, expired = self._shop.ask(_everything)
            assert whole == self._in - self._out - expired

    @invariant()
    def no_lot_gives_more_than_it_had(self) -> None:
        if hasattr(self, "_shop") and not self._merge:
            assert all(0 <= rest <= points for points, rest in self._shop.ask(_lots))
            assert self._shop.ask(counter_shop.contradictions) == {}

    def _known(self) -> list[int]:
        return [self._one(who) for who in range(3)] if hasattr(self, "_people") else []

    def _one(self, who: int) -> int:
        """Tell who somebody is by now."""
        return self._people[0 if who == 1 and self._merge else who]

    def _balances(self) -> list[int]:
        return [self._shop.ask(points.standing, who).balance for who in self._known()]

    def _day(self) -> date:
        return self._shop.ask(point_ledger.today)

    def _document(self, kind: str) -> str:
        self._number += 1
        return f"{kind} {self._number}"


def _everything(session: Session) -> tuple[int, int]:
    """Give the sum of all entries, and how much ever ended."""
    kinds: dict[str, int] = {}
    for who in session.scalars(select(PointEntry.customer_id).distinct()):
        for one in point_statement.entries(session, who):
            kinds[one.kind] = kinds.get(one.kind, 0) + one.points
    return sum(kinds.values()), -kinds.get("expire", 0)


def _lots(session: Session) -> list[tuple[int, int]]:
    """Give how much each lot had, and what its own customer's entries leave in it."""
    own = (PointEntry.lot_id == PointLot.id) & (PointEntry.customer_id == PointLot.customer_id)
    query = select(PointLot.points, func.sum(PointEntry.points)).join(PointEntry, own).group_by(PointLot.id)
    return [(points, rest) for points, rest in session.execute(query)]


def test_P4_P5_P8_whatever_happens_lots_history_and_balance_agree(
    empty_shop: Path,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    Ledger.fresh = empty_shop.read_bytes()
    run_state_machine_as_test(
        Ledger,
        settings=profile(
            max_examples=100 if full else 5,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
