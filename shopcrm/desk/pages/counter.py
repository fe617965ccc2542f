"""The page of the counter: who, what, pay; with the keyboard and a scanner alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk.counter_basket import Content
from shopcrm.desk.counter_columns import shown_lines
from shopcrm.desk.counter_deeds import CounterDeeds, Deed
from shopcrm.desk.counter_entry import GoodsEntry
from shopcrm.desk.counter_goods import GoodsPane
from shopcrm.desk.counter_pay import PayCard
from shopcrm.desk.counter_person import PersonPane
from shopcrm.desk.counter_reach import reaches
from shopcrm.desk.counter_sale import CounterSale
from shopcrm.desk.counter_scans import CounterScans
from shopcrm.desk.counter_steps import exchanged, told
from shopcrm.desk.counter_tender import Cashier
from shopcrm.desk.counter_total import TotalCard
from shopcrm.desk.day_closing import DayClosing
from shopcrm.desk.dialogs.customer_form import CustomerForm, Known
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.slip_printing import SlipPrinting
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.fold import fold
from shopcrm.rules.wording import Words
from shopcrm.services import taking_back
from shopcrm.services.exchanges import Exchanged
from shopcrm.services.pricing import Quote
from shopcrm.services.scans import Scanned
from shopcrm.services.selling import Sold
from shopcrm.services.taking_back import Added, Changed
from shopcrm.services.topics import Topic

_WIDE, _NARROW = 408, 340
_LOW, _LOW_SMALL = 332, 284
"""How high the cards of the total and of paying are."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is on the counter while the window is made anew, under the key by which it is sold only once."""

    content: Content
    key: str


