import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.rows import CELL, PAGE, Deliver, PagedRows, Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.desk.widgets.widths import fitted
from tests.desk.gallery import settle
from tests.desk.kit_parts import Turn, colour_at, press, type_text

MILLION = 1_000_000


@dataclass(frozen=True)
class Line:
    number: int
    goods: str
    ticked: bool = False


def _goods(line: Line) -> str:
    return line.goods


def _number(line: Line) -> str:
    return f"{line.number:,}"


def _ticked(line: Line) -> bool:
    return line.ticked


def _divider(line: Line) -> str:
    return "a line across" if line.goods == "" else ""


def columns() -> list[Column[Line]]:
    return [
        Column("Goods", _goods, share=1, tick=_ticked, strong=True),
        Column("Number", _number, Align.NUMBER, sort="number"),
    ]


def lines(count: int = 6) -> list[Line]:
    return [Line(i, f"goods {i}") for i in range(count)]


def _check(tester: ModelTester, rows: Rows | PagedRows) -> None:
    tester.check(rows)  # type: ignore[no-untyped-call]  # pytest-qt has no types here


class Keeper:
    """Answers a paged list when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, Deliver]] = []

    def fetch(self, offset: int, limit: int, deliver: Deliver) -> None:
        self.asked.append((offset, limit, deliver))

    def answer(self) -> None:
        waiting, self.asked = self.asked, []
        for offset, limit, deliver in waiting:
            deliver([Line(i, f"goods {i}") for i in range(offset, offset + limit)])


def table_of(look: Look, qtbot: QtBot, rows: Rows | PagedRows) -> RowTable:
    table = RowTable(look, rows, name="Lines")
    qtbot.addWidget(table)
    table.resize(500, 400)
    table.show()
    table.activateWindow()
    table.setFocus()
    settle()
    return table


def heard(table: RowTable) -> list[tuple[str, object]]:
    """Note what a table tells."""
    told: list[tuple[str, object]] = []
    for name in ("opened", "ticked", "left_out"):
        getattr(table, name).connect(_Note(told, name))
    return told


class _Note:
    def __init__(self, told: list[tuple[str, object]], name: str) -> None:
        self._told, self._name = told, name

    def __call__(self, row: object) -> None:
        self._told.append((self._name, row))


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester) -> None:
    rows = Rows(columns(), [*lines(), Line(9, "")], Shape(_divider))
    _check(qtmodeltester, rows)
    rows.insert(1, Line(77, "new"))
    rows.remove(0)
    rows.replace(0, Line(5, "other"))
    rows.show_rows(lines(3))
    keeper = Keeper()
    paged = PagedRows(columns(), keeper.fetch)
    paged.begin(250)
    _check(qtmodeltester, paged)
    settle()
    keeper.answer()
    paged.refresh(260)
    paged.refresh(90)
    assert paged.rowCount() == 90


@pytest.mark.parametrize("rtl", [False, True])
def test_keys_move_open_tick_and_leave_out(look: Look, qtbot: QtBot, turn: Turn, *, rtl: bool) -> None:
    turn(rtl=rtl)
    table = table_of(look, qtbot, Rows(columns(), lines()))
    told = heard(table)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Up):
        press(table, key)
    press(table, Qt.Key.Key_Delete)
    assert told == [("opened", lines()[2]), ("ticked", lines()[2]), ("left_out", lines()[1])]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    press(table, Qt.Key.Key_End)
    assert table.current_row() == lines()[5]
    press(table, Qt.Key.Key_Home)
    assert table.current_row() == lines()[0]


@pytest.mark.parametrize("rtl", [False, True])
def test_the_current_row_has_a_bar_at_the_leading_edge(
    look: Look, qtbot: QtBot, turn: Turn, *, rtl: bool
) -> None:
    turn(rtl=rtl)
    table = table_of(look, qtbot, Rows(columns(), lines()))
    table.go_to(1)
    settle()
    view = table.viewport()
    middle = table.rowViewportPosition(1) + 20
    lead, trail = (view.width() - 2, 4) if rtl else (1, view.width() - 5)
    assert colour_at(view, QPoint(lead, middle)) == look.colour("accent")
    assert colour_at(view, QPoint(trail, middle)) == look.colour("accent_soft")


def test_keys_that_a_page_wants_come_back_with_the_row(look: Look, qtbot: QtBot) -> None:
    table = table_of(look, qtbot, Rows(columns(), lines()))
    table.watched = frozenset({"+"})
    with qtbot.waitSignal(table.keyed) as seen:
        type_text(table, "+")
    assert seen.args == [lines()[0], "+"]


def test_up_and_down_step_over_lines_across(look: Look, qtbot: QtBot) -> None:
    rows = [Line(0, "first"), Line(0, ""), Line(1, "second")]
    table = table_of(look, qtbot, Rows(columns(), rows, Shape(_divider)))
    press(table, Qt.Key.Key_Down)
    assert table.current_row() == rows[2]
    assert table.rowHeight(1) == 28


def test_a_click_on_the_tick_ticks_and_elsewhere_moves(look: Look, qtbot: QtBot, turn: Turn) -> None:
    for rtl in (False, True):
        turn(rtl=rtl)
        table = table_of(look, qtbot, Rows(columns(), lines()))
        told = heard(table)
        y = table.rowViewportPosition(2) + 20
        box = QPoint(table.viewport().width() - 20 if rtl else 20, y)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, y))
        assert told == []
        assert table.current_row() == lines()[2]
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box)
        assert told == [("ticked", lines()[2])]
        table.close()


def test_a_cut_cell_shows_the_whole_as_plain_text_in_its_tip() -> None:
    rows = Rows(columns(), [Line(1, "<b>dear</b> & cheap")])
    index = rows.index(0, 0)
    assert index.data() == "<b>dear</b> & cheap"
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_screen_reader_hears_table_and_cells(look: Look, qtbot: QtBot) -> None:
    table = table_of(look, qtbot, Rows(columns(), lines()))
    face = QAccessible.queryAccessibleInterface(table)
    assert face is not None
    assert face.text(QAccessible.Text.Name) == "Lines"
    assert table.model().index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_numbers_stand_on_the_right_in_both_directions(look: Look, qtbot: QtBot, turn: Turn) -> None:
    for rtl in (False, True):
        turn(rtl=rtl)
        table = table_of(look, qtbot, Rows(columns(), [Line(7, "x"), Line(1_234_567, "y")]))
        place = table.visualRect(table.model().index(0, 1))
        image = table.viewport().grab(place).toImage()
        inked = [
            x
            for x in range(4, image.width())
            if any(image.pixelColor(x, y).lightness() < 120 for y in range(4, image.height() - 4))
        ]
        assert min(inked) > image.width() * 0.6
        table.close()


def test_a_click_on_a_head_sorts_and_sorts_back(look: Look, qtbot: QtBot) -> None:
    table = table_of(look, qtbot, Rows(columns(), lines()))
    told: list[tuple[object, ...]] = []
    table.sorted_by.connect(_SortNote(told))
    head = table.horizontalHeader()
    for section in (1, 1, 0):
        spot = QPoint(head.sectionViewportPosition(section) + 10, 10)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told == [("number", False), ("number", True)]


class _SortNote:
    def __init__(self, told: list[tuple[object, ...]]) -> None:
        self._told = told

    def __call__(self, *told: object) -> None:
        self._told.append(told)


def test_a_replaced_row_keeps_the_place(look: Look, qtbot: QtBot) -> None:
    rows = Rows(columns(), lines())
    table = table_of(look, qtbot, rows)
    table.go_to(3)
    rows.replace(3, replace(lines()[3], ticked=True))
    rows.show_rows([replace(line, ticked=True) for line in lines()])
    assert table.currentIndex().row() == 3
    rows.show_rows(lines(2))
    assert table.current_row() is None


def test_a_million_rows_are_there_at_once_and_fetched_when_seen(look: Look, qtbot: QtBot) -> None:
    keeper = Keeper()
    rows = PagedRows(columns(), keeper.fetch)
    begun = time.perf_counter()
    rows.begin(MILLION)
    table = table_of(look, qtbot, rows)
    assert time.perf_counter() - begun < 2
    assert rows.rowCount() == MILLION
    assert rows.index(0, 0).data(CELL).waits
    assert [(offset, limit) for offset, limit, _deliver in keeper.asked] == [(0, PAGE)]
    keeper.answer()
    settle()
    assert rows.index(0, 0).data() == "goods 0"
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    settle()
    assert keeper.asked[-1][0] + keeper.asked[-1][1] == MILLION
    keeper.answer()
    settle()
    assert rows.index(MILLION - 1, 0).data() == f"goods {MILLION - 1}"
    press(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_pages_that_are_only_flown_over_are_not_asked_for() -> None:
    keeper = Keeper()
    rows = PagedRows(columns(), keeper.fetch)
    rows.begin(MILLION)
    for page in range(200):
        rows.row_at(page * PAGE)
    settle()
    assert [offset // PAGE for offset, _limit, _deliver in keeper.asked] == [199, 198, 197]


def test_answers_to_an_older_question_are_dropped() -> None:
    keeper = Keeper()
    rows = PagedRows(columns(), keeper.fetch)
    rows.begin(10)
    rows.row_at(0)
    settle()
    late = keeper.asked[0][2]
    rows.begin(20)
    late([Line(0, "old")])
    assert rows.row_at(0) is None


def test_a_refresh_keeps_the_old_rows_until_the_new_ones_come(look: Look, qtbot: QtBot) -> None:
    keeper = Keeper()
    rows = PagedRows(columns(), keeper.fetch)
    rows.begin(50)
    table = table_of(look, qtbot, rows)
    keeper.answer()
    table.go_to(20)
    rows.refresh(49)
    assert rows.row_at(0) == Line(0, "goods 0")
    settle()
    assert len(keeper.asked) == 1
    keeper.asked.pop()[2]([Line(i, f"new {i}") for i in range(49)])
    assert rows.row_at(0) == Line(0, "new 0")
    assert table.currentIndex().row() == 20


def test_old_pages_are_let_go() -> None:
    keeper = Keeper()
    rows = PagedRows(columns(), keeper.fetch)
    rows.begin(MILLION)
    for page in range(60):
        rows.row_at(page * PAGE)
        settle()
        keeper.answer()
    assert rows.row_at(59 * PAGE) is not None
    assert rows.row_at(0) is None


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3)), max_size=8),
    st.integers(0, 2000),
)
def test_columns_fill_the_table_exactly(shapes: Sequence[tuple[int, int]], room: int) -> None:
    widths = fitted([wanted for wanted, _share in shapes], [share for _wanted, share in shapes], room, 80)
    assert len(widths) == len(shapes)
    assert all(width >= 0 for width in widths)
    if shapes:
        assert sum(widths) == room
