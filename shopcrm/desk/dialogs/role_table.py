"""The table of what each role may do, as the door reads it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.cards import Scroller
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.roles import AREAS, PEOPLE, Area, Deed, at_least, words_of

_FROM_THE_LEAST = PEOPLE[::-1]
_STEPS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class RoleTable(DialogFrame):
    """Deeds by area, and a tick under each role that may do them; for the rest somebody in charge agrees."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("What each role may do"),
            say("Close"),
            parent=parent,
            line=say(
                "What a role may not do, somebody in charge can agree to on the spot, with PIN and reason."
            ),
            icon="shield-check",
            width=760,
        )
        self._kit = kit
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(kit.look.size(16))
        self._grid.setVerticalSpacing(kit.look.size(6))
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.cancel.hide()
        self.agreed.connect(self.accept)
        self._head()
        for area in AREAS:
            self._add_area(area)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll with the keys that scroll."""
        scroller = self.findChild(Scroller)
        step = _STEPS.get(Qt.Key(event.key()))
        if scroller is None or step is None:
            super().keyPressEvent(event)
        else:
            scroller.verticalScrollBar().triggerAction(step)

    def _head(self) -> None:
        for place, role in enumerate(_FROM_THE_LEAST, 1):
            label = Label(self._kit.look, self._kit.words.tell(words_of(role)), Type.CAPTION, "muted")
            self._grid.addWidget(label, 0, place, Qt.AlignmentFlag.AlignHCenter)

    def _add_area(self, area: Area) -> None:
        title = Label(self._kit.look, self._kit.words.tell(area.words), Type.TITLE)
        self._grid.addWidget(title, self._grid.rowCount(), 0, 1, len(PEOPLE) + 1)
        for deed in area.deeds:
            self._add_deed(deed)

    def _add_deed(self, deed: Deed) -> None:
        look, words = self._kit.look, self._kit.words
        line = self._grid.rowCount()
        self._grid.addWidget(Label(look, words.tell(deed.words), Type.BODY, ellipsis=True), line, 0)
        for place, role in enumerate(_FROM_THE_LEAST, 1):
            may = at_least(role, deed.least)
            sign = Icon(look, "check" if may else "minus", "ok" if may else "muted", 18)
            sign.setAccessibleName(words.say("yes") if may else words.say("no"))
            self._grid.addWidget(sign, line, place, Qt.AlignmentFlag.AlignHCenter)
