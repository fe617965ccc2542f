"""Fields to write in: with a name above, a hint beside it, and one sentence below when something is wrong."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import (
    Align,
    draw_icon,
    draw_key,
    draw_text,
    flags,
    key_size,
    mirrored,
    text_width,
)
from shopcrm.desk.widgets.labels import Label

_AIR = "\u00a0"
"""A hint begins, or ends, where the caret stands, so that it needs a little air there."""


class LineEdit(QLineEdit):
    """One line to write in, with a picture before it and a unit and a keycap after it.

    `ltr` is for phones, codes and amounts, whose order never turns round. The keycap is only shown.
    """

    left = Signal()

    def __init__(
        self,
        look: Look,
        *,
        placeholder: str = "",
        icon: str = "",
        key: str = "",
        unit: str = "",
        ltr: bool = False,
        align: Align = Align.LEAD,
        height: int = 36,
        name: str = "",
    ) -> None:
        super().__init__()
        self._look, self._icon, self._key, self._unit = look, icon, key, unit
        self._align, self._height = align, height
        self._runs_right: bool | None = None
        self.room_after = 0
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if ltr:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._arrange()

    def setPlaceholderText(self, hint: str) -> None:
        """Show a hint while nothing is written; the caret stands beside its first letter, not on it."""
        super().setPlaceholderText(f"{_AIR}{hint}{_AIR}" if hint else "")

    def placeholderText(self) -> str:
        """Tell the hint."""
        return super().placeholderText().strip(_AIR)

    def give_room_after(self, wide: int) -> None:
        """Leave room at the trailing end, in pixels, for what is put on the line."""
        self.room_after = round(wide / self._look.size(100) * 100)
        self._arrange()

    def turn(self, *, right: bool) -> None:
        """Let the words run as their own language does, whatever the window speaks."""
        way = Qt.Key.Key_Direction_R if right else Qt.Key.Key_Direction_L
        # Else a line of Qt runs as its first letter does, and a Persian text may begin with a Latin field.
        pressed = QKeyEvent(QEvent.Type.KeyPress, way, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self, pressed)
        self._runs_right = right
        self._arrange()

    def set_unit(self, unit: str) -> None:
        """Write another unit after the line."""
        self._unit = unit
        self._arrange()

    def set_wrong(self, *, wrong: bool) -> None:
        """Give the line the edge and the sign of an error, or take them away."""
        mark_wrong(self, wrong=wrong)
        self._arrange()

    def sizeHint(self) -> QSize:
        """Be as high as a control."""
        return QSize(self._look.size(160), self._look.size(self._height))

    def minimumSizeHint(self) -> QSize:
        """Be as high as a control."""
        return QSize(self._look.size(56), self._look.size(self._height))

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew when the look or the direction changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._arrange()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the line was left."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and what stands before and after it."""
        super().paintEvent(event)
        painter = QPainter(self)
        look, rtl = self._look, self._look.rtl
        if self._icon:
            place = QRect(look.size(10), 0, look.size(18), self.height())
            draw_icon(painter, look, mirrored(self.rect(), place, rtl=rtl), self._icon, "muted", 18)
        at = self.width() - look.size(8 + self.room_after)
        for width, paint in self._after():
            at -= width
            paint(painter, mirrored(self.rect(), QRect(at, 0, width, self.height()), rtl=rtl))
            at -= look.size(8)

    def _after(self) -> list[tuple[int, Callable[[QPainter, QRect], None]]]:
        """List what stands at the trailing end, the outermost first."""
        parts: list[tuple[int, Callable[[QPainter, QRect], None]]] = []
        if self._key:
            parts.append((key_size(self._look, self._key).width(), self._paint_key))
        if self.property("wrong"):
            parts.append((self._look.size(18), self._paint_sign))
        if self._unit:
            parts.append((text_width(self._look, self._unit, Type.CAPTION), self._paint_unit))
        return parts

    def _paint_key(self, painter: QPainter, place: QRect) -> None:
        draw_key(painter, self._look, place, self._key)

    def _paint_sign(self, painter: QPainter, place: QRect) -> None:
        draw_icon(painter, self._look, place, "circle-alert", "danger", 18)

    def _paint_unit(self, painter: QPainter, place: QRect) -> None:
        draw_text(painter, self._look, place, self._unit, Type.CAPTION, "muted", Align.CENTRE)

    def _arrange(self) -> None:
        look = self._look
        lead = look.size(26) if self._icon else 0
        trail = sum(width + look.size(8) for width, _paint in self._after()) + look.size(self.room_after)
        first, last = (trail, lead) if look.rtl else (lead, trail)
        self.setTextMargins(first, 0, last, 0)
        self.setAlignment(_side(look, self._align, self._runs_right))
        self.updateGeometry()
        self.update()


