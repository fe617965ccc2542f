"""A name and a PIN: names are big buttons, which arrows and letters choose while the PIN is being typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column, level, row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.rules import pins
from shopcrm.rules.errors import ShopError
from shopcrm.rules.roles import Role
from shopcrm.services.staff import StaffRow

_SIDEWAYS = {Qt.Key.Key_Left, Qt.Key.Key_Right}


class PinLine(LineEdit):
    """A line for a PIN, which nobody can read over a shoulder."""

    def __init__(self, kit: Kit, name: str) -> None:
        super().__init__(kit.look, ltr=True)
        self.setEchoMode(LineEdit.EchoMode.Password)
        self.setMaxLength(pins.LONGEST + 2)
        self.setAccessibleName(name)


class NewPin(QWidget):
    """A new PIN, written twice, because nobody sees what is written; it may stay empty where `optional`."""

    def __init__(self, kit: Kit, role: Role, *, optional: bool = False) -> None:
        super().__init__()
        self._kit, self._role, self._optional = kit, role, optional
        say = kit.words.say
        self.first, self.second = PinLine(kit, say("New PIN")), PinLine(kit, say("The same again"))
        self._field = Field(kit.look, say("New PIN"), self.first, hint=self._hint(), check=self._wrong)
        again = Field(kit.look, say("The same again"), self.second, check=self._different)
        self._fields = (self._field, again)
        self.setLayout(level(row(*((one, 1) for one in self._fields), gap=kit.look.size(12))))
        self.setFocusProxy(self.first)

    @property
    def value(self) -> str:
        """Give what was written."""
        return self.first.text().strip()

    def set_role(self, role: Role) -> None:
        """Ask for as many digits as somebody of this role needs."""
        self._role = role
        self._field.relabel(self._kit.words.say("New PIN"), self._hint())

    def is_right(self) -> bool:
        """Check both, and go to the first that is wrong."""
        for one in self._fields:
            if not one.is_right():
                one.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def _hint(self) -> str:
        return self._kit.words.say(
            "{least} to {most} digits", least=pins.shortest(self._role), most=pins.LONGEST
        )

    def _wrong(self) -> str:
        if self._optional and not self.value:
            return ""
        try:
            pins.check(self.value, self._role)
        except ShopError as error:
            return self._kit.words.tell(error)
        return ""

    def _different(self) -> str:
        if pins.tidy(self.first.text()) == pins.tidy(self.second.text()):
            return ""
        return self._kit.words.say("This is not what was written first. Write both again.")


class PinEntry(QWidget):
    """Who, and their PIN; `entered` comes on Enter in the PIN."""

    entered = Signal()

    def __init__(self, kit: Kit, people: Sequence[StaffRow], chosen: str = "") -> None:
        super().__init__()
        self._kit = kit
        say = kit.words.say
        names = [row.name for row in people]
        self.names = Choice(
            kit.look, [Option(name, name) for name in names], kind=ChoiceKind.TILES, name=say("Who")
        )
        self.names.choose(chosen if chosen in names else next(iter(names), ""))
        self.pin = PinLine(kit, say("PIN"))
        self._field = Field(
            kit.look, say("PIN"), self.pin, hint=say("arrows and first letters choose a name")
        )
        self.setLayout(column(Field(kit.look, say("Who"), self.names), self._field, gap=kit.look.size(12)))
        self.names.picked.connect(self._on_picked)
        self.pin.returnPressed.connect(self.entered)
        self.pin.textEdited.connect(self._on_edited)
        self.pin.installEventFilter(self)
        self.setFocusProxy(self.pin)

    @property
    def name(self) -> str:
        """Tell who is chosen."""
        return str(self.names.value() or "")

    @property
    def error(self) -> str:
        """Tell what stands under the PIN."""
        return self._field.error

    def take(self) -> str:
        """Give the PIN, and leave none behind; an empty one is asked for."""
        pin = self.pin.text()
        self.pin.clear()
        self._field.show_error("" if pin.strip() else self._kit.words.say("Write the PIN first."))
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        return pin.strip()

    def show_error(self, error: Exception) -> None:
        """Say why it was not taken; the keyboard stays where the next try is typed."""
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let what is no digit choose a name."""
        if (
            watched is not self.pin
            or event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
        ):
            return False
        sideways = event.key() in _SIDEWAYS and not self.pin.text()
        upright = event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}
        letter = event.text().isalpha() and event.modifiers() == Qt.KeyboardModifier.NoModifier
        return (sideways or upright or letter) and self.names.turn(event)

    def _on_picked(self, _name: str) -> None:
        self._field.show_error("")
        if any(button.hasFocus() and button.underMouse() for button in self.names.buttons()):
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, _text: str) -> None:
        self._field.show_error("")
