"""The page of goods: find them by code, barcode or name, see what is known of them, add and change them."""

from PySide6.QtGui import QKeySequence, QShortcut

from shopcrm.desk.dialogs.product_form import ProductForm
from shopcrm.desk.dialogs.stock_count import StockCount
from shopcrm.desk.found_list import FoundList, ListWords
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.product_columns import product_columns
from shopcrm.desk.product_sheet import ProductSheet
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import PAGE, Deliver, PagedRows
from shopcrm.rules import cells
from shopcrm.rules.text import ascii_digits
from shopcrm.rules.wording import Words
from shopcrm.services import categories, goods
from shopcrm.services.categories import CategoryRow
from shopcrm.services.goods import ProductDraft, ProductView
from shopcrm.services.topics import Topic


class GoodsPage(Page):
    """The list of goods, and a sheet of the one that is chosen."""

    key = "goods"
    icon = "package"
    topics = frozenset({Topic.GOODS, Topic.SALES})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shelves: list[CategoryRow] = []
        self._first: list[ProductView] = []
        self._text, self._total, self._whole = "", 0, 0
        self._rows = PagedRows(product_columns(kit.words), self._fetch)
        self.shelf = Combo(kit.look, name=kit.words.say("Category"))
        self.list = FoundList(kit.look, self._list_words(), self._rows, row_height=48, filters=self.shelf)
        self.sheet = ProductSheet(kit)
        self._build()
        self._listen()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Goods")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("Ctrl+F", say("search")),
            ("↑ ↓", say("move")),
            ("F4", say("edit")),
            ("F9", say("count stock")),
            ("Ctrl+N", say("new")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the search line."""
        self.list.begin()

    def refresh(self) -> None:
        """Read list, categories and sheet again, each in its place."""
        quick = self.kit.lanes.quick
        quick.ask(self, self._on_shelves, categories.tree)
        quick.ask(self, self._on_whole, goods.count)
        self.list.refresh()
        self.sheet.refresh()

    def show_thing(self, thing: object) -> None:
        """Show a product by its id."""
        if isinstance(thing, int):
            self.list.stand_nowhere()
            self.sheet.show_product(thing)

    def make_small(self, *, small: bool) -> None:
        """Give the sheet less room and make the rows lower."""
        self._panes.give(self.sheet, self.kit.look.size(340 if small else 400))
        self.shelf.setFixedWidth(self.kit.look.size(200 if small else 280))
        self._rows.set_columns(product_columns(self.kit.words, small=small))

    def memory(self) -> object:
        """Remember which product is shown."""
        return self.sheet.product_id

    def _list_words(self) -> ListWords:
        say = self.kit.words.say
        return ListWords(say("Code, barcode or name"), say("Search goods"), say("Goods"), say("New"))

    def _build(self) -> None:
        ground, box = page_ground(self.kit.look)
        look = self.kit.look
        self._panes = fold((self.list, 1), self.sheet, gap=look.size(12), least=look.size(BESIDE))
        self._panes.keep_high(self.list, look.size(LOWEST))
        box.addLayout(self._panes)
        self.setLayout(column(ground, gap=0))

    def _listen(self) -> None:
        self.list.asked.connect(self._on_asked)
        self.list.moved.connect(self._on_moved)
        self.list.opened.connect(self._on_opened)
        self.list.new_asked.connect(self._on_new)
        self.list.emptied.connect(self.sheet.show_nothing)
        self.shelf.picked.connect(self._on_shelf_picked)
        self.sheet.edit_asked.connect(self._on_edit)
        self.sheet.count_asked.connect(self._on_count)
        self.sheet.customer_asked.connect(self._on_customer)
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)

    def _fetch(self, offset: int, limit: int, deliver: Deliver) -> None:
        """Ask for a page of the list; the pages of one list do not take each other's place in the lane."""
        shop, asked, shelf = self.kit.program.shop, self.list.text(), self.shelf.value()

        def read() -> list[ProductView]:
            return shop.ask(goods.page, asked, shelf, limit=limit, offset=offset)

        self.kit.lanes.quick.run(self, deliver, read)

    def _on_asked(self, text: str) -> None:
        self._text = text
        self.kit.lanes.search.ask(self, self._on_page, goods.page, text, self.shelf.value(), limit=PAGE)

    def _on_page(self, first: list[ProductView]) -> None:
        self._first = first
        if len(first) < PAGE:
            self._on_counted(len(first))
        else:
            search = self.kit.lanes.search
            search.ask(self, self._on_counted, goods.count, self._text, self.shelf.value())

    def _on_counted(self, total: int) -> None:
        self._total = total
        at = self._place_of(cells.code(self._text))
        self.list.show_found(self._text, total, self._first, at)
        self._show_count()
        if not total:
            self._say_why_empty(self._text.strip())

    def _place_of(self, code: str) -> int:
        """Find the goods that were scanned, also where other goods have the same digits in theirs."""
        places = (i for i, found in enumerate(self._first) if code in (found.code, *found.barcodes))
        return next(places, 0)

    def _say_why_empty(self, text: str) -> None:
        words, empty = self.kit.words, self.list.empty
        if text:
            line = words.say("Try part of the name, the code or the barcode.")
            bold = words.say("Nothing fits “{text}”", text=text)
            empty.say(bold, line, words.say("New goods with this"))
        else:
            line = words.say("Add the first one, or bring a whole list from a file in Settings.")
            empty.say(words.say("No goods yet"), line, words.say("New goods"))

    def _on_whole(self, whole: int) -> None:
        self._whole = whole
        self._show_count()

    def _show_count(self) -> None:
        words = self.kit.words
        whole = max(self._whole, self._total)
        self.list.count.setText(words.say("{count} of {whole}", count=self._total, whole=whole))

    def _on_shelves(self, shelves: list[CategoryRow]) -> None:
        if shelves == self._shelves and self.shelf.count():
            return
        chosen, self._shelves = self.shelf.value(), shelves
        every = Option(None, self.kit.words.say("All categories"))
        self.shelf.set_options([every, *(Option(shelf.id, shelf.path) for shelf in shelves)])
        self.shelf.choose(chosen)

    def _on_shelf_picked(self, _shelf: object) -> None:
        self.list.begin_anew()

    def _on_moved(self, found: ProductView) -> None:
        self.sheet.show_product(found.id)

    def _on_opened(self, found: ProductView) -> None:
        self.sheet.show_product(found.id)
        self._open_form(found)

    def _on_edit(self, view: ProductView) -> None:
        self._open_form(view)

    def _on_new(self, typed: str) -> None:
        is_code = any(c.isdecimal() for c in typed) and " " not in typed
        barcodes, name = ((ascii_digits(typed),), "") if is_code else ((), typed)
        self._open_form(None, ProductDraft(name=name, barcodes=barcodes, category_id=self.shelf.value()))

    def _open_form(self, view: ProductView | None, draft: ProductDraft | None = None) -> None:
        known = view.id if view is not None else None
        form = ProductForm(self.kit, view or draft or ProductDraft(""), self._shelves, self, product_id=known)
        form.saved.connect(self._on_saved)
        form.open()

    def _on_saved(self, product_id: int, name: str) -> None:
        self.did.emit(self.kit.words.say("{name} is saved", name=name))
        if product_id != self.sheet.product_id:
            self.show_thing(product_id)
        self.refresh()

    def _on_count(self, view: ProductView) -> None:
        count = StockCount(self.kit, view, self)
        count.counted.connect(self._on_counted_stock)
        count.open()

    def _on_counted_stock(self, view: ProductView, difference: int) -> None:
        words = self.kit.words
        if difference:
            unit = words.quantity(difference, view.unit)
            self.did.emit(words.say("Stock of {name} corrected by {quantity}", name=view.name, quantity=unit))
        else:
            self.did.emit(words.say("Stock of {name} was right", name=view.name))
        self.refresh()

    def _on_customer(self, customer_id: int) -> None:
        self.went.emit("customers", customer_id)

    def _on_next_pane(self) -> None:
        if self.sheet.has_focus_within():
            self.list.begin()
        else:
            self.sheet.begin()
