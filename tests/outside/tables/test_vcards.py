"""Address cards of phones, old and new, are read person by person, and what is written reads back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.outside.tables import unreadable, vcards
from shopcrm.outside.tables.vcards import CardPerson

OLD_ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D9=86=D9=88=D8=B1=DB=8C;=D9=85=D8=B1=DB=8C=D9=85;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D9=85=D8=B1=DB=8C=D9=85=20=
=D9=86=D9=88=D8=B1=DB=8C
TEL;CELL:0912-345-6789
TEL;HOME;VOICE:+982188776655
NOTE;ENCODING=QUOTED-PRINTABLE:likes walnuts=0D=0Apays late
PHOTO;ENCODING=BASE64;JPEG:this is no picture at all
 and neither is this

BDAY:1990-05-07
END:VCARD
"""
NEW_PHONE = """BEGIN:VCARD
VERSION:4.0
FN:Sara\\, the baker
N:Karimi;Sara;;Dr.;
TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-555-5555;ext=5555
item1.TEL;type=pref:0912 000 0000
BDAY:--0203
CATEGORIES:wholesale,friend
LANG:fa-IR
ADR;TYPE=home:;;12 Main St\\nFlat 3;Tehran;;14155;Iran
END:VCARD
"""
DAMAGED = "BEGIN:VCARD\nVERSION:3.0\nTEL\nN;;;:\nEND:VCARD\n"


def read(tmp_path: Path, content: str | bytes) -> list[CardPerson]:
    path = tmp_path / "people.vcf"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return vcards.read_cards(path)


def test_an_old_card_in_quoted_printable_keeps_its_persian_name(tmp_path: Path) -> None:
    (person,) = read(tmp_path, OLD_ANDROID)
    assert person.name == "مریم نوری"
    assert person.phones == ["0912-345-6789", "+982188776655"]
    assert (person.birthday, person.note) == ("1990-05-07", "likes walnuts\npays late")


def test_a_new_card_tells_the_preferred_phone_and_a_birthday_without_a_year(tmp_path: Path) -> None:
    (person,) = read(tmp_path, NEW_PHONE)
    assert person.name == "Sara, the baker"
    assert person.phones == ["0912 000 0000", "+1-555-555-5555"]
    assert (person.birthday, person.language, person.honorific) == ("--02-03", "fa", "Dr.")
    assert person.tags == ["wholesale", "friend"]
    assert person.addresses == ["12 Main St\nFlat 3\n14155\nTehran\nIran"]


@pytest.mark.parametrize(
    "said", ["X-APPLE-OMIT-YEAR=1604:1604-12-26", "0000-12-26", "--1226"], ids=["apple", "zeros", "dashes"]
)
def test_D3_a_birthday_whose_year_was_left_out_has_none(tmp_path: Path, said: str) -> None:
    mark = ";" if said.startswith("X") else ":"
    (person,) = read(tmp_path, f"BEGIN:VCARD\nVERSION:3.0\nFN:Sara\nBDAY{mark}{said}\nEND:VCARD\n")
    assert person.birthday == "--12-26"


def test_the_lowest_number_is_the_most_preferred_phone(tmp_path: Path) -> None:
    phones = "TEL;TYPE=cell:0911\nTEL;PREF=2:0922\nTEL;PREF=1:0933\n"
    (person,) = read(tmp_path, f"BEGIN:VCARD\nVERSION:4.0\nFN:Sara\n{phones}END:VCARD\n")
    assert person.phones == ["0933", "0922", "0911"]


def test_a_card_within_a_card_is_nobody_of_ours(tmp_path: Path) -> None:
    agent = "AGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Agent\nTEL:0922\nEND:VCARD\n"
    content = f"BEGIN:VCARD\nVERSION:2.1\nFN:Boss\n{agent}TEL:0911\nEND:VCARD\n"
    assert [(one.name, one.phones) for one in read(tmp_path, content)] == [("Boss", ["0911"])]


@pytest.mark.parametrize("called", ["FN;ENCODING=BASE64;CHARSET=UTF-8:2LnZhNuM\n", "N:;;;;\nNICKNAME:علی"])
def test_a_name_in_base_64_or_a_nickname_is_a_name(tmp_path: Path, called: str) -> None:
    (person,) = read(tmp_path, f"BEGIN:VCARD\nVERSION:2.1\n{called}\nTEL:0911\nEND:VCARD\n")
    assert person.name == "علی"


def test_a_damaged_card_spoils_no_other_and_is_written_to_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    people = read(tmp_path, OLD_ANDROID + DAMAGED + NEW_PHONE)
    assert [person.name for person in people] == ["مریم نوری", "", "Sara, the baker"]
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:مريم نوري همدان\r\nTEL:09121112233\r\nEND:VCARD\r\n"
    (person,) = read(tmp_path, card.encode(encoding))
    assert person.name == "مريم نوري همدان"


def test_a_file_is_known_by_its_first_words(tmp_path: Path) -> None:
    del tmp_path
    assert vcards.is_card_file(b"\xef\xbb\xbfBEGIN:VCARD\n")
    assert vcards.is_card_file("BEGIN:VCARD\n".encode("utf-16"))
    assert not vcards.is_card_file(b"name,phone\n")


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    with path.open("wb") as file:
        file.truncate(vcards.LARGEST + 1)
    with pytest.raises(unreadable.TooLarge, match=r"people\.vcf"):
        vcards.read_cards(path)


NAMES = st.text("abcde یکمن\u200cآ,;:\\\"'=", min_size=1, max_size=40).map(str.strip).filter(bool)
PEOPLE = st.builds(
    CardPerson,
    name=NAMES,
    phones=st.lists(st.from_regex(r"\+98912\d{7}", fullmatch=True), max_size=3, unique=True),
    emails=st.lists(st.sampled_from(["a@example.com", "b@example.com"]), max_size=2, unique=True),
    birthday=st.sampled_from(["", "1990-05-07", "--02-29"]),
    note=st.sampled_from(["", "Two lines\nof a note; with, signs", "یادداشت"]),
    tags=st.lists(st.sampled_from(["wholesale", "دوست"]), max_size=2, unique=True),
)


@given(people=st.lists(PEOPLE, max_size=4))
def test_what_is_written_reads_back(
    people: list[CardPerson], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cards") / "people.vcf"
    path.write_text(vcards.write_cards(people), encoding="utf-8", newline="")
    again = vcards.read_cards(path)
    assert [
        (one.name.split(), one.phones, one.emails, one.birthday, one.note, one.tags) for one in again
    ] == [(one.name.split(), one.phones, one.emails, one.birthday, one.note, one.tags) for one in people]
