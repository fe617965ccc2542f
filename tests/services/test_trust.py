"""What must hold whatever people type and whatever the disk does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from shopcrm import app as program
from shopcrm.rules.text import bare, one_line
from shopcrm.services import customers, search
from shopcrm.services import shop as door
from shopcrm.services.customers import Draft
from shopcrm.services.shop import Shop
from tests import makers

HOSTILE = [
    "<b>bold</b><img src=x onerror=alert(1)>",
    "=1+1",
    "+SUM(A1:A9)",
    "-2+3",
    "@cmd",
    "Robert'); DROP TABLE customer;--",
    '" OR ""="',
    "%_\\",
    "{0.__class__.__mro__}",
    "{name}{shop}",
    "${HOME} `id` $(id)",
    "line\r\nBcc: all@example.com",
    "\u202eevil\u202c",
    "\u2066iso\u2069",
    "null\x00byte",
    "\x1b[31mred",
    "\x1a\x03",
    "👩‍👩‍👧‍👦 🏳️‍🌈",
    "علی\u200cرضا",
    "ﻋﻠﻲ",
    "a" * 5000,
    "﷽" * 50,
    "NEAR(a b)",
    'a" AND b',
    "*",
    "",
    "   ",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_any_text_can_be_a_name_and_is_kept_without_marks_that_act(shop: Shop, hostile: str) -> None:
    added = shop.do(customers.add, Draft(name=hostile, note=hostile, code="77"))
    sheet = shop.ask(customers.show, added.id)
    assert sheet.name == one_line(hostile)
    assert not set("\r\n\x00\x1b") & set(sheet.name)
    assert sheet.note == bare(hostile).strip()
    shop.ask(search.find_anything, hostile)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_any_text_can_be_searched_for(shop: Shop, hostile: str) -> None:
    makers.customer(shop, name="Sara Karimi")
    shop.ask(search.find, hostile)
    shop.ask(search.find_with_slips, hostile)
    shop.ask(search.find_goods, hostile)


@pytest.fixture
def small_disk(tmp_path: Path, full: bool) -> Iterator[Path]:  # noqa: FBT001 -- a fixture
    """A disk of three megabytes, where this machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = 1
    if sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mount") is not None:
        command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
        done = subprocess.run(command, check=False).returncode
    if done:
        reason = "a small disk can be mounted by root on Linux only"
        if full:
            pytest.fail(reason)
        pytest.skip(reason)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_a_sentence_and_loses_nothing_that_was_saved(small_disk: Path) -> None:
    kept = 0
    app = program.open_app(small_disk / "shop.db")
    try:
        with pytest.raises((door.DiskFull, door.FileDamaged)):  # noqa: PT012 -- it fills until it is full
            while True:
                app.shop.do(customers.add, Draft(name=f"Sara {kept}", note="n" * 20_000))
                kept += 1
        assert kept > 0
        assert app.shop.ask(lambda s: s.execute(text("SELECT count(*) FROM customer")).scalar_one()) == kept
        assert app.shop.ask(lambda s: s.execute(text("PRAGMA integrity_check")).scalar_one()) == "ok"
    finally:
        app.shop.close()


def test_a_file_that_may_only_be_read_is_a_sentence(small_disk: Path) -> None:
    path = small_disk / "shop.db"
    app = program.open_app(path)
    app.shop.do(customers.add, Draft(name="Sara"))
    app.shop.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(door.FileReadOnly):
        program.open_app(path)
