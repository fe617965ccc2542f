"""How tests touch the kit: typing in any script, reading the screen reader's names, finding ink."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)


class Turn(Protocol):
    """Turns the program round."""

    def __call__(self, *, rtl: bool) -> None: ...


_OPERATED = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QFileDialog,
    QAbstractSpinBox,
    QAbstractItemView,
    QPlainTextEdit,
    QTabWidget,
)
_INNER = (QAbstractSpinBox, QComboBox, QAbstractItemView, QCalendarWidget)


def type_text(widget: QWidget, text: str) -> None:
    """Type a text letter by letter; Qt's own helper stops the program at Persian letters."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key on a widget."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifier))


def spoken_name(widget: QWidget) -> str:
    """Tell what a screen reader says of a widget."""
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face is not None else ""


def unnamed(root: QWidget, *, in_sight: bool = False) -> Iterator[str]:
    """Find what can be operated, or only what of it is in sight, and has no name for a screen reader."""
    for widget in root.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), _INNER) or isinstance(widget, QHeaderView)
        if not isinstance(widget, _OPERATED) or inner or widget.objectName().startswith("qt_"):
            continue
        if not spoken_name(widget).strip() and (widget.isVisible() or not in_sight):
            yield f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"


def colour_at(widget: QWidget, spot: QPoint) -> QColor:
    """Tell the colour of a pixel of a widget."""
    return widget.grab().toImage().pixelColor(spot)


def choose_file(window: QWidget, place: Path, form: str = "") -> None:
    """Choose a place in the file dialog that is open over a window, after a form such as "(*.json)"."""
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    if form:
        dialog.selectNameFilter(next(one for one in dialog.nameFilters() if one.endswith(form)))
        dialog.filterSelected.emit(dialog.selectedNameFilter())
    dialog.setDirectory(str(place.parent))
    dialog.selectFile(place.stem)
    dialog.accept()
