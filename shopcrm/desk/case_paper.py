"""The slip and the file of a case: made beside the window, and handed over to be shown and printed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.kit import Kit
from shopcrm.desk.slip_printing import usual_width
from shopcrm.services.printing import What


class CasePaper(QObject):
    """Makes papers of cases; `printed` carries one that is to be shown."""

    printed = Signal(object)
    failed = Signal(object)

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit

    def show_slip(self, complaint_id: int) -> None:
        """Show the slip of a case, to be printed or saved."""
        work = partial(self._make, complaint_id)
        self._kit.lanes.paper.run(self, self.printed.emit, work, self.failed.emit)

    def show_file(self, complaint_id: int) -> None:
        """Show all of a case on paper, to be printed or saved."""
        work = partial(self._make_file, complaint_id)
        self._kit.lanes.paper.run(self, self.printed.emit, work, self.failed.emit)

    def _make_file(self, complaint_id: int) -> Path:
        """Write the file; runs beside the window and touches no widget."""
        path = self._kit.program.paper_place("case-file")
        self._kit.program.papers.case_file_to(path, complaint_id, self._kit.words)
        return path

    def _make(self, complaint_id: int) -> FinishedPaper:
        """Write the slip; runs beside the window and touches no widget."""
        program, width = self._kit.program, usual_width(self._kit.settings)
        path = program.paper_place(f"case-{complaint_id}")
        program.papers.case_slip_to(path, complaint_id, width, self._kit.words)
        return FinishedPaper(path, What.CASE, (complaint_id,), width, slip=True)
