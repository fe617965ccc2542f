"""Opens the day's close of the till, and brings it on paper once it is made."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.day_close import DayCloseDialog
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.kit import Kit
from shopcrm.desk.slip_printing import usual_width
from shopcrm.services import day_close
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.printing import What
from shopcrm.services.slips import SlipWidth


class DayClosing(QObject):
    """`printed` carries a paper to be shown, `did` what was done."""

    printed = Signal(object)
    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit, page: QWidget) -> None:
        super().__init__(page)
        self._kit, self._page = kit, page

    def open(self) -> None:
        """Show the figures of the till since its last close, to be closed."""
        self._kit.lanes.quick.ask(self, self._on_read, day_close.open_now)

    def _on_read(self, day: ClosedDay) -> None:
        dialog = DayCloseDialog(self._kit, day, self._page)
        dialog.closed.connect(self._on_closed)
        dialog.paper_asked.connect(partial(self._show, None))
        dialog.open()

    def _on_closed(self, day: ClosedDay) -> None:
        self.did.emit(self._kit.words.say("The day is closed."))
        self._show(day.id)

    def _show(self, close_id: int | None) -> None:
        self._kit.lanes.paper.run(self, self.printed.emit, partial(self._make, close_id), self.failed.emit)

    def _make(self, close_id: int | None) -> FinishedPaper:
        """Write the paper, on a roll where slips have a printer; runs beside the window."""
        program, words = self._kit.program, self._kit.words
        on_roll = program.papers.has_slip_printer()
        width = usual_width(self._kit.settings) if on_roll else SlipWidth.PAGE
        path = program.paper_place("day-close")
        program.papers.day_close_to(path, close_id, words, width)
        what = None if close_id is None else What.DAY_CLOSE
        return FinishedPaper(path, what, () if close_id is None else (close_id,), width, slip=on_roll)
