"""The tour uses the whole program with nobody before it, and leaves a picture of everything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from shopcrm.app import App
from shopcrm.desk.tour_people import best_known
from shopcrm.desk.walk import Walk
from shopcrm.outside.paper import render
from shopcrm.services import tags
from tests import makers

SEEN = (
    "today",
    "waiting-list",
    "keys",
    "counter-empty",
    "counter",
    "why-this-number",
    "price-by-hand",
    "cash",
    "pay-in-parts",
    "held-baskets",
    "sold",
    "reverse-sale",
    "small-counter",
    "help-counter",
    "customers",
    "find-anything",
    "nobody-found",
    "customer-form",
    "customer-edit",
    "wish-form",
    "message-form",
    "report-choice",
    "customer-report-preview",
    "merge-choice",
    "erasing",
    "duplicates",
    "goods",
    "product-form",
    "arrival-form",
    "who-to-tell",
    "queued",
    "messages-calls",
    "hand-work-calls",
    "our-texts",
    "call-list-preview",
    "vouchers",
    "voucher-form",
    "voucher-activate",
    "voucher-print",
    "loyalty-points",
    "loyalty-tiers",
    "loyalty-promotions",
    "loyalty-rewards",
    "loyalty-rewards-form",
    "complaint",
    "complaints",
    "put-right",
    "getting-better",
    "settings",
    "import-columns",
    "import-checked",
    "help-today",
    "help-arrivals",
    "help-vouchers",
    "help-programme",
    "small-today",
    "small-customers",
    "small-arrivals",
    "small-vouchers",
    "small-programme",
    "error-notice",
    "first-run-language",
    "first-run-shop",
    "empty-today",
    "empty-arrivals",
    "empty-vouchers",
    "empty-programme",
)
PAPERS = ("customer-report", "call-list", "leaflet", "staff-sheet")


def _tour(folder: Path, customers: int, *options: str) -> subprocess.CompletedProcess[str]:
    # Without a display: what the tour needs it brings along.
    bare = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    bare["SHOPCRM_HOME"] = str(folder.parent / "home")
    given = ["tour", str(folder), "--customers", str(customers), "--json", *options]
    command = [sys.executable, "-m", "shopcrm", *given]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=bare, timeout=280)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_tour_shows_every_page_dialog_and_paper(tmp_path: Path, language: str, *, full: bool) -> None:
    if language == "en" and not full:
        pytest.skip("The English tour is walked with --full")
    folder = tmp_path / "tour"
    theme = "light" if language == "en" else "dark"
    # All that is shown is there among a hundred people too; among sixty nobody is to be called.
    ran = _tour(folder, 300 if full else 100, "--language", language, "--theme", theme)
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    said = json.loads(ran.stdout)
    names = [name.partition("-")[2].removesuffix(f"-{language}.png") for name in said["pictures"]]
    assert [name for name in SEEN if name not in names] == []
    for name in said["pictures"]:
        _assert_drawn(folder / name, dark=theme == "dark")
    pdfs = [name for name in said["papers"] if name.endswith(".pdf")]
    assert pdfs == [f"paper-{name}-{language}.pdf" for name in PAPERS]
    shop = "Noori Nuts" if language == "en" else "آجیل نوری"
    assert [pdf for pdf in pdfs if shop not in render.page_texts(folder / pdf)[0]] == []
    assert sorted(path.name for path in folder.iterdir()) == sorted([*said["pictures"], *said["papers"]])


def _assert_drawn(path: Path, *, dark: bool) -> None:
    with Image.open(path) as picture:
        small = "small-" in path.name
        assert picture.size == ((1100, 700) if small else (1440, 900))
        # Every fourth dot of every fourth line shows it as well, in a sixteenth of the time.
        few = (picture.width // 4, picture.height // 4)
        seen = picture.resize(few, Image.Resampling.NEAREST).convert("RGB")
        assert len(seen.getcolors(1 << 20) or range(1 << 20)) > 50, path.name
        bright = sum(seen.convert("L").histogram()[200:]) > seen.width * seen.height // 2
        assert not (dark and bright), path.name


@pytest.mark.parametrize("display", ["", ":4242", "nobody.invalid:1"])
def test_without_a_screen_the_window_says_so_and_names_the_tour(tmp_path: Path, display: str) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    bare["SHOPCRM_HOME"] = str(tmp_path)
    bare |= {"DISPLAY": display} if display else {}
    if sys.platform != "linux":
        pytest.skip("Only Linux can be without a screen")
    ran = subprocess.run(
        [sys.executable, "-m", "shopcrm"], capture_output=True, text=True, check=False, env=bare
    )
    assert ran.returncode == 2
    assert "shopcrm tour" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_tour_shows_a_person_and_no_business(application: App) -> None:
    shop = application.shop
    sara, hotel = (makers.customer(shop, name=name) for name in ("Sara", "Caspian hotel"))
    for words in ("figs", "dates", "walnuts"):
        makers.preference(shop, hotel, "likes", words=words)
    shop.do(tags.settle, hotel, ["wholesale"])
    with Walk(application) as hands:
        assert best_known(hands) == sara
