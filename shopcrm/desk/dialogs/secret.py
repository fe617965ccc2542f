"""Asks for the one secret that a channel waits for; it goes to the keyring, and never to a plain file."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.channel_words import secret_missing, secret_name
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.delivery import Channel


class SecretDialog(DialogFrame):
    """Takes a secret in; `kept` carries the words for how long it is known."""

    kept = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, channel: Channel) -> None:
        words, look = kit.words, kit.look
        title = secret_missing(words, kit.settings, channel)
        super().__init__(look, words, title, words.say("Keep it"), parent=parent, icon="key-round", width=520)
        self._kit, self._channel = kit, channel
        self.secret = LineEdit(look, ltr=True)
        self.secret.setEchoMode(LineEdit.EchoMode.Password)
        self._field = Field(look, secret_name(words, channel), self.secret, check=self._lacking)
        self.body.addWidget(self._field)
        where = words.say(
            "It is kept in this computer's keyring. Where there is none, it is known until you close the "
            "window. It never stands in the shop file."
        )
        self.body.addWidget(Label(look, where, Type.SMALL, "muted", wrap=True))
        self.agreed.connect(self._on_agreed)
        self.secret.setFocus()

    def _lacking(self) -> str:
        return "" if self.secret.text().strip() else self._kit.words.say("Write it here first.")

    def _on_agreed(self) -> None:
        if not self._field.is_right():
            return
        self.main.setEnabled(False)
        keep = _keeper(self._kit, self._channel, self.secret.text())
        self.secret.clear()
        self._kit.lanes.slow.run(self, self._on_kept, keep, self._on_failed)

    def _on_kept(self, lasting: bool) -> None:  # noqa: FBT001 -- an answer of the keyring
        self.kept.emit(how_long(self._kit, lasting=lasting))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.main.setEnabled(True)
        self._field.show_error(self._kit.words.tell(self._kit.program.keep_report(error)))


def how_long(kit: Kit, *, lasting: bool) -> str:
    """Say how long a secret that was kept will be known."""
    if lasting:
        return kit.words.say("It is kept in the keyring.")
    return kit.words.say("This computer has no keyring: it is known until you close the window.")


def _keeper(kit: Kit, channel: Channel, secret: str) -> Callable[[], bool]:
    return lambda: kit.program.keep_secret(channel, secret)
