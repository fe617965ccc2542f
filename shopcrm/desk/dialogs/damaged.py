"""What is shown in place of the window where the shop file is damaged: good backups, and what is in them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services import backup_words
from shopcrm.services.restoring import Inside

_INSIDE_HIGH = 190
_LOOK_EVERY_MS = 50
_RIGHT_TO_LEFT = "\u200f"


class Rescue(Protocol):
    """What the dialog needs: the damaged file, its good backups, and the way to bring one back."""

    @property
    def path(self) -> Path:
        """The shop file."""

    @property
    def is_missing(self) -> bool:
        """Whether no file is there, and not a damaged one."""

    @property
    def good(self) -> Sequence[Inside]:
        """Its newest backups that can be read."""

    @property
    def words(self) -> Words:
        """The words of the shop's language."""

    @property
    def fonts(self) -> Path:
        """Where the letters lie."""

    def look(self, path: Path) -> Inside:
        """Look inside a backup that somebody chose."""

    def bring_back(self, found: Inside) -> Path | None:
        """Bring a backup back; gives where the damaged file is kept."""

    def keep_report(self, error: BaseException) -> ShopError:
        """Keep a report of something unexpected; gives the sentence that names it."""


class DamagedDialog(DialogFrame):
    """Brings a good backup back; it is accepted when the shop can be opened again."""

    def __init__(self, look: Look, rescue: Rescue) -> None:
        words = rescue.words
        super().__init__(
            look,
            words,
            words.say("The shop file is not there")
            if rescue.is_missing
            else words.say("The shop file is damaged"),
            words.say("Bring it back"),
            parent=None,
            line=words.ltr(str(rescue.path)),
            icon="octagon-alert",
            danger=not rescue.is_missing,
            alarm=True,
            cancel=words.say("Close ShopCRM"),
            main_icon="archive-restore",
            width=640,
        )
        self._rescue, self._words = rescue, words
        self._found: list[Inside] = list(rescue.good)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="rescue")
        self.chosen = Combo(look, name=words.say("Backup"))
        self.chosen.picked.connect(self._show)
        self.inside = Card(look, words.say("What is inside"))
        self.inside.setMinimumHeight(look.size(_INSIDE_HIGH))
        self._held: QWidget | None = None
        self.error = Label(look, "", Type.SMALL, "danger", wrap=True)
        self.error.hide()
        for part in (Label(look, self._told(), wrap=True), self.chosen, self.inside, self.error):
            self.body.addWidget(part)
        other = Button(look, words.say("Open a backup"), icon="folder-open")
        other.clicked.connect(self._on_other)
        self.add_side(other)
        self.anew = Button(look, words.say("Begin a new shop"), icon="store", key="Alt+N")
        self.anew.clicked.connect(self.accept)
        if rescue.is_missing:
            self.add_side(self.anew)
        self.agreed.connect(self._on_agreed)
        self.finished.connect(self._on_over)
        self._offer()

    def _told(self) -> str:
        if self._rescue.is_missing:
            return self._words.say(
                "No shop is at this place. If it lies on a stick or another disk, close ShopCRM, put that in "
                "and open again. Or bring a backup back, or begin a new shop here."
            )
        return self._words.say(
            "It cannot be read, and was left as it is. Choose a backup to go on with. The damaged file is "
            "kept beside it, and messages rest until you agree."
        )

    def _offer(self) -> None:
        words = self._words
        options = [Option(place, self._named(one)) for place, one in enumerate(self._found)]
        self.chosen.set_options(options)
        self.chosen.setVisible(bool(options))
        self.inside.setVisible(bool(options))
        self.main.setEnabled(bool(options))
        if options:
            self._show(0)
        else:
            self._tell(words.say("No backup was found. Look for one on a stick or another disk."), "warn")

    def _named(self, one: Inside) -> str:
        words = self._words
        when = words.moment(one.latest) if one.latest is not None else "-"
        # Kept apart, or numbers of the two change places from right to left.
        apart = _RIGHT_TO_LEFT if words.rtl else ""
        return words.say("{moment} · {size}", moment=when + apart, size=backup_words.size(one.size, words))

    def _show(self, place: int) -> None:
        look = self._look
        lines = [
            row(Icon(look, "check", "ok", 16), (Label(look, text, wrap=True), 1), gap=look.size(8))
            for text in backup_words.inside(self._found[place], self._words)
        ]
        if self._held is not None:
            self._held.deleteLater()
        self._held = QWidget()
        self._held.setLayout(column(*lines, None, gap=look.size(8)))
        self.inside.body.addWidget(self._held)

    def _on_other(self) -> None:
        dialog = QFileDialog(self, self._words.say("Open a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_backup)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_backup(self, name: str) -> None:
        """Look into a backup that lies somewhere else."""
        self._begin(partial(self._rescue.look, Path(name)), self._on_looked)

    def _on_looked(self, found: Inside) -> None:
        self.error.hide()
        self._found.insert(0, found)
        self._offer()

    def _on_agreed(self) -> None:
        if self.main.isEnabled():
            self._tell(self._words.say("It is being checked and made ready."), "muted")
            found = self._found[self.chosen.value()]
            self._begin(partial(self._rescue.bring_back, found), self._on_back)

    def _on_back(self, _aside: Path | None) -> None:
        self.accept()

    def _begin(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Work beside the dialog: no shop is open whose lanes could do it."""
        self.main.setEnabled(False)
        self._wait(self._pool.submit(work), then)

    def _wait(self, running: "Future[Any]", then: Callable[[Any], None]) -> None:
        if not running.done():
            QTimer.singleShot(_LOOK_EVERY_MS, self, partial(self._wait, running, then))
            return
        self.main.setEnabled(bool(self._found))
        error = running.exception()
        if error is None:
            then(running.result())
        else:
            said = error if isinstance(error, ShopError) else self._rescue.keep_report(error)
            self._tell(self._words.tell(said), "danger")

    def _tell(self, said: str, tint: Tint) -> None:
        self.error.set_tint(tint)
        self.error.setText(said)
        self.error.show()

    def _on_over(self) -> None:
        self._pool.shutdown(wait=False)
