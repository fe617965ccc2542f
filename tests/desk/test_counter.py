"""The counter by the keyboard alone: who, what, pay; each sale once, and nothing lost on the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from shopcrm.desk.counter_basket import Content, Item
from shopcrm.desk.counter_total import WhyWindow
from shopcrm.desk.dialogs.by_hand import LineByHand, WholeByHand
from shopcrm.desk.dialogs.cash import CashDialog
from shopcrm.desk.dialogs.held_baskets import HeldBaskets
from shopcrm.desk.dialogs.pay_parts import PayParts
from shopcrm.desk.dialogs.pay_tab import PayTab
from shopcrm.desk.dialogs.return_sale import ReturnSale
from shopcrm.desk.dialogs.reverse_sale import ReverseSale
from shopcrm.desk.dialogs.rewards import RewardChoice
from shopcrm.desk.pages.counter import CounterPage
from shopcrm.services import baskets, customers, points, search, selling, tabs, vouchers
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returns import ReturnDraft
from shopcrm.services.selling import Tender
from shopcrm.services.shop import Shop
from tests.desk import counter_room
from tests.desk.counter_room import OpenCounter
from tests.desk.kit_parts import type_text
from tests.desk.opened import CONTROL

SHIFT = Qt.KeyboardModifier.ShiftModifier
TOMAN = 10


def sold(shop: Shop) -> list[int]:
    """Give what each sale came to."""
    return shop.ask(counter_room.totals)


def test_a_sale_by_the_keyboard_takes_eight_keys(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.press(Qt.Key.Key_F2)
        one.enter("Maryam")
        one.enter("W1")
        one.press(Qt.Key.Key_F9)
        one.enter(one.stock.voucher)
        one.press(Qt.Key.Key_F4)
        one.write("400")
        one.rest()
        before = one.to_pay
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert one.keys <= 8
        assert sold(one.shop) == [9_200_000 * 97 // 100 - 1_500_000]
        assert before == sold(one.shop)[0] - 400 * 2_500
        assert one.page.basket.content == Content()
        assert one.shown.focused is one.page.goods.line
        assert "Sale" in one.shown.said[-1]
        assert one.shop.ask(points.standing, one.stock.maryam).balance == 1240 - 400 + before // 100_000


@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_word_that_it_is_sold_lies_over_no_button(
    open_counter: OpenCounter, language: str, size: tuple[int, int]
) -> None:
    with open_counter(language=language, size=size) as one:
        one.enter("D1")
        frame, toast = one.shown.frame, one.shown.frame.toast
        toast.say("Sale 2269  ·  11,127,900 toman  ·  1,112 points earned  ·  2,325 points now", one.rest)
        place = toast.rect().translated(toast.mapTo(frame, QPoint(0, 0)))
        assert frame.rect().contains(place)
        for button in frame.findChildren(QAbstractButton):
            if button.isVisible() and not toast.isAncestorOf(button):
                there = button.rect().translated(button.mapTo(frame, QPoint(0, 0)))
                assert not there.intersects(place), button.text()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_to_know_of_the_last_sale_stands_under_its_lines(
    open_counter: OpenCounter, language: str
) -> None:
    with open_counter(language=language) as one:
        total, look = one.page.total, one.shown.kit.look
        total.notices.setText("The count of walnuts is below zero now. Count them when there is time.")
        total.notices.show()
        one.rest()
        left = total.notices.mapTo(total, total.notices.contentsRect().topLeft()).x()
        right = total.width() - left - total.notices.contentsRect().width()
        assert min(left, right) >= look.size(12)


def test_two_presses_in_a_row_sell_once(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        target = one.page.goods.line
        for _press in range(3):
            QTest.keyClick(target, Qt.Key.Key_F5)
        one.rest()
        QTest.keyClick(target, Qt.Key.Key_F5)
        one.rest()
        assert sold(one.shop) == [1_850_000]


def test_what_is_typed_just_before_the_payment_is_sold_with_it(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        line = one.page.goods.line
        for code in ("D1", "S1", "D1"):
            type_text(line, code)
            QTest.keyClick(line, Qt.Key.Key_Return)
        QTest.keyClick(line, Qt.Key.Key_F7)
        one.rest()
        assert sold(one.shop) == [2 * 1_850_000 + 3_100_000]


def test_the_line_takes_quantities_amounts_names_and_codes(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        for text in ("3*D1", "45000", "0.75*walnut", "۲*S1", "gift"):
            one.enter(text)
        items = one.page.basket.content.items
        assert [(item.product_id, item.quantity) for item in items] == [
            (one.stock.dates, 3000),
            (None, 1000),
            (one.stock.walnut, 750),
            (one.stock.saffron, 2000),
            (one.stock.wrap, 1000),
        ]
        assert one.to_pay == 3 * 1_850_000 + 450_000 + 6_900_000 + 6_200_000 + 400_000


@pytest.mark.parametrize("text", ["0*D1", "²*D1", "x*D1", "999999999*D1"])
def test_a_quantity_that_cannot_be_sold_is_told_and_sells_nothing(
    open_counter: OpenCounter, text: str
) -> None:
    with open_counter() as one:
        one.enter(text)
        line, trouble = one.page.goods.line, one.page.goods.trouble
        assert one.page.basket.content == Content()
        assert line.text() == text
        assert not line.offers()
        assert trouble.isVisible()
        assert trouble.text().startswith(f"{text.split('*', maxsplit=1)[0]} is not a quantity")
        assert not one.shown.errors
        one.enter("2*D1")
        assert [item.quantity for item in one.page.basket.content.items] == [2000]
        assert not trouble.isVisible()


def test_more_than_two_thousand_million_rials_come_off_the_whole(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("1000*D1")
        one.enter("1000*S1")
        one.press(Qt.Key.Key_F12)
        dialog = one.shown.dialog(WholeByHand)
        type_text(dialog.off, "300000000")
        one.press(Qt.Key.Key_Return)
        one.rest()
        assert one.page.basket.content.whole_off == 300_000_000 * TOMAN
        assert one.to_pay == (185_000 + 310_000) * 1000 * TOMAN - 300_000_000 * TOMAN


def test_an_amount_stands_before_goods_that_only_hold_its_digits(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.write("6260")
        one.shown.qtbot.wait(150)
        one.rest()
        offers = one.page.goods.line.offers()
        assert offers[0].second == "an amount without goods"
        assert len(offers) == 3
        popup = QApplication.activePopupWidget()
        assert popup is not None
        QTest.keyClick(popup, Qt.Key.Key_Return)
        one.rest()
        assert one.to_pay == 6260 * TOMAN


def test_what_nothing_is_called_stays_and_is_told(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("zzqx")
        assert one.page.goods.line.text() == "zzqx"
        assert "zzqx" in one.page.goods.trouble.text()
        one.write("D1")
        assert not one.page.goods.trouble.isVisible()
        one.enter("")
        assert one.page.basket.content.items[0].product_id == one.stock.dates


def test_keys_on_the_empty_line_change_the_current_line(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        one.enter("S1")
        for text in ("+", "+", "-"):
            one.write(text)
        basket = one.page.basket
        assert [item.quantity for item in basket.content.items] == [1000, 2000]
        one.press(Qt.Key.Key_Up)
        one.press(Qt.Key.Key_Delete)
        assert [item.product_id for item in basket.content.items] == [one.stock.saffron]
        for _undo in range(2):
            one.press(Qt.Key.Key_Z, CONTROL)
        one.rest()
        assert [item.quantity for item in basket.content.items] == [1000, 3000]
        assert one.to_pay == 1_850_000 + 3 * 3_100_000


def test_digits_in_the_table_change_the_quantity(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("W1")
        one.press(Qt.Key.Key_Tab, CONTROL)
        assert one.shown.focused is one.page.goods.table
        QTest.keyClick(one.page.goods.table, Qt.Key.Key_1)
        type_text(one.page.goods.quantity, ".25")
        QTest.keyClick(one.page.goods.quantity, Qt.Key.Key_Return)
        one.rest()
        assert one.page.basket.content.items[0].quantity == 1250
        assert one.to_pay == 11_500_000
        one.press(Qt.Key.Key_Return)
        type_text(one.page.goods.quantity, "x")
        QTest.keyClick(one.page.goods.quantity, Qt.Key.Key_Return)
        assert one.page.goods.quantity.isVisible()
        QTest.keyClick(one.page.goods.quantity, Qt.Key.Key_Escape)
        assert one.page.basket.content.items[0].quantity == 1250
        one.press(Qt.Key.Key_Delete)
        assert one.page.basket.content.is_empty


def test_a_new_customer_by_phone_without_leaving_the_sale(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        one.press(Qt.Key.Key_F2)
        one.enter("0919 555 44 33")
        content = one.page.basket.content
        assert content.customer_id is not None
        assert len(content.items) == 1
        sheet = one.shop.ask(customers.show, content.customer_id)
        assert sheet.phones == ("+989195554433",)
        one.shown.undo[-1]()
        one.rest()
        assert one.page.basket.content.customer_id is None
        assert one.shop.ask(search.find, "0919555") == []
        assert one.shown.focused is one.page.goods.line


def test_nobody_is_fine_and_can_be_chosen_again(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.page.show_thing(one.stock.maryam)
        one.rest()
        head = one.page.person.head
        assert head.name.text() == "Maryam Noori"
        assert one.page.person.avoids.words.text() == "Avoids sesame, told us"
        one.press(Qt.Key.Key_F2)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        QTest.keyClick(popup, Qt.Key.Key_Return)
        one.rest()
        assert one.page.basket.content.customer_id is None
        assert not head.isVisible()
        one.enter("D1")
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert len(sold(one.shop)) == 1


def test_cash_tells_the_change_and_enter_alone_is_exact(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        one.press(Qt.Key.Key_F6)
        dialog = one.shown.dialog(CashDialog)
        type_text(dialog.handed, "200000")
        assert dialog.change.text() == "15,000"
        one.press(Qt.Key.Key_Return)
        one.rest()
        assert "give back 15,000" in one.shown.said[-1]
        assert one.page.total.title.text() == "The last sale"
        assert "15,000" in [line.amount for line in one.page.total.rows.lines]
        one.enter("S1")
        assert one.page.total.title.text() == "How the total is made"
        one.press(Qt.Key.Key_F6)
        one.shown.dialog(CashDialog)
        one.press(Qt.Key.Key_Return)
        one.rest()
        assert sold(one.shop) == [1_850_000, 3_100_000]


def test_too_little_cash_is_told_and_nothing_is_sold(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        one.press(Qt.Key.Key_F6)
        dialog = one.shown.dialog(CashDialog)
        type_text(dialog.handed, "100")
        one.press(Qt.Key.Key_Return)
        assert dialog.isVisible()
        one.press(Qt.Key.Key_Escape)
        one.rest()
        assert len(sold(one.shop)) == 0
        assert len(one.page.basket.content.items) == 1


def test_paying_in_parts(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("S1")
        one.press(Qt.Key.Key_F11)
        dialog = one.shown.dialog(PayParts)
        type_text(dialog.fields["card"], "100000")
        assert not dialog.main.isEnabled()
        one.press(Qt.Key.Key_Tab)
        type_text(dialog.fields["cash"], "250000")
        assert dialog.left_over.text() == "40,000"
        assert dialog.tenders() == [Tender("card", 1_000_000), Tender("cash", 2_100_000, 2_500_000)]
        one.press(Qt.Key.Key_Return, CONTROL)
        one.rest()
        assert sold(one.shop) == [3_100_000]
        assert "give back 40,000" in one.shown.said[-1]


def test_hold_and_take_up(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.page.show_thing(one.stock.maryam)
        one.enter("2*D1")
        one.press(Qt.Key.Key_H, CONTROL)
        one.rest()
        assert one.page.basket.content == Content()
        one.enter("S1")
        one.press(Qt.Key.Key_F5)
        one.rest()
        one.enter("G1")
        one.press(Qt.Key.Key_H, CONTROL | SHIFT)
        one.shown.dialog(HeldBaskets)
        one.press(Qt.Key.Key_Return)
        one.rest()
        content = one.page.basket.content
        assert content.customer_id == one.stock.maryam
        assert [item.quantity for item in content.items] == [2000]
        assert one.page.goods.table.current_row().name == "Mazafati dates, box"  # type: ignore[union-attr]
        waiting = one.shop.ask(baskets.held)
        assert [row.lines for row in waiting] == [1]


def test_a_voucher_used_elsewhere_meanwhile_keeps_the_basket(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("S1")
        one.press(Qt.Key.Key_F9)
        one.enter(one.stock.voucher)
        assert one.to_pay == 1_600_000
        other = Basket((BasketLine(one.stock.saffron),), voucher_codes=(one.stock.voucher,))
        one.shop.do(selling.complete, other, [Tender("cash")], "other till")
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert len(sold(one.shop)) == 1
        assert len(one.page.basket.content.items) == 1
        assert "used already" in one.page.pay.trouble.text()
        assert one.page.pay.trouble.text().count("used already") == 1
        one.page.basket.leave_out(one.stock.voucher)
        one.rest()
        assert not one.page.pay.trouble.isVisible()
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert sold(one.shop)[1] == 3_100_000


def test_a_wrong_code_is_told_under_the_field_and_noted(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.press(Qt.Key.Key_F9)
        one.enter("ABC")
        field = one.page.pay.voucher
        assert field.error
        assert field.line.text() == "ABC"
        assert one.shown.focused is field.line
        one.press(Qt.Key.Key_Escape)
        assert not field.error
        assert one.shown.focused is one.page.goods.line


def test_goods_deleted_meanwhile_are_told(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("S1")
        one.shop.do(counter_room.remove_goods, one.stock.saffron)
        one.page.refresh()
        one.rest()
        assert "not in the shop any more" in one.page.pay.trouble.text()
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert len(sold(one.shop)) == 0
        one.press(Qt.Key.Key_Delete)
        one.rest()
        assert not one.page.pay.trouble.isVisible()


def test_another_price_meanwhile_is_not_paid_unseen(open_counter: OpenCounter) -> None:
    """The card was charged what stood there; where it is another amount by now, nothing is sold."""
    with open_counter() as one:
        one.enter("S1")
        one.shop.do(counter_room.reprice, one.stock.saffron, 3_300_000)
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert len(sold(one.shop)) == 0
        assert one.page.pay.trouble.isVisible()
        assert one.to_pay == 3_300_000
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert sold(one.shop) == [3_300_000]


def test_price_and_discount_by_hand(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("2*D1")
        one.write("*")
        dialog = one.shown.dialog(LineByHand)
        type_text(dialog.off, "10%")
        dialog.why.setText("dented")
        one.press(Qt.Key.Key_Return, CONTROL)
        one.rest()
        assert one.to_pay == 3_700_000 - 370_000
        assert one.page.goods.table.current_row().off == 370_000  # type: ignore[union-attr]
        one.press(Qt.Key.Key_F12)
        whole = one.shown.dialog(WholeByHand)
        type_text(whole.off, "30000")
        one.press(Qt.Key.Key_Return)
        one.rest()
        assert one.to_pay == 3_700_000 - 370_000 - 300_000
        one.press(Qt.Key.Key_Z, CONTROL)
        one.rest()
        assert one.to_pay == 3_700_000 - 370_000


def test_goods_without_a_price_ask_for_one(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.shop.do(counter_room.reprice, one.stock.wrap, None)
        one.enter("G1")
        dialog = one.shown.dialog(LineByHand)
        one.press(Qt.Key.Key_Return)
        assert dialog.isVisible()
        type_text(dialog.price, "5000")
        one.press(Qt.Key.Key_Return)
        one.rest()
        assert one.to_pay == 50_000


def test_points_beyond_what_is_there_are_told(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.page.show_thing(one.stock.maryam)
        one.enter("S1")
        one.press(Qt.Key.Key_F4)
        one.write("99999")
        one.rest()
        field = one.page.pay.points
        assert "1,240" in field.line.accessibleDescription()
        assert one.to_pay == 3_100_000 * 97 // 100
        one.press(Qt.Key.Key_F4)
        one.rest()
        assert field.asked() == 1240
        assert field.line._unit == "1,203 needed of 1,240"
        one.press(Qt.Key.Key_Return)
        assert one.shown.focused is one.page.goods.line
        assert one.to_pay == 0
        one.press(Qt.Key.Key_F5)
        one.rest()
        assert len(sold(one.shop)) == 1


def test_on_tab_needs_a_person_and_is_paid_off(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("S1")
        one.press(Qt.Key.Key_F8)
        one.rest()
        assert len(sold(one.shop)) == 0
        assert one.page.pay.trouble.isVisible()
        one.enter("Ali")
        one.press(Qt.Key.Key_F8)
        one.rest()
        assert one.shop.ask(tabs.balance, one.stock.ali) == 3_100_000
        one.page.show_thing(one.stock.ali)
        one.rest()
        one.page.deeds.pay_tab()
        dialog = one.shown.dialog(PayTab)
        dialog.amount.clear()
        type_text(dialog.amount, "100000")
        for _press in range(2):
            QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
        one.rest()
        assert one.shop.ask(tabs.balance, one.stock.ali) == 2_100_000


def test_a_reward_becomes_a_voucher_in_the_sale(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.shop.do(points.adjust, one.stock.maryam, 300, "a gift")
        one.page.show_thing(one.stock.maryam)
        one.enter("W1")
        one.page.deeds.rewards()
        one.shown.dialog(RewardChoice)
        one.press(Qt.Key.Key_Return)
        one.rest()
        assert len(one.page.basket.content.codes) == 1
        assert one.to_pay == 9_200_000 * 97 // 100 - 5_000_000
        assert one.shop.ask(points.standing, one.stock.maryam).usable == 40


def test_esc_leads_back_to_the_goods_and_keeps_what_is_there(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        for key in (Qt.Key.Key_F2, Qt.Key.Key_F9):
            one.press(key)
            one.press(Qt.Key.Key_Escape)
            assert one.shown.focused is one.page.goods.line
        assert len(one.page.basket.content.items) == 1


def test_the_basket_outlives_another_language(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.page.show_thing(one.stock.maryam)
        one.enter("D1")
        key, kept = one.page.basket.key, one.page.memory()
        fresh = CounterPage(one.shown.kit)
        fresh.show_thing(kept)
        assert fresh.basket.content == one.page.basket.content
        assert fresh.basket.key == key
        fresh.deleteLater()


def test_a_small_window_leaves_out_what_has_a_key(open_counter: OpenCounter) -> None:
    with open_counter(size=(1100, 700)) as one:
        page = one.page
        page.show_thing(one.stock.maryam)
        one.enter("W1")
        assert not page.goods.back.isVisible()
        assert not page.pay.voucher.line.isVisible()
        assert len(page.person.benefits.lines) <= 1
        one.press(Qt.Key.Key_F9)
        assert page.pay.voucher.line.isVisible()
        one.enter(one.stock.voucher)
        assert not page.pay.voucher.line.isVisible()
        assert page.basket.content.codes == (one.stock.voucher,)
        assert page.height() <= one.shown.frame.pages.height()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_step_is_told_in_words(open_counter: OpenCounter, language: str) -> None:
    with open_counter(language=language) as one:
        stock = one.stock
        items = (
            Item(stock.walnut, "", quantity=750),
            Item(stock.dates, "", quantity=2000, off=370_000),
            Item(stock.saffron, ""),
            Item(stock.pistachio, "", quantity=500),
            Item(stock.wrap, ""),
        )
        one.page.basket.show(Content(items, stock.maryam, (stock.voucher,), points=400))
        one.rest()
        amounts = [line.amount for line in one.page.total.rows.lines if line.amount]
        words = one.shown.kit.words
        expected = (2_030_000, -37_000, -31_000, -58_860, -150_000, 1_753_140, -100_000)
        assert amounts == [words.amount(amount * TOMAN) for amount in expected]
        assert one.page.pay.amount.label.text() == words.amount(1_653_140 * TOMAN)
        one.press(Qt.Key.Key_Y, CONTROL)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        assert words.number(165) in popup.accessibleName()
        QTest.keyClick(popup, Qt.Key.Key_Escape)


def test_R7_an_exchange_pays_only_the_difference(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        bought = Basket((BasketLine(one.stock.dates),), one.stock.ali)
        before = one.shop.do(selling.complete, bought, [Tender("card")], "before")
        one.page.basket.exchange(ReturnDraft(before.sale_id), one.stock.ali)
        one.rest()
        assert one.page.goods.exchange.isVisible()
        one.enter("S1")
        assert one.to_pay == 3_100_000 - 1_850_000
        one.press(Qt.Key.Key_H, CONTROL)
        one.rest()
        assert len(one.page.basket.content.items) == 1, "an exchange is not put aside"
        for _press in range(2):
            QTest.keyClick(one.page.goods.line, Qt.Key.Key_F5)
        one.rest()
        assert sold(one.shop) == [1_850_000, 3_100_000]
        assert "Exchanged" in one.shown.said[-1]
        assert "125,000" in one.shown.said[-1]
        assert not one.page.goods.exchange.isVisible()
        said = [(line.name, line.amount) for line in one.page.total.rows.lines]
        assert said[1:3] == [("Brought back", "\u2212185,000"), ("Difference", "125,000")]


def test_R7_an_exchange_for_less_gives_the_rest_back(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        bought = Basket((BasketLine(one.stock.saffron),), None)
        before = one.shop.do(selling.complete, bought, [Tender("cash")], "before")
        one.page.basket.exchange(ReturnDraft(before.sale_id))
        one.enter("D1")
        assert one.page.sale.exchange is not None
        assert one.page.sale.exchange.to_give == 1_250_000
        assert one.page.pay.amount.label.text() == "125,000"
        one.press(Qt.Key.Key_F6)
        one.rest()
        assert sold(one.shop) == [3_100_000, 1_850_000]
        assert "give back 125,000" in one.shown.said[-1]


def test_goods_come_back_by_the_slip_and_for_others(open_counter: OpenCounter) -> None:
    with open_counter(size=(1100, 700)) as one:
        bought = Basket((BasketLine(one.stock.saffron), BasketLine(one.stock.dates)), one.stock.ali)
        before = one.shop.do(selling.complete, bought, [Tender("card")], "before")
        one.press(Qt.Key.Key_R, CONTROL)
        one.shown.dialog(ReturnSale)
        one.press(Qt.Key.Key_Escape)
        one.rest()
        assert QApplication.activeModalWidget() is None
        one.page.take_scan((f"SALE-{before.number}",))
        dialog = one.shown.dialog(ReturnSale)
        one.rest()
        one.press(Qt.Key.Key_Space)
        one.rest()
        assert dialog.quote is not None
        assert dialog.quote.refund == 3_100_000
        dialog.exchange.click()
        one.rest()
        content = one.page.basket.content
        assert content.exchange is not None
        assert content.customer_id == one.stock.ali
        one.enter("W1")
        assert one.to_pay == 9_200_000 - 3_100_000


def test_an_exchange_can_be_left(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        bought = Basket((BasketLine(one.stock.saffron),), None)
        before = one.shop.do(selling.complete, bought, [Tender("cash")], "before")
        one.page.basket.exchange(ReturnDraft(before.sale_id))
        one.enter("D1")
        one.page.goods.exchange.leave.click()
        one.rest()
        assert one.to_pay == 1_850_000
        one.press(Qt.Key.Key_Z, CONTROL)
        one.rest()
        assert one.page.goods.exchange.isVisible()


def test_the_last_sale_is_reversed_within_its_minutes(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("D1")
        one.press(Qt.Key.Key_F5)
        one.rest()
        one.press(Qt.Key.Key_Z, CONTROL | SHIFT)
        dialog = one.shown.dialog(ReverseSale)
        for _press in range(2):
            dialog.agreed.emit()
        one.rest()
        assert "is reversed" in one.shown.said[-1]
        assert not one.page.total.rows.lines, "what never was is not shown as the last sale"
        one.page.deeds.reverse()
        one.rest()
        assert "No sale of the last" in one.shown.said[-1]


def test_lines_to_remember_put_goods_and_vouchers_into_the_sale(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        memory = one.page.person.memory
        one.page.show_thing(one.stock.maryam)
        one.rest()
        memory.goods_wanted.emit(one.stock.saffron, 2000)
        one.rest()
        assert one.page.basket.content.items[-1].quantity == 2000
        key = one.shop.ask(vouchers.look_up, one.stock.voucher).id
        memory.voucher_asked.emit(key)
        one.rest()
        assert one.page.basket.content.codes == (one.stock.voucher,)
        memory.rewards_asked.emit()
        one.shown.dialog(RewardChoice)
        one.press(Qt.Key.Key_Escape)


def test_esc_takes_away_what_was_typed_and_what_was_wrong_about_it(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("nothing is called so")
        assert one.page.goods.trouble.text()
        one.press(Qt.Key.Key_Escape)
        assert (one.page.goods.line.text(), one.page.goods.trouble.text()) == ("", "")


def test_why_this_number_never_leaves_the_window(open_counter: OpenCounter) -> None:
    with open_counter(size=(1100, 700)) as one:
        for place in range(26):
            one.page.basket.add(Item(None, f"line {place}", "", 1000, 10_000 + place))
        one.rest()
        one.press(Qt.Key.Key_Y, CONTROL)
        why = QApplication.activePopupWidget()
        assert isinstance(why, WhyWindow)
        assert why.height() <= one.shown.frame.height()
        assert why.geometry().bottom() <= one.shown.frame.frameGeometry().bottom()
        bar = why.scroller.verticalScrollBar()
        QTest.keyClick(why, Qt.Key.Key_PageDown)
        assert bar.value() > 0
        QTest.keyClick(why, Qt.Key.Key_Escape)


def test_what_is_no_amount_keeps_a_sale_from_being_paid_in_parts(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("S1")
        one.press(Qt.Key.Key_F11)
        dialog = one.shown.dialog(PayParts)
        type_text(dialog.fields["cash"], "310000")
        type_text(dialog.fields["card"], "-5")
        assert not dialog.main.isEnabled()
        dialog.fields["card"].setFocus()
        one.press(Qt.Key.Key_Return)
        assert (dialog.error.isVisible(), dialog.fields["card"].text()) == (True, "-5")
        dialog.reject()


def test_points_of_nobody_ask_who_buys_instead_of_selling_the_digits(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        one.enter("S1")
        one.press(Qt.Key.Key_F4)
        one.write("7")
        assert one.page.goods.line.text() == ""
        assert len(one.page.basket.content.items) == 1
