"""Which words stop the news, however they are written."""

import pytest

from shopcrm.rules import opt_out
from shopcrm.rules.text import persian_digits


@pytest.mark.parametrize("word", opt_out.STOP_WORDS)
def test_each_stop_word_is_heard_however_it_is_typed(word: str) -> None:
    for typed in (word, word.upper(), f"  {word} ", f"{word}!", f"/{word}", persian_digits(word)):
        assert opt_out.wants_to_stop(typed), typed


@pytest.mark.parametrize(
    "text",
    [
        "لغو۱۱",
        "لغو 11",
        "لغو11",
        "لغو لطفا",
        "Stop, please",
        "STOP.",
        "۱۱",
        "١١",
        "Please stop",
        "hi, STOP",
        "سلام. لطفاً پیام نفرستید",
        "دیگه پيام نفرست",
        "لطفا ۱۱",
        "لغوعضویت",
        "ل غ و",
        "s t o p",
        "Un-subscribe",
        "لطفاً دیگر پیام ندهید",
        "۱۱ لغو",
    ],
)
def test_a_word_alone_or_at_the_beginning_stops(text: str) -> None:
    assert opt_out.wants_to_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "سلام",
        "11 kilos of walnuts, please",
        "۱۱ کیلو گردو",
        "Do not stop",
        "please",
        "سلام، ۱۱ کیلو گردو لطفا",
        "stopping by today",
        "👍",
    ],
)
def test_what_else_people_write_does_not_stop(text: str) -> None:
    assert not opt_out.wants_to_stop(text)


def test_the_shop_has_words_of_its_own() -> None:
    own = opt_out.own_words("basta، کافیه; ,\nno thanks")
    assert own == ("basta", "کافیه", "no thanks")
    assert opt_out.wants_to_stop("No thanks.", own)
    assert not opt_out.wants_to_stop("No thanks.")


def test_some_want_nothing_on_any_channel() -> None:
    assert opt_out.means_everything("STOP ALL")
    assert opt_out.means_everything("لغو همه")
    assert not opt_out.means_everything("stop")
