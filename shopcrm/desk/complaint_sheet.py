"""The sheet of one case: what was said, its clocks, what was done and what can be done next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from shopcrm.desk.complaint_head import CaseHead
from shopcrm.desk.complaint_lines import LineCard, change_line, done_line, said_line
from shopcrm.desk.complaint_photos import PhotoStrip
from shopcrm.desk.complaint_promises import PromisedCard
from shopcrm.desk.complaint_side import ClocksCard
from shopcrm.desk.kit import Kit
from shopcrm.desk.photo_view import PhotoDialog
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.cards import Card
from shopcrm.rules.complaints import RUNNING, Kind, State
from shopcrm.services import case_sheet
from shopcrm.services.case_sheet import CaseSheet

_CLOCK_MS = 30_000
"""Clocks are read again so often while a case is shown."""


class CaseSheetView(QScrollArea):
    """Shows one case; tells when its customer or its draft is asked for. `came` comes when it is shown."""

    customer_asked = Signal(int)
    draft_asked = Signal(int)
    came = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.case_id: int | None = None
        self.sheet: CaseSheet | None = None
        say = kit.words.say
        self.head = CaseHead(kit)
        self.clocks = ClocksCard(kit)
        self.promised = PromisedCard(kit)
        self.done = LineCard(kit, say("Put right with"))
        self.said = LineCard(kit, say("What was said since"), say("Nothing was written down yet."))
        self.changes = LineCard(kit, say("How it stood"))
        self.photos = PhotoStrip(kit)
        self._photo_card = Card(kit.look, say("Photos"))
        self._build()
        self._listen()
        self._ticking = QTimer(self)
        self._ticking.setInterval(_CLOCK_MS)
        self._ticking.timeout.connect(self.refresh)
        self._ticking.start()

    @property
    def customer_id(self) -> int | None:
        """Whose case it is."""
        return None if self.sheet is None else self.sheet.case.told.customer_id

    def show_case(self, complaint_id: int) -> None:
        """Read a case and show it."""
        self.case_id = complaint_id
        self._kit.lanes.quick.ask(self, self._on_sheet, case_sheet.read, complaint_id)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.case_id is not None and self.isVisible():
            self.show_case(self.case_id)

    def show_nothing(self) -> None:
        """Show that no case is chosen."""
        self.case_id = self.sheet = None
        self._cards.hide()

    def begin(self) -> None:
        """Put the keyboard on what is done first."""
        self.head.first().setFocus(Qt.FocusReason.TabFocusReason)

    def has_focus_within(self) -> bool:
        """Tell whether the keyboard is on the sheet."""
        at = QApplication.focusWidget()
        return at is not None and self.isAncestorOf(at)

    def _build(self) -> None:
        look = self._kit.look
        host, self._cards = QWidget(), QWidget()
        self._photo_card.body.addWidget(self.photos)
        cards = (
            self.head,
            self.clocks,
            self.promised,
            self.done,
            self.said,
            self._photo_card,
            self.changes,
        )
        self._cards.setLayout(column(*cards, gap=look.size(12)))
        self._cards.hide()
        host.setLayout(column(self._cards, None, gap=0))
        self.setWidget(host)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _listen(self) -> None:
        self.head.customer.clicked.connect(self._on_customer)
        self.head.go_on.clicked.connect(self._on_draft)
        self.photos.shown.connect(self._on_photo_shown)
        self.photos.case_id = self._case_id

    def _case_id(self) -> int:
        return self.case_id or 0

    def _on_sheet(self, sheet: CaseSheet) -> None:
        if sheet.case.id != self.case_id:
            return
        before, self.sheet = self.sheet, sheet
        kit, case = self._kit, sheet.case
        complains = case.told.kind is Kind.COMPLAINT
        self.head.show_sheet(sheet)
        runs = complains and case.state in RUNNING | {State.WAITING_CUSTOMER}
        self.clocks.setVisible(case.state not in {State.DRAFT, State.WITHDRAWN})
        self.clocks.show_case(sheet, runs=runs)
        self.promised.show_promises(sheet.promises)
        self.done.show_lines([done_line(kit, one) for one in case.done])
        self.said.show_lines([said_line(kit, one) for one in case.said])
        self.changes.show_lines([change_line(kit, one) for one in reversed(case.changes)])
        self._show_photos(before, sheet)
        self._cards.show()
        self.came.emit()

    def _show_photos(self, before: CaseSheet | None, sheet: CaseSheet) -> None:
        ids: Sequence[int] = [one.id for one in sheet.case.photos]
        known = self.photos.ids() if before is not None and before.case.id == sheet.case.id else None
        if known != ids:
            self.photos.clear()
            self.photos.show_case(ids)

    def _on_customer(self) -> None:
        if self.customer_id is not None:
            self.customer_asked.emit(self.customer_id)

    def _on_draft(self) -> None:
        if self.case_id is not None:
            self.draft_asked.emit(self.case_id)

    def _on_photo_shown(self, image: bytes, name: str) -> None:
        PhotoDialog(self._kit, image, name, self.window()).open()
