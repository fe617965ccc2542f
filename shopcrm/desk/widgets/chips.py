"""Small pills: what somebody avoids or told, what was seen, what is guessed, levels, and filters.

Each kind has its own sign and edge, so that none is told apart by colour alone.
"""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import draw_box, draw_icon, draw_text, strip, text_width
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.tips import put_tip

_CROSS = 22
"""How wide the place of a pill's cross is."""


@dataclass(frozen=True, slots=True)
class _Skin:
    icon: str
    ground: Tint
    edge: Tint | None
    ink: Tint
    width: int = 1
    dashed: bool = False
    weight: Type = Type.LABEL
    height: int = 28


class ChipKind(Enum):
    """What a pill says; AVOIDS comes first and alone on its line."""

    AVOIDS = _Skin("ban", "danger_soft", "danger", "danger", 2, weight=Type.LABEL_STRONG)
    TOLD = _Skin("heart", "accent_soft", "accent", "accent_ink")
    SEEN = _Skin("eye", "surface", "edge", "text")
    GUESSED = _Skin("lightbulb", "surface", "edge", "muted", dashed=True)
    PLAIN = _Skin("", "surface", "edge", "text")
    CHOSEN = _Skin("check", "accent_soft", "accent", "accent_ink")
    OFF = _Skin("", "sunken", "line", "muted")
    TAG = _Skin("tag", "sunken", None, "muted", weight=Type.CAPTION_MEDIUM, height=24)
    GOLD = _Skin("crown", "gold", None, "gold_ink", weight=Type.HEAD, height=24)
    SILVER = _Skin("star", "silver", None, "silver_ink", weight=Type.HEAD, height=24)
    BRONZE = _Skin("award", "bronze", None, "bronze_ink", weight=Type.HEAD, height=24)


