from itertools import product
from pathlib import Path

import pytest

from shopcrm.outside.paper.fonts import MISSING, FontMissing, Fonts, Weight

PERSIAN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءآأؤئۀةيك"


def test_letters_join(fonts: Fonts) -> None:
    face = fonts.face(Weight.REGULAR)
    alone = {face.shape(letter, rtl=True).glyphs[0].shape for letter in "سلم"}
    joined = {glyph.shape for glyph in face.shape("سلم", rtl=True).glyphs}
    assert not alone & joined


def test_a_half_space_parts_letters_and_takes_no_room(fonts: Fonts) -> None:
    face = fonts.face(Weight.REGULAR)
    parted = face.shape("می\u200cخواهم", rtl=True)
    pieces = [face.shape(part, rtl=True) for part in ("می", "خواهم")]
    assert parted.width == pytest.approx(sum(piece.width for piece in pieces))


@pytest.mark.parametrize("weight", list(Weight))
def test_every_letter_goes_to_exactly_one_shape(fonts: Fonts, weight: Weight) -> None:
    face = fonts.face(weight)
    for first, second in product(PERSIAN, PERSIAN):
        word = f"ل{first}{second}م"
        told = "".join(glyph.letters for glyph in face.shape(word, rtl=True).glyphs)
        assert told == word[::-1]


def test_a_ligature_tells_all_its_letters(fonts: Fonts) -> None:
    face = fonts.face(Weight.REGULAR)
    assert [glyph.letters for glyph in face.shape("لا", rtl=True).glyphs] == ["ال"]
    assert [glyph.letters for glyph in face.shape("ffi", rtl=False).glyphs] == ["ffi"]


def test_digits_of_a_column_are_equally_wide(fonts: Fonts) -> None:
    face = fonts.face(Weight.REGULAR)
    for digits in ("0123456789", "۰۱۲۳۴۵۶۷۸۹"):
        widths = {face.shape(digit, rtl=False, tabular=True).width for digit in digits}
        assert len(widths) == 1


def test_what_the_typeface_lacks_is_seen_and_told(fonts: Fonts) -> None:
    face = fonts.face(Weight.REGULAR)
    sign = face.shape(MISSING, rtl=False).glyphs[0]
    [glyph] = face.shape("漢", rtl=False).glyphs
    assert (glyph.shape, glyph.letters, glyph.advance) == (sign.shape, "漢", sign.advance)
    assert sign.shape != 0
    assert face.outline(sign.shape)


def test_nothing_to_shape(fonts: Fonts) -> None:
    assert fonts.face(Weight.BOLD).shape("\u200c", rtl=True).glyphs == ()


def test_a_missing_or_damaged_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontMissing) as missing:
        Fonts(tmp_path).face(Weight.REGULAR)
    assert "Vazirmatn-Regular.ttf" in str(missing.value)
    (tmp_path / "Vazirmatn-Bold.ttf").write_bytes(b"no font")
    with pytest.raises(FontMissing):
        Fonts(tmp_path).face(Weight.BOLD)
