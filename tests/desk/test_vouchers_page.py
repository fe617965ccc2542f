from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.reward_person import RewardPerson
from shopcrm.desk.dialogs.rewards import RewardChoice
from shopcrm.desk.dialogs.voucher_activate import ActivateDialog
from shopcrm.desk.dialogs.voucher_form import VoucherForm
from shopcrm.desk.dialogs.voucher_print import PrintVouchers
from shopcrm.desk.dialogs.voucher_withdraw import WithdrawDialog
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.look import Look
from shopcrm.desk.pages.vouchers import VouchersPage
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.rules import voucher_codes
from shopcrm.rules.vouchers import Combines, Kind, Limit, Reason, State
from shopcrm.services import points, printing, rewards, voucher_list, voucher_sheet, vouchers
from shopcrm.services.printing import What
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.services.voucher_list import Show, VoucherRow
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened

TODAY = date(2026, 11, 22)
HOSTILE = "<b>x</b> & <img src=x>"
Room = Opened[VouchersPage]


@pytest.fixture
def shop(application: App) -> Shop:
    """Sara with 340 points, walnuts on a shelf, and three vouchers: hers, a used one, and a blank one."""
    shop = application.shop
    sara = makers.customer(shop, name="Sara Ahmadi")
    shop.do(points.adjust, sara, 340, "a test")
    walnuts = makers.product(shop, category_id=makers.category(shop))
    shop.do(vouchers.issue, VoucherDraft("amount", 5_000, blank=True))
    used = shop.do(vouchers.issue, VoucherDraft("percent", 1_000, campaign="Yalda"))[0]
    shop.do(vouchers.redeem, used, makers.sale(shop, sara, (walnuts, 1_000, 9_000), number="311"), 900)
    shop.do(vouchers.issue, VoucherDraft("credit", 7_000, customer_id=sara))
    return shop


@pytest.fixture
def room(shop: Shop, application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    del shop
    with opened(application, look, qtbot, VouchersPage) as shown:
        yield shown


def _rows(shown: Room) -> list[VoucherRow]:
    rows = shown.page.list.table.model()
    return [rows.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(rows.rowCount())]


def _all(shop: Shop) -> list[VoucherRow]:
    return shop.ask(voucher_list.page)


def _code(shop: Shop, key: int) -> str:
    return shop.ask(vouchers.terms_of, [key])[key].code


def _choose(room: Room, state: State | None) -> None:
    place = 0 if state is None else 1 + list(State).index(state)
    room.page.states.buttons()[place].click()
    room.rest()


def test_one_is_made_by_keyboard_for_a_customer(room: Room) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(VoucherForm)
    type_text(form.benefit.percent, "۱۲٫۵")
    type_text(form.benefit.most, "90000")
    type_text(form.person.box, "ahmadi")
    room.qtbot.waitUntil(lambda: bool(form.person.box.offers()), timeout=20_000)
    form.person.box.chosen.emit(form.person.box.offers()[0].value)
    type_text(form.until, "2026-12-21")
    type_text(form.minimum, "200000")
    form.uses.setText("3")
    form.combines.choose(Combines.ALONE)
    form.reason.choose(Reason.COMPLAINT)
    type_text(form.why, "two days late")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    row = _all(room.kit.program.shop)[0]
    terms = row.terms
    assert (terms.kind, terms.value, terms.most, terms.minimum) == (Kind.PERCENT, 1_250, 900_000, 2_000_000)
    assert (terms.uses, terms.combines, terms.until_on) == (3, Combines.ALONE, date(2026, 12, 21))
    assert (row.customer, row.reason, row.reason_words) == ("Sara Ahmadi", Reason.COMPLAINT, "two days late")
    assert room.said == ["1 voucher is made"]
    assert room.page.sheet.voucher_id == row.id
    assert room.page.sheet.head.code.text() == row.terms.shown_code


def test_a_batch_under_a_campaign_for_some_goods(room: Room) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(VoucherForm)
    form.benefit.kind.buttons()[1].click()
    type_text(form.benefit.amount, "500")
    form.count.setText("20")
    type_text(form.campaign, "Nowruz")
    for typed, place in (("walnuts", 0), ("nuts", -1)):
        type_text(form.only_for.box, typed)
        room.qtbot.waitUntil(lambda: bool(form.only_for.box.offers()), timeout=20_000)
        form.only_for.box.chosen.emit(form.only_for.box.offers()[place].value)
        form.only_for.box.offer([])
    form.blank.click()
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    made = room.kit.program.shop.ask(voucher_list.page, Show(text="nowruz"))
    assert len(made) == 20
    assert {row.state for row in made} == {State.BLANK}
    assert made[0].terms.limits == (Limit(product_id=1), Limit(category_id=1))
    room.rest()
    assert [room.page.campaign.itemText(place) for place in range(3)] == ["All campaigns", "Nowruz", "Yalda"]
    room.page.campaign.choose(room.page.campaign.itemData(1))
    room.page.campaign.picked.emit(None)
    room.rest()
    assert len(_rows(room)) == 20


@pytest.mark.parametrize(("service", "value"), [("A haircut", 2), ("walnuts", 2_000)])
def test_goods_or_a_service_are_given(room: Room, service: str, value: int) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(VoucherForm)
    form.benefit.kind.buttons()[2].click()
    type_text(form.benefit.goods.box, service)
    if value == 2_000:
        room.qtbot.waitUntil(lambda: bool(form.benefit.goods.box.offers()), timeout=20_000)
        form.benefit.goods.box.chosen.emit(form.benefit.goods.box.offers()[0].value)
    form.benefit.quantity.setText("2")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    terms = _all(room.kit.program.shop)[0].terms
    assert (terms.kind, terms.value, terms.words) == (Kind.GOODS, value, "" if value == 2_000 else service)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("count", "0"), ("count", "1001"), ("uses", "x"), ("until_on", "2020-01-01"), ("minimum", "1,2,3")],
)
def test_what_cannot_be_is_said_beside_its_field(room: Room, field: str, typed: str) -> None:
    before = len(_all(room.kit.program.shop))
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(VoucherForm)
    type_text(form.benefit.percent, "10")
    editor = form.field(field).editor
    editor.clear()  # type: ignore[attr-defined] # all of these are lines
    type_text(editor, typed)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert form.field(field).error
    assert len(_all(room.kit.program.shop)) == before
    form.reject()


