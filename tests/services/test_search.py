import shutil
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm import app as program
from shopcrm.rules.text import fold
from shopcrm.rules.wording import Words
from shopcrm.services import customers, health, search, word_index
from shopcrm.services.customers import Draft
from shopcrm.services.search import Part
from shopcrm.services.shop import Interrupted, Shop
from tests import makers
from tests.conftest import NOW


@pytest.fixture(scope="module")
def built(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A few people who live near each other, each seen a day before the one after, in a file of their own."""
    drafts = {
        "maryam": Draft(name="مریم نوری", phones=["09123456718"], code="62600142"),
        "ali": Draft(name="عليرضا كاظمي", phones=["0935 220 1190"], note="گردوی ممتاز، بی‌نمک"),
        "noura": Draft(name="Noura Trading", emails=["office@noura.example"], phones=["02188904412"]),
        "fatemeh": Draft(name="فاطمة الزهراء أحمدي"),
        "none": Draft(phones=["09191112233"]),
        "manoori": Draft(name="بانوی منوری"),
    }
    path = tmp_path_factory.mktemp("street") / "shop.db"
    shutil.copyfile(empty_shop, path)
    with program.opened(path, clock=lambda: NOW) as app:
        keys = {name: app.shop.do(customers.add, draft).id for name, draft in drafts.items()}
        for days, key in enumerate(keys.values(), 1):
            app.shop.do(customers.seen, key, NOW + timedelta(days=days))
    return path, keys


@pytest.fixture
def street(built: tuple[Path, dict[str, int]]) -> dict[str, int]:
    """The people of the street by their short names."""
    return built[1]


@pytest.fixture(scope="module")
def town(built: tuple[Path, dict[str, int]]) -> Iterator[Shop]:
    """The shop in the street, for who only asks."""
    path = built[0].with_name("town.db")
    shutil.copyfile(built[0], path)
    with program.opened(path, clock=lambda: NOW) as app:
        yield app.shop


@pytest.fixture
def own_town(built: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Shop]:
    """The shop in the street, for who writes in it."""
    shutil.copyfile(built[0], tmp_path / "town.db")
    with program.opened(tmp_path / "town.db", clock=lambda: NOW) as app:
        yield app.shop


def _found(shop: Shop, asked: str) -> list[int]:
    return [hit.id for hit in shop.ask(search.find, asked)]


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        ("مریم", "maryam"),
        ("مريم نوري", "maryam"),
        ("نوری مریم", "maryam"),
        ("ریم نو", "maryam"),
        ("مر", "maryam"),
        ("۶۷۱۸", "maryam"),
        ("0912 345 67 18", "maryam"),
        ("+98 (0)912 345", "maryam"),
        ("00989123456718", "maryam"),
        ("912-345", "maryam"),
        ("62600142", "maryam"),
        ("مریم 6718", "maryam"),
        ("علی رضا", "ali"),
        ("علی‌رضا", "ali"),
        ("علیرضا کاظمی", "ali"),
        ("كاظمي", "ali"),
        ("ممتاز", "ali"),
        ("بی نمک", "ali"),
        ("TRADING", "noura"),
        ("noura trad", "noura"),
        ("office@noura", "noura"),
        ("8890 4412", "noura"),
        ("فاطمه", "fatemeh"),
        ("زهرا احمدی", "fatemeh"),
        ("اَحمَد", "fatemeh"),
        ("1112233", "none"),
    ],
)
def test_C1_a_person_is_found_by_any_fragment_in_any_spelling(
    town: Shop, street: dict[str, int], asked: str, whom: str
) -> None:
    assert _found(town, asked) == [street[whom]]


@pytest.mark.parametrize(
    "asked",
    ["", "  ", "،", "%", "_", "%%", "نوری_", "zq", "ژ", "مریم zq", "zq مریم", '"', "* OR *", "0000000"],
)
def test_what_nobody_has_finds_nobody(town: Shop, street: dict[str, int], asked: str) -> None:
    found = _found(town, asked)
    assert found == ([] if fold(asked) != "نوری" else [street["maryam"], street["manoori"]])


def test_closest_first_then_whoever_was_seen_last(
    own_town: Shop, street: dict[str, int], now: datetime
) -> None:
    begins = makers.customer(own_town, name="نوری کریم", seen=now)
    assert _found(own_town, "نوری") == [begins, street["maryam"], street["manoori"]]
    assert _found(own_town, "نو") == [begins, street["maryam"], street["manoori"]]
    own_town.do(customers.seen, begins, now + timedelta(days=99))
    assert _found(own_town, "09")[0] == street["none"]


def test_a_hit_tells_where_it_was_found(town: Shop, street: dict[str, int]) -> None:
    expected = {
        "مریم": (Part.NAME, "مریم نوری"),
        "6718": (Part.PHONE, "+989123456718"),
        "0912345": (Part.PHONE, "+989123456718"),
        "62600": (Part.CODE, "62600142"),
        "office": (Part.EMAIL, "office@noura.example"),
        "ممتاز": (Part.NOTE, "گردوی ممتاز، بی‌نمک"),
        "كاظمی": (Part.NAME, "عليرضا كاظمي"),
        "مریم 6718": (Part.NAME, "مریم نوری"),
    }
    for asked, (part, matched) in expected.items():
        (hit,) = town.ask(search.find, asked)
        assert (hit.part, hit.matched, hit.by_slip) == (part, matched, False)
    assert street


def test_who_has_no_name_shows_by_number(town: Shop, street: dict[str, int]) -> None:
    (hit,) = town.ask(search.find, "1112233")
    assert Words().shown(hit.shown_name) == f"Customer {street['none']}"
    assert _found(town, str(street["none"]))[0] == street["none"]


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        ("مریک نوری", "maryam"),
        ("مرین", "maryam"),
        ("فاطنه", "fatemeh"),
        ("فطمه احمدی", "fatemeh"),
        ("کاظیم", "ali"),
        ("عليرظا", "ali"),
        ("Nuora", "noura"),
        ("tarding", "noura"),
        ("09123456781", "maryam"),
        ("lvdl", "maryam"),
        ("ugdvqh", "ali"),
        ("دخعقش", "noura"),
    ],
)
def test_slips_of_the_finger_still_find_the_person(
    town: Shop, street: dict[str, int], asked: str, whom: str
) -> None:
    assert not _found(town, asked)
    hits = town.ask(search.find_with_slips, asked)
    assert street[whom] in [hit.id for hit in hits]
    assert all(hit.by_slip for hit in hits)


@pytest.mark.parametrize("asked", ["", "zq", "qqqqqqqq", "کککک ژژژژ", "8888", "مر"])
def test_not_everything_is_a_slip(town: Shop, street: dict[str, int], asked: str) -> None:
    assert street
    assert not town.ask(search.find_with_slips, asked)


def test_common_text_still_brings_the_closest_and_newest(shop: Shop, now: datetime) -> None:
    def many(_session: object) -> None:
        for place in range(2 * word_index._COMMON):
            customers.add(_session, Draft(name=f"رضا {place}"))  # type: ignore[arg-type] # it is one

    shop.do(many)
    late = makers.customer(shop, name="علیرضا", seen=now + timedelta(days=3))
    newest = makers.customer(shop, name="رضا کریمی", seen=now + timedelta(days=2))
    found = _found(shop, "رضا")
    assert len(found) == search.LIMIT
    assert found[0] == newest
    assert late not in found
    assert _found(shop, "رض") == found
    assert _found(shop, "ر")[0] == newest
    assert _found(shop, "رضا کر") == _found(shop, "ر کریمی") == [newest]


@given(
    start=st.integers(0, 30),
    length=st.integers(1, 30),
    spelling=st.sampled_from([("ی", "ي"), ("ک", "ك"), ("ه", "ة"), ("ا", "أ"), (" ", "\u200c")]),
)
def test_C1_every_fragment_finds_its_person(
    fragments_shop: tuple[Shop, int, str], start: int, length: int, spelling: tuple[str, str]
) -> None:
    shop, key, name = fragments_shop
    fragment = name[start : start + length].replace(*spelling)
    if fold(fragment):
        assert key in _found(shop, fragment)


@pytest.fixture(scope="module")
def fragments_shop(tmp_path_factory: pytest.TempPathFactory) -> "object":
    name = "سیده فاطمه‌زهرا کاظمی‌نیا اکبری"
    with program.opened(tmp_path_factory.mktemp("shop") / "shop.db") as app:
        yield app.shop, app.shop.do(customers.add, Draft(name=name)).id, name


def test_a_newer_question_stops_the_older_one(shop: Shop) -> None:
    started = threading.Event()

    def slow(session: object) -> None:
        started.set()
        sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        session.connection().exec_driver_sql(sql)  # type: ignore[attr-defined] # a session it is

    caught: list[BaseException] = []

    def ask() -> None:
        try:
            shop.ask(slow)
        except Interrupted as error:
            caught.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    started.wait(5)
    while asking.is_alive():
        shop.interrupt(asking.ident or 0)
        asking.join(0.02)
    assert caught
    assert _found(shop, "سارا") == []


def test_goods_are_found_by_code_barcode_and_name(shop: Shop) -> None:
    akbari = makers.product(shop, name="پستهٔ اکبری", code="P-12", barcodes=["6260001234567"])
    ahmad = makers.product(shop, name="پستهٔ احمدآقایی", code="P-13")
    for asked in ("P-12", "۶۲۶۰۰۰۱۲۳۴۵۶۷", "اكبري", "پسته اکب", "626000123"):
        assert [hit.id for hit in shop.ask(search.find_goods, asked)] == [akbari]
    assert [hit.id for hit in shop.ask(search.find_goods, "پسته")] == [ahmad, akbari]
    assert not shop.ask(search.find_goods, "گردو")
    assert [hit.id for hit in shop.ask(search.find_goods_with_slips, "اکبزی")] == [akbari]


def test_one_search_goes_through_the_whole_shop(own_town: Shop, street: dict[str, int]) -> None:
    walnuts = makers.product(own_town, name="گردوی مریم", code="W")
    found = own_town.ask(search.find_anything, "مریم")
    assert [hit.id for hit in found.customers] == [street["maryam"]]
    assert [hit.id for hit in found.goods] == [walnuts]
    slipped = own_town.ask(search.find_anything, "گردری")
    assert [(hit.id, hit.by_slip) for hit in slipped.goods] == [(walnuts, True)]
    nothing = own_town.ask(search.find_anything, "zq")
    assert not nothing.customers
    assert not nothing.goods


def test_a_limit_is_kept(town: Shop, street: dict[str, int]) -> None:
    assert street
    assert len(town.ask(search.find, "09", 2)) == 2


def test_the_index_is_tidied_without_losing_anybody(own_town: Shop, street: dict[str, int]) -> None:
    own_town.do(word_index.tidy, word_index.CUSTOMERS)
    own_town.do(word_index.tidy, word_index.GOODS)
    assert _found(own_town, "مریم") == [street["maryam"]]
    assert all(finding.fine for finding in own_town.ask(health.examine))
