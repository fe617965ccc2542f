"""A column of cards that scrolls; where it goes on below its edge, a line leads to the next."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card

_HIDDEN = 16
"""A card of which more than so many design pixels lie below the edge is not all in sight."""


class SideColumn(QWidget):
    """Holds cards over one another; the wheel, the keyboard and the line at its foot scroll them."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._named: Sequence[Card] = ()
        self._next: Card | None = None
        self._host = QWidget()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        more = kit.words.say("More below")
        self.more = Button(kit.look, more, ButtonKind.GHOST, icon="chevron-down", height=24)
        self.setLayout(column((self._area, 1), self.more, gap=kit.look.size(4)))
        self.more.hide()
        self.more.clicked.connect(self._on_more)
        # Cards move one after the other; it is enough to look once they all stand.
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._tell)
        bar = self._area.verticalScrollBar()
        bar.valueChanged.connect(self._look_soon)
        bar.rangeChanged.connect(self._look_soon)

    def hold(self, cards: QLayout, named: Sequence[Card]) -> None:
        """Take the cards in; the line at the foot names one of these."""
        self._host.setLayout(cards)
        self._area.setWidget(self._host)
        self._named = named
        for card in named:
            card.installEventFilter(self)

    def bring_up(self, target: QWidget) -> None:
        """Scroll until something can be seen, and of its card as much as has room, from its head on."""
        card = next((one for one in self._named if one.isAncestorOf(target)), None)
        if card is not None:
            top = card.mapTo(self._host, QPoint(0, 0)).y()
            room = self._area.viewport().height()
            for edge in (self._bottom(card), min(top + room, self._bottom(card)), top):
                self._area.ensureVisible(0, edge, 0, 0)
        self._area.ensureWidgetVisible(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again where a card has moved."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._look_soon()
        return super().eventFilter(watched, event)

    def _look_soon(self, *_range: int) -> None:
        self._looking.start()

    def _on_more(self) -> None:
        """Bring the card up, or the rest of one that is higher than the column."""
        if self._next is None:
            return
        bar = self._area.verticalScrollBar()
        top = self._next.mapTo(self._host, QPoint(0, 0)).y()
        bar.setValue(top if top > bar.value() else bar.value() + bar.pageStep())

    def _bottom(self, card: Card) -> int:
        return card.mapTo(self._host, QPoint(0, card.height())).y()

    def _edge(self) -> int:
        """Tell how far down the cards are in sight."""
        return self._area.verticalScrollBar().value() + self._area.viewport().height()

    def _tell(self) -> None:
        """Name the first card that goes on below the edge; the room of the line itself does not count."""
        line = self.more.height() + self._kit.look.size(4) if self.more.isVisible() else 0
        edge = self._edge() + line + self._kit.look.size(_HIDDEN)
        # In a small window a card may stand elsewhere.
        here = (one for one in self._named if self._host.isAncestorOf(one))
        seen = (one for one in here if one.isVisibleTo(self._host))
        self._next = next((one for one in seen if self._bottom(one) > edge), None)
        if self._next is not None:
            title, say = self._next.title.text(), self._kit.words.say
            top = self._next.mapTo(self._host, QPoint(0, 0)).y()
            begins = top < self._edge() - self._kit.look.size(_HIDDEN)
            self.more.setText(say("More of {part}", part=title) if begins else title)
            self.more.setAccessibleName(self._kit.words.say("{part}: scroll to it", part=title))
        self.more.setVisible(self._next is not None)
