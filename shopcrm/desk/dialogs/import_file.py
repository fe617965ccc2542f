"""Brings in a file: match its columns, see what would become of each row, then bring in the good ones.

Nothing is kept until the end; cancelling at any moment leaves the shop as it was.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopcrm.desk.column_fields import ColumnForm, kind_options
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Tick, Work
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import CheckBox, Choice, ChoiceKind
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.loading import Progress
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.services import imports
from shopcrm.services.imports import FileKind, Outcome, Plan, Refusal, Table

_HIGH, _BESIDE = 550, 560
_PREVIEWED = 8
_REFUSED_SHOWN = 500


@dataclass(frozen=True)
class _Opened:
    """A file that was looked into, and how it would be read."""

    table: Table
    plan: Plan


class ImportDialog(DialogFrame):
    """The dialog of one file, in three steps: columns, what would happen, done."""

    did = Signal(str)
    failed = Signal(object)

    def __init__(self, kit: Kit, path: Path, parent: QWidget) -> None:
        say = kit.words.say
        title = say("Bring in {file}", file=path.name)
        super().__init__(kit.look, kit.words, title, say("Check"), parent=parent, icon="file-up", width=980)
        self._kit, self._path = kit, path
        self._opened: _Opened | None = None
        self._outcome: Outcome | None = None
        self._work: Work | None = None
        self._kinds = Choice(
            kit.look, kind_options(kit.words), kind=ChoiceKind.CHIPS, name=say("Kind of file")
        )
        self._header = CheckBox(kit.look, say("The first row holds the names of the columns"))
        self._form = ColumnForm(kit)
        self._preview = Rows([])
        self._problem = Label(kit.look, "", Type.SMALL, "danger", wrap=True)
        self._summary = Label(kit.look, "", Type.BODY, wrap=True)
        self._refused = Rows(self._refused_columns())
        self._progress = Progress(kit.look, kit.words, meaning=say("Nothing is kept until the end."))
        self._steps = QStackedWidget()
        self._lay_out()
        self._kinds.picked.connect(self._on_kind)
        self._header.clicked.connect(self._on_header)
        self._progress.cancelled.connect(self._on_cancelled)
        self.agreed.connect(self._on_agreed)
        self.open_file(None, header=None)

    def open_file(self, kind: FileKind | None, *, header: bool | None) -> None:
        """Look into the file, as one kind or another, with or without a row of names."""
        program, currency = self._kit.program, self._kit.settings.money

        def look(_tick: Tick) -> _Opened:
            table = program.open_table(self._path, header=header)
            plan = imports.propose(table, self._path.name, currency, kind=kind, complete=False)
            return _Opened(table, plan)

        self._start(look, self._on_opened)

    def reject(self) -> None:
        """Stop what runs, and close."""
        if self._work is not None:
            self._work.cancel()
        super().reject()

    def _lay_out(self) -> None:
        say, look = self._kit.words.say, self._kit.look
        self._preview_table = RowTable(
            look, self._preview, name=say("The first rows of the file"), row_height=32
        )
        self._preview_table.setFixedHeight(look.size(190))
        self._refused_table = RowTable(
            look, self._refused, name=say("Rows that cannot be taken"), row_height=48
        )
        self._back = Button(look, say("Back to the columns"), icon="arrow-left", mirror=True)
        self._back.clicked.connect(self._on_back)
        self.add_side(self._back)
        about = fold((self._kinds, 1), self._header, least=look.size(_BESIDE))
        columns = column(about, self._form, None, self._preview_table, gap=look.size(12))
        result = column(self._summary, (self._refused_table, 1), gap=look.size(12))
        waiting = column(self._progress, None)
        for step in (waiting, columns, result):
            page = QWidget()
            page.setLayout(step)
            self._steps.addWidget(page)
        # All steps have the same room, so that the dialog stays where it is.
        whole = QWidget()
        whole.setLayout(column((self._steps, 1), self._problem, gap=look.size(8)))
        whole.setMinimumHeight(look.size(_HIGH))
        self.body.addWidget(whole)
        self._show(0)

    def _show(self, step: int) -> None:
        say = self._kit.words.say
        self._steps.setCurrentIndex(step)
        self._back.setVisible(step == 2)
        self.main.setVisible(step > 0)
        if step == 1:
            self.main.setText(say("Check"))
        self._problem.setVisible(bool(self._problem.text()))

    def _start(self, job: object, then: object) -> None:
        self._problem.setText("")
        self._progress.show_progress(self._kit.words.say("Reading the file"), 0)
        self._progress.show()
        self._show(0)
        self._work = self._kit.lanes.work(self, then, self._on_failed, job)  # type: ignore[arg-type] # paired above
        self._work.progressed.connect(self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        text = self._kit.words.say("{done} of about {total} rows", done=done, total=total)
        self._progress.show_progress(text, done / max(total, 1))

    def _on_opened(self, opened: _Opened) -> None:
        self._work, self._opened = None, opened
        plan, table = opened.plan, opened.table
        self._kinds.choose(plan.kind)
        self._header.setChecked(table.names is not None)
        self._form.show_columns(plan.kind, plan.headings, plan.columns)
        # Address cards have a column for all that a card can tell, and most cards tell little of it.
        filled = {i for cells in table.sample for i, cell in enumerate(cells) if cell}
        headings = [(i, one) for i, one in enumerate(plan.headings) if i in filled or not filled]
        self._preview.set_columns([self._cell_column(i, one) for i, one in headings])
        self._preview.show_rows([tuple(cells) for cells in table.sample[:_PREVIEWED]])
        if not plan.order_proven:
            say = self._kit.words.say
            self._problem.setText(
                say("The dates may begin with the day or the month; they are read day first.")
            )
        self._show(1)
        chosen = next(button for button in self._kinds.buttons() if button.isChecked())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_agreed(self) -> None:
        if self._opened is None or self._work is not None:
            return
        if self._steps.currentIndex() == 1:
            self._check()
        else:
            self._bring_in()

    def _check(self) -> None:
        opened = self._opened
        if opened is None:
            return
        shop, chosen = self._kit.program.shop, self._form.chosen()
        currency, kind = self._kit.settings.money, opened.plan.kind
        wishes = [(name, str(place + 1)) for name, place in chosen.items()]
        wishes += [(name, "-") for name in opened.plan.columns if name not in chosen]

        def check(tick: Tick) -> tuple[Plan, Outcome]:
            plan = imports.propose(opened.table, self._path.name, currency, kind=kind, wishes=wishes)
            return plan, shop.ask(imports.dry_run, opened.table, plan, tick)

        self._start(check, self._on_checked)

    def _on_checked(self, checked: tuple[Plan, Outcome]) -> None:
        self._work = None
        plan, outcome = checked
        if self._opened is not None:
            self._opened = replace(self._opened, plan=plan)
        self._outcome = outcome
        words = self._kit.words
        self._summary.setText(
            words.say(
                "{read} rows were read: {added} are new, {changed} change something, "
                "{unchanged} are known already, {refused} cannot be taken.",
                read=outcome.read,
                added=outcome.added,
                changed=outcome.changed,
                unchanged=outcome.unchanged,
                refused=outcome.refused,
            )
        )
        told = [*outcome.refusals, *outcome.left_out]
        self._refused.show_rows(told[:_REFUSED_SHOWN])
        self._refused_table.setVisible(bool(told))
        good = outcome.added + outcome.changed
        self.main.setText(words.plural("Bring in {count} row", "Bring in {count} rows", count=good))
        self._show(2)

    def _bring_in(self) -> None:
        opened = self._opened
        if opened is None:
            return
        program, words = self._kit.program, self._kit.words

        def bring(tick: Tick) -> tuple[Outcome, Path | None]:
            program.backups.make_if_changed()
            outcome = program.shop.do(imports.bring_in, opened.table, opened.plan, tick, only_good=True)
            refused = program.refused_to_file(self._path, opened.plan, outcome, words)
            return outcome, refused

        self._start(bring, self._on_brought)

    def _on_brought(self, brought: tuple[Outcome, Path | None]) -> None:
        self._work = None
        outcome, refused = brought
        words = self._kit.words
        done = words.say(
            "{added} rows added, {changed} changed.", added=outcome.added, changed=outcome.changed
        )
        if refused is not None:
            done += " " + words.say("The rows that could not be taken are in {file}.", file=refused.name)
        self.did.emit(done)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._work = None
        if not isinstance(error, ShopError):
            self.failed.emit(error)
            self.reject()
            return
        self._problem.setText(self._kit.words.tell(error))
        # Of a file that cannot be read nothing is under way any more.
        self._progress.hide()
        self._show(1 if self._opened is not None else 0)

    def _on_cancelled(self) -> None:
        if self._work is not None:
            self._work.cancel()
        else:
            self.reject()

    def _on_back(self) -> None:
        self._show(1)

    def _on_kind(self, kind: FileKind) -> None:
        self.open_file(kind, header=self._header.isChecked())

    def _on_header(self) -> None:
        self.open_file(self._kinds.value(), header=self._header.isChecked())

    def _cell_column(self, place: int, heading: str) -> Column[tuple[str, ...]]:
        def value(cells: tuple[str, ...]) -> str:
            return self._kit.words.isolate(cells[place]) if place < len(cells) else ""

        return Column(self._kit.words.isolate(heading), value, share=1)

    def _refused_columns(self) -> list[Column[Refusal]]:
        words = self._kit.words
        return [
            Column(words.say("Row"), lambda refusal: words.number(refusal.row), Align.COUNT),
            Column(
                words.say("Why, and what stands there"),
                lambda refusal: words.tell(refusal.reason),
                share=1,
                strong=True,
                second=lambda refusal: words.listing([words.isolate(cell) for cell in refusal.cells if cell]),
            ),
        ]
