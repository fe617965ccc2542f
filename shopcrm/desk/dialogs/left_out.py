"""Who was left out of the list, each with the reason."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services.matching import LeftOut, TellList


class LeftOutDialog(DialogFrame):
    """A list to read; nothing is changed in it."""

    def __init__(self, kit: Kit, found: TellList, parent: QWidget) -> None:
        words = kit.words
        super().__init__(
            kit.look, words, words.say("Left out, and why"), words.say("Close"), parent=parent, icon="list"
        )
        self.cancel.hide()

        def name(one: LeftOut) -> str:
            return words.shown(one.name)

        def why(one: LeftOut) -> str:
            return words.tell(one.why)

        columns = [
            Column(words.say("Person"), name, share=1, strong=True),
            Column(words.say("Why"), why, share=1),
        ]
        table = RowTable(kit.look, Rows(columns, found.left_out), name=words.say("Left out, and why"))
        table.setMinimumHeight(kit.look.size(360))
        self.body.addWidget(table)
        self.agreed.connect(self.accept)
