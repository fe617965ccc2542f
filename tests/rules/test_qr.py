import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from shopcrm.rules import phone_links, qr
from shopcrm.rules.phone_links import TooLongForQr
from shopcrm.rules.sms import sendable


def _read(rows: list[list[bool]], square: int = 4) -> str:
    dark = np.pad(np.array(rows), qr.QUIET)
    picture = np.where(np.kron(dark, np.ones((square, square))) > 0, 0, 255).astype(np.uint8)
    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    (found,) = zxingcpp.read_barcodes(picture, formats=only)
    return found.text


@pytest.mark.parametrize("count", [1, 40, 150, 300])
def test_a_persian_text_is_read_back(count: int) -> None:
    text = ("سلام سارا، گردوی تازه می\u200cرسد. " * 20)[:count].strip()
    for content in (phone_links.sms_code("+989121234567", text), text):
        rows = qr.matrix(content)
        assert {len(row) for row in rows} == {len(rows)}
        assert _read(rows) == content


def test_the_longest_one_is_read_back() -> None:
    content = "a" * phone_links.LONGEST_QR
    assert _read(qr.matrix(content)) == content
    with pytest.raises(TooLongForQr):
        qr.matrix(content + "a")


def test_a_link_of_escaped_letters_takes_a_smaller_code_than_its_bytes() -> None:
    link = phone_links.whatsapp_link("+989121234567", "سلام سارا، گردوی تازه رسید. خوشحال می\u200cشویم.")
    assert _read(qr.matrix(link)) == link
    assert len(qr.matrix(link)) < len(qr.matrix(link.lower()))


@settings(max_examples=30, deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
)
def test_any_text_of_people_is_read_back(text: str) -> None:
    link = phone_links.whatsapp_link("+989121234567", f"x{text}")
    assert _read(qr.matrix(link)) == link
    if sendable(text):
        code = phone_links.sms_code("+989121234567", text)
        assert _read(qr.matrix(code)) == code
