"""What was promised with a case; a broken promise is made up for by one key."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules import promises as rules
from shopcrm.rules.promises import PromiseState
from shopcrm.services.promises import PromiseRow


class PromisedCard(Card):
    """Lists promises; `make_up_asked` carries the number of a broken one, on Alt+G for the first."""

    make_up_asked = Signal(int)

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, say("Promised with it"))
        self._kit = kit
        self._broken: PromiseRow | None = None
        self._host = QWidget()
        self._lines = column(gap=look.size(6))
        self._host.setLayout(self._lines)
        self.act = Button(look, say("Give it"), icon="shield-check", key="Alt+G", height=32)
        self._ready = Label(look, "", Type.LABEL, "warn", wrap=True)
        self.body.addWidget(self._host)
        self.body.addLayout(row((self._ready, 1), self.act, gap=look.size(8)))
        self.act.clicked.connect(self._on_act)
        self.hide()

    def show_promises(self, promises: Sequence[PromiseRow]) -> None:
        """Show what was promised with another case."""
        words, look = self._kit.words, self._kit.look
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for one in promises:
            line = QWidget()
            state = words.tell(rules.promise_state(one.state))
            second = words.say("{day}, {state}", day=one.due_on, state=state)
            texts = column(
                Label(look, words.alone(one.words), Type.BODY, wrap=True),
                Label(look, second, Type.CAPTION, "muted"),
                gap=0,
            )
            line.setLayout(row(Icon(look, "handshake", "muted", 16), (texts, 1), gap=look.size(8)))
            self._lines.addWidget(line)
        self._broken = next((one for one in promises if one.state is PromiseState.BROKEN), None)
        if self._broken is not None:
            self._ready.setText(
                words.say("Ready for your approval: {what}", what=self._broken.if_broken.says)
            )
        self._ready.setVisible(self._broken is not None)
        self.act.setVisible(self._broken is not None)
        self.setVisible(bool(promises))

    def _on_act(self) -> None:
        if self._broken is not None:
            self.make_up_asked.emit(self._broken.id)
