import pytest

from shopcrm.rules.mentions import mentions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sesame brittle", "sesame"),
        ("Sesame brittle", "Sesame!"),
        ("Walnut kernel", "walnuts"),
        ("Roasted walnuts", "nuts"),
        ("Halva with pistachio", "peanut, pistachio"),
        ("Halva with pistachio", "peanut and pistachio"),
        ("حلوای کنجدی", "كنجد"),
        ("مغز گردو", "گردوها"),
        ("مغز گردو", "بادام و گردو"),
        ("Sugar-free biscuit", "sugar free"),
        ("Large shirt 42", "42"),
    ],
)
def test_a_text_speaks_of_the_words(text: str, words: str) -> None:
    assert mentions(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sesame-free halva", "sesame"),
        ("حلوای بدون شکر", "شکر"),
        ("Biscuit without sugar", "sugar"),
        ("Walnut kernel", "walnut oil"),
        ("Almond", ""),
        ("مویز", "مو"),
    ],
)
def test_a_text_does_not_speak_of_the_words(text: str, words: str) -> None:
    assert not mentions(text, words)
