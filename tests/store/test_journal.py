"""A journal that belongs to another file is known by the counter of the first page."""

import random
from pathlib import Path
from shutil import copyfile

import pytest
import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm.services import customers
from shopcrm.services.customers import Draft
from shopcrm.store import journal, shop_file
from tests.conftest import NOW


def test_the_journal_of_another_moment_is_refused_and_both_are_left(empty_shop: Path, tmp_path: Path) -> None:
    used, other = tmp_path / "used.db", tmp_path / "other.db"
    for path in (used, other):
        copyfile(empty_shop, path)
    with program.opened(used, clock=lambda: NOW) as app:
        for number in range(40):
            app.shop.do(customers.add, Draft(name=f"Sara {number} " + "x" * 900))
        beside = used.with_name("used.db-wal")
        left = beside.read_bytes()
        assert not journal.is_of_another(used)
    # The shop as it was later, beside the journal of before, and the other way round.
    with program.opened(used, clock=lambda: NOW) as app:
        for number in range(40):
            app.shop.do(customers.add, Draft(name=f"Reza {number} " + "x" * 900))
    for path in (used,):
        whole = path.read_bytes()
        path.with_name(path.name + "-wal").write_bytes(left)
        with pytest.raises(shop_file.ForeignJournal):
            program.prepare(path, NOW)
        assert path.read_bytes() == whole
        assert path.with_name(path.name + "-wal").read_bytes() == left
        path.with_name(path.name + "-wal").unlink()
        program.prepare(path, NOW)


@pytest.mark.parametrize("seed", range(3))
def test_its_own_journal_is_never_refused(tmp_path: Path, seed: int) -> None:
    dice, path = random.Random(seed), tmp_path / "a.db"
    programs = [driver.connect(str(path), isolation_level=None) for _ in range(3)]
    for one in programs:
        one.execute("PRAGMA journal_mode=WAL")
        one.execute(f"PRAGMA wal_autocheckpoint={dice.choice((0, 5, 1000))}")
    programs[0].execute("CREATE TABLE t(x)")
    for step in range(120):
        one = dice.choice(programs)
        doing = (
            "INSERT INTO t VALUES(randomblob(9000))",
            "DELETE FROM t WHERE rowid % 3 = 0",
            f"PRAGMA wal_checkpoint({dice.choice(('PASSIVE', 'RESTART', 'TRUNCATE'))})",
            f"CREATE TABLE u{step}(x)",
            "VACUUM",
        )
        one.execute(dice.choices(doing, (60, 10, 15, 10, 5))[0]).fetchall()
        assert not journal.is_of_another(path), step
    for one in programs:
        one.close()
    assert not journal.is_of_another(path)
