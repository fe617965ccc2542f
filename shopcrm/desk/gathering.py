"""Holds answers back for a moment, so that cards that belong together change in one stroke."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget

Gather: TypeAlias = Callable[[Callable[[], None]], None]
"""Takes what shows an answer, and calls it now or a little later."""

_LATEST_MS = 100
"""An answer that is late does not keep the others waiting longer than this."""


def at_once(show: Callable[[], None]) -> None:
    """Show an answer as soon as it comes."""
    show()


class Gathering:
    """Waits for so many answers, then shows all of them with one painting.

    What is `held` is not painted meanwhile: the whole widget, or only some parts of it.
    """

    def __init__(self, widget: QWidget, *held: QWidget) -> None:
        self._widget, self._held = widget, held or (widget,)
        self._cards: list[QWidget] = []
        self._wanted = 0
        self._waiting: list[Callable[[], None]] = []
        self._latest = QTimer(widget)
        self._latest.setSingleShot(True)
        self._latest.setInterval(_LATEST_MS)
        self._latest.timeout.connect(self.show)

    def take_in(self, card: QWidget) -> None:
        """Lay a card out only once all answers of a stroke are shown."""
        self._cards.append(card)

    def begin(self, wanted: int, *, fresh: bool) -> None:
        """Wait for so many answers from now on; what came for an older question is shown first.

        Where they are about something else than what is shown (`fresh`), that is not painted any more.
        """
        self.show()
        self._wanted = wanted
        self._let_paint(let=not fresh)
        self._latest.start()

    def take(self, show: Callable[[], None]) -> None:
        """Take an answer; the last one of those that are wanted shows them all, a late one comes alone."""
        self._waiting.append(show)
        self._wanted -= 1
        if self._wanted <= 0 or not self._latest.isActive():
            self.show()

    def show(self) -> None:
        """Show what has come so far."""
        self._latest.stop()
        shown, self._waiting = self._waiting, []
        layouts = self._layouts() if shown else []
        if shown:
            self._let_paint(let=False)
        try:
            # Else each thing that appears would have everything around it laid out at once.
            for layout in layouts:
                layout.setEnabled(False)
            for show in shown:
                show()
        finally:
            for layout in layouts:
                layout.setEnabled(True)
                layout.invalidate()
            for layout in layouts:
                layout.activate()
            self._let_paint(let=True)

    def _let_paint(self, *, let: bool) -> None:
        # Said twice, it would have all that stands in a widget painted anew.
        own = Qt.WidgetAttribute.WA_ForceUpdatesDisabled
        for widget in self._held:
            if widget.testAttribute(own) == let:
                widget.setUpdatesEnabled(let)

    def _layouts(self) -> list[QLayout]:
        """Give the layouts of the cards and of all that they stand in, from the outside to the inside."""
        found: dict[int, QLayout] = {}
        for card in self._cards:
            at: QWidget | None = card
            while at is not None and at is not self._widget:
                layout = at.layout()
                if layout is not None:
                    # What holds several cards comes before the last of them.
                    found.pop(id(at), None)
                    found[id(at)] = layout
                at = at.parentWidget()
        return list(reversed(found.values()))
