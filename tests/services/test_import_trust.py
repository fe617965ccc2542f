"""Ten thousand spoiled files: never a crash, every row accounted for, and nothing half brought in."""

import random
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.outside.tables import packed, text_files
from shopcrm.outside.tables.reading import open_table
from shopcrm.rules.errors import ShopError
from shopcrm.services import imports, settings
from shopcrm.services.import_rows import Tally
from shopcrm.services.imports import Fate, FileKind, Outcome, RowsRefused
from shopcrm.services.shop import Shop
from shopcrm.store.sales import Sale
from shopcrm.store.tables import METADATA
from tests.services.spoiled_files import spoiled
from tests.services.test_imports import SALES, Rows, sums_agree

_SMALL = 2 * 1024 * 1024


@pytest.fixture
def guarded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop whose limits for unpacked files are small, so that a bomb need not be large."""
    monkeypatch.setattr(text_files, "EXPANDED_LIMIT", _SMALL)
    monkeypatch.setattr(packed, "EXPANDED_LIMIT", _SMALL)
    shop.do(settings.change, currency="IRR")
    return shop


def is_sound(outcome: Outcome) -> bool:
    """Tell whether every row has one fate, and every refused one its number and reason."""
    places = [place for place, fate in enumerate(outcome.fates) if fate == Fate.REFUSED]
    return (
        outcome.read == outcome.added + outcome.changed + outcome.unchanged + outcome.refused
        and [refusal.row - outcome.first_row for refusal in outcome.refusals] == places
        and all(refusal.reason.plainly().strip() for refusal in outcome.refusals)
    )


def rows_of_all(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def attempt(shop: Shop, path: Path, *, really: bool) -> Outcome | None:
    """Bring one file in as the command does; gives nothing where a sentence says why it cannot be."""
    try:
        table = open_table(path)
        plan = imports.propose(table, path.name, shop.ask(settings.read).money)
        outcome = shop.ask(imports.dry_run, table, plan)
    except ShopError:
        return None
    if really:
        took_all_or_nothing(shop, table, plan, outcome)
        done = shop.do(imports.bring_in, table, plan)
        assert done.fates == outcome.fates
        assert is_sound(done)
        assert shop.ask(sums_agree)
    return outcome


def took_all_or_nothing(shop: Shop, table: imports.Table, plan: imports.Plan, expected: Outcome) -> None:
    if not expected.refused:
        return
    before = shop.ask(rows_of_all)
    with pytest.raises(RowsRefused):
        shop.do(imports.bring_in, table, plan, only_good=False)
    assert shop.ask(rows_of_all) == before


@pytest.mark.timeout(600)
def test_spoiled_files_are_read_or_refused_and_every_row_is_accounted_for(
    guarded: Shop,
    tmp_path: Path,
    full: bool,  # noqa: FBT001 -- a fixture comes in by its name
) -> None:
    count, read = (10_000 if full else 1_000), 0
    for seed in range(count):
        name, content = spoiled(seed)
        path = tmp_path / name
        path.write_bytes(content)
        outcome = attempt(guarded, path, really=seed % 25 == 0)
        if outcome is not None:
            assert is_sound(outcome), seed
            read += 1
    assert count // 4 < read < count, "the files are either all whole or all beyond reading"


def test_the_sum_of_what_was_taken_is_in_the_shop(
    guarded: Shop,
    full: bool,  # noqa: FBT001 -- a fixture comes in by its name
) -> None:
    chance = random.Random(7)
    for number in range(300 if full else 30):
        rows, worth = [], []
        for line in range(chance.randrange(1, 30)):
            count, price = chance.randrange(1, 9), chance.randrange(0, 10**7)
            spoil = chance.random() < 0.3
            wrong = chance.choice(("soon", "1.2.3", "=1+1", "")) if spoil else f"{price:,}"
            day = chance.choice(("2024-03-01", "1403/05/06", "32/13/2024" if spoil else "2024-03-02"))
            rows.append([f"{number}-{line}", day, "", "W1", "Walnuts", str(count), wrong])
            worth.append(count * price)
        before = guarded.ask(total)
        plan = imports.propose(
            Rows(SALES, rows), "f.csv", guarded.ask(settings.read).money, kind=FileKind.SALES
        )
        outcome = guarded.do(imports.bring_in, Rows(SALES, rows), plan)
        assert is_sound(outcome)
        taken = [worth[place] for place, fate in enumerate(outcome.fates) if fate == Fate.ADDED]
        assert guarded.ask(total) - before == sum(taken)


def total(session: Session) -> int:
    return session.scalar(select(func.coalesce(func.sum(Sale.total), 0))) or 0


def test_a_row_that_is_not_counted_is_noticed(guarded: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a tally that forgets to note a refused row, the check above fails."""
    table = Rows(SALES, [["1", "soon", "7", "W1", "Walnuts", "2", "1000"]])
    plan = imports.propose(table, "f.csv", guarded.ask(settings.read).money)
    assert is_sound(guarded.ask(imports.dry_run, table, plan))

    def forget(tally: Tally, place: int, *_: object) -> None:
        tally.fates[place] = Fate.REFUSED

    monkeypatch.setattr(Tally, "refuse", forget)
    assert not is_sound(guarded.ask(imports.dry_run, table, plan))
