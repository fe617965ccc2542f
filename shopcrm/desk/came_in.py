"""What came in lately, goods by goods, newest first; choosing one asks who to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services.arrivals import ArrivalLineView, ArrivalView

Wanted: TypeAlias = tuple[int, int | None]
"""An arrival, and the product of it to be on, or None for the first."""


@dataclass(frozen=True)
class CameIn:
    """One product of an arrival, or the line across that names a day."""

    arrival: ArrivalView | None
    line: ArrivalLineView | None
    day: str = ""


class CameInCard(Card):
    """The list; `picked` carries what was chosen, `record_wanted` asks to write down an arrival."""

    picked = Signal(object)
    record_wanted = Signal()

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(look, title=say("Came in"), padding=0)
        self._kit = kit
        record = Button(look, say("Record"), icon="plus", key="Ctrl+N", height=32)
        record.clicked.connect(self.record_wanted)
        self.head.addWidget(record)
        self._rows = Rows(self._columns(), (), Shape(lambda row: row.day))
        self.table = RowTable(look, self._rows, name=say("Goods that came in"), row_height=52)
        self.table.moved.connect(self._on_moved)
        self.body.addWidget(self.table)

    @property
    def chosen(self) -> CameIn | None:
        """Give the goods one is on."""
        found = self.table.current_row()
        return found if isinstance(found, CameIn) and found.line is not None else None

    def show_arrivals(self, arrivals: Sequence[ArrivalView], wanted: Wanted | None = None) -> None:
        """Show the goods of arrivals, newest first; `wanted` is what to be on."""
        before = self.chosen
        rows = self._listed(arrivals)
        self._rows.show_rows(rows)
        place = self._place(rows, wanted, before)
        if place is not None:
            self.table.go_to(place)

    def _listed(self, arrivals: Sequence[ArrivalView]) -> list[CameIn]:
        rows: list[CameIn] = []
        day: date | None = None
        for arrival in arrivals:
            its_day = self._kit.settings.days.of(arrival.arrived_at)
            if its_day != day:
                day = its_day
                rows.append(CameIn(None, None, self._kit.words.long_day(day)))
            rows += [CameIn(arrival, line) for line in arrival.lines]
        return rows

    @staticmethod
    def _place(rows: Sequence[CameIn], wanted: Wanted | None, before: CameIn | None) -> int | None:
        for place, row in enumerate(rows):
            if row.arrival is None or row.line is None:
                continue
            if wanted is not None and wanted in {
                (row.arrival.id, None),
                (row.arrival.id, row.line.product_id),
            }:
                return place
            if wanted is None and before is not None and row == before:
                return place
        return next((place for place, row in enumerate(rows) if row.line is not None), None)

    def _columns(self) -> list[Column[CameIn]]:
        words = self._kit.words

        def quantity(row: CameIn) -> str:
            return words.quantity(row.line.quantity, row.line.unit) if row.line else ""

        return [
            Column(
                "",
                lambda row: words.alone(row.line.name) if row.line else "",
                share=1,
                strong=True,
                second=self._source,
            ),
            Column("", quantity, Align.NUMBER, strong=True),
        ]

    def _source(self, row: CameIn) -> str:
        if row.arrival is None:
            return ""
        words = self._kit.words
        parts = [row.arrival.supplier, row.arrival.note, words.clock(row.arrival.arrived_at)]
        return words.listing([words.isolate(part) for part in parts if part])

    def _on_moved(self, row: CameIn | None) -> None:
        if row is not None and row.line is not None:
            self.picked.emit(row)
