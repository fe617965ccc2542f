import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.qr import QrPicture
from shopcrm.rules import phone_links
from shopcrm.rules.phone_links import TooLongForQr
from tests.desk.gallery import settle

TEXT = "سلام سارا، گردوی تازه می\u200cرسد. " * 5
CODE = phone_links.sms_code("+989121234567", TEXT)


def _shown(qtbot: QtBot, picture: QrPicture) -> QWidget:
    window = QWidget()
    window.setLayout(column(picture, edges=(20, 20, 20, 20)))
    qtbot.addWidget(window)
    window.show()
    settle()
    return window


def _seen(widget: QWidget, ratio: float) -> QImage:
    """Take a picture of a window as a screen of this sharpness shows it."""
    pixels = QPixmap(QSize(round(widget.width() * ratio), round(widget.height() * ratio)))
    pixels.setDevicePixelRatio(ratio)
    widget.render(pixels, QPoint())
    return pixels.toImage()


def _read(image: QImage) -> list[str]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return [found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : grey.width()]))]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("theme", Theme)
def test_a_code_is_read_from_the_screen(
    qtbot: QtBot, qapp: QApplication, look: Look, theme: Theme, ratio: float
) -> None:
    look.apply(qapp, theme, rtl=True)
    window = _shown(qtbot, QrPicture(look, CODE, "Opens an SMS to Sara"))
    assert _read(_seen(window, ratio)) == [CODE]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_code_is_read_at_each_size_of_the_text(
    qtbot: QtBot, qapp: QApplication, look: Look, scale: float
) -> None:
    look.apply(qapp, Theme.LIGHT, rtl=False, text_scale=scale)
    picture = QrPicture(look, CODE, "Opens an SMS to Sara")
    window = _shown(qtbot, picture)
    assert picture.width() >= picture.minimumSizeHint().width()
    assert _read(window.grab().toImage()) == [CODE]
    window.resize(picture.minimumSizeHint())
    settle()
    assert _read(window.grab().toImage()) == [CODE]


def test_another_content_is_shown_and_told(qtbot: QtBot, look: Look) -> None:
    picture = QrPicture(look, "", "")
    window = _shown(qtbot, picture)
    assert _read(window.grab().toImage()) == []
    picture.show_content(CODE, "Opens an SMS to Sara")
    window.adjustSize()
    settle()
    assert _read(window.grab().toImage()) == [CODE]
    assert picture.accessibleName() == "Opens an SMS to Sara"
    with pytest.raises(TooLongForQr):
        picture.show_content("a" * 1301, "")
