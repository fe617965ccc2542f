"""The head of a customer's sheet tells at one glance which tier, how many points, and what is owed."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.look import Look
from shopcrm.desk.widgets.chips import Chip
from shopcrm.services import points, tabs, tiers
from shopcrm.services.shop import Session, Shop
from tests import makers
from tests.desk.people_room import Room, two_people


def _left(shown: Room, thing: QLabel) -> int:
    return thing.mapTo(shown.frame, QPoint(0, 0)).x()


def _figures(shown: Room) -> list[list[str]]:
    seen = [figure for figure in shown.page.sheet.head.figures if figure.isVisible()]
    return [[label.text() for label in figure.findChildren(QLabel)] for figure in seen]


def _tier(shown: Room) -> Chip | None:
    item = shown.page.sheet.head.tier.itemAt(0)
    chip = None if item is None else item.widget()
    return chip if isinstance(chip, Chip) else None


def _account(shop: Shop, who: int) -> None:
    today = shop.clock().date()
    makers.point_rule(shop, starts_on=today - timedelta(days=400), worth=2_500, expiry="days", expiry_days=30)
    shop.do(points.adjust, who, 1240, "carried over")
    shop.do(tiers.set_by_hand, who, makers.tier(shop, "Gold", 500, mark="gold"), "an old customer")
    sale = makers.sale(shop, who, (makers.product(shop), 1_000, 1_500_000))

    def owe(session: Session) -> None:
        tabs.put(session, who, 1_500_000, sale, name="Maryam", most=None)

    shop.do(owe)


@pytest.mark.parametrize(
    ("language", "size"), [("en", (1440, 900)), ("fa", (1440, 900)), ("fa", (1100, 700))]
)
def test_tier_points_and_tab_stand_in_the_head(
    application: App, look: Look, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    with two_people(application, look, qtbot, language=language, size=size) as shown:
        head, shop = shown.page.sheet.head, shown.kit.program.shop
        assert shown.page.sheet.person is not None
        assert _tier(shown) is None
        assert len(_figures(shown)) == 3
        _account(shop, shown.page.sheet.person.sheet.id)
        shown.page.refresh()
        shown.rest()
        chip = _tier(shown)
        assert chip is not None
        assert chip.isVisible()
        assert "Gold" in chip.text()
        assert (_left(shown, chip) > _left(shown, head.name)) is (language == "en")
        words = shown.kit.words
        (points_name, count, lapses), (_tab, owed, _unit), *_rest = _figures(shown)
        assert (points_name, count) == (words.say("Points"), words.number(1240))
        assert words.number(1240) in lapses
        assert owed == words.amount(1_500_000)
        assert head.figures[1].value.tint == "warn"
        assert head.name.text()
        assert not head.name.toolTip(), "the name is not cut"
        lefts = [_left(shown, figure.value) for figure in head.figures]
        assert lefts == sorted(lefts, reverse=language == "fa")
