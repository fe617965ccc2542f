from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.point_rule_form import PointRuleForm
from shopcrm.desk.dialogs.promotion_form import PromotionForm
from shopcrm.desk.dialogs.reward_form import RewardForm
from shopcrm.desk.dialogs.tier_form import TierForm
from shopcrm.desk.look import Look
from shopcrm.desk.multiplier_list import Thing
from shopcrm.desk.pages.programme import ProgrammePage
from shopcrm.rules.points import Multiplier
from shopcrm.rules.tiers import Down, Span
from shopcrm.services import point_rules, promotions, rewards, settings, tier_rules
from shopcrm.services.point_rules import RuleDraft, RuleRow
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Session, Shop
from shopcrm.services.tier_rules import TierDraft
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened

TODAY = date(2026, 11, 22)
RULE = RuleDraft("Points", 1, 10_000, TODAY, worth=100, expiry="days")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[ProgrammePage]]:
    """The page on a shop with nuts, and one of each kind of thing."""
    shop = application.shop
    nuts = makers.category(shop)
    makers.product(shop, category_id=nuts)
    gold = shop.do(tier_rules.save, None, TierDraft("Gold", 5_000_000, "gold", None, 500))
    shop.do(point_rules.save, None, replace(RULE, multipliers=(Multiplier(200, category_id=nuts),)))
    shop.do(promotions.save, None, PromotionDraft("Nut week", "percent", 1_000, TODAY, tier_id=gold))
    shop.do(rewards.save, RewardDraft("Ten percent", 500, "percent", 1_000))
    with opened(application, look, qtbot, ProgrammePage) as shown:
        yield shown


def _shop(room: Opened[ProgrammePage]) -> Shop:
    return room.kit.program.shop


def _names(room: Opened[ProgrammePage]) -> list[str]:
    rows = room.page.table.model()
    return [rows.index(row, 0).data() for row in range(rows.rowCount())]


def _part(room: Opened[ProgrammePage], number: int) -> None:
    room.press(Qt.Key(Qt.Key.Key_0 + number), ALT)
    room.rest()


def _rules(room: Opened[ProgrammePage], *, ended: bool = False) -> list[RuleRow]:
    return _shop(room).ask(point_rules.page, ended=ended)


def test_alt_and_a_digit_go_to_each_part(room: Opened[ProgrammePage]) -> None:
    assert _names(room) == ["Points"]
    for number, names in ((2, ["Gold"]), (3, ["Nut week"]), (4, ["Ten percent"]), (1, ["Points"])):
        _part(room, number)
        assert _names(room) == names
        assert room.page.sheet.name.text() == names[0]
        assert room.page.settings.isVisible() == (number == 2)


def test_a_rule_is_added_by_keyboard_with_a_multiplier(room: Opened[ProgrammePage]) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(PointRuleForm)
    type_text(form.name, "Walnut days")
    form.points.setText("۲")
    type_text(form.per_amount, "1000")
    type_text(form.worth, "10")
    type_text(form.multipliers.goods.box, "Waln")
    room.qtbot.wait(150)
    room.rest()
    form.multipliers.goods.box.chosen.emit(form.multipliers.goods.box.offers()[0].value)
    (line,) = form.multipliers.lines
    line.percent.setText("300")
    form.multipliers.other.picked.emit(Thing("Friday", "calendar-days", weekday=4))
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    room.rest()
    saved = next(row for row in _rules(room) if row.name == "Walnut days")
    assert (saved.points, saved.per_amount, saved.worth, saved.starts_on) == (2, 10_000, 100, TODAY)
    assert saved.multipliers == (Multiplier(300, product_id=1), Multiplier(200, weekday=4))
    assert room.said == ["Walnut days is saved"]
    assert room.page.sheet.name.text() == "Walnut days"


