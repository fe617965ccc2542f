"""A till that is killed at any moment of selling, taking back and exchanging: what was said to be done is
done, nothing is half done, and the books agree.
"""

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.store.sales import Sale
from tests import counter_shop
from tests.conftest import NOW
from tests.killed import needs_fork, said, servants

_TILL = """
import random, time
from datetime import UTC, datetime, timedelta

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.rules.returns import ReturnLine
from shopcrm.rules.tenders import Tender
from shopcrm.services import exchanges, returns, selling
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returns import ReturnDraft

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def serve(told, seed, path, people, goods, codes, hasty):
    draw = random.Random(seed)
    tick = [0]

    def clock():
        tick[0] += 1
        return NOW + timedelta(seconds=tick[0])

    with program.opened(path, clock=clock) as app:
        def tell(key):
            told.write(f"{key}\\n")
            told.flush()

        def do(use_case, *given):
            def too_soon(session):
                done = use_case(session, *given)
                tell(given[-1])
                time.sleep(0.05)
                return done

            try:
                if hasty:
                    return app.shop.do(too_soon)
                done = app.shop.do(use_case, *given)
            except ShopError:
                return None
            tell(given[-1])
            return done

        for turn in range(10**6):
            who = draw.choice(people)
            lines = tuple(BasketLine(draw.choice(goods), draw.randrange(1, 6) * 500) for _ in range(3))
            spent = 5 if draw.random() < 0.3 else 0
            basket = Basket(lines, who, tuple(code for code in codes if draw.random() < 0.3), points=spent)
            sold = do(selling.complete, basket, [Tender(draw.choice(["cash", "tab"]))], f"sale {seed} {turn}")
            if sold is None:
                continue
            back = ReturnDraft(sold.sale_id, (ReturnLine(draw.randrange(3), 500),), reason="other size")
            if turn % 3 == 0:
                do(returns.complete, back, f"return {seed} {turn}")
            elif turn % 3 == 1:
                less = Basket(lines[:1], who)
                do(exchanges.complete, back, less, [Tender("cash")], f"exchange {seed} {turn}")

"""

pytestmark = needs_fork


def _lost(path: Path, told: Path) -> list[str]:
    """Open the file as the next day would, look it over, and name what was said to be done and is not."""
    with program.opened(path, clock=lambda: NOW) as app:
        assert app.shop.ask(counter_shop.contradictions) == {}
        assert app.shop.ask(_verdict) == "ok"
        known = app.shop.ask(_keys)
    return [key for key in said(told) if key not in known]


def _verdict(session: Session) -> str:
    return str(session.execute(text("PRAGMA quick_check")).scalar_one())


def _keys(session: Session) -> set[str | None]:
    return set(session.scalars(select(Sale.key)))


def _kills(application: program.App, tmp_path: Path, count: int, *, hasty: bool) -> list[str]:
    inside = counter_shop.furnish(application.shop)
    codes = inside.percent, inside.credit
    lost = []
    with servants(_TILL, application.path, inside.people, inside.goods, codes, hasty) as tills:
        for seed in range(count):
            told = tmp_path / f"told-{seed}"
            tills.run_and_kill(told, seed, 0.3)
            lost += _lost(application.path, told)
    return lost


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_Q1_a_till_that_is_killed_loses_nothing_that_it_said_was_done(
    application: program.App,
    tmp_path: Path,
    full: bool,  # noqa: FBT001 -- a fixture
) -> None:
    assert _kills(application, tmp_path, 200 if full else 20, hasty=False) == []


@pytest.mark.timeout(300)
def test_control_a_till_that_says_so_too_soon_is_caught(application: program.App, tmp_path: Path) -> None:
    assert _kills(application, tmp_path, 8, hasty=True) != []
