from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from shopcrm.app import App
from shopcrm.desk.dialogs.slip_settings import SlipSettings
from shopcrm.desk.look import Look
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.services import logo, settings
from shopcrm.services.logo import LogoRefused
from tests.desk.kit_parts import unnamed
from tests.desk.opened import Opened, opened

Room = Opened[SettingsPage]


@pytest.fixture(params=["en", "fa"])
def room(application: App, look: Look, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Room]:
    with opened(application, look, qtbot, SettingsPage, language=request.param) as shown:
        yield shown


def ask(room: Room) -> SlipSettings:
    dialog = SlipSettings(room.kit, room.frame)
    dialog.open()
    room.rest()
    return dialog


def test_what_is_said_of_slips_is_kept(room: Room, application: App) -> None:
    dialog = ask(room)
    assert not list(unnamed(dialog))
    dialog.roll.choose("58")
    dialog.printer.setText("network:10.0.0.7")
    dialog.words.setText("Come again")
    dialog.by_itself.setChecked(True)
    dialog.main.click()
    room.until(lambda: not isValid(dialog))
    decided = application.shop.ask(settings.read)
    assert (decided.slip_width, decided.slip_printer) == (58, "network:10.0.0.7")
    assert (decided.slip_words, decided.slip_by_itself) == ("Come again", True)


def test_a_picture_becomes_the_logo_and_goes_again(room: Room, application: App, tmp_path: Path) -> None:
    picture = QImage(2_000, 1_000, QImage.Format.Format_RGB32)
    picture.fill(0x0B6580)
    picture.save(str(tmp_path / "shop.jpg"))
    dialog = ask(room)
    dialog.take_logo(str(tmp_path / "shop.jpg"))
    room.rest()
    kept = QImage.fromData(application.shop.ask(logo.read) or b"")
    assert (kept.width(), kept.height()) == (480, 240)
    assert not dialog.shown.pixmap().isNull()
    again = ask(room)
    again.without.click()
    room.rest()
    assert application.shop.ask(logo.read) is None
    again.reject()
    dialog.reject()


def test_what_is_no_picture_is_said_and_the_logo_stays(room: Room, application: App, tmp_path: Path) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture")
    dialog = ask(room)
    dialog.take_logo(str(tmp_path / "no.png"))
    assert "no.png" in dialog.line.text()
    for bad in (b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(400_000)):
        with pytest.raises(LogoRefused):
            application.shop.do(logo.put, bad)
    assert application.shop.ask(logo.read) is None
    dialog.reject()
