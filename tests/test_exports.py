"""What the shop hands out comes back unchanged, in every form; nothing in it runs, and nothing is lost."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shopcrm.app import App
from shopcrm.outside.tables.handing_out import OneTableOnly, UnknownForm
from shopcrm.outside.tables.reading import open_table
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import customers, erasure, imports, incoming, preferences, settings
from shopcrm.services.consents import GENERAL, Answer
from shopcrm.services.customers import Draft
from shopcrm.services.exports import Kind, hand_out
from shopcrm.services.imports import Outcome
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.preferences import Taste
from shopcrm.store.customers import Customer
from shopcrm.store.tables import METADATA
from tests import makers

YES = [Answer(Purpose.NEWS, one, given=True, how="said so") for one in GENERAL]
NO = [Answer(Purpose.NEWS, Channel.SMS, given=False, how="said so")]
ONE_YES = [Answer(Purpose.NEWS, Channel.SMS, given=True, how="said so")]


def day(calendar: CalendarKind, month: int, number: int, year: int | None) -> OccasionDraft:
    return OccasionDraft(OccasionKind.BIRTHDAY, month, number, year, calendar=calendar, label="of birth")


PEOPLE = (
    Draft(
        name="سارا نوری", code="0070", honorific="خانم", phones=["09123456789", "02188776655"],
        emails=["sara@example.com", "s.noori@example.org"],
        note='First line\n\n  second, with "quotes"; end', language="fa", card="1234567890",
        tags=["vip", "nuts/sweets", "a, b", 'the "best"'],
        addresses=["خیابان اول\nتهران", "Work, 2nd floor\nKaraj"], consents=YES,
        occasions=[day(CalendarKind.JALALI, 10, 5, 1370)],
        preferences=[Taste(preferences.Kind.LIKES, words="walnuts, salted"),
                     Taste(preferences.Kind.NEEDS, words="42", attribute="size"),
                     Taste(preferences.Kind.AVOIDS, words="=sesame")],
    ),
    Draft(name="=2+5", phones=["+447911123456"], note="@SUM(A1)", occasions=[
        day(CalendarKind.GREGORIAN, 2, 29, None)], tags=["-x", "+y"], consents=NO),
    Draft(name="'=quoted", emails=["a@example.com"], honorific="-Dr", occasions=[
        day(CalendarKind.JALALI, 12, 30, None)], consents=ONE_YES),
    Draft(name="Ali", note="one"),
    Draft(name="Ali", note="the other one"),
    Draft(code="17850"),
    Draft(phones=["09351112233"]),
    Draft(emails=["nobody@example.com"]),
    Draft(name="Household", phones=["09123456789"], occasions=[day(CalendarKind.GREGORIAN, 5, 7, 1990)]),
)  # fmt: skip


@pytest.fixture
def app(application: App) -> App:
    """A shop with people and goods of every kind."""
    shop = application.shop
    shop.do(settings.change, currency="GBP")
    for draft in PEOPLE:
        shop.do(customers.add, draft)
    nuts = makers.category(shop, "Nuts")
    walnuts = makers.product(
        shop, name="Walnuts", code="W1", category_id=nuts, stock=10_500, barcodes=["111", "112"]
    )
    makers.product(shop, name="=Danger", code="007")
    shop.do(preferences.add, 1, Taste(preferences.Kind.LIKES, product_id=walnuts))
    shop.do(preferences.add, 2, Taste(preferences.Kind.DISLIKES, category_id=nuts))
    makers.sale(shop, 1, (walnuts, 1000, 1250))
    return application


def brought(app: App, path: Path) -> Outcome:
    table = open_table(path)
    plan = imports.propose(table, path.name, app.shop.ask(settings.read).money)
    outcome = app.shop.do(imports.bring_in, table, plan)
    assert not outcome.refusals, [one.reason.plainly() for one in outcome.refusals]
    return outcome


@pytest.mark.parametrize("form", [".csv", ".xlsx", ".vcf"])
def test_customers_that_were_handed_out_come_back_unchanged(app: App, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"people{form}"
    assert app.export_to(path, Kind.CUSTOMERS, app.words("en")) == {"customers": len(PEOPLE)}
    outcome = brought(app, path)
    assert (outcome.read, outcome.unchanged) == (len(PEOPLE), len(PEOPLE)), bytes(outcome.fates).hex()
    app.export_to(tmp_path / f"again{form}", Kind.CUSTOMERS, app.words("en"))
    if form != ".xlsx":
        assert (tmp_path / f"again{form}").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("form", [".csv", ".xlsx"])
def test_goods_that_were_handed_out_come_back_unchanged(app: App, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"goods{form}"
    assert app.export_to(path, Kind.GOODS, app.words("fa")) == {"goods": 2}
    outcome = brought(app, path)
    assert (outcome.read, outcome.unchanged) == (2, 2)


@pytest.mark.parametrize("form", [".csv", ".vcf"])
def test_another_shop_learns_all_of_it(app: App, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"people{form}"
    app.export_to(path, Kind.CUSTOMERS, app.words("en"))
    before = app.shop.ask(customers.show, 1)

    with app.shop.engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            if table.name not in {"setting", "category", "product", "barcode", "stock_move", "audit_entry"}:
                connection.execute(table.delete())
    outcome = brought(app, path)
    assert outcome.added == len(PEOPLE)
    sheet = app.shop.ask(customers.show, 1)
    assert (sheet.name, sheet.honorific, sheet.code, sheet.note, sheet.phones, sheet.emails) == (
        before.name, before.honorific, before.code, before.note, before.phones, before.emails,
    )  # fmt: skip
    assert (sheet.tags, sheet.addresses) == (before.tags, before.addresses)
    assert sheet.occasions[0].next_day == before.occasions[0].next_day


def test_everything_holds_every_table_and_every_row(app: App, tmp_path: Path) -> None:
    words = app.words("en")
    counts = app.export_to(tmp_path / "all.json", Kind.EVERYTHING, words)
    kept = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert {name: len(rows) for name, rows in kept.items()} == counts
    assert set(kept) == {table.name for table in METADATA.sorted_tables} - {"sales_digest", "learned_weights"}
    assert counts["customer"] == app.shop.ask(lambda session: session.scalar(select(func.count(Customer.id))))
    assert app.export_to(tmp_path / "all.zip", Kind.EVERYTHING, words) == counts
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        text = archive.read("customer.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows][:3] == ["سارا نوری", "'=2+5", "''=quoted"]


def test_a_file_that_cannot_hold_it_says_so_and_stays_as_it_was(app: App, tmp_path: Path) -> None:
    old = tmp_path / "all.csv"
    old.write_text("mine")
    words = app.words("en")
    with pytest.raises(OneTableOnly):
        app.export_to(old, Kind.EVERYTHING, words)
    assert old.read_text() == "mine"
    for name, kind in (("people.doc", Kind.CUSTOMERS), ("goods.vcf", Kind.GOODS)):
        with pytest.raises(UnknownForm):
            app.export_to(tmp_path / name, kind, words)
        assert not (tmp_path / name).exists()


def test_all_about_one_person_is_a_file_of_its_own(app: App, tmp_path: Path) -> None:
    app.export_person_to(tmp_path / "one.json", 1, app.words("en"))
    assert "سارا نوری" in (tmp_path / "one.json").read_text("utf-8")
    with pytest.raises(UnknownForm):
        app.export_person_to(tmp_path / "one.txt", 1, app.words("en"))


def test_days_of_the_year_in_a_file_are_days(app: App, tmp_path: Path) -> None:
    app.export_to(tmp_path / "people.vcf", Kind.CUSTOMERS, app.words("en"))
    assert f"BDAY:{date(1991, 12, 26)}" in (tmp_path / "people.vcf").read_text("utf-8")


def test_C3_what_would_tell_who_was_erased_is_not_handed_out(app: App, tmp_path: Path) -> None:
    app.shop.do(incoming.start_token, 1, news=False)
    app.shop.do(erasure.erase, 2)
    app.export_to(tmp_path / "all.json", Kind.EVERYTHING, app.words("en"))
    kept = json.loads((tmp_path / "all.json").read_text("utf-8"))["setting"]
    seals = {row["name"]: row["value"] for row in kept if row["name"] in {"suppression_key", "link_seal"}}
    assert seals == {"suppression_key": "", "link_seal": ""}


def test_everything_is_handed_out_but_the_seals_of_pins(app: App) -> None:
    named: dict[str, tuple[str, ...]] = {}
    app.shop.ask(hand_out, Kind.EVERYTHING, lambda portion: named.update({portion.name: portion.columns}))
    counter = {"point_posting", "point_lot", "point_entry", "tier_change", "voucher", "voucher_use"}
    assert (
        counter | {"credit_entry", "tab_entry", "payment", "sale_step", "promotion", "staff"} <= named.keys()
    )
    kept = {(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns}
    handed = {(table, column) for table, columns in named.items() for column in columns}
    assert {one for one in kept - handed if one[0] in named} == {("staff", "pin_hash")}
