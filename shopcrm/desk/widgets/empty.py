"""What a page shows where there is nothing yet: one bold line, what to do, and the button that does it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.labels import Icon, Label


class EmptyState(QWidget):
    """An empty place that says what to do; `acted` comes when its button is pressed."""

    acted = Signal()

    def __init__(
        self,
        look: Look,
        icon: str,
        bold: str,
        line: str,
        *,
        action: str = "",
        key: str = "",
        action_icon: str = "plus",
    ) -> None:
        super().__init__()
        self._bold = Label(look, bold, Type.SECTION, align=Align.CENTRE, wrap=True)
        self._line = Label(look, line, Type.SMALL, "muted", align=Align.CENTRE, wrap=True)
        self.button = Button(look, action, ButtonKind.MAIN, icon=action_icon, key=key)
        if not action:
            self.button.setAccessibleName(bold)
            self.button.hide()
        self.button.clicked.connect(self._on_clicked)
        self._picture = Icon(look, icon, size=40)
        self.setLayout(
            column(
                None,
                row(None, self._picture, None),
                self._bold,
                self._line,
                row(None, self.button, None),
                None,
                gap=look.size(8),
                edges=(16, 16, 16, 16),
            )
        )

    def say(self, bold: str, line: str, action: str = "") -> None:
        """Say something else, such as what was searched for in vain."""
        self._bold.setText(bold)
        self._line.setText(line)
        self.button.setText(action)
        self.button.setVisible(bool(action))

    def _on_clicked(self) -> None:
        self.acted.emit()
