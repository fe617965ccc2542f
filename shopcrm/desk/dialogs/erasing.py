"""The last question before a person is erased: what goes, what stays, and a copy for them first."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.person_export import PersonExport
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import Money
from shopcrm.services import erasure
from shopcrm.services.erasure import Goes
from shopcrm.services.forgetting import Forgotten

_GOES_HIGH, _STAYS_HIGH = 240, 116
_CONTACTS = ("phone", "email", "address", "handle", "card")


class ErasingDialog(DialogFrame):
    """Erases one person; a copy for them can be saved first, and `erased` carries who it was.

    The name is given by whoever opens it, so that it stands on the button from the first moment.
    """

    erased = Signal(int)

    def __init__(self, kit: Kit, parent: QWidget, customer_id: int, name: str) -> None:
        words = kit.words
        super().__init__(
            kit.look,
            words,
            words.say("Erase {name}", name=name),
            words.say("Erase {name}", name=name),
            parent=parent,
            line=words.say("This cannot be taken back."),
            icon="trash-2",
            danger=True,
            cancel=words.say("Close"),
            main_icon="trash-2",
            width=640,
        )
        self._kit, self.customer_id = kit, customer_id
        self.export = Button(kit.look, words.say("Give them a copy first"), icon="file-down", key="Alt+1")
        self.add_side(self.export)
        self.goes = Card(kit.look, words.say("What goes"))
        self.stays = Card(kit.look, words.say("What stays"))
        # What is read a moment later must not push the buttons out of the window.
        self.goes.setFixedHeight(kit.look.size(_GOES_HIGH))
        self.stays.setFixedHeight(kit.look.size(_STAYS_HIGH))
        self.error = Label(kit.look, "", Type.CAPTION, "danger", wrap=True)
        self.error.hide()
        self.body.addWidget(self.goes)
        self.body.addWidget(self.stays)
        self.body.addWidget(self.error)
        self.main.setEnabled(False)
        self.agreed.connect(self._on_agreed)
        self.copy = PersonExport(kit, self)
        self.copy.did.connect(self._on_copied)
        self.copy.failed.connect(self._on_refused)
        self.export.clicked.connect(self._on_export)
        self.export.setFocus(Qt.FocusReason.OtherFocusReason)
        kit.lanes.quick.ask(self, self._on_looked, erasure.look, customer_id)

    def _on_looked(self, goes: Goes) -> None:
        self._fill(self.goes, "x", "danger", self._going(goes))
        self._fill(self.stays, "check", "ok", self._staying(goes))
        self.main.setEnabled(True)

    def _going(self, goes: Goes) -> list[str]:
        plural = self._kit.words.plural
        contacts = sum(goes.removed.get(name, 0) for name in _CONTACTS)
        notes = goes.removed.get("note", 0) + goes.removed.get("preference", 0)
        lines = (
            (
                goes.messages,
                plural("The words of {count} message", "The words of {count} messages", count=goes.messages),
            ),
            (
                goes.waiting,
                plural(
                    "{count} message that waits is not sent",
                    "{count} messages that wait are not sent",
                    count=goes.waiting,
                ),
            ),
            (
                goes.wishes,
                plural("{count} request is closed", "{count} requests are closed", count=goes.wishes),
            ),
            (goes.care, self._care(goes.care)),
            (
                goes.merged,
                plural(
                    "{count} person who was merged into them",
                    "{count} people who were merged into them",
                    count=goes.merged,
                ),
            ),
        )
        first = plural(
            "Name, and {count} way to reach them", "Name, and {count} ways to reach them", count=contacts
        )
        second = plural(
            "{count} note or preference, and all tags, days and consents",
            "{count} notes and preferences, and all tags, days and consents",
            count=notes,
        )
        return [first, second, *(line for count, line in lines if count)]

    def _care(self, count: int) -> str:
        return self._kit.words.plural(
            "The words and photos of {count} complaint, promise or order",
            "The words and photos of {count} complaints, promises and orders",
            count=count,
        )

    def _staying(self, goes: Goes) -> list[str]:
        words = self._kit.words
        sold = words.plural(
            "{count} sale over {total}, as that of an erased customer",
            "{count} sales over {total}, as those of an erased customer",
            count=goes.sales,
            total=Money(goes.total),
        )
        mark = words.say("A mark without a name, so that nobody writes them down again by mistake")
        return [sold, mark]

    def _fill(self, card: Card, icon: str, tint: Tint, lines: list[str]) -> None:
        look = self._kit.look
        for text in lines:
            line = row(Icon(look, icon, tint, 16), (Label(look, text, wrap=True), 1), gap=look.size(8))
            card.body.addLayout(line)
        card.body.addStretch(1)

    def _on_export(self) -> None:
        self.copy.choose_place(self.customer_id, self)

    def _on_copied(self, said: str) -> None:
        self._tell(said, "ok")

    def _tell(self, said: str, tint: Tint) -> None:
        self.error.set_tint(tint)
        self.error.setText(said)
        self.error.show()

    def _on_agreed(self) -> None:
        self.main.setEnabled(False)
        self.export.setEnabled(False)
        self.error.hide()
        work = partial(self._kit.program.erase_customer, self.customer_id)
        self._kit.lanes.slow.run(self, self._on_erased, work, self._on_refused)

    def _on_erased(self, done: Forgotten) -> None:
        words, look = self._kit.words, self._kit.look
        said = words.say("They are erased. No word of them is left in the shop file.")
        if not done.is_clean:
            said = words.say(
                "They are erased. Another program holds the shop file. Close it, so that the rest goes too."
            )
        lines = [
            words.say(
                "{file} of {moment} still holds them. {may_go}",
                file=copy.path.name,
                moment=copy.made_at,
                may_go=copy.may_go,
            )
            for copy in done.copies
        ]
        for thing in (self.goes, self.stays, self.main, self.export):
            thing.hide()
        first = row(Icon(look, "circle-check", "ok", 20), (Label(look, said, wrap=True), 1), gap=look.size(8))
        copies = [Label(look, text, tint="warn", wrap=True) for text in lines]
        self.body.insertLayout(0, column(first, *copies, None, gap=look.size(8)))
        self.line.hide()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit_anew()
        self.erased.emit(self.customer_id)

    def _on_refused(self, error: Exception) -> None:
        self.export.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._tell(self._kit.words.tell(said), "danger")
