"""The card beside the tasks of a day: what people asked for, and how much money waits in it."""

from PySide6.QtCore import Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services.wish_goods import MoneyWaiting, ThingWaiting


class MoneyCard(Card):
    """Shows the sum and the things most worth having; `list_asked` asks for the waiting list."""

    list_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Money that waits in requests"))
        self._kit = kit
        self._total = Label(look, "", Type.NAME)
        self._line = Label(look, "", Type.SMALL, "muted", wrap=True)
        self._rows = Rows(self._columns())
        self._table = RowTable(look, self._rows, name=words.say("What people wait for"), row_height=48)
        self.all = Button(look, words.say("Waiting list"), icon="heart", key="F6")
        self._rule = Rule(look)
        self._nobody = EmptyState(
            look,
            "heart",
            words.say("Nobody waits for anything"),
            words.say("Write down on their page what somebody asks for and you do not have."),
        )
        for part in (self._total, self._line, self._rule):
            self.body.addWidget(part)
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self._nobody, 1)
        self._nobody.hide()
        self.body.addWidget(self.all)
        self.all.clicked.connect(self.list_asked)

    def show_money(self, found: MoneyWaiting) -> None:
        """Show what the open requests would bring in."""
        words = self._kit.words
        anything = found.count > 0
        for part in (self._total, self._rule, self._table):
            part.setVisible(anything)
        self._nobody.setVisible(not anything)
        self._total.setText(words.money(found.total))
        said = words.plural("{count} request is open.", "{count} requests are open.", count=found.count)
        if found.unpriced:
            unpriced = words.plural(
                "{count} of them has no price yet.",
                "{count} of them have no price yet.",
                count=found.unpriced,
            )
            said = f"{said} {unpriced}"
        self._line.setText(said if anything else "")
        self._line.setVisible(anything)
        self._rows.show_rows(found.things)

    def _columns(self) -> list[Column[ThingWaiting]]:
        words = self._kit.words

        def thing(row: ThingWaiting) -> str:
            return words.isolate(row.thing)

        def people(row: ThingWaiting) -> str:
            return words.plural("{count} person", "{count} people", count=row.people)

        def money(row: ThingWaiting) -> str:
            return words.amount(row.money) if row.money else words.say("not known")

        amount = words.say("Amount, {currency}", currency=currency(words))
        return [
            Column(words.say("Thing"), thing, share=1, second=people),
            Column(amount, money, Align.NUMBER, kind=Type.MEDIUM),
        ]
