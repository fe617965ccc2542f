"""The card of the settings about who works here, and when the window locks by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.dialogs.role_table import RoleTable
from shopcrm.desk.dialogs.staff_form import StaffForm
from shopcrm.desk.form_card import SettingCard, between, number_line, whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.roles import words_of
from shopcrm.services import staff
from shopcrm.services.staff import StaffRow

_LONGEST_REST = 1440


class PeopleCard(SettingCard):
    """Who works here, with role and PIN; `did` carries the words for what was done."""

    did = Signal(str)

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(kit, say("People and roles"))
        self._empty = Label(
            look,
            say("Nobody was added: the shop runs as its owner, and asks for no PIN."),
            Type.SMALL,
            "muted",
            wrap=True,
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.size(4))
        self._new = Button(look, say("Add somebody"), icon="user-plus", height=32)
        self._new.clicked.connect(lambda: self._open(None))
        table = Button(look, say("What each role may do"), icon="shield-check", height=32)
        table.clicked.connect(self._on_table)
        self._minutes = number_line(kit, kit.settings.lock_minutes)
        rest = self.field(
            "lock_minutes",
            say("Lock after minutes"),
            self._minutes,
            say("without key or mouse; 0 never"),
            check=between(kit, self._minutes, 0, _LONGEST_REST),
        )
        self.body.addWidget(self._empty)
        self.body.addLayout(self._rows)
        self.body.addLayout(row(self._new, table, None, gap=look.size(8)))
        self.body.addWidget(rest)
        self.add_save(self._on_save)

    def refresh(self) -> None:
        """Read again who works here."""
        self.kit.lanes.quick.ask(self, self._on_people, staff.everybody)

    def _on_people(self, people: Sequence[StaffRow]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for one in people:
            self._rows.addWidget(self._line(one))
        self._empty.setVisible(not people)

    def _line(self, one: StaffRow) -> QWidget:
        look, words = self.kit.look, self.kit.words
        pin = words.say("has a PIN") if one.has_pin else words.say("no PIN")
        about = words.listing([words.tell(words_of(one.role)), pin])
        change = Button(look, words.say("Edit"), ButtonKind.GHOST, icon="pencil", height=32)
        change.setAccessibleName(words.say("Edit {name}", name=one.name))
        change.clicked.connect(lambda: self._open(one))
        line = QWidget()
        name = Label(look, one.name, Type.MEDIUM, ellipsis=True)
        line.setLayout(row(name, Label(look, about, Type.SMALL, "muted"), None, change, gap=look.size(8)))
        return line

    def _open(self, known: StaffRow | None) -> None:
        form = StaffForm(self.kit, known, self.window())
        form.kept.connect(self._on_kept)
        form.open()

    def _on_kept(self, said: str) -> None:
        self.refresh()
        self.did.emit(said)

    def _on_table(self) -> None:
        RoleTable(self.kit, self.window()).open()

    def _on_save(self) -> None:
        if self.is_right():
            self.change(lock_minutes=whole(self._minutes))
