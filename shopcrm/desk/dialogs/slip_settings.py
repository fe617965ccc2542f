"""What the shop's papers look like and where its slips are printed: logo, roll, printer, last words."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import CheckBox, Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.services import logo, settings
from shopcrm.services.settings import Settings

_LOGO_PIXELS = 480
_SHOWN = (96, 48)


class NoPicture(BadInput):
    """The file is no picture that can be read."""

    sentence = "{file} is no picture that can be read. The logo stays as it was. Choose a PNG or JPEG file."


class SlipSettings(DialogFrame):
    """`decided` carries the settings once they are kept."""

    decided = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        say, look, now = kit.words.say, kit.look, kit.settings
        super().__init__(
            look, kit.words, say("Logo and slips"), say("Save"), parent=parent, icon="printer", width=560
        )
        self._kit = kit
        self.shown = QLabel()
        self.shown.setFixedSize(look.size(_SHOWN[0]), look.size(_SHOWN[1]))
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rolls = [Option("80", say("80 mm"), ""), Option("58", say("58 mm"), "")]
        self.roll = Choice(look, rolls, kind=ChoiceKind.CHIPS, name=say("Roll of paper"))
        self.roll.choose("58" if now.slip_width < 69 else "80")
        self.printer = LineEdit(look, ltr=True)
        self.printer.setText(now.slip_printer)
        self.words = LineEdit(look)
        self.words.setText(now.slip_words)
        self.by_itself = CheckBox(look, say("Print a slip after each sale"))
        self.by_itself.setChecked(now.slip_by_itself)
        where = say("file:PATH, network:ADDRESS or lp:NAME; empty for the system's printers")
        self._printer = Field(look, say("Slip printer"), self.printer, hint=where)
        self.body.addLayout(self._logo_row())
        self.body.addWidget(Field(look, say("Roll of paper"), self.roll))
        self.body.addWidget(self._printer)
        self.body.addWidget(Field(look, say("Last words on a slip"), self.words))
        self.body.addWidget(self.by_itself)
        self.agreed.connect(self._on_agreed)
        kit.lanes.quick.ask(self, self._on_logo, logo.read)

    def _logo_row(self) -> QHBoxLayout:
        say, look = self._kit.words.say, self._kit.look
        choose = Button(look, say("Choose a logo"), icon="image", height=32)
        choose.clicked.connect(self._on_choose)
        self.without = Button(look, say("No logo"), icon="x", height=32)
        self.without.clicked.connect(self._on_without)
        self.without.setEnabled(False)
        return row(self.shown, choose, self.without, None, gap=look.size(8))

    def _on_logo(self, png: bytes | None) -> None:
        picture = QPixmap()
        if png is not None:
            picture.loadFromData(png)
        self.without.setEnabled(not picture.isNull())
        if picture.isNull():
            self.shown.clear()
            self.shown.setAccessibleName(self._kit.words.say("No logo"))
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        self.shown.setPixmap(picture.scaled(self.shown.size(), Qt.AspectRatioMode.KeepAspectRatio, smooth))
        self.shown.setAccessibleName(self._kit.words.say("The logo"))

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._kit.words.say("Choose a logo"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("PNG, JPEG (*.png *.jpg *.jpeg)")
        dialog.fileSelected.connect(self.take_logo)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_logo(self, place: str) -> None:
        """Keep a picture from a file as the logo, as large as papers need it."""
        picture = QImage(place)
        if picture.isNull():
            self._on_refused(NoPicture(file=Path(place).name))
            return
        png = _png(picture)
        self._kit.lanes.quick.try_do(self, lambda _none: self._on_logo(png), self._on_refused, logo.put, png)

    def _on_without(self) -> None:
        quick = self._kit.lanes.quick
        quick.try_do(self, lambda _none: self._on_logo(None), self._on_refused, logo.remove)

    def _on_agreed(self) -> None:
        self.main.setEnabled(False)
        self._kit.lanes.quick.try_do(
            self,
            self._on_kept,
            self._on_refused,
            settings.change,
            slip_width=int(self.roll.value()),
            slip_printer=self.printer.text(),
            slip_words=self.words.text(),
            slip_by_itself=self.by_itself.isChecked(),
        )

    def _on_kept(self, decided: Settings) -> None:
        self.accept()
        self.decided.emit(decided)

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.line.setText(self._kit.words.tell(said))
        self.line.show()


def _png(picture: QImage) -> bytes:
    """Make a picture no larger than papers need it, and write it as a PNG file."""
    smooth = Qt.TransformationMode.SmoothTransformation
    if max(picture.width(), picture.height()) > _LOGO_PIXELS:
        keep = Qt.AspectRatioMode.KeepAspectRatio
        picture = picture.scaled(_LOGO_PIXELS, _LOGO_PIXELS, keep, smooth)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(picture)
    return bytes(buffer.data().data())
