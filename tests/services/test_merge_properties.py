from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.errors import Refused
from shopcrm.services import merges, points
from shopcrm.services.people import ACTIVE
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from shopcrm.store.messages import Message
from shopcrm.store.points import PointEntry, PointPosting
from shopcrm.store.sales import Sale
from shopcrm.store.tiers import Tier, TierChange
from shopcrm.store.till import TabEntry
from shopcrm.store.vouchers import Voucher
from tests import makers
from tests.services.test_merges import everything

PEOPLE = 5
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PAIR = st.tuples(st.integers(1, PEOPLE), st.integers(1, PEOPLE))
STEPS = st.lists(st.one_of(PAIR.map(lambda pair: ("merge", *pair)), st.just(("undo", 0, 0))), max_size=6)


@given(steps=STEPS)
@example(steps=[("merge", 3, 1), ("merge", 3, 2), ("undo", 0, 0)])
@example(steps=[("merge", 5, 2), ("merge", 5, 1), ("undo", 0, 0)])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_C2_random_merges_keep_all_counts_and_sums_and_undoing_all_gives_all_back(
    steps: list[tuple[str, int, int]],
) -> None:
    with TemporaryDirectory() as folder, program.opened(Path(folder) / "shop.db", clock=lambda: NOW) as app:
        shop = app.shop
        _furnish(shop)
        before, sums = shop.ask(everything), shop.ask(_sums)
        open_merges: list[int] = []
        for act, keep, gone in steps:
            try:
                if act == "merge":
                    open_merges.append(shop.do(merges.merge, keep, gone).merge_id)
                elif open_merges:
                    shop.do(merges.unmerge, open_merges[0])
                    open_merges.pop(0)
            except Refused:
                continue
            assert shop.ask(_sums) == sums
            assert shop.ask(_owners) <= shop.ask(_active)
        for merge_id in reversed(open_merges):
            shop.do(merges.unmerge, merge_id)
        assert _by_number(shop.ask(everything)) == _by_number(before)


def _furnish(shop: Shop) -> None:
    """Make people who share tastes, wishes and contacts, and differ in what they said."""
    goods = makers.product(shop)
    for place in range(PEOPLE):
        key = makers.customer(shop, name=f"Person {place}", note=f"note {place}")
        makers.phone(shop, key, "+989121234567" if place % 2 else "+989351112233")
        makers.preference(shop, key, "avoids" if place == 3 else "likes", words="tea")
        makers.wish(shop, key, words="honey")
        makers.consent(shop, key, given=place != 2)
        makers.sale(shop, key, (goods, 1000, 100 * (place + 1)), number=f"s{place}")
        makers.message(shop, key, key=f"m{place}")
        shop.do(points.adjust, key, 10 * (place + 1), "welcome")
        shop.do(_at_the_counter, key, place)


def _at_the_counter(session: Session, key: int, place: int) -> None:
    """Let everybody owe something, have a voucher, and a level: the first by hand, the last none."""
    by = {"at": session.info["now"], "by": "owner"}
    session.add(TabEntry(customer_id=key, kind="adjust", amount=100 * place + 7, till="1", **by))
    made = {"issued_at": session.info["now"], "issued_by": "owner"}
    session.add(Voucher(code=f"A{place:014}", kind="amount", value=500, customer_id=key, **made))
    if session.get(Tier, 1) is None:
        session.add_all([Tier(id=1, name="Silver", threshold=10), Tier(id=2, name="Gold", threshold=20)])
        session.flush()
    if place + 1 < PEOPLE:
        kind = "reached" if place else "by_hand"
        session.add(TierChange(customer_id=key, tier_id=1 + place % 2, kind=kind, **by))


def _sums(session: Session) -> tuple[int, ...]:
    count, total = session.execute(select(func.count(Sale.id), func.sum(Sale.total))).one()
    ledgers = [
        session.scalar(select(func.sum(column))) or 0
        for column in (PointPosting.points, PointEntry.points, TabEntry.amount, Voucher.value)
    ]
    return count, int(total), session.scalars(select(func.count(Message.id))).one(), *map(int, ledgers)


def _owners(session: Session) -> set[int | None]:
    return set(session.scalars(select(Sale.customer_id)))


def _active(session: Session) -> set[int | None]:
    return set(session.scalars(select(Customer.id).where(Customer.state == ACTIVE)))


def _by_number(rows: dict[str, list[dict[str, object]]]) -> dict[str, Counter[str]]:
    return {name: Counter(map(str, some)) for name, some in rows.items()}
