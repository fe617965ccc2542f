"""Things to choose from: a tick box, a list that opens, and choices that are all in sight (up to five)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import draw_box, draw_icon, draw_text, mirrored, text_width
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.desk.widgets.flow import FlowLayout, Spread
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.rules.text import ascii_digits


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its value, its words, and perhaps a picture and a key."""

    value: Any
    text: str
    icon: str = ""
    key: str = ""


class CheckBox(QCheckBox):
    """A box to tick, 18 pixels, with words that can be clicked too."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__()
        self._look, self._words = look, text
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self, radius=4)

    def text(self) -> str:
        """Tell the words."""
        return self._words

    def setText(self, text: str) -> None:
        """Write other words; an & in them is an &."""
        self._words = text
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Take the room of box and words."""
        words = text_width(self._look, self._words, Type.MEDIUM)
        return QSize(self._look.size(26) + words, self._look.size(28))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def hitButton(self, spot: QPoint) -> bool:
        """Let a click on the words count."""
        return self.rect().contains(spot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and words."""
        painter = QPainter(self)
        look, full = self._look, self.rect()
        side = look.size(18)
        box = QRect(0, (full.height() - side) // 2, side, side)
        draw_tick_box(
            painter, look, mirrored(full, box, rtl=look.rtl), ticked=self.isChecked(), on=self.isEnabled()
        )
        words = QRect(look.size(26), 0, full.width() - look.size(26), full.height())
        tint: Tint = "text" if self.isEnabled() else "muted"
        draw_text(painter, look, mirrored(full, words, rtl=look.rtl), self._words, Type.MEDIUM, tint)


class Combo(QComboBox):
    """A list that opens, for more than five things; the wheel turns it only while the keyboard is on it."""

    picked = Signal(object)

    def __init__(self, look: Look, options: Sequence[Option] = (), *, icon: str = "", name: str = "") -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_options(options)
        self.activated.connect(self._on_activated)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other things."""
        self.clear()
        for option in options:
            self.addItem(option.text, option.value)

    def setAccessibleName(self, name: str) -> None:
        """Name the list for a screen reader, closed and open."""
        super().setAccessibleName(name)
        self.view().setAccessibleName(name)

    def value(self) -> Any:
        """Tell the value that is chosen, or None."""
        return self.currentData()

    def choose(self, value: Any) -> None:
        """Choose a value; one that is not offered leaves nothing chosen."""
        found = [i for i in range(self.count()) if self.itemData(i) == value]
        self.setCurrentIndex(found[0] if found else -1)

    def sizeHint(self) -> QSize:
        """Be as high as a control and as wide as its widest words."""
        widest = max(
            (text_width(self._look, self.itemText(i), Type.BODY) for i in range(self.count())), default=0
        )
        return QSize(widest + self._look.size(48), self._look.size(36))

    def minimumSizeHint(self) -> QSize:
        """Be as high as a control."""
        return QSize(self._look.size(80), self._look.size(36))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the keyboard is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the list's head and the sign that it opens."""
        super().paintEvent(event)
        look = self._look
        side = look.size(18)
        place = QRect(self.width() - side - look.size(8), 0, side, self.height())
        draw_icon(
            QPainter(self), look, mirrored(self.rect(), place, rtl=look.rtl), "chevron-down", "muted", 16
        )

    def _on_activated(self, _index: int) -> None:
        self.picked.emit(self.currentData())


class ChoiceKind(Enum):
    """How choices in sight look: pills, buttons in a row, pictures over words, or big buttons in rows."""

    CHIPS = "chips"
    BUTTONS = "buttons"
    FACES = "faces"
    TILES = "tiles"


class Choice(QWidget):
    """Choices that are all in sight: arrows and first letters choose, Tab goes on.

    `several` allows more than one.
    """

    picked = Signal(object)

    def __init__(
        self,
        look: Look,
        options: Sequence[Option],
        *,
        kind: ChoiceKind = ChoiceKind.CHIPS,
        several: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        self._look, self._several = look, several
        self._line: Callable[[], QLineEdit] | None = None
        self._values = [option.value for option in options]
        self._buttons = [self._make(option, kind) for option in options]
        self.setAccessibleName(name)
        self._line_up(kind)
        for button in self._buttons:
            button.clicked.connect(self._on_clicked)
            button.installEventFilter(self)
        self._mind_tab()

    def value(self) -> Any:
        """Tell the value that is chosen, or None."""
        return next(iter(self.values()), None)

    def values(self) -> list[Any]:
        """Tell all values that are chosen."""
        return [v for v, button in zip(self._values, self._buttons, strict=True) if button.isChecked()]

    def choose(self, *values: Any) -> None:
        """Choose these values and no others; nobody is told."""
        for value, button in zip(self._values, self._buttons, strict=True):
            button.setChecked(value in values)
        self._mind_tab()

    def buttons(self) -> list[QPushButton]:
        """Give the buttons in their order."""
        return list(self._buttons)

    def hand_letters_to(self, line: Callable[[], QLineEdit]) -> None:
        """Let whoever goes on typing write in a line, where a letter might else choose in silence."""
        self._line = line

    def turn(self, event: QKeyEvent) -> bool:
        """Choose by a key that was pressed elsewhere, where the keyboard stays; tells whether it chose."""
        at = next((i for i, button in enumerate(self._buttons) if button.isChecked()), -1)
        target = self._target(at, event)
        if target >= 0:
            self._pick(target)
        return target >= 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with the arrows, jump with a first letter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._line is not None and _writes(event):
                self._line().setFocus(Qt.FocusReason.OtherFocusReason)
                QCoreApplication.sendEvent(self._line(), event.clone())
                return True
            at = next((i for i, button in enumerate(self._buttons) if button is watched), -1)
            target = self._target(at, event)
            if at >= 0 and target >= 0:
                self._go(target)
                return True
        return False

    def _target(self, at: int, event: QKeyEvent) -> int:
        """Tell to which choice a key leads, or -1."""
        step = self._step(event.key())
        if step:
            return (at + step) % len(self._buttons)
        letter = _plain(event.text())
        if not letter or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return -1
        order = [*range(at + 1, len(self._buttons)), *range(at + 1)]
        words = [_plain(button.text()) for button in self._buttons]
        return next((i for i in order if words[i].startswith(letter)), -1)

    def _line_up(self, kind: ChoiceKind) -> None:
        """Lay pills so that lines break, buttons so that they share the width."""
        gap = self._look.size(6)
        breaks = kind in {ChoiceKind.CHIPS, ChoiceKind.TILES}
        line = FlowLayout(self, gap=gap) if breaks else Spread(self, gap=gap, line_gap=gap)
        for button in self._buttons:
            line.addWidget(button)

    def _make(self, option: Option, kind: ChoiceKind) -> QPushButton:
        look = self._look
        if kind is ChoiceKind.CHIPS:
            return ButtonChip(look, option.text, icon=option.icon)
        faces = kind is ChoiceKind.FACES
        button = Button(
            look,
            option.text,
            icon=option.icon,
            key=option.key,
            checkable=True,
            stacked=faces,
            height={ChoiceKind.FACES: 80, ChoiceKind.TILES: 56}.get(kind, 36),
        )
        if kind is ChoiceKind.TILES:
            button.setMinimumWidth(look.size(150))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _step(self, key: int) -> int:
        forward, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self._look.rtl:
            forward, back = back, forward
        steps = {forward: 1, Qt.Key.Key_Down: 1, back: -1, Qt.Key.Key_Up: -1}
        return steps.get(Qt.Key(key), 0)

    def _go(self, index: int) -> None:
        button = self._buttons[index]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._several:
            self._pick(index)

    def _on_clicked(self) -> None:
        clicked = self.sender()
        # Chosen by its own key it takes the keyboard from the one that had it: Tab goes on from here.
        here = any(button.hasFocus() for button in self._buttons)
        for index, button in enumerate(self._buttons):
            if button is clicked:
                self._pick(index)
                if here:
                    button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _pick(self, index: int) -> None:
        if not self._several:
            for other, button in enumerate(self._buttons):
                button.setChecked(other == index)
        self._mind_tab()
        self.picked.emit(self._values[index])

    def _mind_tab(self) -> None:
        """Let Tab stop once at the choices: at the chosen one, else at the first."""
        if self._several:
            return
        stop = next((i for i, button in enumerate(self._buttons) if button.isChecked()), 0)
        for index, button in enumerate(self._buttons):
            policy = Qt.FocusPolicy.StrongFocus if index == stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)


def _writes(event: QKeyEvent) -> bool:
    """Whether a key writes something that can be seen; the space bar presses a button."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & commands


def _plain(text: str) -> str:
    """Take a letter or digit for the same in either case and in the digits of either language."""
    return ascii_digits(text.strip()).casefold()


def draw_tick_box(painter: QPainter, look: Look, box: QRect, *, ticked: bool, on: bool = True) -> None:
    """Paint a box, ticked or not."""
    ground: Tint = "accent" if ticked and on else ("surface" if on else "sunken")
    edge: Tint = "accent" if ticked and on else ("edge" if on else "line")
    draw_box(painter, box, look.size(4), fill=look.colour(ground), edge=look.colour(edge))
    if ticked:
        draw_icon(painter, look, box, "check", "on_accent" if on else "muted", 14)
