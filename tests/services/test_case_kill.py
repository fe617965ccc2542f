"""Somebody is killed at any moment of putting cases right and settling them: what was said to be done is, and
no document is there without its case or the other way round; the books agree.
"""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.complaints import RemedyKind, State
from shopcrm.rules.vouchers import Reason
from shopcrm.services import health
from shopcrm.store import inside
from shopcrm.store.complaints import Complaint, ComplaintChange, Remedy
from shopcrm.store.points import PointPosting
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import Voucher
from tests.conftest import NOW
from tests.killed import needs_fork, said, servants
from tests.services.case_room import furnished

_HELPER = """
import time
from datetime import UTC, datetime, timedelta

from shopcrm import app as program
from shopcrm.rules.complaints import Outcome, RemedyKind
from shopcrm.rules.tenders import Tender
from shopcrm.services import complaint_ends, complaints, remedies, selling
from shopcrm.services.complaints import CaseDraft
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.remedies import RemedyDraft


def serve(told, seed, path, who, goods, hasty):
    tick = [0]

    def clock():
        tick[0] += 1
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(seconds=tick[0])

    with program.opened(path, clock=clock) as app:
        def tell(what):
            told.write(f"{what}\\n")
            told.flush()

        def do(what, use_case, *given):
            def too_soon(session):
                done = use_case(session, *given)
                tell(what)
                time.sleep(0.05)
                return done

            if hasty:
                return app.shop.do(too_soon)
            done = app.shop.do(use_case, *given)
            tell(what)
            return done

        for turn in range(10**6):
            basket = Basket((BasketLine(goods, 1000),), who)
            sold = app.shop.do(selling.complete, basket, [Tender("cash")], f"sale {seed} {turn}")
            draft = CaseDraft("stale", customer_id=who, sale_id=sold.sale_id, severity=3)
            key = f"{seed}-{turn}"
            case = do(f"recorded {key}", complaints.record, draft, None, key).id
            do(f"voucher {key}", remedies.put_right, case, RemedyDraft(RemedyKind.VOUCHER, amount=50))
            do(f"points {key}", remedies.put_right, case, RemedyDraft(RemedyKind.POINTS, points=3))
            do(f"refund {key}", remedies.put_right, case, RemedyDraft(RemedyKind.REFUND))
            do(f"settled {key}", complaint_ends.settle, case, Outcome.HAPPY, "Thank you")

"""

pytestmark = needs_fork


def _wrong(path: Path, told: Path) -> list[str]:
    """Open the shop as the next day would; name what was said to be done and is not, or only half."""
    with program.opened(path, clock=lambda: NOW) as app:
        known, half = app.shop.ask(_known), app.shop.ask(_half)
    lost = [what for what in said(told) if what not in known]
    whole = inside.verdict(path)
    return [*lost, *half, *([] if whole == "ok" else [whole])]


def _known(session: Session) -> set[str]:
    cases = session.execute(select(Complaint.id, Complaint.key, Complaint.state)).all()
    keys = {row.id: row.key for row in cases}
    done = {f"{one.kind} {keys[one.complaint_id]}" for one in session.scalars(select(Remedy))}
    settled = {f"settled {row.key}" for row in cases if row.state == State.SETTLED}
    return done | settled | {f"recorded {key}" for key in keys.values()}


def _half(session: Session) -> list[str]:
    """Compare the documents with what cases say of them, and states with their stamps (K1)."""

    def many(of: type, *conditions: object) -> int:
        counted = select(func.count()).select_from(of)
        return session.scalar(counted.where(*conditions)) or 0  # type: ignore[arg-type] # conditions of SQL

    def remedies(kind: RemedyKind) -> int:
        return many(Remedy, Remedy.kind == kind.value)

    pairs = {
        "vouchers": (many(Voucher, Voucher.reason == Reason.COMPLAINT.value), remedies(RemedyKind.VOUCHER)),
        "refunds": (many(Sale, Sale.kind == "return"), remedies(RemedyKind.REFUND)),
        "points": (
            many(PointPosting, PointPosting.id.in_(select(Remedy.posting_id))),
            remedies(RemedyKind.POINTS),
        ),
        "settled": (
            many(Complaint, Complaint.state == State.SETTLED.value),
            many(ComplaintChange, ComplaintChange.state == State.SETTLED.value),
        ),
    }
    wrong = [one.name for one in health.examine(session) if not one.fine and one.name != "clock"]
    return [*wrong, *(f"{name}: {one} and {other}" for name, (one, other) in pairs.items() if one != other)]


def _kills(application: program.App, folder: Path, count: int, *, hasty: bool) -> list[str]:
    room = furnished(application.shop)
    wrong: list[str] = []
    with servants(_HELPER, application.path, room.sara, room.counter.walnuts, hasty) as helpers:
        for seed in range(count):
            told = folder / f"told-{seed}"
            helpers.run_and_kill(told, seed, 0.1)
            wrong += _wrong(application.path, told)
    return wrong


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_K1_a_kill_while_putting_right_and_settling_loses_nothing_and_leaves_nothing_half_done(
    application: program.App,
    tmp_path: Path,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    assert _kills(application, tmp_path, 200 if full else 20, hasty=False) == []


@pytest.mark.timeout(300)
def test_control_who_says_so_too_soon_is_caught(application: program.App, tmp_path: Path) -> None:
    assert _kills(application, tmp_path, 5, hasty=True) != []
