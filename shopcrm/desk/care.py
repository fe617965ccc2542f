"""Takes in complaints over any page by one key, and goes on with what was left unfinished."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from shopcrm.desk.case_paper import CasePaper
from shopcrm.desk.dialogs.complaint import ComplaintDialog, what_came
from shopcrm.desk.window import Window
from shopcrm.services import complaint_drafts
from shopcrm.services.complaint_drafts import LeftDraft
from shopcrm.services.complaints import Recorded


class Care(QObject):
    """Opens the dialog of complaints for the window, and says what came of it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.case_wanted.connect(self._on_wanted)

    def _on_wanted(self, what: object) -> None:
        """Begin a case of a customer by their id or of nobody known (None), or go on with a draft."""
        if isinstance(what, LeftDraft):
            self._open(None, what)
        elif what == DRAFTS:
            self._window.lanes.quick.ask(self, self._on_left, complaint_drafts.left)
        else:
            self._open(what if isinstance(what, int) else None, None)

    def _on_left(self, left: Sequence[LeftDraft]) -> None:
        """Go on with the only draft at once, else show all."""
        if len(left) == 1:
            self._open(None, left[0])
        elif left:
            self._window.go("complaints", DRAFTS)

    def _open(self, customer_id: int | None, left: LeftDraft | None) -> None:
        window = self._window
        if window.frame.findChild(ComplaintDialog) is not None:
            return
        dialog = ComplaintDialog(window.kit, window.frame, customer_id, left)
        dialog.recorded.connect(partial(self._on_recorded, dialog))
        dialog.added.connect(self._on_added)
        dialog.kept.connect(self._on_kept)
        dialog.open()

    def _on_recorded(self, dialog: ComplaintDialog, recorded: Recorded) -> None:
        window = self._window
        window.frame.toast.say(what_came(window.kit, recorded, dialog.form.draft().kind))
        if dialog.slip.isChecked():
            # The kit is another one after a change of language.
            paper = CasePaper(window.kit, window.frame)
            paper.printed.connect(window.printed)
            paper.failed.connect(window.show_error)
            paper.show_slip(recorded.id)

    def _on_added(self, _complaint_id: int, number: int) -> None:
        words = self._window.kit.words
        self._window.frame.toast.say(words.say("It is added to No. {number}.", number=str(number)))

    def _on_kept(self, number: int) -> None:
        words = self._window.kit.words
        self._window.frame.toast.say(words.say("No. {number} is kept as a draft.", number=str(number)))


DRAFTS = "drafts"
"""Asks to go on with what was left unfinished."""
