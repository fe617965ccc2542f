"""Asks which report on complaints is wanted, and of which days; it is shown before it is printed."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.choices_of_shop import languages
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words

_DAYS = timedelta(days=90)


class ReportKind(StrEnum):
    """The reports; the value is also the name of the file."""

    COMPLAINTS = "complaints"
    IMPROVEMENTS = "improvements"
    CASE = "case-file"


class CaseReports(DialogFrame):
    """Asks for the report, its days and its language; `printed` carries the path of the finished PDF.

    `case` is the one that is shown, by its id and number: all of it can be had on paper too.
    """

    printed = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, case: tuple[int, int] | None = None) -> None:
        look, words, say = kit.look, kit.words, kit.words.say
        super().__init__(
            look,
            words,
            say("Reports"),
            say("Show the paper"),
            parent=parent,
            icon="chart-column",
            main_icon="eye",
            width=600,
        )
        self._kit, self._case = kit, case
        today = kit.settings.days.of(kit.program.shop.clock())
        self.kind = Choice(look, self._kinds(), name=say("Which paper"))
        self.first = DayField(look, words, today)
        self.last = DayField(look, words, today)
        self.language = Choice(look, languages(), name=say("Language of the paper"))
        self._about = Label(look, "", tint="muted", wrap=True)
        self._from = Field(look, say("From"), self.first)
        self._until = Field(look, say("Until"), self.last)
        self.kind.choose(ReportKind.COMPLAINTS)
        self.first.set_day(today - _DAYS)
        self.last.set_day(today)
        self.language.choose(words.language)
        self.body.addWidget(self.kind)
        self.body.addWidget(self._about)
        self.body.addLayout(row((self._from, 1), (self._until, 1), gap=look.size(12)))
        caption = Label(look, say("Language of the paper"), Type.LABEL)
        self.body.addLayout(column(caption, self.language, gap=6))
        self.kind.picked.connect(self._on_kind)
        self.agreed.connect(self._on_agreed)
        self._on_kind(ReportKind.COMPLAINTS)
        self.kind.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _kinds(self) -> list[Option]:
        say = self._kit.words.say
        options = [
            Option(ReportKind.COMPLAINTS, say("Complaints"), "octagon-alert"),
            Option(ReportKind.IMPROVEMENTS, say("Improvements"), "trending-up"),
        ]
        if self._case is not None:
            whole = say("All of No. {number}", number=str(self._case[1]))
            options.append(Option(ReportKind.CASE, whole, "file-text"))
        return options

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._until.error

    def _on_kind(self, kind: ReportKind) -> None:
        self._about.setText(self._says()[kind])
        for field in (self._from, self._until):
            field.setVisible(kind is ReportKind.COMPLAINTS)

    def _says(self) -> Mapping[ReportKind, str]:
        say = self._kit.words.say
        return {
            ReportKind.COMPLAINTS: say(
                "Why people complained, how fast it was put right, at what cost, and who did so again."
            ),
            ReportKind.IMPROVEMENTS: say(
                "What is changed so that it does not happen again, and what came of it."
            ),
            ReportKind.CASE: say("Everything of one case: words, photos, what was done, and how it ended."),
        }

    def _on_agreed(self) -> None:
        days = self.first.day(), self.last.day()
        if self.kind.value() is ReportKind.COMPLAINTS and None in days:
            self._until.show_error(
                self._kit.words.say("Write both days, such as {day}.", day=self._example())
            )
            return
        self.main.setEnabled(False)
        words = self._kit.program.words_for(self._kit.settings, self.language.value())
        make = partial(self._make, self.kind.value(), days, words)
        self._kit.lanes.slow.run(self, self._on_made, make, self._on_failed)

    def _example(self) -> str:
        today = self._kit.settings.days.of(self._kit.program.shop.clock())
        return self._kit.words.short_day(today)

    def _make(self, kind: ReportKind, days: tuple[date | None, date | None], words: Words) -> Path:
        """Write the paper; runs beside the window and touches no widget."""
        program, (first, last) = self._kit.program, days
        path = program.paper_place(kind)
        if kind is ReportKind.COMPLAINTS and first is not None and last is not None:
            program.papers.complaints_report_to(path, first, last, words)
        elif kind is ReportKind.CASE and self._case is not None:
            program.papers.case_file_to(path, self._case[0], words)
        else:
            program.papers.improvements_report_to(path, words)
        return path

    def _on_made(self, path: Path) -> None:
        self.printed.emit(path)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._until.setVisible(True)
        self._until.show_error(self._kit.words.tell(said))
