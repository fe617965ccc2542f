"""A line to search in: it asks when the typing rests, and offers what was found in a list under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.cells import CellPainter
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.rows import Rows

_REST_MS = 120
_OFFER_HEIGHT = 48
_OFFERS_IN_SIGHT = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """Something found: its value, its words, what else is known of it, and a sign."""

    value: Any
    text: str
    second: str = ""
    sign: Sign | None = None


class SearchBox(LineEdit):
    """A search line. `asked` comes when the typing rests, `chosen` with the value of an offer that was taken.

    `entered` comes with the text on Enter while nothing is offered; Down then gives `went_down`;
    Esc empties the line, and on an empty line gives `gave_up`.
    """

    asked = Signal(str)
    chosen = Signal(object)
    entered = Signal(str)
    went_down = Signal()
    gave_up = Signal()

    def __init__(
        self,
        look: Look,
        *,
        placeholder: str = "",
        key: str = "",
        name: str = "",
        icon: str = "search",
        height: int = 36,
    ) -> None:
        super().__init__(
            look, placeholder=placeholder, icon=icon, key=key, height=height, name=name or placeholder
        )
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._on_typing_rests)
        self.textEdited.connect(self._resting.start)
        self._offers = Rows(_columns())
        self._list = QListView()
        self._completer = QCompleter(self._offers, self)
        self._set_up_list()

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show what was found, the first one ready for Enter; nothing closes the list."""
        self._offers.show_rows(offers)
        if not offers or not self.hasFocus():
            self._list.hide()
            return
        high = self._look.size(_OFFER_HEIGHT) * min(len(offers), _OFFERS_IN_SIGHT)
        self._list.setFixedHeight(high + 10)
        self._completer.complete(QRect(0, 0, self.width(), self.height() + 2))
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def offers(self) -> list[Offer]:
        """Tell what is offered now."""
        return list(self._offers.all())

    def set_words(self, placeholder: str, name: str = "") -> None:
        """Speak another language."""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)

    def setAccessibleName(self, name: str) -> None:
        """Name the line for a screen reader, and the list of what was found."""
        super().setAccessibleName(name)
        found: QListView | None = getattr(self, "_list", None)
        if found is not None:
            found.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, Down and Esc; everything else is written."""
        agrees = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab if self._list.isVisible() or agrees:
                event.ignore()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._resting.stop()
                self.entered.emit(self.text())
            case Qt.Key.Key_Down:
                self.went_down.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self._on_typing_rests()
            case Qt.Key.Key_Escape:
                self.gave_up.emit()
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _set_up_list(self) -> None:
        painter = CellPainter(self._look)
        painter.setParent(self._list)
        painter.height, painter.by_state = _OFFER_HEIGHT, True
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_OFFERS_IN_SIGHT)
        # Down on the last offer would choose none, and Enter then take nothing.
        self._completer.setWrapAround(False)
        self._completer.setPopup(self._list)
        self._list.setItemDelegate(painter)
        self._list.setMouseTracking(True)
        self.setAccessibleName(self.accessibleName())
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setWidget(self)
        # The stubs do not know that a signal has several forms.
        by_index = self._completer.activated[QModelIndex]  # type: ignore[index]
        by_index.connect(self._on_activated)

    def _on_typing_rests(self) -> None:
        self._resting.stop()
        if not self.text():
            self._list.hide()
        self.asked.emit(self.text())

    def _on_activated(self, index: QModelIndex) -> None:
        taken = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(taken, Offer):
            self._resting.stop()
            self.chosen.emit(taken.value)


def _columns() -> list[Column[Offer]]:
    return [Column("", _text, Align.LEAD, strong=True, second=_second, sign=_sign)]


def _text(offer: Offer) -> str:
    return offer.text


def _second(offer: Offer) -> str:
    return offer.second


def _sign(offer: Offer) -> Sign | None:
    return offer.sign
