"""What somebody says is saved while it is typed: when the typing rests, and else within each second."""

from PySide6.QtCore import QObject, QTimer, Signal

from shopcrm.desk.kit import Kit
from shopcrm.services import case_taking, complaint_drafts
from shopcrm.services.complaint_drafts import CaseDraft, Kept

REST_MS = 500
"""After so long without a key what was written is saved."""
LATEST_MS = 800
"""Whoever writes without a rest has it saved all the same, so that at most a second can be lost."""


class Saving(QObject):
    """Keeps one draft; its writes follow one another in the quick lane. `kept` carries what was saved."""

    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, kit: Kit, parent: QObject, draft_id: int | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.draft_id = draft_id
        self.blank = CaseDraft()
        """What stood there before anybody said anything; it is not worth a draft."""
        self._draft: CaseDraft | None = None
        self._over = False
        self._rest, self._latest = self._timer(REST_MS), self._timer(LATEST_MS)

    def hear(self, draft: CaseDraft) -> None:
        """Take in what stands there now; it is saved soon."""
        if self._over or (self.draft_id is None and self._draft is None and draft == self.blank):
            return
        self._draft = draft
        self._rest.start()
        if not self._latest.isActive():
            self._latest.start()

    @property
    def waits(self) -> bool:
        """Whether something was written since that is not saved yet."""
        return self._draft is not None

    def begin(self, draft: CaseDraft) -> None:
        """Save a draft at once, though nothing is written in it yet, because something hangs on it."""
        if self.draft_id is None and not self._over:
            self._draft = draft
            self.settle()

    def settle(self) -> None:
        """Save at once what was not saved yet."""
        self._rest.stop()
        self._latest.stop()
        draft, self._draft = self._draft, None
        if draft is None or self._over:
            return
        shop = self._kit.program.shop

        def work() -> Kept:
            # The lane does one after the other, so that the second write knows the draft of the first.
            kept = shop.do(complaint_drafts.save, draft, self.draft_id)
            self.draft_id = kept.id
            return kept

        self._kit.lanes.quick.run(self, self.kept.emit, work, self.failed.emit)

    def stop(self) -> None:
        """Save nothing more: the case is being recorded."""
        self._rest.stop()
        self._latest.stop()
        self._over, self._draft = True, None

    def go_on(self) -> None:
        """Save again, since it was not recorded."""
        self._over = False

    def put_away(self) -> None:
        """Put the draft away, because everything in it was rubbed out again."""
        self.stop()
        shop = self._kit.program.shop

        def work() -> None:
            if self.draft_id is not None:
                shop.do(case_taking.put_away, self.draft_id)

        self._kit.lanes.quick.run(self, _nothing, work)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.settle)
        return timer


def _nothing(_answer: None) -> None:
    """Have nothing to do with the answer."""
