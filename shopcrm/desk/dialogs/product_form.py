"""The form in which goods are added and changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.shelf_field import ShelfField
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.choices import CheckBox
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules import cells
from shopcrm.rules.cells import NotANumber, NumberTooLarge
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.services import goods
from shopcrm.services.categories import CategoryNameMissing, CategoryRow
from shopcrm.services.goods import CodeTaken, ProductDraft


class AttributeUnclear(BadInput):
    """A line of attributes without its two halves."""

    sentence = "“{line}” has no name and word. Write it like grade: premium."


class ProductForm(DialogFrame):
    """Takes in one product; `saved` carries its id and its name."""

    saved = Signal(int, str)

    def __init__(
        self,
        kit: Kit,
        draft: ProductDraft,
        shelves: Sequence[CategoryRow],
        parent: QWidget,
        *,
        product_id: int | None = None,
    ) -> None:
        words, look = kit.words, kit.look
        title = words.say("New goods") if product_id is None else words.say("Edit {name}", name=draft.name)
        super().__init__(
            look, words, title, words.say("Save goods"), parent=parent, icon="package", width=680
        )
        self._kit, self._product_id = kit, product_id
        self.name, self.code, self.unit = LineEdit(look), LineEdit(look, ltr=True), LineEdit(look)
        self.price, self.cost = self._money(), self._money()
        self.tax = LineEdit(look, ltr=True, unit="%")
        self.barcodes = TextArea(look, lines=3, ltr=True)
        self.attributes = TextArea(look, lines=3, placeholder=words.say("grade: premium"))
        self.shelf = ShelfField(look, words, shelves)
        self.kept = CheckBox(look, words.say("Keep count of the stock"))
        self._fields = self._make_fields()
        self._furnish()
        self._fill(draft)
        self.shelf.gave_up.connect(self.reject)
        self.agreed.connect(self._on_agreed)

    def field(self, name: str) -> Field:
        """Give a field by the name that the product has for it."""
        return self._fields[name]

    def _money(self) -> MoneyField:
        return MoneyField(self._kit.look, self._kit.words, unit=currency(self._kit.words))

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        a_line = say("one a line")
        return {
            "name": Field(look, say("Name"), self.name, check=self._wrong_name),
            "code": Field(look, say("Code"), self.code, hint=say("empty: the next number")),
            "unit": Field(look, say("Unit"), self.unit, hint=say("piece, kg")),
            "price": Field(look, say("Price"), self.price, check=self._wrong_price),
            "cost": Field(look, say("Cost"), self.cost, check=self._wrong_cost),
            "tax": Field(look, say("Tax"), self.tax, check=self._wrong_tax),
            "barcodes": Field(look, say("Barcodes"), self.barcodes, hint=a_line),
            "attributes": Field(
                look, say("Attributes"), self.attributes, hint=a_line, check=self._wrong_attributes
            ),
        }

    def _furnish(self) -> None:
        gap, of = self._kit.look.size(12), self._fields
        self.body.addWidget(of["name"])
        self.body.addLayout(row((self.shelf, 2), (of["code"], 1), gap=gap))
        numbers = (of["unit"], 2), (of["price"], 3), (of["cost"], 3), (of["tax"], 2)
        self.body.addLayout(row(*numbers, gap=gap))
        self.body.addLayout(row((of["barcodes"], 1), (of["attributes"], 1), gap=gap))
        self.body.addWidget(self.kept)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, draft: ProductDraft) -> None:
        self.name.setText(draft.name)
        self.code.setText(draft.code)
        self.shelf.show_shelf(draft.category_id)
        self.unit.setText(draft.unit)
        self.price.set_value(draft.price)
        self.cost.set_value(draft.cost)
        if draft.tax_rate:
            self.tax.setText(self._kit.words.quantity(draft.tax_rate * 10))
        self.barcodes.setPlainText("\n".join(draft.barcodes))
        attributes = (f"{name}: {word}" for name, word in draft.attributes.items())
        self.attributes.setPlainText("\n".join(attributes))
        self.kept.setChecked(draft.stock_kept)

    def _on_agreed(self) -> None:
        fields = [*self._fields.values(), self.shelf]
        for field in fields:
            field.show_error("")
        wrong = [field for field in fields if not field.is_right()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        draft, path = self._draft(), self.shelf.path()
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_saved, self._on_refused, goods.save, self._product_id, draft, path)

    def _draft(self) -> ProductDraft:
        tax = self.tax.text().strip()
        return ProductDraft(
            name=self.name.text(),
            code=self.code.text(),
            unit=self.unit.text(),
            price=self.price.value(),
            cost=self.cost.value(),
            tax_rate=cells.percentage(tax) if tax else 0,
            attributes=attributes_of(self.attributes.toPlainText()),
            barcodes=self.barcodes.toPlainText().splitlines(),
            stock_kept=self.kept.isChecked(),
        )

    def _on_saved(self, product_id: int) -> None:
        self.saved.emit(product_id, self.name.text().strip())
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        field = self._field_of(error)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        field.show_error(self._kit.words.tell(said))
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_of(self, error: Exception) -> Field:
        """Find the field that an error is about."""
        match error:
            case CodeTaken() if error.fields["code"] == cells.code(self.code.text()):
                return self._fields["code"]
            case CodeTaken():
                return self._fields["barcodes"]
            case CategoryNameMissing():
                return self.shelf
            case _:
                return self._fields["name"]

    def _wrong_name(self) -> str:
        return "" if self.name.text().strip() else self._kit.words.say("Goods need a name.")

    def _wrong_price(self) -> str:
        return self._wrong_amount(self.price)

    def _wrong_cost(self) -> str:
        return self._wrong_amount(self.cost)

    def _wrong_amount(self, field: MoneyField) -> str:
        if field.is_understood():
            return ""
        return self._kit.words.say("This is not an amount. Write digits only.")

    def _wrong_tax(self) -> str:
        text = self.tax.text().strip()
        try:
            cells.percentage(text or "0")
        except NotANumber as error:
            return self._kit.words.tell(error)
        except NumberTooLarge:
            return self._kit.words.say("The tax is between 0 and 100 percent.")
        return ""

    def _wrong_attributes(self) -> str:
        try:
            attributes_of(self.attributes.toPlainText())
        except AttributeUnclear as error:
            return self._kit.words.tell(error)
        return ""


def attributes_of(text: str) -> dict[str, str]:
    """Read lines such as grade: premium; raises AttributeUnclear for a line without its two halves."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, mark, word = line.partition(":")
        if not (mark and name.strip() and word.strip()):
            raise AttributeUnclear(line=line)
        found[name.strip()] = word.strip()
    return found
