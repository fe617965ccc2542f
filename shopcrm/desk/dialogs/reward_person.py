"""Asks whose points are to buy a reward."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.person_field import PersonField
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame


class RewardPerson(DialogFrame):
    """`chosen` carries the number of the customer; `editing` asks to change what points buy."""

    chosen = Signal(int)
    editing = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("A reward for points"),
            say("Show what they can have"),
            parent=parent,
            icon="gift",
            main_icon="arrow-right",
            width=560,
        )
        self._kit = kit
        self.person = PersonField(kit, say("Whose points"))
        self.body.addWidget(self.person)
        self.edit = Button(kit.look, say("Change what points buy"), icon="pencil", key="F4")
        self.add_side(self.edit)
        self.edit.clicked.connect(self._on_edit)
        self.agreed.connect(self._on_agreed)
        self.person.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edit(self) -> None:
        self.editing.emit()
        self.reject()

    def _on_agreed(self) -> None:
        if not self.person.is_right():
            return
        if not self.person.person():
            self.person.show_error(self._kit.words.say("Choose somebody from the list."))
            self.person.box.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.chosen.emit(self.person.person())
        self.accept()