@pytest.mark.parametrize("typed", ["", "0", "101", "much"])
def test_a_percentage_that_cannot_be_is_said(room: Room, typed: str) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(VoucherForm)
    type_text(form.benefit.percent, typed)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert "percentage" in form.benefit.field("percent").error
    form.reject()


def test_chips_keep_to_a_state_and_count(room: Room) -> None:
    assert [button.text() for button in room.page.states.buttons()] == [
        "all 3",
        "unused 1",
        "partly used",
        "used up 1",
        "lapsed",
        "withdrawn",
        "not activated 1",
    ]
    for state in (State.UNUSED, State.USED, State.BLANK):
        _choose(room, state)
        assert [row.state for row in _rows(room)] == [state]
    _choose(room, State.WITHDRAWN)
    assert "No voucher stands like this" in [
        label.text() for label in room.page.list.empty.findChildren(QLabel)
    ]
    _choose(room, None)
    assert len(_rows(room)) == 3


def test_the_sheet_tells_where_one_was_used(room: Room) -> None:
    _choose(room, State.USED)
    room.page.list.table.setFocus()
    press(room.page.list.table, Qt.Key.Key_Return)
    room.rest()
    sheet = room.page.sheet
    assert (sheet.head.benefit.text(), sheet.head.state.text()) == ("10% off", "used up")
    shown = sheet.uses.rows.cell(0, 0)
    assert (shown.text, sheet.uses.rows.cell(0, 1).text) == ("Sale 311, till 1", "90")
    assert not sheet.head.withdraw.isVisible()
    assert sheet.has_focus_within()


def _has_said(dialog: ActivateDialog, start: str) -> bool:
    return dialog.good.text().startswith(start)


def test_blank_ones_are_activated_one_scan_after_the_other(room: Room) -> None:
    shop = room.kit.program.shop
    more = shop.do(vouchers.issue, VoucherDraft("credit", 700, blank=True))[0]
    room.press(Qt.Key.Key_F4)
    dialog = room.dialog(ActivateDialog)
    for count, key in enumerate((1, more), start=1):
        type_text(dialog.code, voucher_codes.shown(_code(shop, key)).lower())
        press(dialog.code, Qt.Key.Key_Return)
        room.until(partial(_has_said, dialog, str(count)))
        assert dialog.code.text() == ""
    type_text(dialog.code, _code(shop, 1))
    press(dialog.code, Qt.Key.Key_Return)
    room.until(lambda: "not a blank one" in dialog.error)
    type_text(dialog.code, "hello there")
    press(dialog.code, Qt.Key.Key_Return)
    room.until(lambda: "is not a voucher code" in dialog.error)
    dialog.reject()
    room.rest()
    assert [row.state for row in _all(shop) if row.id in {1, more}] == [State.UNUSED] * 2
    with shop.engine.connect() as connection:
        assert len(connection.exec_driver_sql("select 1 from wrong_code").all()) == 1


