"""Hostile strings through every text of the shop to every place where they come out: nothing in them acts.

Nothing legitimate is lost on the way: letters and digits come out as they went in.
"""

import csv
import email
import email.policy
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from shopcrm.app import App
from shopcrm.outside.couriers import webhook
from shopcrm.outside.couriers.envelope import Sender, sealed
from shopcrm.outside.paper.render import page_texts
from shopcrm.outside.reports import describe
from shopcrm.outside.tables import vcards
from shopcrm.outside.tables.reading import open_table
from shopcrm.outside.tables.writing import safe
from shopcrm.rules import cells, phone_links
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import ShopError
from shopcrm.rules.letters import Text
from shopcrm.rules.sms import sendable
from shopcrm.rules.text import bare, fold
from shopcrm.services import customers, goods, notes, search, templates, wishes
from shopcrm.services.courier import Letter
from shopcrm.services.customers import Draft
from shopcrm.services.exports import Kind
from shopcrm.services.preferences import Kind as Standing
from shopcrm.services.preferences import Taste
from shopcrm.services.shop import Shop
from tests import makers
from tests.hostile import STRINGS

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PHONE = "+989121234567"
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_PHONE = re.compile(r"^\+98(?=\d{10}$)")
_PLAIN_NUMBER = re.compile(r"-[\d۰-۹][\d۰-۹.,٫٬]*")
_UNSEEN = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_OBEYED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture
def strings(full: bool) -> Sequence[str]:  # noqa: FBT001 -- a fixture comes in by its name
    """All of them, or for the sinks that go through a shop every eighth."""
    return STRINGS if full else STRINGS[::8]


def fill(shop: Shop, strings: Sequence[str]) -> dict[int, str]:
    """Write each string into every text of a customer of its own; gives who has which."""
    written: dict[int, str] = {}
    for place, text in enumerate(strings):
        draft = Draft(
            name=text, code=f"K{place}", honorific=text[:30], note=text, tags=[text[:40]], addresses=[text]
        )
        key = shop.do(customers.add, draft).id
        written[key] = text
        shop.do(notes.write, key, notes.NoteKind.NOTE, text)
        if fold(text):
            shop.do(customers.edit, key, Draft(preferences=[Taste(Standing.LIKES, words=text)]))
            shop.do(wishes.ask, key, words=text, note=text)
        makers.product(shop, name=text, code=f"P{place}")
    return written


def letter(text: str, channel: Channel = Channel.EMAIL, address: str = "sara@example.com") -> Letter:
    return Letter(1, "key", 1, channel, Purpose.NEWS, address, text, text, "en", AT, AT)


def letters_and_digits(text: str) -> list[str]:
    """Give what must never be lost."""
    return [one for one in bare(text) if one.isalnum()]


def runs(cell: str) -> bool:
    """Tell whether a spreadsheet would take a cell of a CSV file for a formula."""
    return bool(_FORMULA.match(cell)) and not _PLAIN_NUMBER.fullmatch(cell)


def is_split(mail: bytes) -> bool:
    """Tell whether a mail has headers that nobody wrote, or any defect."""
    read = email.message_from_bytes(mail, policy=email.policy.default)
    known = {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "List-Unsubscribe",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    }
    return bool(set(read.keys()) - known or len(read.keys()) != len(set(read.keys())) or read.defects)


def is_obeyed(text: str) -> bool:
    """Tell whether a phone or a modem would do something else with a text than show it."""
    return any(one in _OBEYED or (unicodedata.category(one) == "Cc" and one != "\n") for one in text)


def test_tables_hold_no_formula_and_lose_no_letter(
    application: App, tmp_path: Path, strings: Sequence[str]
) -> None:
    shop, words = application.shop, application.words("en")
    written = fill(shop, strings)
    for kind in Kind:
        ending = ".zip" if kind is Kind.EVERYTHING else ".csv"
        application.export_to(tmp_path / f"{kind}{ending}", kind, words)
        application.export_to(tmp_path / f"{kind}.xlsx", kind, words)
        with zipfile.ZipFile(tmp_path / f"{kind}.xlsx") as book:
            sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]
        assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
    texts = [(tmp_path / f"{name}.csv").read_text("utf-8-sig") for name in ("customers", "goods")]
    with zipfile.ZipFile(tmp_path / "everything.zip") as archive:
        texts += [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    for text in texts:
        assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if runs(cell)]
    names = {key: shop.ask(customers.get, key).name for key in written}
    for path in (tmp_path / "customers.csv", tmp_path / "customers.xlsx"):
        table = open_table(path, header=True)
        rows = [row for batch in table.batches() for row in batch]
        kept = [cells.label(row[table.headings.index("name")]) for row in rows]
        # Whatever stands alone as an Iranian phone is written as people dial it, in a name as well.
        assert kept == [_PHONE.sub("0", name) for name in names.values()]
    for key, text in written.items():
        assert letters_and_digits(names[key]) == letters_and_digits(text), text


