"""The part of the tour at the counter: who, what, pay, and every question that may come between."""

from PySide6.QtWidgets import QApplication

from shopcrm.desk.pages.counter import CounterPage
from shopcrm.desk.tour_people import best_known
from shopcrm.desk.tour_steps import Tour
from shopcrm.services import goods

_LINES = 4
_QUANTITIES = ("", "2*", "", "3*")
_BIG, _SMALL = (1440, 900), (1100, 700)


def counter(tour: Tour) -> None:
    """Sell to somebody: find them, put goods in, see why it costs what it costs, and pay."""
    hands = tour.walk
    hands.go("counter")
    page = hands.window.page("counter")
    if not isinstance(page, CounterPage):
        return
    tour.snap("counter-empty")
    page.show_thing(best_known(hands))
    _fill(tour, page)
    tour.snap("counter")
    hands.press("Ctrl+Y")
    tour.snap("why-this-number")
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    page.goods.act("*")
    hands.settle()
    tour.snap_dialog("price-by-hand")
    for key, name in (("F6", "cash"), ("F11", "pay-in-parts")):
        hands.press(key)
        tour.snap_dialog(name)
    _aside(tour, page)
    hands.resize(*_SMALL)
    tour.snap("small-counter")
    hands.resize(*_BIG)
    hands.press("F5")
    tour.snap("sold")
    page.deeds.reverse()
    hands.settle()
    tour.snap_dialog("reverse-sale")


def _fill(tour: Tour, page: CounterPage) -> None:
    """Put goods in by their codes, the last ones by a part of their name so that some are offered."""
    hands = tour.walk
    found = hands.window.program.shop.ask(goods.page, limit=_LINES)
    for quantity, view in zip(_QUANTITIES, found, strict=False):
        page.goods.line.entered.emit(f"{quantity}{view.code}")
        hands.settle()
    hands.write(page.goods.line, found[0].name[:3])
    tour.snap("counter-find-goods")
    page.goods.line.clear()
    page.goods.line.offer([])


def _aside(tour: Tour, page: CounterPage) -> None:
    """Put the basket aside and take it up again."""
    hands = tour.walk
    hands.press("Ctrl+H")
    page.deeds.take_up()
    hands.settle()
    tour.snap("held-baskets")
    hands.press("Ctrl+Enter")