class Chip(QLabel):
    """A pill that only says something; `icon` replaces the sign of its kind."""

    def __init__(self, look: Look, text: str, kind: ChipKind, *, icon: str = "") -> None:
        super().__init__()
        self._look, self._skin, self._icon = look, kind.value, icon or kind.value.icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Take the room of sign and words."""
        return _chip_size(self._look, self.text(), self._skin, icon=bool(self._icon))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        _paint_pill(painter, self._look, self.rect(), self._skin)
        _paint_words(painter, self._look, self.rect(), self._skin, self._icon, self.text())


class ButtonChip(QPushButton):
    """A pill that can be pressed: a filter that is chosen, or (not checkable) a thing to put in."""

    def __init__(self, look: Look, text: str, *, icon: str = "", checkable: bool = True) -> None:
        super().__init__()
        self._look, self._icon, self._words = look, icon, ""
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self, radius=14)
        self.setText(text)

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
        """Take the room of words and sign; the tick of a chosen pill has its room from the first."""
        sign = bool(self._icon) or self.isCheckable()
        return _chip_size(self._look, self._words, ChipKind.PLAIN.value, icon=sign)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter as well, where it acts and is not ticked."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self.isCheckable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        skin = (ChipKind.CHOSEN if self.isChecked() else ChipKind.PLAIN).value
        skin = skin if self.isEnabled() else ChipKind.OFF.value
        hovered = self.underMouse() and self.isEnabled() and not self.isChecked()
        _paint_pill(painter, self._look, self.rect(), skin, "sunken" if hovered else None)
        icon = "check" if self.isChecked() else self._icon
        _paint_words(painter, self._look, self.rect(), skin, icon, self._words)


class GuessChip(QPushButton):
    """A guess to answer: Enter or the tick confirms it, Del or the cross dismisses it."""

    confirmed = Signal()
    dismissed = Signal()

    def __init__(self, look: Look, text: str, *, how: str) -> None:
        """Make one; `how` tells a screen reader, and the tip, which keys answer."""
        super().__init__()
        self._look, self._words = look, text
        self.setText(text.replace("&", "&&"))
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setAccessibleDescription(how)
        put_tip(self, how)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self, radius=14)
        self.clicked.connect(self.confirmed)

    def sizeHint(self) -> QSize:
        """Take the room of sign, words, tick and cross."""
        plain = _chip_size(self._look, self._words, ChipKind.GUESSED.value, icon=True)
        return QSize(plain.width() + 2 * self._look.size(24), plain.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Answer by tick or cross; a click elsewhere answers nothing."""
        self.setDown(False)
        tick, cross = self._answers()
        spot = event.position().toPoint()
        if tick.contains(spot):
            self.confirmed.emit()
        elif cross.contains(spot):
            self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill with its two answers."""
        painter = QPainter(self)
        look, skin = self._look, ChipKind.GUESSED.value
        _paint_pill(painter, look, self.rect(), skin, "sunken" if self.underMouse() else None)
        _paint_words(painter, look, self.rect(), skin, skin.icon, self._words, centred=False)
        tick, cross = self._answers()
        draw_icon(painter, look, tick, "check", "ok", 16)
        draw_icon(painter, look, cross, "x", "danger", 16)

    def _answers(self) -> tuple[QRect, QRect]:
        wide, end = self._look.size(24), self._look.size(6)
        room = self.rect()
        at = room.left() + end if self._look.rtl else room.right() - end - 2 * wide + 1
        first = QRect(at, room.top(), wide, room.height())
        second = first.translated(wide, 0)
        return (second, first) if self._look.rtl else (first, second)


class KeptChip(QPushButton):
    """A pill with something that was told and can be left out: by its cross, or by Del.

    With an `aside`, such as a quiet question, Enter or a click on it gives `confirmed`.
    """

    left_out = Signal()
    confirmed = Signal()

    def __init__(
        self, look: Look, text: str, kind: ChipKind, *, how: str, icon: str = "", aside: str = ""
    ) -> None:
        """Make one; `how` tells a screen reader, and the tip, how to leave it out."""
        super().__init__()
        self._look, self._words, self._skin, self._aside = look, text, kind.value, aside
        self._icon = icon or kind.value.icon
        self.setText(text.replace("&", "&&"))
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setAccessibleDescription(how)
        put_tip(self, how)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self, radius=14)

    def text(self) -> str:
        """Tell the words."""
        return self._words

    @property
    def aside(self) -> str:
        """Tell what is quietly asked beside the words."""
        return self._aside

    def sizeHint(self) -> QSize:
        """Take the room of sign, words and cross."""
        plain = _chip_size(self._look, self._words, self._skin, icon=bool(self._icon))
        return QSize(plain.width() + self._aside_width() + self._look.size(_CROSS - 4), plain.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it out or confirm it by key."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.left_out.emit()
        elif self._aside and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave it out by the cross, confirm it by what is asked; a click elsewhere does nothing."""
        self.setDown(False)
        spot = event.position().toPoint()
        if self._cross().contains(spot):
            self.left_out.emit()
        elif self._aside and self._aside_place().contains(spot):
            self.confirmed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill with its cross."""
        painter = QPainter(self)
        _paint_pill(painter, self._look, self.rect(), self._skin)
        _paint_words(painter, self._look, self.rect(), self._skin, self._icon, self._words, centred=False)
        if self._aside:
            draw_text(painter, self._look, self._aside_place(), self._aside, Type.CAPTION, "muted")
        draw_icon(painter, self._look, self._cross(), "x", self._skin.ink, 14)

    def _cross(self) -> QRect:
        look, room = self._look, self.rect()
        wide, end = look.size(_CROSS), look.size(4)
        at = room.left() + end if look.rtl else room.right() + 1 - end - wide
        return QRect(at, room.top(), wide, room.height())

    def _aside_width(self) -> int:
        wide = text_width(self._look, self._aside, Type.CAPTION)
        return wide + self._look.size(6) if wide else 0

    def _aside_place(self) -> QRect:
        cross, wide = self._cross(), self._aside_width()
        at = cross.right() + 1 if self._look.rtl else cross.left() - wide
        return QRect(at, cross.top(), wide, cross.height())


def _chip_size(look: Look, text: str, skin: _Skin, *, icon: bool) -> QSize:
    sign = look.size(20) if icon else 0
    return QSize(sign + text_width(look, text, skin.weight) + 2 * look.size(10), look.size(skin.height))


def _paint_pill(painter: QPainter, look: Look, place: QRect, skin: _Skin, ground: Tint | None = None) -> None:
    edge = look.colour(skin.edge) if skin.edge is not None else None
    draw_box(
        painter,
        place,
        place.height() / 2 - skin.width / 2,
        fill=look.colour(ground or skin.ground),
        edge=edge,
        width=skin.width,
        dashed=skin.dashed,
    )


def _paint_words(
    painter: QPainter, look: Look, place: QRect, skin: _Skin, icon: str, text: str, *, centred: bool = True
) -> None:
    inner = place.adjusted(look.size(10), 0, -look.size(10), 0)
    widths = ([look.size(14)] if icon else []) + [text_width(look, text, skin.weight)]
    places = strip(inner, widths, look.size(6), rtl=look.rtl, centred=centred)
    if icon:
        draw_icon(painter, look, places[0], icon, skin.ink, 14)
    draw_text(painter, look, places[-1], text, skin.weight, skin.ink)
