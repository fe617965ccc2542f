"""A card of settings that are kept together; what is wrong with one of them stands under its field."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.fold import Fold, fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.shortcuts import sequences
from shopcrm.rules.errors import ShopError
from shopcrm.services import settings
from shopcrm.services.settings import Settings

Value = str | int | bool | None


class SettingCard(Card):
    """A card whose values are saved together; `decided` carries the settings after a change."""

    decided = Signal(object)
    failed = Signal(object)

    def __init__(self, kit: Kit, title: str) -> None:
        super().__init__(kit.look, title=title, padding=16)
        self.kit = kit
        self.fields: dict[str, Field] = {}
        self.body.setSpacing(kit.look.size(12))
        self._problem = Label(kit.look, "", Type.SMALL, "danger", wrap=True)
        self._problem.hide()

    def change(self, **values: Value) -> None:
        """Have the shop change these decisions; a refusal stands on the card."""
        self.change_then(self.decided.emit, values)

    def wear(self, **values: str) -> None:
        """Have the shop look or speak in another way, which anybody who works here may."""
        self._problem.hide()
        self.kit.lanes.quick.try_do(self, self.decided.emit, self._on_refused, settings.wear, **values)

    def change_then(self, then: Callable[[Settings], None], values: Mapping[str, Value]) -> None:
        """Have the shop change these decisions, and go on with the settings as they are then."""
        self._problem.hide()
        lane = self.kit.lanes.quick
        lane.try_do(self, then, self._on_refused, settings.change, **values)

    def add_save(self, slot: Callable[[], None], *others: QWidget) -> None:
        """Close the card with its save button, which Ctrl+Enter presses anywhere in it."""
        say, look = self.kit.words.say, self.kit.look
        save = Button(look, say("Save"), icon="check", key="Ctrl+Enter", bind_key=False, height=32)
        save.clicked.connect(slot)
        self.hear("Ctrl+Enter", slot)
        self.body.addWidget(self._problem)
        self.body.addLayout(fold(*others, None, save))

    def hear(self, key: str, slot: Callable[[], None]) -> None:
        """Let a key do something while the keyboard is in this card."""
        shortcut = QShortcut(self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.setKeys(sequences(key))
        shortcut.activated.connect(slot)

    def field(
        self, name: str, label: str, editor: QWidget, hint: str = "", check: Callable[[], str] | None = None
    ) -> Field:
        """Make the field of a setting; what the shop refuses about it stands there."""
        made = Field(self.kit.look, label, editor, hint=hint, check=check)
        self.fields[name] = made
        return made

    def is_right(self) -> bool:
        """Check what is in sight, show what is wrong, and go to the first of it."""
        asked = [field for field in self.fields.values() if not field.isHidden()]
        wrong = [field for field in asked if not field.is_right()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def memory(self) -> tuple[Tint, str]:
        """Give what the card said last, to be said again when the window was made anew."""
        return "muted", ""

    def show_said(self, tint: Tint, text: str) -> None:
        """Say again what was said before the window was made anew."""

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, ShopError):
            self.failed.emit(error)
            return
        about = self.fields.get(str(error.fields.get("name", "")))
        if about is not None:
            about.show_error(self.kit.words.tell(error))
            about.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._problem.setText(self.kit.words.tell(error))
        self._problem.show()


def line_of(kit: Kit, text: str, *, ltr: bool = False) -> LineEdit:
    """Make a line with a text in it."""
    line = LineEdit(kit.look, ltr=ltr)
    line.setText(text)
    return line


def number_line(kit: Kit, number: int) -> LineEdit:
    """Make a line with a whole number in it."""
    return line_of(kit, kit.words.digits(str(number)), ltr=True)


def whole(line: LineEdit) -> int:
    """Read a whole number in either digits; what is none becomes -1, which no setting can be."""
    try:
        return int(line.text().strip())
    except ValueError:
        return -1


def between(kit: Kit, line: LineEdit, low: int, high: int) -> Callable[[], str]:
    """Give the check that a line holds a whole number from `low` to `high`."""

    def check() -> str:
        if low <= whole(line) <= high:
            return ""
        return kit.words.say("Write a whole number from {low} to {high}.", low=low, high=high)

    return check


def side_by_side(kit: Kit, *fields: QWidget) -> Fold:
    """Lay fields that belong together beside each other, where there is room."""
    return fold(*((field, 1) for field in fields), gap=kit.look.size(12))
