"""The people who are ticked in the list, and what can be done for all of them at once."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button, IconButton
from shopcrm.desk.widgets.flow import FlowLayout


class ChosenPeople(QWidget):
    """Holds who is ticked, in the order of ticking; it shows while somebody is.

    `changed` tells that others are ticked now. The keys belong to the page, where they are for the person
    who is shown as long as nobody is ticked.
    """

    changed = Signal()
    message_asked = Signal()
    papers_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._ids: dict[int, None] = {}
        look, say = kit.look, kit.words.say
        host = QWidget()
        flow = FlowLayout(host, gap=look.size(8), line_gap=look.size(6))
        self.message = Button(look, say("Message"), icon="send", key="Ctrl+M", bind_key=False, height=32)
        self.message.setAccessibleName(say("Message to all who are chosen"))
        self.papers = Button(look, say("Papers"), icon="printer", key="Ctrl+P", bind_key=False, height=32)
        self.papers.setAccessibleName(say("Papers about all who are chosen"))
        self.none = IconButton(look, "x", say("Choose nobody (Esc)"), size=16)
        for button in (self.message, self.papers, self.none):
            flow.addWidget(button)
        air = look.size(12)
        self.setLayout(column(host, gap=0, edges=(air, look.size(8), air, 0)))
        self.message.clicked.connect(self.message_asked)
        self.papers.clicked.connect(self.papers_asked)
        self.none.clicked.connect(self.clear)
        self.hide()

    def ids(self) -> list[int]:
        """Give who is ticked."""
        return list(self._ids)

    def has(self, customer_id: int) -> bool:
        """Whether somebody is ticked."""
        return customer_id in self._ids

    def toggle(self, customer_id: int) -> None:
        """Tick somebody, or take their tick away."""
        if customer_id in self._ids:
            self.leave_out(customer_id)
        else:
            self.add([customer_id])

    def add(self, customer_ids: Iterable[int]) -> None:
        """Tick some more."""
        self._ids.update(dict.fromkeys(customer_ids))
        self._tell()

    def leave_out(self, customer_id: int) -> None:
        """Take somebody's tick away."""
        if customer_id in self._ids:
            del self._ids[customer_id]
            self._tell()

    def clear(self) -> None:
        """Take all ticks away."""
        self._ids.clear()
        self._tell()

    def _tell(self) -> None:
        self.setVisible(bool(self._ids))
        self.changed.emit()
