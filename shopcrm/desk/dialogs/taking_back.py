"""The question before an import is taken back: what goes, what becomes as it was, and what stays."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services import import_undo
from shopcrm.services.import_undo import Foreseen, ImportRow, Undone

_GOES_HIGH, _STAYS_HIGH = 160, 112


class TakingBackDialog(DialogFrame):
    """Takes one import back; `taken_back` carries what it came to."""

    taken_back = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, one: ImportRow) -> None:
        words = kit.words
        super().__init__(
            kit.look,
            words,
            words.say("Take back {file}", file=one.file_name),
            words.say("Take back"),
            parent=parent,
            line=words.say("Brought in on {moment}. The file itself is not touched.", moment=one.imported_at),
            icon="undo-2",
            danger=True,
            main_icon="undo-2",
            width=560,
        )
        self._kit, self._id = kit, one.id
        self.goes = Card(kit.look, words.say("What goes"))
        self.stays = Card(kit.look, words.say("What stays"))
        # What is read a moment later must not push the buttons out of the window.
        self.goes.setFixedHeight(kit.look.size(_GOES_HIGH))
        self.stays.setFixedHeight(kit.look.size(_STAYS_HIGH))
        self.error = Label(kit.look, "", Type.CAPTION, "danger", wrap=True)
        self.error.hide()
        for part in (self.goes, self.stays, self.error):
            self.body.addWidget(part)
        self.main.setEnabled(False)
        self.agreed.connect(self._on_agreed)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        kit.lanes.slow.run(
            self,
            self._on_foreseen,
            partial(kit.program.shop.ask, import_undo.foresee, one.id),
            self._on_failed,
        )

    def _on_foreseen(self, seen: Foreseen) -> None:
        self._fill(self.goes, "x", "danger", going(seen, self._kit.words))
        self._fill(self.stays, "check", "ok", staying(seen, self._kit.words))
        self.main.setEnabled(True)

    def _fill(self, card: Card, icon: str, tint: Tint, lines: Sequence[str]) -> None:
        look = self._kit.look
        for text in lines:
            card.body.addLayout(
                row(Icon(look, icon, tint, 16), (Label(look, text, wrap=True), 1), gap=look.size(8))
            )
        card.body.addStretch(1)

    def _on_agreed(self) -> None:
        if not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        self.error.hide()
        self._kit.lanes.slow.try_do(self, self._on_done, self._on_failed, import_undo.undo, self._id)

    def _on_done(self, undone: Undone) -> None:
        self.taken_back.emit(undone)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        told = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.error.setText(self._kit.words.tell(told))
        self.error.show()


def going(seen: Foreseen, words: Words) -> list[str]:
    """Say what taking back removes, and what it makes as it was."""
    lines = (
        (seen.sales, words.plural("{count} sale", "{count} sales", count=seen.sales)),
        (
            seen.customers,
            words.plural(
                "{count} customer, with all that the file said of them",
                "{count} customers, with all that the file said of them",
                count=seen.customers,
            ),
        ),
        (seen.goods, words.plural("{count} kind of goods", "{count} kinds of goods", count=seen.goods)),
        (
            seen.changed,
            words.plural(
                "{count} change to what was known before",
                "{count} changes to what was known before",
                count=seen.changed,
            ),
        ),
    )
    return [line for count, line in lines if count] or [words.say("Nothing that was known only from it")]


def staying(seen: Foreseen, words: Words) -> list[str]:
    """Say what taking back leaves."""
    rest = words.say("Everything else, and whatever somebody wrote over it since")
    if not seen.kept:
        return [rest]
    used = words.plural(
        "{count} customer or kind of goods that was used since",
        "{count} customers or kinds of goods that were used since",
        count=seen.kept,
    )
    return [used, rest]
