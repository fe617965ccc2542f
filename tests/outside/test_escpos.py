"""What reaches a slip printer is the slip dot by dot, and a printer that is out hurts nothing."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from shopcrm.outside import escpos
from shopcrm.outside.escpos import SlipPrinterOut, SlipPrinterUnknown
from shopcrm.outside.paper import sale_slip
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import Shown, pages_with_pictures
from shopcrm.rules.wording import Words
from tests.outside.paper.conftest import FONT_FOLDER
from tests.outside.paper.slip_made import a_slip

INIT, CUT, DRAWER = b"\x1b@", b"\x1dV\x00", b"\x1bp\x0022"


@pytest.fixture(params=[80, 58])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def pdf(width: int, tmp_path: Path) -> Path:
    Image.linear_gradient("L").save(tmp_path / "logo.png")
    shop = ShopHead("خشکبار نوری", logo=tmp_path / "logo.png")
    path = tmp_path / "slip.pdf"
    sale_slip.lay_slip(shop, a_slip(), Words("fa"), Fonts(FONT_FOLDER), width).save(path)
    return path


def page_of(pdf: Path) -> Shown:
    [page] = pages_with_pictures(pdf, 203.2 / 72)
    return page


def printed(raw: bytes) -> Image.Image:
    """Put the strips that a printer got together again, as it puts them on paper."""
    strips = []
    at = raw.index(b"\x1dv0")
    while raw[at : at + 3] == b"\x1dv0":
        across = int.from_bytes(raw[at + 4 : at + 6], "little")
        down = int.from_bytes(raw[at + 6 : at + 8], "little")
        end = at + 8 + across * down
        strips.append(Image.frombytes("1", (across * 8, down), raw[at + 8 : end]))
        at = end
    whole = Image.new("1", (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole.point(lambda bit: 255 - bit)


def test_S3_the_printer_gets_the_slip_dot_by_dot(pdf: Path, width: int, tmp_path: Path) -> None:
    device = tmp_path / "device"
    escpos.send(f"file:{device}", pdf)
    raw = device.read_bytes()
    wanted = escpos.rasterised(page_of(pdf))
    assert wanted.width == escpos.WIDTHS[width]
    assert np.array_equal(np.array(printed(raw)), np.array(wanted))
    assert raw.startswith(INIT)
    assert raw.endswith(CUT)
    [code] = zxingcpp.read_barcodes(np.array(printed(raw).convert("L")))
    assert code.text == "SALE-1042"


def test_only_pictures_are_shaded_with_dots(pdf: Path) -> None:
    page = page_of(pdf)
    [(left, top, right, bottom)] = page.pictures
    dots = np.array(escpos.rasterised(replaced(page)))
    plain = np.array(page.picture.convert("L")) < 150
    margin = (page.picture.width - dots.shape[1]) // 2
    assert np.array_equal(~dots[bottom:], plain[bottom:, margin : margin + dots.shape[1]])
    shaded = np.array(escpos.rasterised(page))[top:bottom, left - margin : right - margin]
    assert 0.3 < shaded.mean() < 0.7


def replaced(page: Shown) -> Shown:
    return Shown(page.picture)


def test_the_drawer_opens_only_when_asked(pdf: Path, tmp_path: Path) -> None:
    device = tmp_path / "device"
    escpos.send(f"file:{device}", pdf)
    assert DRAWER not in device.read_bytes()
    escpos.send(f"file:{device}", pdf, open_drawer=True)
    assert device.read_bytes().endswith(DRAWER)


def test_nothing_is_said_on_the_screen_nor_left_in_a_folder(
    pdf: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    escpos.send(f"file:{tmp_path / 'device'}", pdf)
    assert capfd.readouterr() == ("", "")
    assert "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ


@contextmanager
def listening(*, backlog: int = 1) -> Iterator[tuple[int, socket.socket]]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(backlog)
        yield server.getsockname()[1], server


def test_a_printer_in_the_network_gets_the_same(pdf: Path, tmp_path: Path) -> None:
    got = bytearray()

    def hear(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            while part := connection.recv(65_536):
                got.extend(part)

    with listening() as (port, server):
        ear = threading.Thread(target=hear, args=(server,))
        ear.start()
        escpos.send(f"network:127.0.0.1:{port}", pdf)
        ear.join(5)
    escpos.send(f"file:{tmp_path / 'device'}", pdf)
    assert bytes(got) == (tmp_path / "device").read_bytes()


def test_a_printer_that_is_off_is_told_at_once(pdf: Path) -> None:
    with listening() as (port, _server):
        pass
    with pytest.raises(SlipPrinterOut, match="Connection refused"):
        escpos.send(f"network:127.0.0.1:{port}", pdf)


def test_a_printer_that_hangs_is_not_waited_for(pdf: Path) -> None:
    with listening(backlog=0) as (port, _server):
        waiting = []
        # The queue of a server that takes nobody in is full after a few.
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            waiting.append(one)
        begin = time.monotonic()
        with pytest.raises(SlipPrinterOut, match="it does not answer"):
            escpos.send(f"network:127.0.0.1:{port}", pdf, patience=0.3)
        assert time.monotonic() - begin < 10
        for one in waiting:
            one.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_device_that_blocks_is_not_waited_for(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escpos, "_SECONDS_TO_A_PAGE", 0.2)
    os.mkfifo(tmp_path / "lp0")
    with pytest.raises(SlipPrinterOut, match="it does not answer"):
        escpos.send(f"file:{tmp_path / 'lp0'}", pdf, patience=0.2)
    # Whoever reads at last sets the one who waited free.
    with (tmp_path / "lp0").open("rb") as reader:
        assert reader.read(2) == INIT


@pytest.mark.parametrize("place", ["file:{0}/none/device", "file:{0}", "lp:no such printer"])
def test_a_printer_that_is_not_there_is_told(pdf: Path, tmp_path: Path, place: str) -> None:
    with pytest.raises(SlipPrinterOut):
        escpos.send(place.format(tmp_path), pdf)


@pytest.mark.parametrize("place", ["usb:3", "network:", "file", "file:", "\x00"])
def test_a_name_that_means_nothing_is_told(pdf: Path, place: str) -> None:
    assert escpos.is_named(place)
    with pytest.raises(SlipPrinterUnknown):
        escpos.send(place, pdf)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("printer.local", ("printer.local", 9100)),
        ("10.0.0.7:9101", ("10.0.0.7", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("printer:x", ("printer:x", 9100)),
    ],
)
def test_an_address_may_leave_out_the_usual_port(place: str, found: tuple[str, int]) -> None:
    assert escpos.address(place) == found
    assert not escpos.is_named(" ")
