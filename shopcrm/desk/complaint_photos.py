"""Photos of a case while it is taken: added by a key, pasted or dropped, taken out again by Del."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QPushButton, QSizePolicy, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import draw_box
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.fields import TextArea
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.tips import put_tip
from shopcrm.services import complaint_photos
from shopcrm.services.complaint_photos import Photo

_ENDINGS = ("*.jpg", "*.jpeg", "*.png", "*.webp", "*.bmp", "*.gif", "*.tif", "*.tiff")
_WIDE, _HIGH = 64, 48


class WordsBox(TextArea):
    """The box for the customer's words; a picture that is pasted into it is given by `pictured`."""

    pictured = Signal(object)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take pictures as well as words."""
        return has_picture(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Hand a picture on; write words down."""
        if has_picture(source):
            self.pictured.emit(source)
        else:
            super().insertFromMimeData(source)


class Thumb(QPushButton):
    """One photo, small; Enter or a click shows it large, Del gives `removed`."""

    removed = Signal()

    def __init__(self, look: Look, image: bytes, name: str, how: str) -> None:
        super().__init__()
        self._look = look
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(image)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(how)
        put_tip(self, f"{name}. {how}")
        self._ring = FocusRing(look, self)

    def sizeHint(self) -> QSize:
        """Be as small as a stamp."""
        return QSize(self._look.size(_WIDE), self._look.size(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Be as small as a stamp."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take it out by key."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo in its middle."""
        painter, look = QPainter(self), self._look
        draw_box(painter, self.rect(), look.size(6), fill=look.colour("sunken"), edge=look.colour("line"))
        inner = self.rect().adjusted(2, 2, -2, -2)
        ratio = self.devicePixelRatioF()
        fitted = self._pixmap.scaled(
            inner.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(ratio)
        size = fitted.deviceIndependentSize().toSize()
        at = inner.topLeft()
        at.setX(at.x() + (inner.width() - size.width()) // 2)
        at.setY(at.y() + (inner.height() - size.height()) // 2)
        painter.drawPixmap(at, fitted)


class PhotoStrip(QWidget):
    """The photos of one case; each is kept at once, on the draft that `draft_id` gives when its turn comes.

    `wanted` comes before the first one is kept, so that a draft is there; `failed` carries what went wrong.
    """

    wanted = Signal()
    changed = Signal(int)
    shown = Signal(object, str)
    failed = Signal(object)

    def __init__(self, kit: Kit, *, key: str = "Ctrl+I") -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        self._kit = kit
        self.case_id = _no_case
        self._thumbs: dict[int, Thumb] = {}
        self._ids: list[int] = []
        self.add = Button(look, say("Add photo"), icon="camera", key=key, height=32)
        self._hint = Label(look, say("or paste, or drop here"), Type.CAPTION, "muted", ellipsis=True)
        self._host = QWidget()
        self._flow = FlowLayout(self._host, gap=look.size(6), line_gap=look.size(6))
        self._host.hide()
        self.setLayout(row(self._host, self.add, (self._hint, 1), gap=look.size(8)))
        self.add.clicked.connect(self._on_add)

    @property
    def count(self) -> int:
        """How many photos there are."""
        return len(self._thumbs)

    def show_case(self, ids: Sequence[int]) -> None:
        """Show the photos that a case has already."""
        self._ids = list(ids)
        for number in ids:
            then = partial(self._on_picture, number)
            shop = self._kit.program.shop
            read = partial(shop.ask, complaint_photos.picture, number)
            self._kit.lanes.quick.run(self, then, read)

    def ids(self) -> list[int]:
        """List the photos that are shown, by number."""
        return list(self._ids)

    def clear(self) -> None:
        """Show none any more."""
        for thumb in self._thumbs.values():
            self._flow.removeWidget(thumb)
            thumb.hide()
            thumb.deleteLater()
        self._thumbs, self._ids = {}, []
        self._host.hide()
        self._hint.show()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Keep the photos in some files."""
        for path in paths:
            self._take(partial(self._kit.program.photo_from_file, path))

    def take_mime(self, source: QMimeData) -> None:
        """Keep what was pasted or dropped."""
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.take_files(paths)
        elif source.hasImage():
            data = _as_png(QImage(source.imageData()))
            name = self._kit.words.say("Photo")
            self._take(partial(self._kit.program.photo_from_bytes, data, name))

    def _take(self, read: partial[Photo]) -> None:
        """Make it upright and small beside the window, then keep it."""
        self._kit.lanes.slow.run(self, self._on_read, read, self.failed.emit)

    def _on_read(self, photo: Photo) -> None:
        self.wanted.emit()
        shop, case_of = self._kit.program.shop, self.case_id

        def work() -> int:
            return shop.do(complaint_photos.add, case_of(), photo)

        then = partial(self._on_kept, photo.image)
        self._kit.lanes.quick.run(self, then, work, self.failed.emit)

    def _on_kept(self, image: bytes, photo_id: int) -> None:
        self._ids.append(photo_id)
        self._on_picture(photo_id, image)

    def _on_picture(self, photo_id: int, image: bytes) -> None:
        if photo_id not in self._ids or photo_id in self._thumbs:
            # Another case is shown by now.
            return
        say = self._kit.words.say
        name = say("Photo {number}", number=len(self._thumbs) + 1)
        thumb = Thumb(self._kit.look, image, name, say("Del takes it out"))
        thumb.removed.connect(partial(self._on_removed, photo_id))
        thumb.clicked.connect(partial(self._on_shown, image, name))
        self._thumbs[photo_id] = thumb
        self._flow.addWidget(thumb)
        self._host.show()
        self._hint.setVisible(self.count < 2)
        self.changed.emit(self.count)

    def _on_shown(self, image: bytes, name: str, _pressed: bool = False) -> None:  # noqa: FBT001,FBT002 -- a signal's argument
        self.shown.emit(image, name)

    def _on_removed(self, photo_id: int) -> None:
        thumb = self._thumbs.pop(photo_id)
        self._ids.remove(photo_id)
        self._flow.removeWidget(thumb)
        thumb.hide()
        thumb.deleteLater()
        self._host.setVisible(bool(self._thumbs))
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_gone, self.failed.emit, complaint_photos.remove, photo_id)

    def _on_gone(self, _nothing: None) -> None:
        self.changed.emit(self.count)

    def _on_add(self) -> None:
        say = self._kit.words.say
        dialog = QFileDialog(self.window(), say("Add photo"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(say("Photos ({endings})", endings=" ".join(_ENDINGS)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def _on_files(self, names: Sequence[str]) -> None:
        self.take_files([Path(name) for name in names])


def has_picture(source: QMimeData) -> bool:
    """Whether a picture was pasted or dropped, or files that may be some."""
    return source.hasImage() or any(url.isLocalFile() for url in source.urls())


def _as_png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs name the format as bytes
    return bytes(held.data())


def _no_case() -> int:
    msg = "photos are kept on a case"
    raise LookupError(msg)
