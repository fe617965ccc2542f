"""The question whom somebody is to be merged with; the two are then compared side by side."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.person_field import PersonField
from shopcrm.desk.widgets.dialog_frame import DialogFrame


class MergeChoice(DialogFrame):
    """`chosen` carries the other customer's number."""

    chosen = Signal(int)

    def __init__(self, kit: Kit, parent: QWidget, customer_id: int, name: str) -> None:
        words = kit.words
        super().__init__(
            kit.look,
            words,
            words.say("Merge {name} with somebody", name=name),
            words.say("Compare the two"),
            parent=parent,
            icon="merge",
            main_icon="arrow-right",
            line=words.say("Nothing is changed yet: first you see both side by side."),
        )
        self._words = words
        self.other = PersonField(kit, words.say("Who is the same person?"))
        self.other.show_people((), but=customer_id)
        self.body.addWidget(self.other)
        self.other.box.setFocus()
        self.agreed.connect(self._on_agreed)

    def _on_agreed(self) -> None:
        other = self.other.person()
        if not other:
            self.other.show_error(self._words.say("Choose somebody from the list."))
            self.other.box.setFocus()
            return
        self.accept()
        self.chosen.emit(other)
