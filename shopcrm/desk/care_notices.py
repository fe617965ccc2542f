"""Says in view of every page what care there is to take: drafts to finish, late cases, customers to ask."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.banner import Notice, NoticeKind
from shopcrm.services import care_tasks, complaint_drafts
from shopcrm.services.care_tasks import Standing
from shopcrm.services.complaint_drafts import LeftDraft

NAME = "drafts"
_GIST = 80


class CareNotices(QObject):
    """Keeps the states of the top bar, and offers at the start what was left unfinished."""

    def __init__(self, kit: Kit, frame: Frame) -> None:
        super().__init__(frame)
        self._kit, self._frame = kit, frame
        self._offered = False

    def refresh(self) -> None:
        """Look again."""
        self._kit.lanes.quick.ask(self, self._on_standing, care_tasks.standing)

    def _on_standing(self, stands: Standing) -> None:
        words, frame = self._kit.words, self._frame
        late = words.plural("{count} overdue", "{count} overdue", count=stands.late) if stands.late else ""
        frame.set_state("late", "octagon-alert", "danger", late)
        ask = stands.ask_again + stands.low
        to_ask = words.plural("{count} to call back", "{count} to call back", count=ask) if ask else ""
        frame.set_state("care", "smile", "warn", to_ask)
        many = stands.drafts
        drafts = words.plural("{count} draft", "{count} drafts", count=many) if many else ""
        frame.set_state("drafts", "pencil", "warn", drafts)
        if not stands.drafts:
            frame.banners.drop(NAME)
        elif not self._offered:
            # What is kept as a draft from now on was kept on purpose, and stands in the top bar.
            self._kit.lanes.quick.ask(self, self._on_left, complaint_drafts.left)
        self._offered = True

    def _on_left(self, left: Sequence[LeftDraft]) -> None:
        if not left:
            return
        words, first = self._kit.words, left[0]
        title = words.plural(
            "{count} complaint was begun and not recorded",
            "{count} complaints were begun and not recorded",
            count=len(left),
        )
        gist = " ".join(first.draft.words.split())[:_GIST]
        line = words.say("No. {number}: {words}", number=str(first.number), words=gist)
        action = words.say("Go on with it") if len(left) == 1 else words.say("Show them")
        self._frame.banners.show_notice(Notice(NAME, NoticeKind.WARN, title, line, action, "Alt+J"))