class TextArea(QPlainTextEdit):
    """Several lines to write in; Tab leaves them. `show_saved` tells at the bottom that they are kept."""

    left = Signal()

    def __init__(
        self, look: Look, *, placeholder: str = "", name: str = "", lines: int = 4, ltr: bool = False
    ) -> None:
        super().__init__()
        self._look, self._lines, self._saved, self._ltr = look, lines, "", ltr
        self._runs_right: bool | None = None
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._arrange()

    def turn(self, *, right: bool) -> None:
        """Let the words run as their own language does, whatever the window speaks."""
        self._runs_right = right
        self._arrange()

    def show_saved(self, text: str) -> None:
        """Write that the words are kept, in the words given; an empty text takes it away."""
        self._saved = text
        self.setViewportMargins(0, 0, 0, self._look.size(24) if text else 0)
        self.update()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Be high enough for its lines."""
        return QSize(
            self._look.size(240), self._lines * self.fontMetrics().lineSpacing() + self._look.size(20)
        )

    def minimumSizeHint(self) -> QSize:
        """Stay high enough for two lines."""
        foot = self._look.size(24) if self._saved else 0
        return QSize(self._look.size(80), 2 * self.fontMetrics().lineSpacing() + self._look.size(16) + foot)

    def changeEvent(self, event: QEvent) -> None:
        """Turn round with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the lines were left."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Paint the frame, and on it that the words are kept."""
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and self._saved:
            self._paint_saved()
        return done

    def _paint_saved(self) -> None:
        look = self._look
        painter = QPainter(self)
        wide = text_width(look, self._saved, Type.CAPTION)
        high, side = look.size(22), look.size(12)
        foot = QRect(0, self.height() - high - look.size(5), self.width(), high)
        words = QRect(foot.right() - side - wide, foot.top(), wide, high)
        sign = QRect(words.left() - look.size(20), foot.top(), look.size(16), high)
        draw_text(painter, look, mirrored(foot, words, rtl=look.rtl), self._saved, Type.CAPTION, "ok")
        draw_icon(painter, look, mirrored(foot, sign, rtl=look.rtl), "save", "ok", 14)

    def _arrange(self) -> None:
        option = QTextOption(_side(self._look, Align.LEAD, self._runs_right))
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        right = self._look.rtl and not self._ltr if self._runs_right is None else self._runs_right
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)


class Field(QWidget):
    """A thing to fill in under its name; `check` gives a sentence when something is wrong, else nothing.

    The check runs when the field is left and when the page asks `is_right`, never while one writes.
    """

    def __init__(
        self,
        look: Look,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        check: Callable[[], str] | None = None,
    ) -> None:
        super().__init__()
        self.editor = editor
        self._check = check
        self._label = Label(look, label, Type.LABEL)
        self._hint = Label(look, hint, Type.CAPTION, "muted", ellipsis=True)
        self._error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._error.hide()
        top = row(self._label, self._hint, None, gap=look.size(6))
        self.setLayout(column(top, editor, self._error, gap=look.size(4)))
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(hint)
        editor.installEventFilter(self)

    @property
    def error(self) -> str:
        """Tell the sentence that stands under the field now."""
        return self._error.text()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong and what to do; an empty sentence takes it away. What was written is kept."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._hint.text())
        if isinstance(self.editor, LineEdit):
            self.editor.set_wrong(wrong=bool(sentence))
        else:
            mark_wrong(self.editor, wrong=bool(sentence))

    def is_right(self) -> bool:
        """Check now, show what is wrong, and tell whether nothing is."""
        if self._check is not None:
            self.show_error(self._check())
        return not self.error

    def relabel(self, label: str, hint: str = "") -> None:
        """Name the field in another language."""
        self._label.setText(label)
        self._hint.setText(hint)
        self.editor.setAccessibleName(label)
        self.editor.setAccessibleDescription(hint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Check when the field is left."""
        if watched is self.editor and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            window_switch = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if event.reason() not in window_switch:
                self.is_right()
        return False


def _side(look: Look, align: Align, right: bool | None) -> Qt.AlignmentFlag:  # noqa: FBT001 -- three ways
    """Give the side on which writing stands: its own where that was said, else the window's."""
    if right is None:
        return flags(look, align)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def mark_wrong(widget: QWidget, *, wrong: bool) -> None:
    """Let the style sheet know that what stands in a widget is wrong."""
    widget.setProperty("wrong", wrong)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
