"""What is learned from complaints: causes and improvements, the wall, calls to make, reports, asking.

It stands on its own: whoever puts it on a page connects `did`, `failed` and `printed`.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.asking import AskingDialog
from shopcrm.desk.dialogs.call_backs import CallBacksDialog
from shopcrm.desk.dialogs.case_reports import CaseReports
from shopcrm.desk.dialogs.feedback_wall import FeedbackWall
from shopcrm.desk.dialogs.getting_better import GettingBetter
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.rules.complaints import Kind, State
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.feedback import Question


class CareBooks(QWidget):
    """A row of deeds; `printed` carries a paper that is to be shown."""

    did = Signal(str)
    failed = Signal(object)
    printed = Signal(object)

    def __init__(self, kit: Kit, host: QWidget, case: Callable[[], CaseView | None] = lambda: None) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit, self._host, self._case = kit, host, case
        self.asking = Button(look, say("Ask"), icon="smile", key="Alt+Q", height=32)
        self.better = Button(look, say("Causes and improvements"), icon="trending-up", key="Alt+K", height=32)
        self.wall = Button(look, say("Wall"), icon="quote", key="Alt+W", height=32)
        self.calls = Button(look, say("Calls"), icon="phone", key="Alt+L", height=32)
        self.reports = Button(look, say("Reports"), icon="chart-column", key="Alt+U", height=32)
        deeds = (self.asking, self.calls, self.wall, self.better, self.reports)
        line = FlowLayout(self, gap=look.size(8), line_gap=look.size(8))
        for deed in deeds:
            line.addWidget(deed)
        self.asking.clicked.connect(self.ask_now)
        self.better.clicked.connect(self.show_better)
        self.wall.clicked.connect(self.show_wall)
        self.calls.clicked.connect(self.show_calls)
        self.reports.clicked.connect(self.show_reports)

    def show_better(self) -> None:
        """Show causes and improvements."""
        dialog = GettingBetter(self._kit, self._host)
        dialog.did.connect(self.did)
        dialog.open()

    def show_wall(self) -> None:
        """Show the latest words of customers."""
        FeedbackWall(self._kit, self._host).open()

    def show_calls(self) -> None:
        """Show the low answers to call back, and take in cards."""
        dialog = CallBacksDialog(self._kit, self._host)
        dialog.did.connect(self.did)
        dialog.open()

    def show_reports(self) -> None:
        """Ask which report is wanted."""
        case = self._case()
        dialog = CaseReports(self._kit, self._host, None if case is None else (case.id, case.number))
        dialog.printed.connect(self.printed)
        dialog.open()

    def ask_now(self) -> None:
        """Ask of the case that is shown, once it is settled; else how the visit was."""
        case = self._case()
        if case is None or case.state is not State.SETTLED or case.told.kind is not Kind.COMPLAINT:
            self.ask(Question())
        else:
            self.ask(Question(complaint_id=case.id), self._kit.words.shown(case.customer))

    def ask(self, question: Question, name: str = "") -> None:
        """Ask how content somebody is, of a case or a visit."""
        dialog = AskingDialog(self._kit, question, self._host, name=name)
        dialog.did.connect(self.did)
        dialog.printed.connect(self.printed)
        dialog.open()
