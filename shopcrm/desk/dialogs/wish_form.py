"""The form in which it is written down what somebody asked for, or changed how they want it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import wish_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.since import since
from shopcrm.desk.thing_field import Named, ThingField
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.desk.wish_notes import WishNotes
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.services import wish_things, wishes
from shopcrm.services.asking import PRIORITIES, Thing, WishDayOver, thing_of
from shopcrm.services.wish_rows import WishRow
from shopcrm.services.wish_things import Look
from shopcrm.services.wishes import Asked, Details


class WishForm(DialogFrame):
    """Takes in one wish of a customer; `saved` carries its number and the words that say what came of it.

    With a `wish` only how it is wanted can be changed.
    """

    saved = Signal(int, str)

    def __init__(
        self, kit: Kit, customer_id: int, name: str, parent: QWidget, *, wish: WishRow | None = None
    ) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look,
            words,
            words.say("What {name} asks for", name=name),
            words.say("Save the request"),
            parent=parent,
            icon="star",
            line=words.say("They are told when it comes, and it counts in what to buy."),
            width=640,
        )
        self._kit, self._customer_id, self._wish = kit, customer_id, wish
        self._unit = ""
        self.thing = ThingField(kit)
        self.notes = WishNotes(kit)
        self.quantity = LineEdit(look, ltr=True, align=Align.TRAIL)
        self.limit = MoneyField(look, words, unit=currency(words))
        self.until = DayField(look, words, kit.settings.days.of(kit.program.shop.clock()))
        options = [Option(one, named.priority_name(words, one)) for one in PRIORITIES]
        self.priority = Choice(look, options, name=words.say("Place in the line"))
        self.priority.choose(0)
        self.note = LineEdit(look)
        self._fields = self._make_fields()
        self._furnish()
        self.thing.chosen.connect(self._on_chosen)
        self.thing.emptied.connect(self._on_emptied)
        self.thing.box.gave_up.connect(self.reject)
        self.agreed.connect(self._on_agreed)
        if wish is not None:
            self._fill(wish)

    def field(self, name: str) -> Field:
        """Give a field by the name that a wish has for it."""
        return self._fields[name]

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        return {
            "thing": Field(look, say("What"), self.thing),
            "quantity": Field(look, say("How much"), self.quantity, check=self._wrong_quantity),
            "limit_price": Field(
                look, say("At most for one"), self.limit, hint=say("if they said"), check=self._wrong_limit
            ),
            "until": Field(
                look, say("Until"), self.until, hint=say("empty: until it comes"), check=self._wrong_day
            ),
            "note": Field(look, say("Note"), self.note),
        }

    def _furnish(self) -> None:
        gap, of = self._kit.look.size(12), self._fields
        self.body.addWidget(of["thing"])
        self.body.addWidget(self.notes)
        self.body.addLayout(row((of["quantity"], 2), (of["limit_price"], 3), (of["until"], 3), gap=gap))
        self.body.addWidget(self.priority)
        self.body.addWidget(of["note"])
        self.thing.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, wish: WishRow) -> None:
        thing = thing_of(wish.product_id, wish.category_id, wish.words, wish.attribute)
        asked = self._kit.settings.days.of(wish.asked_at)
        ago = since(self._kit.words, asked, self._kit.settings.days.of(self._kit.program.shop.clock()))
        said = self._kit.words.say("asked {when}", when=ago)
        self.thing.take(Named(thing, wish.thing, said, named.wish_sign(wish).icon))
        self.thing.fix()
        self.quantity.setText("" if wish.quantity is None else self._kit.words.quantity(wish.quantity))
        self.limit.set_value(wish.limit_price)
        self.until.set_day(wish.until)
        self.priority.choose(wish.priority)
        self.note.setText(wish.note)

    def _on_chosen(self, one: Named) -> None:
        self._fields["thing"].show_error("")
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        self._kit.lanes.quick.ask(self, self._on_look, wish_things.look, self._customer_id, one.thing)

    def _on_emptied(self) -> None:
        self.notes.show_look(None)
        self.quantity.set_unit("")

    def _on_look(self, look: Look) -> None:
        if self.thing.named is not None:
            self.quantity.set_unit(look.unit)
            self.notes.show_look(look, is_new=self._wish is None)

    def _on_agreed(self) -> None:
        if not self.thing.take_written():
            self._fields["thing"].show_error(self._kit.words.say("Say what they ask for."))
            self.thing.box.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wrong = [field for field in self._fields.values() if not field.is_right()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        one = self.thing.named
        if self._wish is not None:
            self._change(self._wish.id)
        elif one is not None:
            self._ask(one.thing)

    def _ask(self, thing: Thing) -> None:
        details = self._details()
        self._kit.lanes.quick.try_do(
            self,
            self._on_asked,
            self._on_refused,
            wishes.ask,
            self._customer_id,
            product_id=thing.product_id,
            category_id=thing.category_id,
            words=thing.words,
            attribute=thing.attribute,
            quantity=details.quantity,
            limit_price=details.limit_price,
            until=details.until,
            priority=details.priority,
            note=details.note,
        )

    def _change(self, wish_id: int) -> None:
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_changed, self._on_refused, wishes.change, wish_id, self._details())

    def _details(self) -> Details:
        return Details(
            quantity=self._quantity(),
            limit_price=self.limit.value(),
            until=self.until.day(),
            priority=self.priority.value() or 0,
            note=self.note.text(),
        )

    def _on_asked(self, asked: Asked) -> None:
        self.saved.emit(asked.wish_id, self._kit.words.tell(asked.says))
        self.accept()

    def _on_changed(self, _nothing: None) -> None:
        if self._wish is not None:
            self.saved.emit(self._wish.id, self._kit.words.say("The request is changed."))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        name = "until" if isinstance(error, WishDayOver) else "thing"
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._fields[name].show_error(self._kit.words.tell(said))

    def _quantity(self) -> int | None:
        text = self.quantity.text().strip()
        return cells.quantity(text) if text else None

    def _wrong_quantity(self) -> str:
        try:
            quantity = self._quantity()
        except ShopError as error:
            return self._kit.words.tell(error)
        return "" if quantity is None or quantity > 0 else self._kit.words.say("It must be more than zero.")

    def _wrong_limit(self) -> str:
        if not self.limit.is_understood() or self.limit.value() == 0:
            return self._kit.words.say("This is not an amount. Write digits only.")
        return ""

    def _wrong_day(self) -> str:
        day = self.until.day()
        today = self._kit.settings.days.of(self._kit.program.shop.clock())
        if self.until.is_understood() and (day is None or day >= today):
            return ""
        return self._kit.words.say("Choose today or a later day.")
