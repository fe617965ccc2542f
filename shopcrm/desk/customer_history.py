"""The card with what a customer bought and what they were told, each a list of any length, newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.message_words import CHANNEL_ICONS, channel_name, outcome_name, state_name, state_tint
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.rows import PAGE, Deliver, PagedRows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.delivery import Outcome
from shopcrm.rules.wording import Words
from shopcrm.services import customers, messages, purchases
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.messages import Filter, MessageRow, Page
from shopcrm.services.purchases import Purchase

_BOUGHT, _TOLD = 0, 1
_ROW = 48


class HistoryCard(Card):
    """Two lists behind two tabs; `message_asked` carries a message that was opened."""

    message_asked = Signal(object)

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("History"), padding=0, spacing=0)
        self._kit = kit
        self._customer_id = 0
        options = [
            Option(_BOUGHT, words.say("Purchases"), "shopping-bag"),
            Option(_TOLD, words.say("Told"), "message-square"),
        ]
        self.tabs = Choice(look, options, name=words.say("History"))
        self.tabs.choose(_BOUGHT)
        self.head.addWidget(self.tabs)
        self._bought = PagedRows(_purchase_columns(words), self._fetch_bought)
        self._told = PagedRows(_message_columns(words), self._fetch_told)
        self.purchases = RowTable(
            look, self._bought, name=words.say("Purchases"), row_height=_ROW, rounded=False
        )
        self.messages = RowTable(
            look, self._told, name=words.say("What they were told"), row_height=_ROW, rounded=False
        )
        none_bought = words.say("Nothing bought yet"), words.say("Sales that name this customer come here.")
        none_told = words.say("Nothing told yet"), words.say("Messages and calls about new goods come here.")
        self._stack = QStackedWidget()
        self._no_purchases = EmptyState(look, "shopping-bag", *none_bought)
        self._no_messages = EmptyState(look, "message-square", *none_told)
        for page in (self.purchases, self.messages, self._no_purchases, self._no_messages):
            self._stack.addWidget(page)
        self.body.addWidget(Rule(look))
        self.body.addWidget(self._stack, 1)
        self.tabs.picked.connect(self._show_tab)
        self.messages.opened.connect(self.message_asked)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show another customer's lists from their start, or the same one's anew in their place."""
        if sheet.id == self._customer_id:
            quick = self._kit.lanes.quick
            quick.ask(self, self._on_bought, purchases.count, sheet.id)
            quick.ask(self, self._on_told, messages.page, Filter(customer_id=sheet.id), 0, 1)
            return
        self._customer_id = sheet.id
        _begin(self._bought, sheet.purchases)
        _begin(self._told, sheet.told)
        self._show_tab()
        if len(sheet.purchases) >= PAGE or len(sheet.told) >= PAGE:
            self.show_sheet(sheet)

    def table(self) -> RowTable:
        """Give the list that is in sight."""
        return self.messages if self.tabs.value() == _TOLD else self.purchases

    def first_target(self) -> QWidget:
        """Give what takes the keyboard: the list in sight, or its tab where the list is empty."""
        table = self.table()
        if self._stack.currentWidget() is table:
            return table
        return next(tab for tab in self.tabs.buttons() if tab.isChecked())

    def _show_tab(self, _value: object = None) -> None:
        if self.tabs.value() == _TOLD:
            self._stack.setCurrentWidget(self.messages if self._told.rowCount() else self._no_messages)
        else:
            self._stack.setCurrentWidget(self.purchases if self._bought.rowCount() else self._no_purchases)

    def _on_bought(self, total: int) -> None:
        self._bought.refresh(total)
        self._show_tab()

    def _on_told(self, page: Page) -> None:
        self._told.refresh(page.total)
        self._show_tab()

    def _fetch_bought(self, offset: int, limit: int, deliver: Deliver) -> None:
        shop, customer_id = self._kit.program.shop, self._customer_id

        def read() -> Sequence[Purchase]:
            return shop.ask(purchases.page, customer_id, offset=offset, limit=limit)

        self._kit.lanes.quick.run(self, deliver, read)

    def _fetch_told(self, offset: int, limit: int, deliver: Deliver) -> None:
        shop, customer_id = self._kit.program.shop, self._customer_id

        def read() -> Sequence[MessageRow]:
            return shop.ask(customers.told, customer_id, offset, limit)

        self._kit.lanes.quick.run(self, deliver, read)


def _begin(rows: PagedRows, first: Sequence[object]) -> None:
    """Show a first page; where there may be more, the count comes right after."""
    rows.begin(len(first), first)


def _purchase_columns(words: Words) -> list[Column[Purchase]]:
    def day(row: Purchase) -> str:
        return words.day(row.day)

    def number(row: Purchase) -> str:
        return words.say("No. {code}", code=words.digits(row.number))

    def goods(row: Purchase) -> str:
        return words.listing([words.isolate(name) for name in row.goods])

    def kind(row: Purchase) -> str:
        lines = words.plural("{count} line", "{count} lines", count=row.lines)
        if row.kind == "return":
            return words.say("return, {lines}", lines=lines)
        return words.say("correction, {lines}", lines=lines) if row.kind == "correction" else lines

    def amount(row: Purchase) -> str:
        return words.amount(row.total)

    return [
        Column(words.say("Day"), day, second=number),
        Column(words.say("Goods"), goods, share=1, second=kind, icon=_kind_icon),
        Column(
            words.say("Amount, {currency}", currency=currency(words)), amount, Align.NUMBER, kind=Type.MEDIUM
        ),
    ]


def _message_columns(words: Words) -> list[Column[MessageRow]]:
    def day(row: MessageRow) -> str:
        return words.day(words.days.of(row.settled_at or row.made_at))

    def clock(row: MessageRow) -> str:
        return words.clock(row.settled_at or row.made_at)

    def what(row: MessageRow) -> str:
        return words.isolate(row.goods or row.subject)

    def how(row: MessageRow) -> str:
        return channel_name(words, row.channel)

    def outcome(row: MessageRow) -> str:
        return state_name(words, row.state)

    def came_of_it(row: MessageRow) -> str:
        why = words.tell(row.problem[0]) if row.problem else ""
        return outcome_name(words, row.outcome) or why

    return [
        Column(words.say("When"), day, second=clock),
        Column(words.say("What"), what, share=1, second=_body),
        Column(words.say("By"), how, icon=_channel_icon),
        Column(words.say("What came of it"), outcome, second=came_of_it, tint=_state),
    ]


def _kind_icon(row: Purchase) -> str:
    return "undo-2" if row.kind == "return" else ""


def _body(row: MessageRow) -> str:
    return row.body


def _channel_icon(row: MessageRow) -> str:
    return CHANNEL_ICONS[row.channel]


def _state(row: MessageRow) -> Tint:
    return "ok" if row.outcome in {Outcome.BOUGHT, Outcome.CAME_IN} else state_tint(row.state)