def test_cards_and_json_hold_each_person_once(
    application: App, tmp_path: Path, strings: Sequence[str]
) -> None:
    written = fill(application.shop, strings)
    words = application.words("en")
    names = [application.shop.ask(customers.get, key).name for key in written]
    application.export_to(tmp_path / "people.json", Kind.CUSTOMERS, words)
    read = json.loads((tmp_path / "people.json").read_text("utf-8"))["customers"]
    assert [row["name"] for row in read] == names
    application.export_to(tmp_path / "people.vcf", Kind.CUSTOMERS, words)
    lines = (tmp_path / "people.vcf").read_bytes().split(b"\r\n")
    assert lines.count(b"BEGIN:VCARD") == lines.count(b"END:VCARD") == len(names)
    people = vcards.read_cards(tmp_path / "people.vcf")
    assert [letters_and_digits(one.name) for one in people] == [letters_and_digits(name) for name in names]


def test_papers_show_it_and_nothing_more(
    application: App,
    tmp_path: Path,
    full: bool,  # noqa: FBT001 -- a fixture comes in by its name
) -> None:
    shop, words = application.shop, application.words("en")
    written = fill(shop, STRINGS if full else STRINGS[::24])
    ids, path = list(written), tmp_path / "paper.pdf"
    for make in (
        application.papers.customer_list_to,
        application.papers.counter_sheet_to,
        application.papers.customer_report_to,
    ):
        assert make(path, ids, words) == len(ids)
        shown = "".join(" ".join(page_texts(path)).split())
        for text in written.values():
            plain = "".join(text.split())
            if (
                plain.isascii()
                and plain.isprintable()
                and len(plain) < 30
                and make == application.papers.customer_report_to
            ):
                assert plain in shown, text
    for key in ids[:: 1 if full else 5]:
        application.papers.about_person_to(path, key, words)
        application.papers.customer_cards_to(path, [key], words, single=True)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_mail_has_the_headers_it_should_and_no_other(language: str) -> None:
    for text in STRINGS:
        one = Letter(
            1, "key", 1, Channel.EMAIL, Purpose.NEWS, "sara@example.com", text, text, language, AT, AT
        )
        mail = sealed(one, Sender("shop@example.com", text))
        assert not is_split(mail), text
        read = email.message_from_bytes(mail, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        assert read["To"] == "sara@example.com"
        assert letters_and_digits(read.get_content()) == letters_and_digits(text), text


def test_what_goes_to_phones_and_codes_is_only_shown() -> None:
    for text in STRINGS:
        shown = sendable(text)
        assert not is_obeyed(shown), text
        assert letters_and_digits(shown) == letters_and_digits(text)
        document = json.loads(webhook.content(letter(text, Channel.WEBHOOK, PHONE)))
        assert (document["text"], document["phone"]) == (shown, PHONE)
        assert "\n" not in document["subject"]
        try:
            assert phone_links.sms_code(PHONE, text) == f"SMSTO:{PHONE}:{shown}"
            link = phone_links.whatsapp_link(PHONE, text)
        except phone_links.TooLongForQr:
            assert len(shown.encode()) > 100
            continue
        assert re.fullmatch(r"https://wa\.me/\d+(\?text=[\w.~%-]*)?", link, re.ASCII), text


def test_no_text_of_the_shops_own_reaches_into_the_program(application: App) -> None:
    words = application.words("en")
    for text in STRINGS:
        said = words.say("Take back {file}", file=text)
        assert said.translate(_UNSEEN) == f"Take back {text}".translate(_UNSEEN), text
        with suppress(ShopError):
            application.shop.do(templates.write, "arrival", "en", Text(subject=text, body=text))


def test_a_search_for_it_finds_it_and_nothing_breaks(application: App, strings: Sequence[str]) -> None:
    shop = application.shop
    written = fill(shop, strings)
    for key, text in written.items():
        found = shop.ask(search.find, text[:80], 200)
        shop.ask(search.find_with_slips, text[:80])
        shop.ask(search.find_anything, text[:80])
        if len(fold(text)) > 4 and len(text) <= 80:
            assert key in {hit.id for hit in found}, text
    assert shop.ask(customers.count) == len(written)
    assert shop.ask(goods.count) == len(written)


def test_reports_and_sentences_are_of_one_line_and_name_nobody(application: App) -> None:
    words = application.words("en")
    for text in STRINGS:
        shown = describe(ValueError(text))
        assert len(shown.splitlines()) == 2
        with pytest.raises(ShopError) as caught:
            application.shop.ask(customers.by_id_or_code, f"{text}?nobody")
        assert len(words.tell(caught.value).splitlines()) == 1, text


def test_the_guards_would_be_missed() -> None:
    """The control: without the guard, each of the checks above finds what it looks for."""
    assert runs("=1+1")
    assert not runs(safe("=1+1"))
    naive = b"From: a@b.c\r\nSubject: " + b"x\r\nBcc: evil@example.com" + b"\r\n\r\nbody"
    assert is_split(naive)
    assert is_obeyed("a\x1bb")
    assert is_obeyed("\u202egpj.exe")
