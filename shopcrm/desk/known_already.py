"""Says in a form that somebody may be known already, and leads to the other person."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services.duplicates import Likeness

_MOST = 2


class KnownAlready(QWidget):
    """Hidden while nobody is alike; `person_asked` carries the id of who is to be looked at."""

    person_asked = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.shown: list[Likeness] = []
        self.buttons: list[Button] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(kit.look.size(4))

    def show_people(self, found: Sequence[Likeness]) -> None:
        """Show who may be meant; the likeliest first, two at most."""
        wanted = list(found[:_MOST])
        if wanted == self.shown:
            return
        self.shown, self.buttons = wanted, []
        while (item := self._box.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for one in wanted:
            self._box.addWidget(self._line(one))
        self.setVisible(bool(wanted))

    def _line(self, one: Likeness) -> QWidget:
        look, words, line = self._kit.look, self._kit.words, QWidget()
        name = words.shown(one.name)
        known = words.listing([words.isolate(name), *([words.phone(one.phone)] if one.phone else [])])
        said = Label(look, words.say("Known already? {who}", who=known), Type.LABEL, "warn")
        reasons = " ".join(words.tell(reason) for reason in one.why)
        why = Label(look, reasons, Type.CAPTION, "muted", ellipsis=True)
        button = Button(look, words.say("Show"), ButtonKind.GHOST, icon="user", height=28)
        button.setAccessibleName(words.say("Show {name}", name=name))
        button.clicked.connect(self._shower(one.customer_id))
        self.buttons.append(button)
        line.setLayout(row(Icon(look, "users", "warn", 16), said, (why, 1), button, gap=look.size(8)))
        return line

    def _shower(self, customer_id: int) -> Callable[[], None]:
        def show() -> None:
            self.person_asked.emit(customer_id)

        return show