def test_one_is_withdrawn_with_a_reason(room: Room) -> None:
    _choose(room, State.UNUSED)
    room.page.list.table.setFocus()
    press(room.page.list.table, Qt.Key.Key_Delete)
    dialog = room.dialog(WithdrawDialog)
    press(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.error == "Say why it is withdrawn."
    type_text(dialog.reason, "lost")
    press(dialog, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    row = next(row for row in _all(room.kit.program.shop) if row.terms.kind is Kind.CREDIT)
    assert row.state is State.WITHDRAWN
    sheet = room.kit.program.shop.ask(voucher_sheet.show, row.id)
    assert [why.plainly() for why in sheet.withdrawn_why] == ["lost"]


@pytest.mark.parametrize("all_of_them", [False, True])
def test_they_are_printed_and_that_is_kept(room: Room, all_of_them: bool) -> None:  # noqa: FBT001 -- a table of cases
    papers: list[object] = []
    room.page.printed.connect(papers.append)
    room.press(Qt.Key.Key_Down)
    room.rest()
    shown = room.page.sheet.voucher_id
    assert shown is not None
    room.press(Qt.Key.Key_P, CONTROL)
    room.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PrintVouchers), timeout=20_000)
    dialog = room.dialog(PrintVouchers)
    if all_of_them:
        dialog.which.buttons()[1].click()
    press(dialog, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(papers))
    shop = room.kit.program.shop
    (paper,) = papers
    assert isinstance(paper, FinishedPaper)
    assert (paper.what, len(paper.ids), paper.slip) == (
        What.VOUCHER,
        2 if all_of_them else 1,
        not all_of_them,
    )
    assert paper.path.read_bytes().startswith(b"%PDF")
    shop.do(printing.note, What.VOUCHER, [shown], paper.layout)
    room.page.refresh()
    room.until(lambda: "Printed once" in _printed(room))


def _printed(room: Room) -> str:
    return " ".join(label.text() for label in room.page.sheet.uses.findChildren(QLabel))


def test_points_buy_a_reward(room: Room) -> None:
    shop = room.kit.program.shop
    shop.do(rewards.save, RewardDraft("Ten percent", 200, "percent", 1_000))
    shop.do(rewards.save, RewardDraft("A lot", 900, "amount", 9_000))
    room.press(Qt.Key.Key_F9)
    person = room.dialog(RewardPerson)
    press(person, Qt.Key.Key_Return, CONTROL)
    assert person.person.error == "Choose somebody from the list."
    type_text(person.person.box, "sara")
    room.qtbot.waitUntil(lambda: bool(person.person.box.offers()), timeout=20_000)
    person.person.box.chosen.emit(person.person.box.offers()[0].value)
    press(person, Qt.Key.Key_Return, CONTROL)
    room.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RewardChoice), timeout=20_000)
    choice = room.dialog(RewardChoice)
    press(choice.table, Qt.Key.Key_Return)
    room.until(lambda: bool(room.said))
    row = _all(shop)[0]
    assert (row.reason, row.customer, row.until_on) == (
        Reason.POINTS,
        "Sara Ahmadi",
        TODAY + timedelta(days=90),
    )
    assert shop.ask(points.standing, row.customer_id or 0).balance == 140
    assert room.said == ["Sara Ahmadi has the reward Ten percent"]
    assert room.page.sheet.voucher_id == row.id


def test_what_points_buy_is_changed_on_the_programme_page(room: Room) -> None:
    room.press(Qt.Key.Key_F9)
    room.dialog(RewardPerson).edit.click()
    assert room.went == [("programme", "rewards")]


def test_a_customer_is_one_key_away_and_another_page_can_show_a_voucher(room: Room) -> None:
    room.page.show_thing(3)
    room.rest()
    room.page.sheet.why.customer.click()
    assert room.went == [("customers", 1)]
    assert room.page.memory() == 3


def test_hostile_words_stay_words_and_everything_has_a_name(room: Room) -> None:
    shop = room.kit.program.shop
    key = shop.do(
        vouchers.issue,
        VoucherDraft("goods", 1, words=HOSTILE, campaign=HOSTILE, reason_words=HOSTILE, customer_id=1),
    )[0]
    room.page.refresh()
    room.page.show_thing(key)
    room.rest()
    assert HOSTILE in room.page.sheet.head.benefit.text()
    assert list(unnamed(room.page)) == []
    for open_it, kind in (
        (room.page.deeds.make, VoucherForm),
        (room.page.deeds.activate, ActivateDialog),
        (room.page.deeds.buy, RewardPerson),
    ):
        open_it()
        dialog: DialogFrame = room.dialog(kind)
        assert list(unnamed(dialog)) == []
        dialog.reject()
        room.rest()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_can_be_done_stands_in_one_line_in_a_small_window(
    shop: Shop, application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    del shop
    with opened(application, look, qtbot, VouchersPage, language=language, size=(1100, 700)) as shown:
        page = shown.page
        acts = [page.activate, page.rewards, page.list.new]
        places = [one.mapTo(shown.frame, one.rect().topLeft()) for one in acts]
        assert len({place.y() for place in places}) == 1
        lefts = [place.x() for place in places]
        assert lefts == sorted(lefts, reverse=language == "fa")
        assert not page.list.count.toolTip(), "the count is not cut"
