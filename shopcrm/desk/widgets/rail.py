"""The rail of pages at the leading edge: picture over word, one is chosen, Ctrl and a number goes there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align, Sign, draw_box, draw_icon, draw_text
from shopcrm.desk.widgets.cards import Ground
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.labels import Disc
from shopcrm.desk.widgets.shortcuts import bind
from shopcrm.desk.widgets.tips import put_tip

_KEYS = 10
_PICTURE = 22


@dataclass(frozen=True, slots=True)
class Place:
    """A page as the rail shows it; `last` puts it at the lower end."""

    key: str
    icon: str
    title: str
    last: bool = False


class Rail(Ground):
    """The pages; `picked` carries the key of the one that was asked for."""

    picked = Signal(str)

    def __init__(self, look: Look, *, icon: str = "store") -> None:
        super().__init__(look, "rail")
        self._look = look
        self._buttons: dict[str, _RailButton] = {}
        self._box = QVBoxLayout(self)
        side = look.size(6)
        self._box.setContentsMargins(side, look.size(10), side, look.size(8))
        self._box.setSpacing(look.size(4))
        sign = Disc(look, Sign(icon, ground="rail_sel", ink="rail_ink", size=40))
        sign.setMinimumSize(sign.sizeHint())
        self._box.addWidget(sign, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._box.addSpacing(look.size(8))
        self._box.addStretch(1)
        self.setFixedWidth(look.size(84))

    def add(self, place: Place) -> None:
        """Put a page on the rail; the first ten get a key, the tenth Ctrl+0."""
        place_on_rail = len(self._buttons) + 1
        key = f"Ctrl+{place_on_rail % _KEYS}" if place_on_rail <= _KEYS else ""
        button = _RailButton(self._look, place, key)
        button.clicked.connect(self._on_clicked)
        self._buttons[place.key] = button
        at = self._box.count() if place.last else self._stretch_at()
        self._box.insertWidget(at, button)

    def show_chosen(self, key: str) -> None:
        """Mark the page one is on."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def set_titles(self, places: Sequence[Place]) -> None:
        """Name the pages in another language."""
        for place in places:
            self._buttons[place.key].name_it(place.title)

    def set_count(self, key: str, count: str) -> None:
        """Show a small count at a page, such as that of messages that wait; empty takes it away."""
        self._buttons[key].set_count(count)

    def _stretch_at(self) -> int:
        spaces = [i for i in range(self._box.count()) if (item := self._box.itemAt(i)) and item.spacerItem()]
        return spaces[-1]

    def _on_clicked(self) -> None:
        button = self.sender()
        for key, known in self._buttons.items():
            if known is button:
                self.picked.emit(key)


class _RailButton(QPushButton):
    """One page on the rail."""

    def __init__(self, look: Look, place: Place, key: str) -> None:
        super().__init__()
        self._look, self._icon, self._key = look, place.icon, key
        self._title, self._count = "", ""
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self, radius=8)
        self.name_it(place.title)
        if key:
            bind(self, key)

    def name_it(self, title: str) -> None:
        """Write the name of the page."""
        self._title = title
        self.setAccessibleName(f"{title}, {self._count}" if self._count else title)
        put_tip(self, f"{title} ({self._key})" if self._key else title)
        self.update()

    def set_count(self, count: str) -> None:
        """Write a count at the picture."""
        self._count = count
        self.name_it(self._title)

    def nextCheckState(self) -> None:
        """Leave the choice to the window: it may stay where it is."""

    def sizeHint(self) -> QSize:
        """Be as wide as the rail."""
        return QSize(self._look.size(72), self._look.size(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture over word."""
        painter, look, full = QPainter(self), self._look, self.rect()
        if self.isChecked() or self.underMouse():
            fill = look.colour("rail_sel")
            if not self.isChecked():
                fill.setAlpha(110)
            draw_box(painter, full, look.size(8), fill=fill)
        ink: Tint = "rail_ink" if self.isChecked() else "rail_text"
        upper, lower = self._places()
        has_picture = upper.height() >= look.size(_PICTURE)
        if has_picture:
            draw_icon(painter, look, upper, self._icon, ink, _PICTURE)
        draw_text(
            painter,
            look,
            lower if has_picture else full,
            self._title,
            Type.HEAD if self.isChecked() else Type.CAPTION,
            ink,
            Align.CENTRE,
        )
        if self._count:
            self._paint_count(painter, upper)

    def _places(self) -> tuple[QRect, QRect]:
        """Give the places of picture and word; where the window is low the word keeps its height."""
        look, full = self._look, self.rect()
        word = int(look.metrics(Type.HEAD).height()) + 1
        top = full.top() + look.size(6)
        upper = QRect(full.left(), top, full.width(), look.size(24))
        lower = QRect(
            full.left() + 1,
            upper.bottom() + 1,
            full.width() - 2,
            full.bottom() - upper.bottom() - look.size(4),
        )
        if lower.height() < word:
            lower = QRect(lower.left(), max(full.top(), full.bottom() + 1 - word), lower.width(), word)
            upper = QRect(full.left(), full.top(), full.width(), max(0, lower.top() - full.top()))
        return upper, lower

    def _paint_count(self, painter: QPainter, upper: QRect) -> None:
        look = self._look
        high = look.size(16)
        wide = max(high, look.size(8) + look.size(7) * len(self._count))
        away = look.size(6)
        middle = upper.center().x()
        left = middle - away - wide if look.rtl else middle + away
        place = QRect(left, upper.top() - look.size(2), wide, high)
        draw_box(painter, place, high / 2, fill=look.colour("accent"))
        draw_text(painter, look, place, self._count, Type.KEY, "on_accent", Align.CENTRE)
