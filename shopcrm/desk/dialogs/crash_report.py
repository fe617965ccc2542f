"""Explains what nobody expected: what happened, what was kept, and a report that can be copied."""

from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import TextArea
from shopcrm.desk.widgets.labels import Label


class CrashReport(DialogFrame):
    """One dialog for one crash; the window lives on behind it."""

    def __init__(self, kit: Kit, told: str, report: str, parent: QWidget) -> None:
        say = kit.words.say
        title = say("Something unexpected happened")
        super().__init__(
            kit.look, kit.words, title, say("Close"), parent=parent, icon="octagon-alert", width=680
        )
        self.cancel.hide()
        self.body.addWidget(Label(kit.look, told, Type.BODY, wrap=True))
        self.report = TextArea(kit.look, name=say("Report"), lines=8, ltr=True)
        self.report.setPlainText(report)
        self.report.setReadOnly(True)
        self.body.addWidget(self.report)
        copy = Button(kit.look, say("Copy the report"), icon="copy", key="Ctrl+Shift+C")
        copy.clicked.connect(self._on_copy)
        self.add_side(copy)
        self.agreed.connect(self.accept)

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.report.toPlainText())