def test_a_rule_is_shown_as_it_is_and_changed(room: Opened[ProgrammePage]) -> None:
    room.press(Qt.Key.Key_F4)
    form = room.dialog(PointRuleForm)
    assert (form.name.text(), form.points.text(), form.expiry_days.text()) == ("Points", "1", "365")
    assert form.multipliers.multipliers() == (Multiplier(200, category_id=1),)
    form.multipliers.lines[0].cross.click()
    form.expiry.buttons()[0].click()
    assert not form.fields["expiry_days"].isVisible()
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    (row,) = _rules(room)
    assert (row.expiry, row.multipliers) == ("never", ())


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("points", "0"),
        ("points", "1.5"),
        ("per_amount", "x"),
        ("expiry_days", "0"),
        ("notice_days", "999"),
        ("pending_days", "x"),
        ("least_margin", "101"),
        ("starts_on", "2026-13-01"),
        ("ends_on", "2020-01-01"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(room: Opened[ProgrammePage], field: str, typed: str) -> None:
    room.press(Qt.Key.Key_F4)
    form = room.dialog(PointRuleForm)
    line = getattr(form, field)
    line.clear()
    type_text(line, typed)
    press(form, Qt.Key.Key_Return, CONTROL)
    assert form.fields[field].error
    assert form.isVisible()
    form.reject()
    assert [row.points for row in _rules(room)] == [1]


def test_a_multiplier_without_a_percentage_is_refused(room: Opened[ProgrammePage]) -> None:
    room.press(Qt.Key.Key_F4)
    form = room.dialog(PointRuleForm)
    form.multipliers.lines[0].percent.setText("lots")
    press(form, Qt.Key.Key_Return, CONTROL)
    assert form.fields["multipliers"].error
    form.reject()


def test_what_the_shop_refuses_stands_beside_its_field(room: Opened[ProgrammePage]) -> None:
    _part(room, 2)
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(TierForm)
    type_text(form.name, "GOLD")
    type_text(form.sum, "1000")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(form.fields["name"].error))
    assert "There is a tier Gold" in form.fields["name"].error
    form.name.setText("Silver")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    room.rest()
    assert _names(room) == ["Gold", "Silver"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_is_ended_taken_back_and_taken_up_again(room: Opened[ProgrammePage], number: int) -> None:
    _part(room, number)
    before = _names(room)
    room.press(Qt.Key.Key_Delete)
    room.until(lambda: bool(room.undo))
    room.rest()
    assert _names(room) == []
    assert room.said[-1] == f"{before[0]} has ended"
    assert room.page.empty.isVisible()
    room.undo[-1]()
    room.rest()
    assert _names(room) == before
    room.press(Qt.Key.Key_Delete)
    room.rest()
    room.page.ended.click()
    room.rest()
    assert _names(room) == before
    assert room.page.sheet.end.text() == "Take it up again"
    room.page.sheet.end.click()
    room.rest()
    assert room.said[-1] == f"{before[0]} holds again"
    room.page.ended.click()
    room.rest()
    assert _names(room) == before


def test_a_tier_is_written_with_its_mark_and_benefits(room: Opened[ProgrammePage]) -> None:
    _part(room, 2)
    room.press(Qt.Key.Key_Return)
    form = room.dialog(TierForm)
    assert (form.discount.text(), form.points_percent.text(), form.mark.value()) == ("5", "100", "gold")
    form.discount.setText("7.5")
    form.points_percent.setText("150")
    form.mark.buttons()[1].click()
    type_text(form.one_sale, "9000")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    (row,) = _shop(room).ask(tier_rules.page)
    assert (row.discount, row.points_percent, row.mark, row.one_sale) == (750, 150, "silver", 90_000)


def test_how_tiers_are_reached_is_decided_on_its_card(room: Opened[ProgrammePage]) -> None:
    _part(room, 2)
    card = room.page.settings
    decided: list[object] = []
    room.page.decided.connect(decided.append)
    card.span.buttons()[1].click()
    assert card.fields["tier_months"].isHidden()
    card.down.choose(Down.NEVER)
    card.ahead.setText("999")
    card.ahead.setFocus()
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert card.fields["tier_announce_days"].error
    card.ahead.setText("۱۴")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(decided))
    now = _shop(room).ask(_settings)
    assert now == (Span.YEAR, Down.NEVER, 14)


def _settings(session: Session) -> tuple[str, str, int]:
    now = settings.read(session)
    return now.tier_window, now.tier_down, now.tier_announce_days