class CounterPage(Page):
    """Person, basket, total and payment; the keyboard begins in the goods, and comes back to them."""

    key = "counter"
    icon = "shopping-cart"
    topics = frozenset(Topic) - {Topic.AUDIT, Topic.TILL, Topic.STAFF}

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.sale = CounterSale(kit, self)
        self.basket = self.sale.basket
        self.person = PersonPane(kit)
        self.goods = GoodsPane(kit, self.basket)
        self.total = TotalCard(kit)
        self.pay = PayCard(kit)
        self.entry = GoodsEntry(kit, self.goods, self.sale)
        self.scans = CounterScans(kit, self, self.sale, self.entry, self.pay.voucher)
        self.cashier = Cashier(kit, self, self.sale, self.pay)
        self.deeds = CounterDeeds(kit, self, self.sale, self.person)
        self.slips = SlipPrinting(kit, self)
        self.closing = DayClosing(kit, self)
        self.deeds.more = [
            Deed(kit.words.say("Show the last slip"), self.slips.show_last, "Ctrl+P"),
            Deed(kit.words.say("Close the day…"), self.closing.open),
        ]
        self._low = QWidget()
        self._shown_customer: int | None = None
        self._build()
        self._listen()
        self._bind_keys()
        self.make_small(small=False)
        self.goods.show_lines([])

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Counter")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("F2", say("customer")),
            ("F3", say("goods")),
            ("F4", say("points")),
            ("F5–F8", say("pay")),
            ("F9", say("voucher")),
            ("F10", say("more")),
            ("Ctrl+N", say("new customer")),
            ("Ctrl+J", say("complaint")),
            ("Ctrl+Z", say("undo")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def more_keys(self) -> list[tuple[str, str]]:
        """Give the keys that no button wears."""
        say = self.kit.words.say
        return [
            ("F12", say("off the whole sale")),
            ("Ctrl+Shift+H", say("take up a basket")),
            ("Ctrl+Shift+Z", say("reverse the last sale")),
            ("Ctrl+P", say("the last slip")),
            ("+ −", say("more or fewer of the current line")),
            ("*", say("price or discount by hand")),
        ]

    def refresh(self) -> None:
        """Reckon again and read again who is there; the basket stays."""
        self.sale.ask()
        self.person.refresh()

    def show_thing(self, thing: object) -> None:
        """Sell to a customer by their number, open a sale's slip, or put back what was on the counter."""
        if isinstance(thing, Scanned):
            self.deeds.take_back(thing.id)
        elif isinstance(thing, int):
            self.basket.sell_to(thing)
        elif isinstance(thing, Kept):
            self.basket.show(thing.content, thing.key)

    def take_scan(self, readings: tuple[str, ...]) -> bool:
        """Sell what was scanned, or sell to whoever's card it is."""
        self.goods.say_wrong("")
        self.scans.take(readings)
        return True

    def undo(self) -> None:
        """Take back the last change of the basket."""
        self.basket.undo()

    def begin(self) -> None:
        """Put the keyboard into the goods."""
        self.goods.begin()

    def person_shown(self) -> int | None:
        """Tell to whom is sold."""
        return self.basket.content.customer_id

    def make_small(self, *, small: bool) -> None:
        """Make rows lower and leave to their keys what is seldom used."""
        self._low.setMinimumHeight(self.kit.look.size(_LOW_SMALL if small else _LOW))
        self._panes.give(self.person, self.kit.look.size(_NARROW if small else _WIDE))
        for part in (self.person, self.goods, self.total, self.pay):
            part.make_small(small=small)

    def memory(self) -> object:
        """Remember what is on the counter."""
        content = self.basket.content
        return None if content == Content() else Kept(content, self.basket.key)

    def _build(self) -> None:
        gap = self.kit.look.size(12)
        look = self.kit.look
        self._low.setLayout(fold((self.total, 1), (self.pay, 1), gap=gap))
        right = column((self.goods, 1), self._low, gap=gap)
        ground, box = page_ground(look)
        self._panes = fold(self.person, (right, 1), gap=gap, least=look.size(BESIDE))
        self._panes.keep_high(self.goods, look.size(LOWEST))
        box.addLayout(self._panes)
        self.setLayout(column(ground, gap=0))

    def _listen(self) -> None:
        self.basket.changed.connect(self._on_changed)
        self.sale.reckoned.connect(self._on_reckoned)
        self.sale.wrong.connect(self._on_wrong)
        self.person.picked.connect(self._on_picked)
        self.person.added.connect(self._on_added)
        self.person.form_asked.connect(self._on_form)
        self.person.acted.connect(self._on_acted)
        self.person.left.connect(self.begin)
        self.person.came.connect(self._show_reaches)
        self.person.memory.goods_wanted.connect(self.entry.take_goods)
        self.person.memory.goods_asked.connect(partial(self.went.emit, "goods"))
        for asked in (self.person.memory.case_asked, self.scans.case_found):
            asked.connect(partial(self.went.emit, "complaints"))
        self.person.memory.voucher_asked.connect(self.scans.use_voucher)
        self.person.memory.rewards_asked.connect(self.deeds.rewards)
        self.pay.points.spent.connect(self.basket.spend)
        for left in (self.pay.points.left, self.pay.voucher.left, self.scans.used):
            left.connect(self.begin)
        self.scans.sale_found.connect(self.deeds.take_back)
        self.scans.unknown.connect(self.goods.say_wrong)
        self.entry.price_asked.connect(self.deeds.ask_price)
        self.cashier.finished.connect(self._on_finished)
        for asking in (self.cashier, self.deeds, self.pay.points):
            asking.person_asked.connect(self.person.ask_who)
        for part in (self.deeds, self.slips, self.closing):
            part.did.connect(self.did)
            part.printed.connect(self.printed)
            part.failed.connect(self.failed)
        self.deeds.came_back.connect(self.slips.after_return)
        self.deeds.undone.connect(self.total.forget)
        self.deeds.person_wanted.connect(partial(self.went.emit, "customers"))
        self.deeds.voucher_given.connect(self.scans.use_voucher)
        self.goods.by_hand_asked.connect(self.deeds.by_hand)
        self.goods.hold.clicked.connect(self.deeds.hold)
        self.goods.back.clicked.connect(partial(self.deeds.take_back, None))
        self.goods.more.clicked.connect(partial(self.deeds.open_menu, self.goods.more))

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "F2": self.person.ask_who,
            "F3": self.begin,
            "F12": self.deeds.whole,
            "Ctrl+R": self.deeds.take_back,
            "Ctrl+Shift+H": self.deeds.take_up,
            "Ctrl+Shift+Z": self.deeds.reverse,
            "Ctrl+P": self.slips.show_last,
            "Ctrl+N": partial(self._on_form, ""),
            "Ctrl+Return": self.cashier.pay_usually,
            "Ctrl+Enter": self.cashier.pay_usually,
            "Ctrl+Tab": self._on_next_pane,
        }
        for key, slot in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(key == "Ctrl+Tab")
            shortcut.activated.connect(slot)

    def _on_changed(self) -> None:
        """Show at once what needs no answer; amounts come with what it comes to."""
        self.moved_on.emit()
        content = self.basket.content
        self.goods.show_lines(shown_lines(content.items, self.sale.quote))
        self.pay.show_refusal("")
        self.pay.points.show_asked(content.points)
        self.pay.voucher.show_codes(content.codes)
        self.cashier.switch()
        if content.customer_id != self._shown_customer:
            self._shown_customer = content.customer_id
            if content.customer_id is None:
                self.person.show_nobody()
            else:
                self.person.show_customer(content.customer_id)

    def _on_reckoned(self, quote: Quote | None) -> None:
        self.goods.show_lines(shown_lines(self.basket.content.items, quote))
        self.goods.exchange.show_exchange(self.sale.exchange)
        self.total.show_quote(quote, self.sale.exchange)
        self._show_reaches()

    def _on_wrong(self, _sentence: str) -> None:
        self.total.show_quote(None)

    def _show_reaches(self) -> None:
        if self.person.person is not None:
            words = self.kit.words
            today = words.seen_from(words.days.of(self.kit.program.shop.clock()))
            self.person.show_reaches(reaches(today, self.person.person, self.sale.quote))

    def _on_picked(self, customer_id: int) -> None:
        self.basket.sell_to(customer_id or None)
        self.begin()

    def _on_added(self, done: Added) -> None:
        """Sell to somebody who was written down just now; taking that back also takes them off the sale."""
        words, customer_id = self.kit.words, done.saved.id
        self.basket.sell_to(customer_id)
        warnings = " ".join(words.tell(one) for one in done.saved.warnings)
        said = f"{words.say('The customer is saved.')} {warnings}".strip()

        def take_back() -> None:
            if self.basket.content.customer_id == customer_id:
                self.basket.sell_to(None)
            self.kit.lanes.quick.do(self, self._on_taken_back, taking_back.undo, done)

        self.undoable.emit(said, take_back)
        self.begin()

    def _on_taken_back(self, _customer_id: int) -> None:
        self.refresh()

    def _on_form(self, name: str) -> None:
        form = CustomerForm(self.kit, self, None, Known(name=name))
        form.saved.connect(self._on_saved)
        form.person_asked.connect(self.show_thing)
        form.open()

    def _on_saved(self, customer_id: int, _name: str, _warnings: str, done: Added | Changed | None) -> None:
        if isinstance(done, Added):
            self._on_added(done)
        else:
            self._on_picked(customer_id)

    def _on_acted(self, said: str, take_back: Callable[[], None] | None) -> None:
        if said and take_back is not None:
            self.undoable.emit(said, take_back)
        elif said:
            self.did.emit(said)
        self.person.refresh()

    def _on_finished(self, done: Sold | Exchanged) -> None:
        sold = done.sold if isinstance(done, Exchanged) else done
        said = told(self.kit.words, sold)
        if isinstance(done, Exchanged):
            said = exchanged(self.kit.words, done)
        self.total.keep(done)
        self.did.emit(said)
        self.slips.after_sale(sold)
        self.begin()

    def _on_next_pane(self) -> None:
        """Go round: goods, basket, points, payment, person."""
        panes: list[tuple[QWidget, Callable[[], None]]] = [
            (self.goods.line, self.begin),
            (self.goods.table, self.goods.begin_table),
            (self.pay, self._begin_pay),
            (self.person, self._begin_person),
        ]
        if self.basket.content.is_empty:
            del panes[1]
        at = QApplication.focusWidget()
        here = next(
            (i for i, (part, _begin) in enumerate(panes) if at and (part is at or part.isAncestorOf(at))), -1
        )
        panes[(here + 1) % len(panes)][1]()

    def _begin_pay(self) -> None:
        if self.pay.points.line.isEnabled():
            self.pay.points.begin()
        else:
            self.pay.voucher.begin()

    def _begin_person(self) -> None:
        self.person.begin_memory().setFocus()
