"""How likely something is: a pale band for how sure we are, a mark for the best guess."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint


@dataclass(frozen=True, slots=True)
class Band:
    """A best guess between a low and a high one, each from 0 to 1."""

    low: float
    best: float
    high: float


def draw_band(painter: QPainter, look: Look, place: QRect, band: Band) -> None:
    """Paint a chance on a scale from 0 to 1 that starts at the leading side."""
    painter.save()
    _turn(painter, look, place)
    radius = min(look.size(4), place.height() / 2)
    _bar(painter, look, place, radius)
    pale = look.colour("accent")
    pale.setAlpha(90)
    painter.setBrush(pale)
    painter.drawRoundedRect(_part(place, band.low, band.high), radius, radius)
    painter.setBrush(look.colour("accent"))
    mark = _part(place, band.best, band.best).center().x()
    painter.drawRect(QRectF(mark - 1.5, place.top(), 3, place.height()))
    painter.restore()


def draw_share(painter: QPainter, look: Look, place: QRect, share: float, tint: Tint = "accent") -> None:
    """Paint how much of something is done, from 0 to 1, from the leading side."""
    painter.save()
    _turn(painter, look, place)
    radius = min(look.size(4), place.height() / 2)
    _bar(painter, look, place, radius)
    painter.setBrush(look.colour(tint))
    if share > 0:
        painter.drawRoundedRect(_part(place, 0, min(1.0, share)), radius, radius)
    painter.restore()


class ChanceBar(QWidget):
    """A chance that stands alone; `says` puts it into words for a screen reader."""

    def __init__(self, look: Look, band: Band, says: str) -> None:
        super().__init__()
        self._look, self._band = look, band
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_band(self, band: Band, says: str) -> None:
        """Show another chance."""
        self._band = band
        self.setAccessibleName(says)
        self.update()

    def sizeHint(self) -> QSize:
        """Be a thin bar."""
        return QSize(self._look.size(100), self._look.size(8))

    def minimumSizeHint(self) -> QSize:
        """Be a thin bar."""
        return QSize(self._look.size(40), self._look.size(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        draw_band(QPainter(self), self._look, self.rect(), self._band)


class ShareBar(QWidget):
    """How much of something is reached or done, from 0 to 1."""

    def __init__(
        self, look: Look, share: float = 0.0, *, says: str = "", height: int = 8, tint: Tint = "accent"
    ) -> None:
        super().__init__()
        self._look, self._share, self._height, self._tint = look, share, height, tint
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        """Tell how much is shown."""
        return self._share

    def show_share(self, share: float, says: str) -> None:
        """Show how much it is now, and say it."""
        self._share = share
        self.setAccessibleName(says)
        self.update()

    def set_tint(self, tint: Tint) -> None:
        """Give the bar another colour; words beside it say the same."""
        self._tint = tint
        self.update()

    def sizeHint(self) -> QSize:
        """Be a thin bar."""
        return QSize(self._look.size(100), self._look.size(self._height))

    def minimumSizeHint(self) -> QSize:
        """Be a thin bar."""
        return QSize(self._look.size(40), self._look.size(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        draw_share(QPainter(self), self._look, self.rect(), self._share, self._tint)


def _turn(painter: QPainter, look: Look, place: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if look.rtl:
        painter.translate(2 * place.left() + place.width(), 0)
        painter.scale(-1, 1)


def _bar(painter: QPainter, look: Look, place: QRect, radius: float) -> None:
    painter.setBrush(look.colour("track"))
    painter.drawRoundedRect(QRectF(place), radius, radius)


def _part(place: QRect, low: float, high: float) -> QRectF:
    return QRectF(
        place.left() + place.width() * low, place.top(), place.width() * (high - low), place.height()
    )
