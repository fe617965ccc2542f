from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.text import (
    ascii_digits,
    bare,
    fold,
    one_line,
    persian_digits,
    search_key,
    sort_key,
    squeeze,
)

LETTERS: Final = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("علیيكکةهأإآٱؤئءًٌُِّْـ\u200c\u200f٠۹ "),
    max_size=30,
)
PERSIAN: Final = st.text(
    alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكةأإآؤئًٌَُِّ\u200cـ ۰۱۲٣٤", min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("علي", "علی"),
        ("زكي", "زکی"),
        ("فاطمة", "فاطمه"),
        ("أحمد", "احمد"),
        ("إسماعيل", "اسماعیل"),
        ("آرش", "ارش"),
        ("مؤمن", "مومن"),
        ("رئوف", "ریوف"),
        ("زهراء", "زهرا"),
        ("مُحَمَّد", "محمد"),
        ("محمّــد", "محمد"),
        ("علی\u200cرضا", "علی رضا"),
        ("ﻋﻠﯽ", "علی"),
        ("۰۹۱۲", "0912"),
        ("٠٩١٢", "0912"),
        ("MARYAM", "maryam"),
        ("Straße", "strasse"),
        ("Café", "cafe"),
        ("\u202bسارا\u202c", "سارا"),
        ("ھادی", "هادی"),
        ("O'Neill", "o neill"),
        ("100%_سود", "100 سود"),
    ],
)
def test_C1_every_spelling_folds_to_the_same(written: str, asked: str) -> None:
    assert fold(written) == fold(asked) == asked


@given(LETTERS)
def test_C1_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(LETTERS)
def test_C1_folded_text_holds_words_and_single_spaces_only(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(c.isalnum() or c == " " or not c.isascii() for c in folded)
    assert not set(folded) & set('%_"*\\')


@given(PERSIAN, PERSIAN)
def test_C1_what_is_written_is_found_by_what_is_asked(name: str, note: str) -> None:
    key = search_key(name, note)
    assert fold(name) in key
    assert fold(note) in key
    assert squeeze(name) in key
    assert all(f" {word} " in key for word in fold(name).split())


@pytest.mark.parametrize("asked", ["علی‌رضا", "علی رضا", "علیرضا", "عليرضا"])
def test_C1_half_spaces_spaces_and_none_find_each_other(asked: str) -> None:
    for written in ("علی‌رضا", "علی رضا", "عليرضا"):
        assert all(word in search_key(written) for word in fold(asked).split())


def test_a_search_key_of_nothing_is_empty() -> None:
    assert search_key("", "،", "ء") == ""
    assert search_key("سارا", "") == " سارا "


def test_sorting_follows_the_persian_alphabet_with_latin_first() -> None:
    names = ["هادی", "وحید", "پارسا", "بابک", "گلی", "کامران", "یاسر", "چنگیز", "Zoe", "Adam", "ژاله"]
    ordered = ["Adam", "Zoe", "بابک", "پارسا", "چنگیز", "ژاله", "کامران", "گلی", "وحید", "هادی", "یاسر"]
    assert sorted(names, key=sort_key) == ordered


@given(st.text())
def test_one_line_leaves_no_control_characters(text: str) -> None:
    line = one_line(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in line)
    assert line == line.strip()
    assert one_line(line) == line


def test_marks_of_direction_go_and_half_spaces_stay() -> None:
    assert bare("\u202eسارا\u2066 می\u200cرود\n\x00\x1b[0m") == "سارا می\u200cرود\n[0m"


def test_digits_of_three_scripts_are_read_and_written() -> None:
    assert ascii_digits("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩ a") == "01234567890123456789 a"
    assert persian_digits("0123456789a") == "۰۱۲۳۴۵۶۷۸۹a"
