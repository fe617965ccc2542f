"""Two people are one and two again amid all that happens at the counter: the books still agree."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from shopcrm.services import merges, points
from shopcrm.services.shop import Session
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.sales import Sale
from shopcrm.store.till import TabEntry
from tests.services.test_counter_machine import Counter


class Merging(Counter):
    """The counter; two of the three people are sometimes one, and buy and bring back as that one."""

    _merge = 0

    @precondition(lambda self: hasattr(self, "_shop") and not self._merge)
    @rule(first=st.booleans())
    def merge(self, *, first: bool) -> None:
        keep, gone = self._all.people[:2] if first else reversed(self._all.people[:2])
        self._merge = self._shop.do(merges.merge, keep, gone).merge_id
        self._two = self._all
        self._all = replace(self._all, people=(keep, keep, self._all.people[2]))

    @precondition(lambda self: hasattr(self, "_shop") and self._merge > 0)
    @rule()
    def take_the_merge_back(self) -> None:
        if self._try(merges.unmerge, self._merge) is not None:
            self._all, self._merge = self._two, 0

    @invariant()
    def what_belongs_together_is_one_persons(self) -> None:
        if hasattr(self, "_shop"):
            assert self._shop.ask(_torn) == []

    @invariant()
    def nobody_has_points_that_lie_nowhere(self) -> None:
        if hasattr(self, "_shop"):
            assert all(self._shop.ask(points.standing, who).owed >= 0 for who in self._all.people)
            assert self._shop.ask(_in_lots_of_others) == []


def _torn(session: Session) -> list[object]:
    """Find documents that belong to those of another person, and what they wrote to another's books."""
    root = aliased(Sale)
    belongs = (root.id == Sale.of_sale_id) | (root.id == Sale.exchange_of_id)
    torn = select(Sale.id).join(root, belongs).where(Sale.customer_id.is_distinct_from(root.customer_id))
    tabs = select(TabEntry.id).join(Sale, Sale.id == TabEntry.sale_id)
    names = (PointPosting.document == func.concat("sale ", Sale.id)) | (
        PointPosting.document == func.concat("return ", Sale.id)
    )
    posted = select(PointPosting.id).join(Sale, names).where(PointPosting.kind != "expire")
    return [
        *session.scalars(torn),
        *session.scalars(tabs.where(TabEntry.customer_id != Sale.customer_id)),
        *session.scalars(posted.where(PointPosting.customer_id != Sale.customer_id)),
    ]


def _in_lots_of_others(session: Session) -> list[object]:
    query = (
        select(PointEntry.lot_id)
        .join(PointLot, PointLot.id == PointEntry.lot_id)
        .where(PointLot.customer_id != PointEntry.customer_id)
        .group_by(PointEntry.lot_id, PointEntry.customer_id)
        .having(func.sum(PointEntry.points) != 0)
    )
    return list(session.scalars(query))


def test_C2_P4_R1_R3_whoever_is_merged_and_parted_amid_sales_and_returns_the_books_agree(full: bool) -> None:  # noqa: FBT001 -- a fixture
    run_state_machine_as_test(
        Merging,
        settings=profile(
            max_examples=100 if full else 5,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
