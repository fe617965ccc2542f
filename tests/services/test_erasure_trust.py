import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services import customers, erasure, health, merges
from shopcrm.services.shop import Shop
from shopcrm.store import engine, wiping
from shopcrm.store.messages import Message
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.sales import Sale, SaleLine, SaleStep
from shopcrm.store.tiers import TierChange
from shopcrm.store.till import TabEntry
from shopcrm.store.vouchers import Voucher
from tests import canaries, makers
from tests.canaries import RARE, Canary
from tests.conftest import NOW

_TAIL = RARE[1:]
"""The index keeps words in pieces of three letters, of which the first may be left out."""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the shop, its data folder and the temporary files lie."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return tmp_path


@pytest.fixture
def application(room: Path, empty_shop: Path) -> Iterator[program.App]:
    shutil.copyfile(empty_shop, room / "shop.db")
    with program.opened(room / "shop.db", clock=lambda: NOW) as app:
        yield app


def _count(full: bool) -> int:  # noqa: FBT001 -- the fixture gives a plain yes or no
    return 20 if full else 6


def _live(app: program.App, count: int) -> dict[int, Canary]:
    """Let canaries live among others, some as one person, some in one household."""
    goods = makers.product(app.shop, stock=900_000)
    app.shop.do(_neighbours)
    known = {
        canaries.let_live(app.shop, canaries.canary(place), goods): canaries.canary(place)
        for place in range(count)
    }
    keys = list(known)
    app.shop.do(canaries.live_together, keys[0], keys[1], known[keys[0]].mark)
    app.shop.do(canaries.sweep)
    app.shop.do(merges.merge, keys[2], keys[3])
    app.shop.do(merges.unmerge, app.shop.do(merges.merge, keys[0], keys[4]).merge_id)
    paper = app.paper_place("letter")
    paper.write_text(known[keys[0]].name, encoding="utf-8")
    return known


def _neighbours(session: Session) -> None:
    for place in range(120):
        draft = customers.Draft(
            name=f"Neighbour {place}", note="plain " * 30, phones=[f"0935 {5_000_000 + place}"]
        )
        customers.add(session, draft)


def _words(known: dict[int, Canary]) -> list[str]:
    return [*(word for one in known.values() for word in one.words), RARE, _TAIL]


def _sums(session: Session) -> tuple[int, ...]:
    sold = session.execute(select(func.count(Sale.id), func.sum(Sale.total))).one()
    lines = session.execute(
        select(func.count(), func.sum(SaleLine.quantity), func.sum(SaleLine.amount))
    ).one()
    ledgers = [
        session.scalar(select(func.sum(amount))) or 0
        for amount in (
            PointPosting.points, PointEntry.points, PointLot.points, TabEntry.amount, SaleStep.amount,
            Voucher.value,
        )
    ]  # fmt: skip
    rows = [session.scalar(select(func.count(row.id))) or 0 for row in (Message, TierChange, Voucher)]
    return (*map(int, [*sold, *lines, *ledgers]), *rows)


def _erase_all(app: program.App, known: dict[int, Canary]) -> list[str]:
    """Erase everybody as the program does; gives those of whom a word was left in the file."""
    unclean = []
    for key, one in known.items():
        try:
            done = app.erase_customer(key)
        except erasure.ErasedAlready:
            continue
        if not done.is_clean:
            unclean.append(one.mark)
    return unclean


@pytest.mark.slow
def test_C3_not_a_byte_of_an_erased_person_stays(
    application: program.App,
    room: Path,
    full: bool,  # noqa: FBT001 -- the fixture gives a plain yes or no
) -> None:
    known = _live(application, _count(full))
    assert canaries.hits(room, _words(known)), "the canaries were never there"
    before = application.shop.ask(_sums)
    assert _erase_all(application, known) == []
    for old in (room / "backups").glob("*.db"):
        old.unlink()
    assert canaries.hits(room, _words(known)) == []
    assert application.shop.ask(_sums) == before
    assert all(finding.fine for finding in application.shop.ask(health.examine))
    application.close()
    assert canaries.hits(room, _words(known)) == []


def test_C3_a_fresh_backup_is_clean_and_older_ones_are_named(application: program.App) -> None:
    known = _live(application, 5)
    old = application.backups.make()
    moved = old.rename(old.with_name("shop-20260101-000000.db"))
    key, one = next(iter(known.items()))
    done = application.erase_customer(key)
    assert [copy.path for copy in done.copies] == [moved]
    assert done.fresh is not None
    assert canaries.hits(done.fresh.parent, [one.mark]) == [f"{moved.name}: {one.mark.encode()!r}"]
    assert "newer" in done.copies[0].may_go.plainly()


@pytest.mark.parametrize("guard", ["secure_delete", "index"])
def test_without_its_guards_the_file_keeps_words(
    room: Path, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    """The look itself is looked at: where a guard is taken out and nothing is rewritten, words are found."""
    lines = [line.replace("secure_delete=ON", "secure_delete=OFF") for line in engine._pragmas()]
    if guard == "secure_delete":
        monkeypatch.setattr(engine, "_pragmas", lambda: lines)
    with program.opened(room / "shop.db", clock=lambda: NOW) as app:
        if guard == "index":
            app.shop.do(_index_keeps)
        known = _live(app, 6)
        _erase_rows_only(app.shop, known)
        wiping._empty_journal(app.shop.engine)
        found = canaries.hits(room, _words(known) if guard == "secure_delete" else [_TAIL])
    assert [hit for hit in found if hit.startswith("shop.db")]


def test_the_rewriting_of_the_file_would_clean_it(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words did stay in the file, they are seen, and the file is written anew."""
    lines = [line.replace("secure_delete=ON", "secure_delete=OFF") for line in engine._pragmas()]
    monkeypatch.setattr(engine, "_pragmas", lambda: lines)
    with program.opened(room / "shop.db", clock=lambda: NOW) as app:
        known = _live(app, 6)
        words = [word for key in known for word in app.shop.ask(erasure.words_of, key)]
        _erase_rows_only(app.shop, known)
        assert wiping.wipe(app.shop.engine, app.path, words)
        assert not wiping.holds(app.path, [word.encode() for word in words])


def test_a_journal_that_another_reads_is_not_called_clean(
    application: program.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    key, _one = next(iter(_live(application, 5).items()))
    with program.opened(application.path, clock=lambda: NOW) as other:
        raw = other.shop.engine.raw_connection()
        raw.cursor().execute("BEGIN")
        raw.cursor().execute("SELECT count(*) FROM customer").fetchone()
        with application.shop.engine.connect() as held:
            held.exec_driver_sql("PRAGMA busy_timeout=50")
            held.rollback()
        done = application.erase_customer(key)
        raw.rollback()
        raw.close()
    assert not done.is_clean


def _erase_rows_only(shop: Shop, known: dict[int, Canary]) -> None:
    for key in known:
        try:
            shop.do(erasure.erase, key)
        except erasure.ErasedAlready:
            continue


def _index_keeps(session: Session) -> None:
    session.connection().execute(
        text("INSERT INTO customer_words(customer_words, rank) VALUES('secure-delete', 0)")
    )
