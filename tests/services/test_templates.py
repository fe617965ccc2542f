import pytest

from shopcrm.rules import letters
from shopcrm.rules.letters import Field, Text, UnknownField
from shopcrm.services import templates
from shopcrm.services.settings import SettingRefused
from shopcrm.services.shop import Shop


def test_a_new_shop_has_texts_in_both_languages_that_can_be_filled(shop: Shop) -> None:
    texts = shop.ask(templates.read, templates.ARRIVAL)
    assert set(texts) == {"en", "fa"}
    values = {field: field.value for field in Field}
    for text in texts.values():
        assert letters.check(text) == text
        assert "{" not in letters.write(text, values).body


def test_the_shop_writes_its_own_text_and_can_go_back(shop: Shop) -> None:
    mine = Text("New: {goods}", "Dear {name},\ncome and see.")
    shop.do(templates.write, templates.ARRIVAL, "en", Text("x", "y"))
    assert shop.do(templates.write, templates.ARRIVAL, "en", mine) == mine
    assert shop.ask(templates.read, templates.ARRIVAL)["en"] == mine
    first = shop.do(templates.restore, templates.ARRIVAL, "en")
    assert shop.ask(templates.read, templates.ARRIVAL)["en"] == first
    assert shop.do(templates.restore, "nothing", "en") is None
    assert shop.ask(templates.read, "nothing") == {}


def test_a_text_that_cannot_be_filled_is_not_kept(shop: Shop) -> None:
    with pytest.raises(UnknownField):
        shop.do(templates.write, templates.ARRIVAL, "en", Text("x", "{discount}"))
    with pytest.raises(SettingRefused):
        shop.do(templates.write, templates.ARRIVAL, "de", Text("x", "y"))
    assert shop.ask(templates.read, templates.ARRIVAL) == {
        language: text
        for (name, language), text in templates.FIRST_TEXTS.items()
        if name == templates.ARRIVAL
    }
