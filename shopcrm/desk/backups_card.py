"""The card of backups: how safe the shop is, make one now, further folders, and the backups to look into."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from shopcrm.desk.dialogs.restoring import RestoringDialog
from shopcrm.desk.kit import Kit
from shopcrm.desk.program import BackupStanding
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.services import backup_words
from shopcrm.services.backup_places import Backup
from shopcrm.services.backups import PlaceState
from shopcrm.services.topics import Topic

_SHOWN = 5


class BackupsCard(Card):
    """What keeps the shop from being lost; `wanted_shop` carries the file to open after a restore."""

    did = Signal(str)
    failed = Signal(object)
    wanted_shop = Signal(object)

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(look, title=say("Backups"), padding=16)
        self._kit, self._was_here = kit, False
        self.body.setSpacing(look.size(12))
        self.last = Label(look, "", Type.SMALL, "muted", wrap=True)
        self.place = Label(look, "", Type.SMALL, "warn", wrap=True)
        self.place.hide()
        self.now = Button(look, say("Back up now"), icon="shield-check", key="Alt+B")
        self.now.clicked.connect(self._on_now)
        self.more = Button(look, say("Add a folder"), icon="folder-plus")
        self.more.clicked.connect(self._on_more)
        self.other = Button(look, say("Open a backup"), icon="archive-restore")
        self.other.clicked.connect(self.choose_backup)
        self._folders, self._backups = _lines(look.size(6)), _lines(look.size(8))
        self.body.addWidget(self.last)
        self.body.addWidget(self.place)
        self.body.addLayout(fold((self.now, 0), (self.more, 0), (self.other, 0), gap=look.size(8)))
        self.body.addLayout(self._folders)
        self.body.addLayout(self._backups)

    def refresh(self) -> None:
        """Look again how safe the shop is."""
        lane, backups = self._kit.lanes.quick, self._kit.program.backups
        lane.run(self, self._on_standing, backups.standing, slot="standing")
        lane.run(self, self._on_folders, backups.folders, slot="folders")
        lane.run(self, self._on_backups, backups.listed, slot="listed")

    def choose_backup(self) -> None:
        """Ask which backup to look into."""
        words = self._kit.words
        dialog = QFileDialog(self.window(), words.say("Open a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_backup(self, path: Path) -> None:
        """Show what is inside a backup."""
        dialog = RestoringDialog(self._kit, self.window(), path)
        dialog.wanted_shop.connect(self.wanted_shop)
        dialog.open()

    def add_folder(self, folder: Path) -> None:
        """Have backups copied into one more folder."""
        work = partial(self._kit.program.backups.add_folder, folder)
        self._kit.lanes.slow.run(self, self._on_folder_done, work, self._on_failed)

    def _on_now(self) -> None:
        self._was_here = self.now.hasFocus()
        self.now.turn_off(self._kit.words.say("A copy is being made."))
        self._kit.lanes.slow.run(self, self._on_made, self._kit.program.backups.make, self._on_failed)

    def _on_made(self, path: Path) -> None:
        self._take_up()
        self.did.emit(self._kit.words.say("Copied and checked: {file}", file=path.name))
        self.refresh()
        self._kit.program.shop.announce(frozenset({Topic.SETTINGS}))

    def _on_failed(self, error: Exception) -> None:
        self._take_up()
        self.failed.emit(error)
        self.refresh()
        self._kit.program.shop.announce(frozenset({Topic.SETTINGS}))

    def _take_up(self) -> None:
        """Let the button be pressed again; the keyboard left it when it was turned off, and comes back."""
        self.now.turn_on()
        if self._was_here:
            self.now.setFocus(Qt.FocusReason.OtherFocusReason)
        self._was_here = False

    def _on_more(self) -> None:
        words = self._kit.words
        dialog = QFileDialog(self.window(), words.say("Add a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder_chosen(self, name: str) -> None:
        self.add_folder(Path(name))

    def _on_chosen(self, name: str) -> None:
        self.open_backup(Path(name))

    def _on_leave(self, folder: str, *_: object) -> None:
        work = partial(self._kit.program.backups.remove_folder, folder)
        self._kit.lanes.slow.run(self, self._on_folder_done, work, self._on_failed)

    def _on_folder_done(self, _nothing: None) -> None:
        self.refresh()
        self._kit.program.shop.announce(frozenset({Topic.SETTINGS}))

    def _on_standing(self, stands: BackupStanding) -> None:
        words = self._kit.words
        if stands.last is None:
            self.last.setText(words.say("No copy of the shop was made yet."))
        else:
            self.last.setText(words.say("The last checked copy was made on {moment}.", moment=stands.last))
        only = words.say("All copies lie on the disk of the shop. Add a stick or a cloud folder.")
        self.place.setText(only)
        self.place.setVisible(stands.only_here and stands.is_needed)

    def _on_folders(self, folders: Sequence[PlaceState]) -> None:
        _empty(self._folders)
        for one in folders:
            self._folders.addWidget(self._folder_line(one))

    def _folder_line(self, one: PlaceState) -> QWidget:
        look, words = self._kit.look, self._kit.words
        if not one.is_there:
            said = words.say("Not there now. It gets the newest backup when it is back.")
        elif one.newest is None:
            said = words.say("No backup is in it yet.")
        else:
            said = words.say("Newest: {moment}", moment=one.newest)
        name = Label(look, words.ltr(one.folder), Type.SMALL, ellipsis=True)
        state = Label(look, said, Type.CAPTION, "muted" if one.is_there else "warn", ellipsis=True)
        leave = IconButton(look, "x", words.say("Copy no more to {folder}", folder=words.ltr(one.folder)))
        leave.clicked.connect(partial(self._on_leave, one.folder))
        line = QWidget()
        line.setLayout(row((column(name, state, gap=0), 1), leave, gap=look.size(8)))
        return line

    def _on_backups(self, found: Sequence[Backup]) -> None:
        _empty(self._backups)
        for one in found[:_SHOWN]:
            self._backups.addWidget(self._backup_line(one))

    def _backup_line(self, one: Backup) -> QWidget:
        look, words = self._kit.look, self._kit.words
        when = Label(look, words.moment(one.made_at), Type.SMALL, ellipsis=True)
        where = words.say(
            "{size} · {folder}",
            size=backup_words.size(one.size, words),
            folder=words.ltr(str(one.path.parent)),
        )
        place = Label(look, where, Type.CAPTION, "muted", ellipsis=True)
        show = Button(look, words.say("Look inside"), icon="eye", height=32)
        show.setAccessibleName(words.say("Look inside the backup of {moment}", moment=one.made_at))
        show.clicked.connect(partial(self._on_show, one.path))
        line = QWidget()
        line.setLayout(row((column(when, place, gap=0), 1), show, gap=look.size(8)))
        return line

    def _on_show(self, path: Path, *_: object) -> None:
        self.open_backup(path)


def _lines(gap: int) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(gap)
    return box


def _empty(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
