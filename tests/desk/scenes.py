"""Every page of the window and its main dialogs, one after the other, each under a name."""

from collections.abc import Callable, Iterator, Mapping

from shopcrm.desk import start
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.dialogs.role_table import RoleTable
from shopcrm.desk.dialogs.staff_form import StaffForm
from shopcrm.desk.pages.counter import CounterPage
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.pages.messages import MessagesPage
from shopcrm.desk.pages.programme import ProgrammePage
from shopcrm.desk.tour_people import best_known
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.choices import Choice
from shopcrm.services import goods, reversals
from shopcrm.services.duplicates import sweep_beside

_ROWS = "Name,Mobile,Mail,Likes\nNasrin Sadeghi,0912 345 6789,nasrin@example.com,walnuts\nReza,12,,\n"

Way = str | Callable[[], None]
"""A key that is worn by a button in sight, or what opens the dialog."""


def pages(hands: Walk) -> Iterator[str]:
    """Go to every page of the window; at each name it is at rest."""
    for page in start.PAGES:
        hands.go(page.key)
        yield page.key


def scenes(hands: Walk) -> Iterator[str]:
    """Go through the pages and their dialogs; at each name the window is at rest."""
    for scene in (_counter, _sold, _today, _customers, _goods, _arrivals, _messages, _vouchers, _programme):
        yield from scene(hands)
    yield from _settings(hands)
    yield from pages(hands)


def _dialogs(hands: Walk, ways: Mapping[str, Way]) -> Iterator[str]:
    page = hands.window.frame.current
    for name, way in ways.items():
        if callable(way):
            way()
            hands.settle()
        else:
            hands.press(way)
        assert hands.top is not hands.window.page(page), f"{page}: {name} opened nothing"
        yield f"{page}: {name}"
        hands.close_top()


def _fill(hands: Walk, lines: int) -> CounterPage:
    hands.go("counter")
    page = hands.window.page("counter")
    assert isinstance(page, CounterPage)
    page.show_thing(best_known(hands))
    hands.settle()
    for view in hands.window.program.shop.ask(goods.page, limit=lines):
        page.goods.line.entered.emit(f"2*{view.code}")
        hands.settle()
    return page


def _counter(hands: Walk) -> Iterator[str]:
    hands.go("counter")
    yield "counter, empty"
    page = _fill(hands, 4)
    yield "counter"
    ways: dict[str, Way] = {"cash": "F6", "parts": "F11", "by hand": page.deeds.by_hand}
    yield from _dialogs(hands, {**ways, "whole": page.deeds.whole, "rewards": page.deeds.rewards})
    page.deeds.hold()
    hands.settle()
    yield from _dialogs(hands, {"held": page.deeds.take_up})


def _sold(hands: Walk) -> Iterator[str]:
    page = _fill(hands, 2)
    hands.press("F5")
    yield "counter, sold"
    last = hands.window.program.shop.ask(reversals.last)
    assert last is not None
    deeds, sale = page.deeds, last.sale_id
    ways: dict[str, Way] = {"reverse": deeds.reverse, "close": page.closing.open, "return": deeds.take_back}
    yield from _dialogs(hands, {**ways, "return of a sale": lambda: deeds.take_back(sale)})


def _today(hands: Walk) -> Iterator[str]:
    window = hands.window
    sweep_beside(window.program.shop)
    hands.go("today")
    yield "today"

    def keys() -> None:
        window.keys_asked.emit(window.page("today"))

    def help_page() -> None:
        window.helped.emit("today")

    ways: dict[str, Way] = {"waiting list": "F6", "promises": "F9", "keys": keys, "help": help_page}
    yield from _dialogs(hands, ways)


def _customers(hands: Walk) -> Iterator[str]:
    hands.go("customers")
    yield "customers, list"
    yield from _dialogs(hands, {"new": "Ctrl+N"})
    page = hands.window.page("customers")
    assert isinstance(page, CustomersPage)
    hands.go("customers", best_known(hands))
    yield "customers"
    *_rest, merge, erase = (deed.do for deed in page.deeds.menu() if deed.do is not None)
    yield from _dialogs(
        hands,
        {
            "edit": page.deeds._on_edit,
            "wish": "Ctrl+Shift+W",
            "message": "Ctrl+M",
            "paper": page.deeds.report,
            "duplicates": lambda: DuplicatesDialog(hands.window.kit, page).open(),
            "merge": merge,
            "erase": erase,
        },
    )


def _goods(hands: Walk) -> Iterator[str]:
    hands.go("goods")
    yield "goods"
    yield from _dialogs(hands, {"edit": "F4", "count": "F9", "new": "Ctrl+N"})


def _arrivals(hands: Walk) -> Iterator[str]:
    hands.go("arrivals")
    parts = hands.find(Choice)
    assert isinstance(parts, Choice)
    for button in parts.buttons():
        button.click()
        hands.settle()
        yield f"arrivals, {button.text()}"
    yield from _dialogs(hands, {"record": "Ctrl+N"})


def _messages(hands: Walk) -> Iterator[str]:
    hands.go("messages")
    page = hands.window.page("messages")
    assert isinstance(page, MessagesPage)
    for box in page.listed:
        hands.go("messages", box.key)
        yield f"messages, {box.key}"
        if hands.can_press("Ctrl+Enter"):
            yield from _dialogs(hands, {f"work through {box.key}": "Ctrl+Enter"})


def _vouchers(hands: Walk) -> Iterator[str]:
    hands.go("vouchers")
    yield "vouchers"
    ways = {"new": "Ctrl+N", "print": "Ctrl+P", "activate": "F4", "rewards": "F9", "withdraw": "Del"}
    yield from _dialogs(hands, ways)


def _programme(hands: Walk) -> Iterator[str]:
    page = hands.window.page("programme")
    assert isinstance(page, ProgrammePage)
    for part in page.parts:
        hands.go("programme", part)
        yield f"programme, {part}"
        yield from _dialogs(hands, {f"edit {part}": "F4"})


def _settings(hands: Walk) -> Iterator[str]:
    hands.go("settings")
    yield "settings"
    kit, frame = hands.window.kit, hands.window.frame
    ways: dict[str, Way] = {
        "roles": lambda: RoleTable(kit, frame).open(),
        "staff": lambda: StaffForm(kit, None, frame).open(),
        "texts": "Ctrl+T",
        "standards": "F4",
    }
    yield from _dialogs(hands, ways)
    table = hands.window.program.path.with_name("people.csv")
    table.write_text(_ROWS, encoding="utf-8-sig")
    hands.go("settings", table)
    yield "settings: columns"
    hands.press("Ctrl+Enter")
    yield "settings: rows"
    hands.close_top()
