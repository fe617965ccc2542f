"""The standing remark about a person, pinned over all that happened: saved as it is typed, never lost."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.note_writing import LATEST_MS, REST_MS
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.brush import draw_box, draw_icon, draw_text, mirrored
from shopcrm.desk.widgets.fields import TextArea
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.tips import put_tip
from shopcrm.services import customers
from shopcrm.services.customers import CustomerSheet, Draft, Saved

_MOST_LINES = 4


class StandingNote(QWidget):
    """Keeps the remark; what is being written is never replaced by what is read."""

    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        words, look = kit.words, kit.look
        self._kit = kit
        self._customer_id = 0
        self._kept = ""
        hint = words.say("What everyone should know about them")
        self.text = TextArea(look, placeholder=hint, name=words.say("Standing remark"), lines=1)
        self.pinned = _Pinned(kit)
        self.text.hide()
        self.setLayout(column(self.pinned, self.text, gap=0))
        self._rest, self._latest = QTimer(self), QTimer(self)
        for timer, interval in ((self._rest, REST_MS), (self._latest, LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(self.save)
        self.text.textChanged.connect(self._on_changed)
        self.text.left.connect(self._on_left)
        self.pinned.clicked.connect(self.begin)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show another customer's remark, after what was written on the one before is saved."""
        if sheet.id == self._customer_id and self._is_newer():
            return
        self.save()
        stays = sheet.id == self._customer_id and self.text.hasFocus()
        self._customer_id, self._kept = sheet.id, sheet.note
        if self.text.toPlainText() != sheet.note:
            self.text.setPlainText(sheet.note)
        self._rest.stop()
        self._latest.stop()
        if not stays:
            self._show_pinned()

    def begin(self) -> None:
        """Let the remark be written or changed."""
        self.show()
        self.pinned.hide()
        self.text.show()
        self._fit()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Save what was written since the last time; does nothing where nothing was."""
        self._rest.stop()
        self._latest.stop()
        if not self._customer_id or not self._is_newer():
            return
        self._kept = self.text.toPlainText()
        lane, draft, saved_for = self._kit.lanes.quick, Draft(note=self._kept), self._customer_id
        lane.try_do(self, self._on_saved, self._on_refused, customers.edit, saved_for, draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all lines of the remark in sight."""
        super().resizeEvent(event)
        self._fit()

    def _is_newer(self) -> bool:
        return self.text.toPlainText() != self._kept

    def _on_changed(self) -> None:
        self._fit()
        if self._is_newer():
            self._rest.start()
            if not self._latest.isActive():
                self._latest.start()

    def _on_left(self) -> None:
        self.save()
        self._show_pinned()

    def _on_saved(self, _saved: Saved) -> None:
        """Nothing is to be told: the remark stands there."""

    def _on_refused(self, error: Exception) -> None:
        """Keep what was written in the field, to be saved at the next try."""
        self._kept = ""
        self.failed.emit(error)

    def _show_pinned(self) -> None:
        """Show the remark as a line again, or nothing where there is none."""
        said = self.text.toPlainText().strip()
        self.pinned.show_text(said)
        self.text.hide()
        self.pinned.setVisible(bool(said))
        self.setVisible(bool(said))

    def _fit(self) -> None:
        """Be as high as the lines that are written, up to four; more scroll."""
        lines = max(1, min(_MOST_LINES, int(self.text.document().size().height())))
        high = lines * self.text.fontMetrics().lineSpacing() + self._kit.look.size(22)
        if high != self.text.height():
            self.text.setFixedHeight(high)


class _Pinned(QPushButton):
    """The remark as a line with a pin; pressed, it can be changed."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._said = kit, ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._ring = FocusRing(kit.look, self)

    def show_text(self, text: str) -> None:
        """Show another remark."""
        self._said = text
        words = self._kit.words
        self.setAccessibleName(words.say("Standing remark: {text}", text=text))
        put_tip(self, words.say("Enter changes it"))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Be as high as the lines that the remark needs."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Measure the lines."""
        look = self._kit.look
        room = QRectF(0, 0, max(1, width - look.size(26)), 10_000)
        wraps = Qt.TextFlag.TextWordWrap
        high = look.metrics(Type.LABEL).boundingRect(room, wraps, self._said).height()
        return min(int(high), 3 * int(look.metrics(Type.LABEL).lineSpacing())) + look.size(6)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(self._kit.look.size(160), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Stay one line high."""
        return QSize(self._kit.look.size(60), self._kit.look.size(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pin and remark."""
        painter, look = QPainter(self), self._kit.look
        if self.underMouse():
            draw_box(painter, self.rect(), look.size(6), fill=look.colour("sunken"))
        full = self.rect()
        pin = QRect(full.left() + look.size(2), full.top(), look.size(16), look.size(24))
        text = full.adjusted(look.size(26), look.size(3), 0, -look.size(3))
        draw_icon(painter, look, mirrored(full, pin, rtl=look.rtl), "pin", "muted", 16)
        draw_text(
            painter, look, mirrored(full, text, rtl=look.rtl), self._said, Type.LABEL, "text", wrap=True
        )
