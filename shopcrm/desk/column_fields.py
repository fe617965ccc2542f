"""What the columns of a file may hold, in words, and the form in which a person matches them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.flow import Spread
from shopcrm.rules.column_names import FIELDS
from shopcrm.rules.wording import Words
from shopcrm.services.imports import FileKind

NONE = -1
_IN_A_ROW = 4
_MANY, _MANY_IN_A_ROW = 16, 6


def field_names(words: Words) -> dict[str, str]:
    """Name each field of a file in the person's language."""
    return _names_of_sales(words) | _names_of_people(words)


def _names_of_people(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "number": say("Customer number"),
        "shopcrm_number": say("The shop's own number"),
        "card": say("Card"),
        "honorific": say("Form of address"),
        "name": say("Name"),
        "first_name": say("First name"),
        "last_name": say("Last name"),
        "phone": say("Phone"),
        "phone_2": say("Second phone"),
        "phone_3": say("Third phone"),
        "email": say("E-mail"),
        "email_2": say("Second e-mail"),
        "address": say("Postal address"),
        "birthday": say("Birthday"),
        "tags": say("Tags"),
        "language": say("Language"),
        "note": say("Note"),
        "likes": say("Likes"),
        "needs": say("Needs"),
        "dislikes": say("Dislikes"),
        "avoids": say("Avoids"),
        "consent": say("Allows messages"),
    }


def _names_of_sales(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "invoice": say("Invoice number"),
        "line_of_invoice": say("Line of the invoice"),
        "line": say("Line of the invoice"),
        "date": say("Date"),
        "time": say("Time of day"),
        "customer": say("Customer number"),
        "customer_name": say("Customer name"),
        "code": say("Goods code"),
        "product": say("Goods name"),
        "barcode": say("Barcodes"),
        "category": say("Category"),
        "unit": say("Unit"),
        "quantity": say("Quantity"),
        "price": say("Price of one"),
        "cost": say("Cost of one"),
        "amount": say("Amount of the line"),
        "tax_rate": say("Tax"),
        "stock": say("On hand"),
        "seller": say("Served by"),
    }


def kind_options(words: Words) -> list[Option]:
    """Offer what a file may tell about."""
    return [
        Option(FileKind.SALES, words.say("Sales"), "shopping-cart"),
        Option(FileKind.CUSTOMERS, words.say("Customers"), "users"),
        Option(FileKind.GOODS, words.say("Goods"), "package"),
    ]


class ColumnForm(QWidget):
    """One choice per field: which column of the file holds it, or none."""

    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._combos: dict[str, Combo] = {}
        size = kit.look.size
        self._grid = Spread(self, gap=size(12), line_gap=size(8))

    def show_columns(self, kind: FileKind, headings: Sequence[str], chosen: Mapping[str, int]) -> None:
        """Offer the columns of a file for the fields of its kind."""
        self._clear()
        names = field_names(self._kit.words)
        none = Option(NONE, self._kit.words.say("not in the file"))
        columns = [Option(place, self._kit.words.isolate(heading)) for place, heading in enumerate(headings)]
        self._grid.most = _MANY_IN_A_ROW if len(FIELDS[kind]) > _MANY else _IN_A_ROW
        for name in FIELDS[kind]:
            combo = Combo(self._kit.look, [none, *columns])
            combo.choose(chosen.get(name, NONE))
            combo.picked.connect(self.changed)
            field = Field(self._kit.look, names.get(name, name), combo)
            self._grid.addWidget(field)
            self._combos[name] = combo

    def chosen(self) -> dict[str, int]:
        """Give the column, from 0, of each field that has one."""
        return {name: int(combo.value()) for name, combo in self._combos.items() if combo.value() != NONE}

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._combos = {}
