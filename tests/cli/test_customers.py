import json
from pathlib import Path
from typing import cast

import pytest

from shopcrm.app import App, opened
from shopcrm.cli.main import main
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import customers
from shopcrm.services.consents import Answer
from shopcrm.services.customers import Draft
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.preferences import Kind, Taste
from tests import makers


@pytest.fixture
def file(application: App) -> Path:
    """A shop with one customer who bought twice, and one who has only a phone."""
    shop = application.shop
    sara = Draft(
        name="سارا نوری",
        code="17850",
        phones=["09123456789"],
        emails=["sara@example.com"],
        note="گردوی تازه",
        consents=[Answer(Purpose.NEWS, Channel.EMAIL, True, "at the counter")],
        preferences=[
            Taste(Kind.AVOIDS, words="sesame"),
            Taste(Kind.LIKES, words="dates"),
            Taste(Kind.NEEDS, words="small packs"),
            Taste(Kind.DISLIKES, words="salt"),
        ],
    )
    key = shop.do(customers.add, sara).id
    goods = makers.product(shop)
    for number in ("1", "2"):
        makers.sale(shop, key, (goods, 2000, 1500), number=number)
    makers.message(shop, key)
    shop.do(customers.add, Draft(phones=["02188776655"]))
    return application.path


def _json(file: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--json", "--file", str(file)]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize(
    "asked", ["سارا", "نوري", "۶۷۸۹", "0912 345", "17850", "sara@example", "shvh", "سارل"]
)
def test_find_answers_with_whom_it_found(file: Path, capsys: pytest.CaptureFixture[str], asked: str) -> None:
    found = _json(file, capsys, "find", asked)
    (hit,) = cast("list[dict[str, object]]", found["customers"])
    sara = {"id": 1, "code": "17850", "name": "سارا نوری", "phones": ["+989123456789"], "tags": []}
    assert {key: hit[key] for key in sara} == sara


def test_find_reads_several_words_and_keeps_its_limit(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(_json(file, capsys, "find", "سارا", "نوری")["customers"]) == 1  # type: ignore[arg-type] # a list
    assert len(_json(file, capsys, "find", "--limit", "1", "9")["customers"]) == 1  # type: ignore[arg-type] # a list


def test_find_speaks_to_people(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "2188", "--file", str(file)]) == 0
    assert capsys.readouterr().out.startswith("2, Customer 2, 0")
    assert main(["find", "nobody at all", "--file", str(file)]) == 0
    assert "nobody at all" in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["1", "17850", "۱۷۸۵۰"])
def test_customer_answers_with_all_that_is_known(
    file: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    sheet = _json(file, capsys, "customer", asked)
    assert (sheet["id"], sheet["code"], sheet["name"]) == (1, "17850", "سارا نوری")
    assert (sheet["phones"], sheet["emails"]) == (["+989123456789"], ["sara@example.com"])
    assert sheet["purchases"] == {"count": 2, "total": 6000, "first": "2026-11-22", "last": "2026-11-22"}
    consent = {"purpose": "news", "channel": "email", "given": True}
    assert [{name: row[name] for name in consent} for row in _rows(sheet, "consents")] == [consent]
    assert _rows(sheet, "preferences")[0]["thing"] == "sesame"
    assert [(row["number"], row["total"]) for row in _rows(sheet, "sales")] == [("2", 3000), ("1", 3000)]
    assert [(row["channel"], row["state"]) for row in _rows(sheet, "told")] == [("email", "queued")]


def _rows(sheet: dict[str, object], name: str) -> list[dict[str, object]]:
    rows = sheet[name]
    assert isinstance(rows, list)
    return rows


def test_customer_speaks_to_people(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["customer", "1", "--file", str(file)]) == 0
    shown = capsys.readouterr().out
    for part in (
        "17850",
        "0912 345 6789",
        "sara@example.com",
        "گردوی تازه",
        "Avoids sesame",
        "Bought 2 times",
    ):
        assert part in shown
    assert main(["customer", "2", "--file", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Bought nothing yet"


def test_who_is_not_there_is_one_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["customer", "99999", "--file", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "There is no customer 99999. Search by name or phone.\n"


def test_a_second_program_sees_the_same(file: Path) -> None:
    with opened(file) as app:
        assert app.shop.ask(customers.count) == 2


def test_documents_hold_the_whole_person(application: App, capsys: pytest.CaptureFixture[str]) -> None:
    shop = application.shop
    ali = makers.customer(shop, name="Ali")
    mina = makers.customer(shop, name="Mina")
    whole = Draft(
        name="Sara",
        honorific="Dr",
        tags=["wholesale"],
        addresses=["Main Street 1"],
        card="CARD77",
        occasions=[OccasionDraft(OccasionKind.BIRTHDAY, 10, 5, 1370, calendar=CalendarKind.JALALI)],
        household_with=ali,
        referred_by=mina,
        preferred_channel="call",
    )
    sara = shop.do(customers.add, whole).id
    shown = _json(application.path, capsys, "customer", str(sara))
    (found,) = cast("list[dict[str, object]]", _json(application.path, capsys, "find", "card77")["customers"])
    expected = {
        "honorific": "Dr",
        "tags": ["wholesale"],
        "addresses": ["Main Street 1"],
        "preferred_channel": "call",
        "household": [{"id": ali, "name": "Ali"}],
        "referred_by": {"id": mina, "name": "Mina"},
    }
    for document in (shown, found):
        assert {key: document[key] for key in expected} == expected
        (day,) = cast("list[dict[str, object]]", document["occasions"])
        assert (day["month"], day["day"], day["next_day"], day["turns"]) == (10, 5, "2026-12-26", 35)
        (card,) = cast("list[dict[str, object]]", document["cards"])
        assert (card["number"], card["replaced_at"]) == ("CARD77", None)
    assert main(["customer", "card77", "--file", str(application.path)]) == 0
    told = capsys.readouterr().out
    assert "CARD77, wholesale" in told
    assert "in 34 days" in told