def test_whoever_deserves_a_new_tier_is_lifted_from_the_card(room: Opened[ProgrammePage]) -> None:
    sara = makers.customer(_shop(room))
    makers.sale(_shop(room), sara, (1, 1_000, 6_000_000))
    _part(room, 2)
    room.page.settings.lift.click()
    room.until(lambda: bool(room.said))
    assert room.said == ["1 person was lifted"]


def test_a_promotion_is_written_for_some_goods_days_and_hours(room: Opened[ProgrammePage]) -> None:
    _part(room, 3)
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(PromotionForm)
    type_text(form.name, "Afternoons")
    form.kind.buttons()[1].click()
    type_text(form.amount, "500")
    type_text(form.goods.box, "Nuts")
    room.qtbot.wait(150)
    room.rest()
    offers = [offer.value for offer in form.goods.box.offers()]
    form.goods.box.chosen.emit(next(one for one in offers if one.category_id is not None))
    form.weekdays.choose(4, 5)
    type_text(form.from_minute, "۱۶")
    type_text(form.until_minute, "20:30")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    row = next(one for one in _shop(room).ask(promotions.page) if one.name == "Afternoons")
    assert (row.kind, row.value, row.category_id, row.weekdays) == ("amount", 5_000, 1, 0b110000)
    assert (row.from_minute, row.until_minute) == (960, 1230)
    room.rest()
    assert "16:00-20:30" in dict(room.page.part.facts(row)).values()


@pytest.mark.parametrize(
    ("field", "typed"), [("from_minute", "25"), ("until_minute", "12:75"), ("percent", "0")]
)
def test_a_promotion_that_cannot_be_is_said_so(room: Opened[ProgrammePage], field: str, typed: str) -> None:
    _part(room, 3)
    room.press(Qt.Key.Key_F4)
    form = room.dialog(PromotionForm)
    assert form.percent.text() == "10"
    line = getattr(form, field)
    line.clear()
    type_text(line, typed)
    press(form, Qt.Key.Key_Return, CONTROL)
    assert form.fields[field].error
    form.reject()


def test_a_reward_is_written(room: Opened[ProgrammePage]) -> None:
    _part(room, 4)
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(RewardForm)
    type_text(form.name, "Five thousand off")
    type_text(form.points, "250")
    form.benefit.kind.buttons()[1].click()
    press(form, Qt.Key.Key_Return, CONTROL)
    assert form.isVisible(), "the amount is missing"
    assert form.main.isEnabled()
    type_text(form.benefit.amount, "5000")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    row = next(one for one in _shop(room).ask(rewards.offered) if one.name == "Five thousand off")
    assert (row.points, row.kind, row.value, row.days) == (250, "amount", 50_000, 90)


def test_the_last_year_is_looked_back_on(room: Opened[ProgrammePage]) -> None:
    sara = makers.customer(_shop(room))
    makers.sale(_shop(room), sara, (1, 1_000, 60_000), at=room.kit.program.shop.clock() - timedelta(days=9))
    room.page.begin()
    room.press(Qt.Key.Key_F9)
    room.until(lambda: room.page.sheet.replay.isEnabled())
    told = room.page.sheet.told
    assert "1 sales to 1 people for 6,000 toman would have given 12 points." in told
    assert "They pay 120 toman when they are used." in told


def test_it_moves_between_list_and_sheet(room: Opened[ProgrammePage]) -> None:
    room.press(Qt.Key.Key_Tab, CONTROL)
    assert room.page.sheet.has_focus_within()
    room.press(Qt.Key.Key_Tab, CONTROL)
    assert room.focused is room.page.table
    assert room.page.memory() == "points"
    room.page.show_thing("rewards")
    room.rest()
    assert _names(room) == ["Ten percent"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_everything_is_named_in_a_small_window(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    application.shop.do(point_rules.save, None, RULE)
    with opened(application, look, qtbot, ProgrammePage, language=language, size=(1100, 700)) as shown:
        for number in (1, 2, 3, 4):
            _part(shown, number)
            assert list(unnamed(shown.page)) == []


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_sheet_is_no_higher_than_its_lines(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    with opened(application, look, qtbot, ProgrammePage, language=language, size=(1100, 700)) as shown:
        sheet = shown.page.sheet
        assert sheet.minimumSizeHint().height() == sheet.heightForWidth(sheet.width())
