"""Slips print by themselves or on request; where the printer is out, a notice prints them again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from shopcrm.app import App
from shopcrm.desk import printers
from shopcrm.desk.day_closing import DayClosing
from shopcrm.desk.dialogs.day_close import DayCloseDialog
from shopcrm.desk.dialogs.paper import PaperDialog
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.look import Look
from shopcrm.desk.pages.goods import GoodsPage
from shopcrm.desk.slip_printing import NOTICE, SlipPrinting, usual_width
from shopcrm.outside.escpos import SlipPrinterUnknown
from shopcrm.outside.paper.render import render_pages
from shopcrm.rules.tenders import Tender
from shopcrm.services import day_close, printing, sales, settings
from shopcrm.services.printing import What
from shopcrm.services.selling import Sold
from shopcrm.services.slips import SlipWidth
from tests import makers
from tests.desk.kit_parts import unnamed
from tests.desk.opened import Opened, opened
from tests.sold import sell

Room = Opened[GoodsPage]


@pytest.fixture
def sold(application: App) -> Sold:
    walnuts = makers.product(application.shop, price=100_000)
    return sell(application.shop, (walnuts, 1000), pay=[Tender("cash", None, handed=200_000)])


@pytest.fixture(params=["en", "fa"])
def room(
    application: App,
    look: Look,
    qtbot: QtBot,
    sold: Sold,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Room]:
    """A window of a shop whose slips go to a device file by themselves."""
    del sold
    device = f"file:{tmp_path / 'device'}"
    application.shop.do(settings.change, slip_printer=device, slip_by_itself=True, slip_width=58)
    with opened(application, look, qtbot, GoodsPage, language=request.param) as shown:
        yield shown


def printing_of(room: Room) -> tuple[SlipPrinting, list[FinishedPaper]]:
    slips, papers = SlipPrinting(room.kit, room.page), list[FinishedPaper]()
    slips.did.connect(room.said.append)
    slips.failed.connect(room.errors.append)
    slips.printed.connect(papers.append)
    return slips, papers


def times(room: Room, sale_id: int) -> int:
    return room.kit.program.shop.ask(printing.times, What.SLIP, sale_id)


def test_a_slip_prints_by_itself_once_and_opens_the_drawer(room: Room, sold: Sold, tmp_path: Path) -> None:
    slips, _papers = printing_of(room)
    slips.after_sale(sold)
    room.until(lambda: times(room, sold.sale_id) == 1)
    raw = (tmp_path / "device").read_bytes()
    assert raw.startswith(b"\x1b@")
    assert b"\x1bp\x0022" in raw
    assert len(room.said) == 1
    assert usual_width(room.kit.settings) is SlipWidth.NARROW


def test_a_repeated_answer_prints_nothing_more(room: Room, sold: Sold, tmp_path: Path) -> None:
    slips, _papers = printing_of(room)
    slips.after_sale(replace(sold, was_known=True))
    room.rest()
    assert not (tmp_path / "device").exists()
    assert slips.last == sold.sale_id


def test_a_printer_that_is_out_keeps_the_sale_and_prints_again_by_one_key(
    room: Room, sold: Sold, tmp_path: Path
) -> None:
    slips, _papers = printing_of(room)
    (tmp_path / "device").mkdir()
    slips.after_sale(sold)
    room.until(lambda: NOTICE in room.frame.banners.names())
    assert room.kit.program.shop.ask(sales.count) == 1
    assert times(room, sold.sale_id) == 0
    (tmp_path / "device").rmdir()
    room.press(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    room.until(lambda: times(room, sold.sale_id) == 1)
    assert NOTICE not in room.frame.banners.names()


def test_a_slip_is_shown_first_and_printed_from_there(room: Room, sold: Sold, tmp_path: Path) -> None:
    slips, papers = printing_of(room)
    slips.show_last()
    assert len(room.said) == 1
    slips.show(sold.sale_id)
    room.until(lambda: bool(papers))
    dialog = PaperDialog(room.kit, papers[0], room.frame)
    dialog.did.connect(room.said.append)
    dialog.open()
    room.until(lambda: dialog._pages.count() == 1)
    assert not list(unnamed(dialog))
    dialog.main.click()
    room.until(lambda: not isValid(dialog))
    assert (tmp_path / "device").stat().st_size > 1_000
    room.until(lambda: times(room, sold.sale_id) == 1)


def test_what_the_preview_cannot_print_is_said_in_it(room: Room, sold: Sold, tmp_path: Path) -> None:
    slips, papers = printing_of(room)
    slips.show(sold.sale_id)
    room.until(lambda: bool(papers))
    (tmp_path / "device").mkdir()
    dialog = PaperDialog(room.kit, papers[0], room.frame)
    dialog.open()
    room.rest()
    dialog.main.click()
    room.until(lambda: bool(dialog.line.text()))
    assert dialog.isVisible()
    assert dialog.main.isEnabled()
    dialog.reject()
    assert times(room, sold.sale_id) == 0


def test_a_saved_paper_is_written_down_too(room: Room, sold: Sold, tmp_path: Path) -> None:
    slips, papers = printing_of(room)
    slips.show(sold.sale_id)
    room.until(lambda: bool(papers))
    dialog = PaperDialog(room.kit, papers[0], room.frame)
    dialog.open()
    dialog._on_place(str(tmp_path / "slip.pdf"))
    room.until(lambda: times(room, sold.sale_id) == 1)
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_without_a_printer_of_the_system_it_is_said(
    application: App, look: Look, qtbot: QtBot, sold: Sold, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_pages: object) -> None:
        raise printers.NoPrinter

    monkeypatch.setattr(printers, "print_by_itself", none)
    application.shop.do(settings.change, slip_by_itself=True)
    with opened(application, look, qtbot, GoodsPage) as room:
        slips, _papers = printing_of(room)
        slips.after_sale(sold)
        room.until(lambda: NOTICE in room.frame.banners.names())
        room.frame.banners.acted.emit("another")
        assert times(room, sold.sale_id) == 0


def test_pages_of_the_system_printer_have_the_size_of_the_slip(qapp: QApplication, tmp_path: Path) -> None:
    del qapp
    from tests.desk.test_printers import picture

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printers.print_by_itself([picture(80, 200)], printer)
    [page] = render_pages(tmp_path / "out.pdf", 1.0)
    assert page.size == pytest.approx((80 / 25.4 * 72, 200 / 25.4 * 72), abs=2)


def test_the_day_is_counted_closed_and_brought_on_paper(room: Room, sold: Sold) -> None:
    del sold
    closing, papers = DayClosing(room.kit, room.page), list[FinishedPaper]()
    closing.printed.connect(papers.append)
    closing.did.connect(room.said.append)
    closing.open()
    dialog = room.dialog(DayCloseDialog)
    assert not list(unnamed(dialog))
    QTest.keyClicks(dialog.counted, "9000")
    assert dialog.found.text()
    dialog._on_agreed()
    room.until(lambda: not isValid(dialog))
    room.until(lambda: len(papers) == 1)
    [closed] = room.kit.program.shop.ask(day_close.history)
    assert (closed.counted, closed.difference) == (90_000, -10_000)
    assert papers[0].what is What.DAY_CLOSE
    assert papers[0].slip


def test_what_was_written_wrong_keeps_the_day_open(room: Room, sold: Sold) -> None:
    del sold
    closing, papers = DayClosing(room.kit, room.page), list[FinishedPaper]()
    closing.printed.connect(papers.append)
    closing.open()
    dialog = room.dialog(DayCloseDialog)
    dialog.counted.setText("")
    QTest.keyClicks(dialog.counted, "1x")
    dialog.main.click()
    assert dialog._counted.error
    dialog.counted.set_value(1_000)
    dialog.left.set_value(5_000)
    dialog.main.click()
    room.rest()
    assert dialog.isVisible()
    dialog.paper_asked.emit()
    room.until(lambda: len(papers) == 1)
    assert papers[0].what is None
    dialog.reject()
    assert room.kit.program.shop.ask(day_close.history) == []


def test_a_printer_with_a_name_that_means_nothing_is_a_sentence(application: App, tmp_path: Path) -> None:
    application.shop.do(settings.change, slip_printer="usb:3")
    assert application.papers.has_slip_printer()
    sale = sell(application.shop, (makers.product(application.shop, price=5), 1000)).sale_id
    application.papers.slip_to(tmp_path / "slip.pdf", sale, SlipWidth.WIDE, application.words())
    with pytest.raises(SlipPrinterUnknown):
        application.papers.send_to_slip_printer(tmp_path / "slip.pdf")
