import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from shopcrm.rules.wording import Words
from tests.desk.gallery import Gallery, pictures, settle
from tests.desk.gallery_pages import ENGLISH, PERSIAN
from tests.desk.kit_parts import unnamed


@pytest.mark.parametrize("words", [ENGLISH, PERSIAN], ids=["en", "fa"])
@pytest.mark.parametrize("theme", list(Theme))
def test_every_part_is_drawn_without_a_warning(
    look: Look, qapp: QApplication, words: Words, theme: Theme
) -> None:
    drawn = pictures(look, qapp, theme, words)
    assert {"counter", "customers", "settings", "dialog"} == set(drawn)
    for picture in drawn.values():
        image = picture.toImage().scaled(64, 40)
        seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
        assert len(seen) > 20


@pytest.mark.parametrize("words", [ENGLISH, PERSIAN], ids=["en", "fa"])
def test_everything_that_can_be_operated_has_a_name(
    look: Look, qapp: QApplication, qtbot: QtBot, words: Words
) -> None:
    look.apply(qapp, Theme.LIGHT, rtl=words.rtl)
    gallery = Gallery(look, words)
    frame = gallery.frame()
    qtbot.addWidget(frame)
    for notice in gallery.notices():
        frame.banners.show_notice(notice)
    dialog = gallery.dialog(frame)
    settle()
    assert list(unnamed(frame)) == []
    assert list(unnamed(dialog)) == []
    dialog.reject()
    settle()
