"""Asks why a case is withdrawn, opened again, or waits; the words are kept with the change (K1)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.case_frame import CaseFrame
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label


class CaseReason(CaseFrame):
    """Does a deed with a reason; `did` carries what the deed gave. Without `needed` it may be empty."""

    did = Signal(object)

    def __init__(
        self,
        kit: Kit,
        parent: QWidget,
        title: str,
        main: str,
        what: str,
        deed: Callable[[str], object],
        *,
        hint: str = "",
        icon: str = "arrow-right-left",
        danger: bool = False,
        needed: bool = True,
    ) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(
            look,
            kit.words,
            title,
            main,
            parent=parent,
            icon=icon,
            main_icon=icon,
            danger=danger,
            width=560,
        )
        self._kit, self._deed, self._needed = kit, deed, needed
        self.reason = LineEdit(look, placeholder=hint)
        optional = "" if needed else say("if there is something to say")
        self._field = Field(look, say("Why"), self.reason, hint=optional, check=self._lacking)
        self.body.addWidget(Label(look, what, Type.BODY, wrap=True))
        self.body.addWidget(self._field)
        self.agreed.connect(self._on_agreed)
        self.reason.returnPressed.connect(self._on_agreed)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lacking(self) -> str:
        lacks = self._needed and not self.reason.text().strip()
        return self._kit.words.say("Say why, in a few words.") if lacks else ""

    def _on_agreed(self) -> None:
        if not self.main.isEnabled():
            return
        if not self._field.is_right():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        reason, deed = self.reason.text(), self._deed

        def work() -> object:
            return deed(reason)

        self._kit.lanes.quick.run(self, self._on_done, work, self._on_refused)

    def _on_done(self, answer: object) -> None:
        self.did.emit(answer)
        self.accept()
