"""Somebody who works here: their name, what they may do, and their PIN."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.pin_entry import NewPin
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.rules.errors import ShopError
from shopcrm.rules.roles import PEOPLE, Role, words_of
from shopcrm.services import staff
from shopcrm.services.staff import StaffRow


class StaffForm(DialogFrame):
    """Adds somebody, or changes role and PIN of one; `kept` carries the words for what was done."""

    kept = Signal(str)

    def __init__(self, kit: Kit, known: StaffRow | None, parent: QWidget) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            known.name if known else say("Somebody new"),
            say("Save") if known else say("Add"),
            parent=parent,
            line=say("Whoever has no PIN cannot sign in."),
            icon="user-cog" if known else "user-plus",
            width=560,
        )
        self._kit, self._known = kit, known
        self.name = LineEdit(kit.look)
        self._name_field = Field(kit.look, say("Name"), self.name, check=self._missing_name)
        options = [Option(role, kit.words.tell(words_of(role))) for role in PEOPLE]
        self.role = Choice(kit.look, options, kind=ChoiceKind.BUTTONS, name=say("Role"))
        self.role.choose(known.role if known else Role.STAFF)
        self._role_field = Field(kit.look, say("Role"), self.role)
        self.pin = NewPin(kit, known.role if known else Role.STAFF, optional=True)
        self.role.picked.connect(self.pin.set_role)
        self._lay_out()
        self.agreed.connect(self._on_agreed)

    def _lay_out(self) -> None:
        self.body.addWidget(self._name_field)
        self.body.addWidget(self._role_field)
        self.body.addWidget(self.pin)
        if self._known is not None:
            self._name_field.hide()
            left = Button(self._kit.look, self._kit.words.say("Works here no more"), ButtonKind.DANGER)
            left.clicked.connect(self._on_left)
            self.add_side(left)
            self.role.buttons()[PEOPLE.index(self._known.role)].setFocus()
        else:
            self.name.setFocus()

    def _missing_name(self) -> str:
        there = self._known is not None or self.name.text().strip()
        return "" if there else self._kit.words.say("Write the name.")

    def _on_agreed(self) -> None:
        if not self._name_field.is_right():
            self.name.setFocus()
        elif self.pin.is_right():
            role, pin = Role(self.role.value()), self.pin.value
            words, name = self._kit.words, self._known.name if self._known else self.name.text().strip()
            if self._known is None:
                self._do(words.say("{name} was added.", name=name), staff.add, name, role, pin)
            else:
                self._do(words.say("{name} is kept.", name=name), staff.change_role, name, role, pin)

    def _on_left(self) -> None:
        if self._known is not None:
            name = self._known.name
            said = self._kit.words.say(
                "{name} works here no more. What they did keeps their name.", name=name
            )
            self._do(said, staff.leave, name)

    def _do(self, said: str, use_case: Callable[..., object], *args: str) -> None:
        self.main.setEnabled(False)

        def done(_answer: object) -> None:
            self.accept()
            self.kept.emit(said)

        self._kit.lanes.quick.try_do(self, done, self._on_refused, use_case, *args)

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        about = self._role_field if self._known else self._name_field
        about.show_error(self._kit.words.tell(said))
