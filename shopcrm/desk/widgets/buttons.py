"""Buttons that show what they do and their key; they work by pointer, keyboard and screen reader."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import (
    Align,
    draw_box,
    draw_icon,
    draw_key,
    draw_text,
    key_size,
    strip,
    text_width,
)
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.shortcuts import bind
from shopcrm.desk.widgets.tips import put_tip


class ButtonKind(Enum):
    """How loud a button is: one MAIN on a page, DANGER is outlined, DANGER_FULL only in the last dialog."""

    MAIN = "main"
    PLAIN = "plain"
    GHOST = "ghost"
    DANGER = "danger"
    DANGER_FULL = "danger full"


@dataclass(frozen=True, slots=True)
class _Skin:
    fill: Tint | None
    edge: Tint | None
    ink: Tint
    weight: Type = Type.MEDIUM
    key_ground: Tint | None = "raised"


_REST = {
    ButtonKind.MAIN: _Skin("accent", "accent", "on_accent", Type.TITLE, None),
    ButtonKind.PLAIN: _Skin("surface", "edge", "text"),
    ButtonKind.GHOST: _Skin(None, None, "accent"),
    ButtonKind.DANGER: _Skin("surface", "danger", "danger"),
    ButtonKind.DANGER_FULL: _Skin("danger", "danger", "surface", Type.TITLE, None),
}
_OFF = _Skin("sunken", "line", "muted", Type.MEDIUM, None)
_CHOSEN = _Skin("accent_soft", "accent", "accent_ink", Type.TITLE)


class Button(QPushButton):
    """A button; `key` is shown on it and presses it, unless `bind_key` is false (then the key is only shown).

    A `checkable` one can be chosen and wears a tick then; `stacked` puts the picture over the words.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        icon: str = "",
        key: str = "",
        bind_key: bool = True,
        height: int = 36,
        checkable: bool = False,
        stacked: bool = False,
        mirror: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._kind, self._icon, self._key = look, kind, icon, key
        self._height, self._stacked, self._mirror = height, stacked, mirror
        self._reason = ""
        self._words = ""
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self)
        if key and bind_key:
            bind(self, key)
        self.setText(text)

    @property
    def key(self) -> str:
        """Tell the key that is shown on the button."""
        return self._key

    @property
    def ring(self) -> FocusRing:
        """Give the ring that the keyboard draws round the button."""
        return self._ring

    def text(self) -> str:
        """Tell the words on the button."""
        return self._words

    def setText(self, text: str) -> None:
        """Write other words; an & in them is an &."""
        self._words = text
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another picture."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Make the button louder or quieter."""
        self._kind = kind
        self.update()

    def set_height(self, height: int) -> None:
        """Be so many design pixels high."""
        self._height = height
        self.updateGeometry()

    def turn_off(self, reason: str) -> None:
        """Switch the button off and say why in its tip and to a screen reader."""
        self._reason = reason
        self.setEnabled(False)
        self.setAccessibleDescription(reason)
        put_tip(self, reason)

    def turn_on(self) -> None:
        """Switch the button on again."""
        self._reason = ""
        self.setEnabled(True)
        self.setAccessibleDescription("")
        put_tip(self, "")

    def sizeHint(self) -> QSize:
        """Take the room of picture, words and keycap."""
        look, side = self._look, self._side_room()
        if self._stacked:
            widest = max(text_width(look, self._words, Type.TITLE), key_size(look, self._key).width())
            return QSize(widest + 2 * side, look.size(self._height))
        widths = [*self._widths(Type.TITLE), 0]
        gaps = look.size(8) * (len(widths) - 2)
        return QSize(sum(widths) + max(0, gaps) + 2 * side, look.size(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button."""
        painter = QPainter(self)
        skin = self._skin()
        colour = self._look.colour
        fill = colour(skin.fill) if skin.fill is not None else None
        edge = colour(skin.edge) if skin.edge is not None else None
        draw_box(painter, self.rect(), self._look.size(6), fill=fill, edge=edge)
        if self._stacked:
            self._paint_stacked(painter, skin)
        else:
            self._paint_line(painter, skin)

    def _side_room(self) -> int:
        return self._look.size(4 if self._kind is ButtonKind.GHOST else 10)

    def _shown_icon(self) -> str:
        return "check" if self.isChecked() and not self._stacked else self._icon

    def _widths(self, kind: Type) -> list[int]:
        """Measure what stands on the button; the tick of a chosen one has its room from the first."""
        look = self._look
        has_icon = bool(self._icon) or self.isCheckable()
        widths = [look.size(18)] if has_icon else []
        if self._words:
            widths.append(text_width(look, self._words, kind))
        if self._key:
            widths.append(key_size(look, self._key).width())
        return widths

    def _skin(self) -> _Skin:
        if not self.isEnabled():
            return _OFF
        rest = _CHOSEN if self.isChecked() else _REST[self._kind]
        loud = self._kind in (ButtonKind.MAIN, ButtonKind.DANGER_FULL)
        if self.isDown():
            return _Skin("accent_soft", rest.edge or "accent_soft", "accent_ink", rest.weight)
        if self.underMouse() and not self.isChecked() and not loud:
            return _Skin("sunken", rest.edge, rest.ink, rest.weight, rest.key_ground)
        return rest

    def _paint_line(self, painter: QPainter, skin: _Skin) -> None:
        look, icon = self._look, self._shown_icon()
        widths = [look.size(18)] if icon else []
        widths += [text_width(look, self._words, skin.weight)] if self._words else []
        widths += [key_size(look, self._key).width()] if self._key else []
        side = self._side_room()
        inner = self.rect().adjusted(side, 0, -side, 0)
        places = strip(inner, widths, look.size(8), rtl=look.rtl, centred=self._kind is not ButtonKind.GHOST)
        if icon:
            draw_icon(painter, look, places.pop(0), icon, skin.ink, 18, mirror=self._mirror)
        if self._words:
            draw_text(painter, look, places.pop(0), self._words, skin.weight, skin.ink)
        if self._key:
            self._paint_key(painter, places.pop(0), skin)

    def _paint_stacked(self, painter: QPainter, skin: _Skin) -> None:
        look, full = self._look, self.rect()
        ink: Tint = "muted" if skin is _REST[ButtonKind.PLAIN] else skin.ink
        third = full.height() / 3.0
        top = QRect(full.left(), look.size(4), full.width(), int(third))
        middle = top.translated(0, int(third) - look.size(3))
        draw_icon(painter, look, top, self._icon, ink, 22)
        draw_text(painter, look, middle, self._words, skin.weight, skin.ink, Align.CENTRE)
        wide = key_size(look, self._key).width()
        below = QRect(full.center().x() - wide // 2, middle.bottom(), wide, int(third) - look.size(2))
        if self._key:
            self._paint_key(painter, below, skin)

    def _paint_key(self, painter: QPainter, place: QRect, skin: _Skin) -> None:
        filled = skin.key_ground is None
        ink: Tint = skin.ink if filled else "muted"
        edge: Tint = skin.ink if filled and self.isEnabled() else "edge"
        draw_key(painter, self._look, place, self._key, ink, edge, skin.key_ground)


class IconButton(QPushButton):
    """A picture that acts; its name is spoken and stands in the tip together with its key."""

    def __init__(
        self,
        look: Look,
        icon: str,
        name: str,
        *,
        key: str = "",
        tint: Tint = "muted",
        mirror: bool = False,
        size: int = 18,
    ) -> None:
        super().__init__()
        self._look, self._icon, self._tint, self._mirror, self._size = look, icon, tint, mirror, size
        self._key = key
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self)
        self.set_name(name)
        if key:
            bind(self, key)

    def set_name(self, name: str) -> None:
        """Name what the picture does."""
        self.setAccessibleName(name)
        put_tip(self, f"{name} ({self._key})" if self._key else name)

    def sizeHint(self) -> QSize:
        """Take a square that a finger finds."""
        side = self._look.size(max(28, self._size + 10))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Take a square that a finger finds."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, on a ground while it is pointed at."""
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            ground: Tint = "accent_soft" if self.isDown() else "sunken"
            draw_box(painter, self.rect(), self._look.size(6), fill=self._look.colour(ground))
        draw_icon(painter, self._look, self.rect(), self._icon, self._tint, self._size, mirror=self._mirror)
