"""Getting better: the tree of causes that the shop owns, and what is changed so that they come no more."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import improvement_rows as shown
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.services import causes, improvement_news, improvement_report, improvements
from shopcrm.services.causes import CauseRow
from shopcrm.services.improvement_report import Reported
from shopcrm.services.improvements import ImprovementDraft, ImprovementState
from shopcrm.services.outbox import Queued

_WIDTH, _HIGH, _BESIDE = 1080, 300, 760
_TWO_WEEKS = timedelta(days=14)


class GettingBetter(DialogFrame):
    """Causes on the leading side, improvements on the trailing one; `did` carries what was done."""

    did = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("Causes and improvements"),
            say("Close"),
            parent=parent,
            icon="trending-up",
            line=say("Why things go wrong, and what is changed so that they do not come again."),
            width=_WIDTH,
        )
        self._kit = kit
        self._today = kit.settings.days.of(kit.program.shop.clock())
        self._everything: Sequence[Reported] = ()
        self._causes = Rows(shown.cause_columns(words), [])
        self._improvements = Rows(shown.improvement_columns(words), [])
        self.causes = RowTable(look, self._causes, name=say("Causes"), row_height=40)
        self.improvements = RowTable(look, self._improvements, name=say("Improvements"), row_height=56)
        self.name = LineEdit(look, placeholder=say("name of a cause"), name=say("Name of a cause"))
        self.add_cause = Button(look, say("Add within"), icon="plus", key="Alt+A", height=32)
        self.add_top = Button(look, say("Add at the top"), icon="plus", key="Alt+O", height=32)
        self.rename = Button(look, say("Rename"), icon="pencil", key="Alt+N", height=32)
        self.end = Button(look, say("Offer no more"), icon="archive", key="Alt+E", height=32)
        self.first = Button(
            look, say("Take up the usual causes"), ButtonKind.MAIN, icon="list-tree", key="Alt+U"
        )
        self.what = LineEdit(look, placeholder=say("what is changed"), name=say("What is changed"))
        self.who = LineEdit(look, placeholder=say("who"), name=say("Who sees to it"))
        self.until = DayField(look, words, self._today, name=say("By when"))
        self.add = Button(look, say("Add improvement"), icon="plus", key="Alt+I", height=32)
        self.changed = LineEdit(look, placeholder=say("what changed, or why not"), name=say("What changed"))
        self.finish = Button(look, say("Done"), icon="check", key="Alt+D", height=32)
        self.drop = Button(look, say("Drop"), icon="ban", key="Alt+R", height=32)
        self.tell = Button(look, say("Tell them"), icon="send", key="Alt+T", height=32)
        self.problem = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._lay_out()
        self._listen()
        self._read()

    def _lay_out(self) -> None:
        look = self._kit.look
        gap = look.size(8)
        self.cancel.hide()
        self.problem.hide()
        self.until.set_day(self._today + _TWO_WEEKS)
        self.who.setText(self._me())
        for table in (self.causes, self.improvements):
            table.setMinimumHeight(look.size(_HIGH))
        for line in (self.what, self.who, self.changed):
            line.setMinimumWidth(look.size(150))
        new_ones = fold(self.add_cause, self.add_top, gap=gap)
        known = fold(self.rename, self.end, gap=gap)
        left = column((self.causes, 1), self.first, self.name, new_ones, known, gap=gap)
        new = fold((self.what, 2), (self.who, 1), (self.until, 1), gap=gap)
        over = fold(self.finish, self.drop, self.tell, None, gap=gap)
        added = row(None, self.add, gap=gap)
        right = column((self.improvements, 1), new, added, self.changed, over, gap=gap)
        panes = fold((left, 2), (right, 3), gap=look.size(16), least=look.size(_BESIDE))
        self.body.addLayout(panes)
        self.body.addWidget(self.problem)

    def _listen(self) -> None:
        self.agreed.connect(self.accept)
        self.causes.moved.connect(self._on_cause)
        self.improvements.moved.connect(self._on_improvement)
        self.add_cause.clicked.connect(self._on_add_within)
        self.add_top.clicked.connect(self._on_add_top)
        self.rename.clicked.connect(self._on_rename)
        self.end.clicked.connect(self._on_end)
        self.first.clicked.connect(self._on_first)
        self.add.clicked.connect(self._on_add)
        self.finish.clicked.connect(self._on_done)
        self.drop.clicked.connect(self._on_drop)
        self.tell.clicked.connect(self._on_tell)

    def _me(self) -> str:
        """Name who is at the till; in a shop without names it is the owner."""
        name = self._kit.program.shop.who.actor
        return self._kit.words.say("the owner") if name == "owner" else name

    def _read(self) -> None:
        self._kit.lanes.quick.ask(self, self._on_causes, causes.tree)
        self._kit.lanes.quick.ask(self, self._on_improvements, improvement_report.read)

    def _on_causes(self, rows: Sequence[CauseRow]) -> None:
        at = self._cause()
        self._causes.show_rows(rows)
        self.first.setVisible(not rows)
        self.add_cause.setEnabled(bool(rows))
        if rows:
            same = [place for place, one in enumerate(rows) if at is not None and one.id == at.id]
            self.causes.go_to(same[0] if same else 0)
        if at is None and rows:
            self.causes.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_improvements(self, found: Sequence[Reported]) -> None:
        self._everything = found
        self._show_improvements()

    def _show_improvements(self) -> None:
        """Show the improvements of the chosen cause and of those within it; without one, all."""
        cause = self._cause()
        rows = [one for one in self._everything if cause is None or self._is_within(one, cause)]
        before: Reported | None = self.improvements.current_row()
        self._improvements.show_rows(rows)
        same = [place for place, one in enumerate(rows) if before is not None and one.row.id == before.row.id]
        if rows:
            self.improvements.go_to(same[0] if same else 0)
        self._on_improvement(self.improvements.current_row() if rows else None)

    @staticmethod
    def _is_within(one: Reported, cause: CauseRow) -> bool:
        return f"{one.row.cause}{causes.BETWEEN}".startswith(f"{cause.path}{causes.BETWEEN}")

    def _on_cause(self, _row: CauseRow | None) -> None:
        self._show_improvements()

    def _on_improvement(self, one: Reported | None) -> None:
        """Offer what can be done with the improvement that one stands on."""
        words = self._kit.words
        is_open = one is not None and one.row.state is ImprovementState.OPEN
        for part in (self.changed, self.finish, self.drop):
            part.setEnabled(is_open)
        many = one.to_tell if one is not None else 0
        self.tell.setVisible(bool(many))
        self.tell.setText(words.plural("Tell {count} person", "Tell {count} people", many))

    def _cause(self) -> CauseRow | None:
        found: CauseRow | None = self.causes.current_row()
        return found

    def _improvement(self) -> Reported | None:
        found: Reported | None = self.improvements.current_row()
        return found

    def _on_add_within(self) -> None:
        cause = self._cause()
        self._add(None if cause is None else cause.id)

    def _on_add_top(self) -> None:
        self._add(None)

    def _add(self, parent_id: int | None) -> None:
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_number, self._on_refused, causes.add, self.name.text(), parent_id)

    def _on_rename(self) -> None:
        cause, lane = self._cause(), self._kit.lanes.quick
        if cause is not None:
            lane.try_do(self, self._on_kept, self._on_refused, causes.rename, cause.id, self.name.text())

    def _on_end(self) -> None:
        cause, lane = self._cause(), self._kit.lanes.quick
        if cause is not None:
            lane.try_do(self, self._on_number, self._on_refused, causes.end, cause.id)

    def _on_first(self) -> None:
        self._kit.lanes.quick.try_do(self, self._on_number, self._on_refused, causes.take_first)

    def _on_add(self) -> None:
        cause, day, say = self._cause(), self.until.day(), self._kit.words.say
        if cause is None:
            self._show_problem(say("Choose the cause first, or take up the usual ones."))
        elif day is None:
            self._show_problem(
                say("Write by when, such as {day}.", day=self._kit.words.short_day(self._today))
            )
        else:
            who = self.who.text()
            # What stood there at first is kept as a code, and named in the language of whoever reads it.
            by = self._kit.program.shop.who.actor if who == self._me() else who
            draft = ImprovementDraft(cause.id, self.what.text(), by, day)
            lane = self._kit.lanes.quick
            lane.try_do(self, self._on_number, self._on_incomplete, improvements.add, draft)

    def _on_done(self) -> None:
        one, lane = self._improvement(), self._kit.lanes.quick
        if one is not None:
            changed = self.changed.text()
            lane.try_do(self, self._on_kept, self._on_refused, improvements.done, one.row.id, changed)

    def _on_drop(self) -> None:
        one, lane = self._improvement(), self._kit.lanes.quick
        if one is not None:
            why = self.changed.text()
            lane.try_do(self, self._on_kept, self._on_refused, improvements.drop, one.row.id, why)

    def _on_tell(self) -> None:
        one, lane = self._improvement(), self._kit.lanes.quick
        if one is not None:
            lane.try_do(self, self._on_told, self._on_refused, improvement_news.tell, one.row.id)

    def _on_told(self, queued: Queued) -> None:
        words = self._kit.words
        self.did.emit(
            words.plural(
                "{count} message is in the outbox.", "{count} messages are in the outbox.", queued.added
            )
        )
        self._settle()

    def _on_number(self, _number: int) -> None:
        self._on_kept(None)

    def _on_kept(self, _nothing: None) -> None:
        self.did.emit(self._kit.words.say("Kept."))
        self._settle()

    def _settle(self) -> None:
        """Empty what was written, for it is kept now, and read all again."""
        for line in (self.name, self.what, self.changed):
            line.clear()
        self._show_problem("")
        self._read()

    def _on_incomplete(self, error: Exception) -> None:
        """Say what is lacking, and go where it is written."""
        lacking = self.who if self.what.text().strip() else self.what
        lacking.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_refused(error)

    def _on_refused(self, error: Exception) -> None:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._show_problem(self._kit.words.tell(said))

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
