"""What lies in a backup, and the question whether the shop shall be as it was then."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import backup_words
from shopcrm.services.restoring import Inside

_INSIDE_HIGH = 200


class RestoringDialog(DialogFrame):
    """Shows what is inside; `wanted_shop` carries the file to open when the restored shop is ready."""

    wanted_shop = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, path: Path) -> None:
        words = kit.words
        super().__init__(
            kit.look,
            words,
            words.say("Look inside a backup"),
            words.say("Bring it back"),
            parent=parent,
            line=words.ltr(path.name),
            icon="archive-restore",
            danger=True,
            main_icon="archive-restore",
            width=600,
        )
        self._kit, self._path = kit, path
        self.inside = Card(kit.look, words.say("What is inside"))
        # What is read a moment later finds its room: the dialog does not jump.
        self.inside.setMinimumHeight(kit.look.size(_INSIDE_HIGH))
        after = words.say(
            "The shop will be as it was then. What is there now is kept beside it, and messages rest until "
            "you agree. The window closes and opens again."
        )
        self.after = Label(kit.look, after, Type.SMALL, "muted", wrap=True)
        self.error = Label(kit.look, "", Type.CAPTION, "danger", wrap=True)
        self.error.hide()
        for part in (self.inside, self.after, self.error):
            self.body.addWidget(part)
        self.main.setEnabled(False)
        self.agreed.connect(self._on_agreed)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        kit.lanes.slow.run(self, self._on_looked, partial(kit.program.backups.look, path), self._on_failed)

    def _on_looked(self, found: Inside) -> None:
        look = self._kit.look
        for text in backup_words.inside(found, self._kit.words):
            line = row(Icon(look, "check", "ok", 16), (Label(look, text, wrap=True), 1), gap=look.size(8))
            self.inside.body.addLayout(line)
        self.inside.body.addStretch(1)
        self.fit_anew()
        self.main.setEnabled(True)

    def _on_agreed(self) -> None:
        if not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        self.cancel.setEnabled(False)
        self.error.set_tint("muted")
        self.error.setText(self._kit.words.say("It is being checked and made ready."))
        self.error.show()
        work = partial(self._kit.program.backups.restore, self._path)
        self._kit.lanes.slow.run(self, self._on_ready, work, self._on_failed)

    def _on_ready(self, path: Path) -> None:
        self.accept()
        self.wanted_shop.emit(path)

    def _on_failed(self, error: Exception) -> None:
        told = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.cancel.setEnabled(True)
        self.error.set_tint("danger")
        self.error.setText(self._kit.words.tell(told))
        self.error.show()
