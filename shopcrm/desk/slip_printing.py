"""Prints the slips of what was sold, by itself where the shop wants it so, and shows them on paper before.

A sale is written down before its slip is made, so a printer that is out changes nothing of it; a notice at
the top of the window says so, and prints again by one key.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import printers
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.banner import BannerArea, Notice, NoticeKind
from shopcrm.rules.errors import ShopError
from shopcrm.rules.tenders import CASH
from shopcrm.services import printing
from shopcrm.services.printing import What
from shopcrm.services.selling import Sold
from shopcrm.services.settings import Settings
from shopcrm.services.slips import SlipWidth

NOTICE = "slip"
_POINTS_PER_INCH = 72
_NARROW = 69
"""Rolls of less than so many millimetres are of the narrow kind."""


def usual_width(settings: Settings) -> SlipWidth:
    """Tell on which roll the shop prints its slips."""
    return SlipWidth.NARROW if settings.slip_width < _NARROW else SlipWidth.WIDE


class SlipPrinting(QObject):
    """The slips of one counter. `printed` carries a paper to be shown, `did` what was done."""

    printed = Signal(object)
    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit, page: QWidget) -> None:
        super().__init__(page)
        self._kit, self._page = kit, page
        self._banners: BannerArea | None = None
        self._again: int | None = None
        self.last: int | None = None
        """The last document that was written down here."""

    def after_sale(self, sold: Sold) -> None:
        """Print the slip of what was just sold, where the shop wants that done by itself."""
        self.last = sold.sale_id
        if self._kit.settings.slip_by_itself and not sold.was_known:
            self.print(sold.sale_id, open_drawer=any(one.kind == CASH for one in sold.paid))

    def after_return(self, return_id: int) -> None:
        """Print the slip of what just came back, likewise."""
        self.last = return_id
        if self._kit.settings.slip_by_itself:
            self.print(return_id)

    def show_last(self) -> None:
        """Show the slip of the last document, to be printed or saved."""
        if self.last is None:
            self.did.emit(self._kit.words.say("Nothing was sold here yet that has a slip."))
        else:
            self.show(self.last)

    def show(self, sale_id: int) -> None:
        """Show the slip of a document, to be printed or saved."""
        self._kit.lanes.paper.run(self, self.printed.emit, partial(self._make, sale_id), self.failed.emit)

    def print(self, sale_id: int, *, open_drawer: bool = False) -> None:
        """Print the slip of a document at once."""
        work = partial(self._print, sale_id, open_drawer=open_drawer)
        self._kit.lanes.paper.run(self, partial(self._on_sent, sale_id), work, partial(self._on_out, sale_id))

    def _make(self, sale_id: int) -> FinishedPaper:
        """Write the slip; runs beside the window and touches no widget."""
        program, width = self._kit.program, usual_width(self._kit.settings)
        path = program.paper_place(f"slip-{sale_id}")
        program.papers.slip_to(path, sale_id, width, self._kit.words)
        return FinishedPaper(path, What.SLIP, (sale_id,), width, slip=True)

    def _print(self, sale_id: int, *, open_drawer: bool) -> list[bytes]:
        """Print on the slip printer; without one, give the pages for one of the system. Touches no widget."""
        program, paper = self._kit.program, self._make(sale_id)
        if not program.papers.has_slip_printer():
            return list(program.pictures_of(paper.path, printers.DOTS_PER_INCH / _POINTS_PER_INCH))
        program.papers.send_to_slip_printer(paper.path, open_drawer=open_drawer)
        return []

    def _on_sent(self, sale_id: int, pages: list[bytes]) -> None:
        if pages:
            try:
                printers.print_by_itself(pages)
            except ShopError as error:
                self._on_out(sale_id, error)
                return
        self._settle()
        width = usual_width(self._kit.settings)
        self._kit.lanes.quick.do(self, self._on_noted, printing.note, What.SLIP, (sale_id,), width)

    def _on_noted(self, _nothing: None) -> None:
        self.did.emit(self._kit.words.say("The slip is printed."))

    def _on_out(self, sale_id: int, error: Exception) -> None:
        """Say that the slip was not printed; what was sold stays sold."""
        if not isinstance(error, ShopError):
            self.failed.emit(error)
            return
        self._again = sale_id
        words, banners = self._kit.words, self._find_banners()
        if banners is None:
            self.failed.emit(error)
            return
        title = words.say("The slip was not printed. What was sold is written down.")
        again = words.say("Print again")
        banners.show_notice(Notice(NOTICE, NoticeKind.DANGER, title, words.tell(error), again, "Alt+P"))

    def _find_banners(self) -> BannerArea | None:
        """Find the notices of the window, which is there only once the page is in it."""
        window = self._page.window()
        if self._banners is None and isinstance(window, Frame):
            self._banners = window.banners
            self._banners.acted.connect(self._on_acted)
        return self._banners

    def _on_acted(self, name: str) -> None:
        if name == NOTICE and self._again is not None:
            sale_id = self._again
            self._settle()
            self.print(sale_id)

    def _settle(self) -> None:
        self._again = None
        if self._banners is not None:
            self._banners.drop(NOTICE)
