import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.slips import most_slips, one_slip, other_layout, slips_between, two_slips
from shopcrm.rules.text import fold

WORDS = st.text(alphabet="ابپتسشعفکلمنوهی", min_size=4, max_size=12)
LETTER = st.sampled_from("ژغث")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lvdl", "مریم"), ("shvh", "سارا"), ("ugd", "علی"), ("پارسا", "mhvsh"), ("سارا", "shvh")],
)
def test_the_other_keyboard_is_undone(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


def test_short_words_and_short_numbers_forgive_nothing() -> None:
    assert [most_slips(w) for w in ("علی", "سارا", "فاطمه", "محمود", "محمدرضا", "6789", "09123456789")] == [
        0,
        1,
        1,
        1,
        2,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("asked", "word", "slips"),
    [
        ("فاطنه", "فاطمه", 1),
        ("فامطه", "فاطمه", 1),
        ("فاطم", "فاطمه", 0),
        ("فطمه", "فاطمه", 1),
        ("فاطممه", "فاطمه", 1),
        ("مریم", "فاطمه", None),
        ("1234567", "فاطمه", None),
        ("09123456798", "09123456789", 1),
    ],
)
def test_slips_are_counted_to_the_word_or_its_beginning(asked: str, word: str, slips: int | None) -> None:
    assert slips_between(asked, word, most=1) == slips


def _holds(ways: list[tuple[str, ...]], word: str) -> bool:
    return any(all(part in f" {word} " for part in way) for way in ways)


@given(WORDS, st.integers(0, 11), LETTER)
def test_a_word_with_one_slip_still_holds_one_set_of_fragments(word: str, place: int, letter: str) -> None:
    i = place % len(word)
    wrong = word[:i] + letter + word[i + 1 :]
    missing = word[:i] + word[i + 1 :]
    added = word[:i] + letter + word[i:]
    swapped = word[:i] + word[i : i + 2][::-1] + word[i + 2 :]
    for asked in (wrong, missing, added, swapped):
        if len(asked) >= 5:
            assert _holds(one_slip(asked), word)


@given(st.text(alphabet="ابپتسشعفکلمنوهی", min_size=8, max_size=12), LETTER, st.integers(0, 20))
def test_a_word_with_two_slips_close_together_still_holds_a_fragment(
    word: str, letter: str, place: int
) -> None:
    i = place % (len(word) - 1)
    assert _holds(two_slips(word[:i] + letter * 2 + word[i + 2 :]), word)


@given(WORDS)
def test_fragments_are_long_enough_to_be_looked_up(word: str) -> None:
    for way in [*one_slip(fold(word)), *two_slips(fold(word))]:
        assert way
        assert all(len(part) >= 3 for part in way)
