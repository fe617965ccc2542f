"""Walks through the main job on a sample shop and keeps a picture of every page, dialog and paper."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from shopcrm.desk import start, tour_care, tour_counter, tour_loyalty
from shopcrm.desk import tour_people as people
from shopcrm.desk.album import Album
from shopcrm.desk.dialogs.first_run import LanguageStep, ShopStep
from shopcrm.desk.program import Program
from shopcrm.desk.tour_steps import Tour
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.choices import Choice
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.services import arrivals, customer_lists, settings
from shopcrm.services.arrivals import ArrivalLineView
from shopcrm.services.customer_lists import Order
from shopcrm.services.stock import NoSuchProduct

_PAGES = (
    "counter",
    "today",
    "customers",
    "goods",
    "arrivals",
    "messages",
    "vouchers",
    "programme",
    "settings",
)
_WIDE, _SMALL = (1440, 900), (1100, 700)
_ARRIVALS_LOOKED_AT = 6
_SEARCH_RESTS_S = 0.35
_NEW_PEOPLE = {"en": "Nasrin Sadeghi", "fa": "نسرین صادقی"}
_NOBODY = {"en": "Zebulon Quix", "fa": "ژولیده‌پور"}
_SHOPS = {"en": "Noori Nuts", "fa": "آجیل نوری"}
_SUPPLIERS = {"en": "Tuyserkan cooperative", "fa": "تعاونی تویسرکان"}
_TABLES = {
    "en": "Name,Mobile,Mail,Likes\nNasrin Sadeghi,0912 345 6789,nasrin@example.com,walnuts\n"
    "Reza Karimi,12,reza@example.com,\nParvin Azad,0935 111 2233,not an address,pistachio\n"
    "Omid Rad,0919 555 4433,,\n",
    "fa": "نام,موبایل,ایمیل,سلیقه\nنسرین صادقی,۰۹۱۲ ۳۴۵ ۶۷۸۹,nasrin@example.com,گردو\n"
    "رضا کریمی,۱۲,reza@example.com,\nپروین آزاد,۰۹۳۵ ۱۱۱ ۲۲۳۳,نشانی ندارد,پسته\n"
    "امید راد,۰۹۱۹ ۵۵۵ ۴۴۳۳,,\n",
}


def walk(
    program: Program, fresh: Program, album: Album, theme: str, room: Path
) -> tuple[list[str], list[str]]:
    """Walk through a sample and the first minutes of a fresh shop; gives the names of what was kept."""
    start.keep_places_in(room)
    for one in (program, fresh):
        one.shop.do(settings.change, theme=theme)
    with Walk(program) as hands:
        hands.window.show()
        hands.resize(*_WIDE)
        tour = Tour(hands, album, room)
        for scene in _SCENES:
            scene(tour)
    with Walk(fresh) as hands:
        _first_run(Tour(hands, album, room))
    return album.pictures, album.papers


def _customers(tour: Tour) -> None:
    hands, language = tour.walk, tour.album.language
    known = people.best_known(hands)
    hands.go("customers", known)
    tour.snap("customers")
    person = hands.window.program.shop.ask(customer_lists.page, 0, 1, Order.SEEN)[0]
    finder = hands.window.frame.finder
    hands.write(finder, person.name[:3])
    tour.snap("find-anything")
    hands.write(finder, "")
    finder.clear()
    finder.offer([])
    search = hands.find(SearchBox)
    hands.write(search, _NOBODY[language])
    tour.snap("nobody-found")
    box = cast("SearchBox", search)
    box.selectAll()
    box.del_()
    hands.settle(_SEARCH_RESTS_S)
    hands.go("customers", known)


def _customer_forms(tour: Tour) -> None:
    hands = tour.walk
    hands.press("Ctrl+N")
    hands.write(hands.find(LineEdit), _NEW_PEOPLE[tour.album.language])
    tour.snap_dialog("customer-form")


def _goods(tour: Tour) -> None:
    hands = tour.walk
    hands.go("goods", _wanted_goods(hands).product_id)
    tour.snap("goods")
    for key, name in (("F4", "product-form"), ("F9", "stock-count"), ("Ctrl+N", "product-new")):
        hands.press(key)
        tour.snap_dialog(name)


def _arrival(tour: Tour) -> None:
    """Record what came in, see who is to be told, leave out, and queue."""
    hands, language = tour.walk, tour.album.language
    line = _wanted_goods(hands)
    hands.go("arrivals")
    hands.press("Ctrl+N")
    box = cast("SearchBox", hands.find(SearchBox))
    hands.write(box, line.name)
    tour.snap("arrival-find-goods")
    box.chosen.emit(box.offers()[0].value)
    hands.find(LineEdit, 1).setFocus()
    supplier = cast("LineEdit", hands.find(LineEdit, 2))
    supplier.setText(_SUPPLIERS[language])
    tour.snap("arrival-form")
    hands.press("Ctrl+Enter")
    tour.snap("who-to-tell")
    if hands.can_press("Ctrl+O"):
        hands.press("Ctrl+O")
        tour.snap_dialog("left-out")
    hands.press("Ctrl+Enter")
    tour.snap("queued")


def _messages(tour: Tour) -> None:
    hands = tour.walk
    hands.go("messages")
    for box in ("waiting", "calls", "person"):
        hands.go("messages", box)
        tour.snap(f"messages-{box}")
    hands.go("messages", "calls")
    if hands.can_press("Ctrl+P"):
        tour.print("Ctrl+P", "call-list")
    for box in ("calls", "texts", "whatsapp", "letters"):
        hands.go("messages", box)
        if hands.can_press("Ctrl+Enter"):
            hands.press("Ctrl+Enter")
            tour.snap_dialog(f"hand-work-{box}")
    hands.press("Ctrl+T")
    tour.snap_dialog("our-texts")


def _settings(tour: Tour) -> None:
    hands = tour.walk
    hands.go("settings")
    tour.snap("settings")
    hands.press("F4")
    tour.snap_dialog("standards")
    tour.print("Alt+L", "leaflet")
    tour.print("Alt+S", "staff-sheet")
    table = tour.room / "customers.csv"
    table.write_text(_TABLES[tour.album.language], encoding="utf-8-sig")
    hands.go("settings", table)
    tour.snap("import-columns")
    hands.press("Ctrl+Enter")
    tour.snap_dialog("import-checked")


def _help(tour: Tour) -> None:
    for page in _PAGES:
        tour.walk.window.helped.emit(page)
        tour.snap_dialog(f"help-{page}")


def _small(tour: Tour) -> None:
    hands = tour.walk
    hands.resize(*_SMALL)
    for page in _PAGES:
        hands.go(page)
        tour.snap(f"small-{page}")
        if page == "arrivals":
            cast("Choice", hands.find(Choice)).buttons()[1].click()
            tour.snap("small-arrivals-text")
            cast("Choice", hands.find(Choice)).buttons()[0].click()
    hands.resize(*_WIDE)


def _error(tour: Tour) -> None:
    """Show how the window says that something could not be done."""
    hands = tour.walk
    hands.go("goods")
    hands.window.show_error(NoSuchProduct(id=0))
    hands.errors.clear()
    tour.snap("error-notice")


def _first_run(tour: Tour) -> None:
    hands = tour.walk
    hands.window.show()
    hands.resize(*_WIDE)
    tour.snap("first-run-language")
    step = cast("LanguageStep", hands.top)
    step.choice.choose(tour.album.language)
    hands.press("Ctrl+Enter")
    cast("ShopStep", hands.top).name.setText(_SHOPS[tour.album.language])
    tour.snap("first-run-shop")
    hands.press("Ctrl+Enter")
    tour.snap("first-run-owner")
    hands.close_top()
    for page in _PAGES[:-1]:
        hands.go(page)
        tour.snap(f"empty-{page}")


_SCENES: Sequence[Callable[[Tour], None]] = (
    people.day,
    tour_counter.counter,
    _customers,
    _customer_forms,
    people.deeds,
    people.twice_and_never,
    _goods,
    _arrival,
    _messages,
    tour_loyalty.vouchers,
    tour_loyalty.programme,
    tour_care.complaints,
    _settings,
    _help,
    _small,
    _error,
)


def _wanted_goods(hands: Walk) -> ArrivalLineView:
    """Choose goods of the latest arrivals that somebody avoids, so that everything can be seen."""
    program = hands.window.program
    latest = program.shop.ask(arrivals.page, limit=_ARRIVALS_LOOKED_AT)
    lines = [line for arrival in latest for line in arrival.lines]
    return max(lines, key=lambda line: len(program.matcher.rank(line.product_id, limit=1).left_out))
