"""Says at the top of the window that messages wait for a secret, and asks for it by one key."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from shopcrm.desk.channel_words import secret_missing, set_up
from shopcrm.desk.dialogs.secret import SecretDialog
from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.banner import Notice, NoticeKind
from shopcrm.rules.delivery import Channel, State
from shopcrm.services import messages
from shopcrm.services.messages import Filter

NAME = "secret"


@dataclass(frozen=True)
class Lacking:
    """A channel whose secret is not known here, and how many messages wait for it."""

    channel: Channel
    waiting: int


class SecretNotices(QObject):
    """Keeps one notice for the first channel that lacks its secret; the next one follows."""

    def __init__(self, kit: Kit, frame: Frame) -> None:
        super().__init__(frame)
        self._kit, self._frame = kit, frame
        self._lacking: Lacking | None = None
        frame.banners.acted.connect(self._on_acted)

    def refresh(self) -> None:
        """Look again; a keyring may take its time, so this is done on the slow lane."""
        if set_up(self._kit.settings):
            self._kit.lanes.slow.run(self, self._on_looked, self._look_for_one, slot="secret")

    def _look_for_one(self) -> Lacking | None:
        program = self._kit.program
        for channel in set_up(self._kit.settings):
            waits = Filter((State.QUEUED,), (channel,))
            waiting = program.shop.ask(messages.page, waits, 0, 1).total
            if waiting and not program.channel_ready(channel):
                return Lacking(channel, waiting)
        return None

    def _on_looked(self, lacking: Lacking | None) -> None:
        if lacking == self._lacking:
            # Whoever closed the notice has read it.
            return
        self._lacking = lacking
        if lacking is None:
            self._frame.banners.drop(NAME)
            return
        words = self._kit.words
        title = secret_missing(words, self._kit.settings, lacking.channel)
        waits = words.plural(
            "{count} message waits for it.", "{count} messages wait for it.", count=lacking.waiting
        )
        notice = Notice(NAME, NoticeKind.WARN, title, waits, words.say("Write it here"), "Alt+K")
        self._frame.banners.show_notice(notice)

    def _on_acted(self, name: str) -> None:
        if name == NAME and self._lacking is not None:
            dialog = SecretDialog(self._kit, self._frame, self._lacking.channel)
            dialog.kept.connect(self._on_kept)
            dialog.open()

    def _on_kept(self, said: str) -> None:
        self._frame.toast.say(said)
        self.refresh()
