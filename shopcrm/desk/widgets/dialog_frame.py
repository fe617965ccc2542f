"""The frame of a dialog: what it is about, its content, and buttons whose words say what they do.

The main button stands at the trailing end, cancel before it, side actions at the leading end.
"""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Sign, draw_box
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Rule, Scroller
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.rules.wording import Words

_SHADOW_STEPS = 20
_SEEN_ROUND = 24
"""So many design pixels above and below the place of the keyboard are kept in sight."""
_AIR = 40
"""So much of the window is seen round a dialog, in plain pixels."""


class DialogFrame(QDialog):
    """A dialog over a page; it is freed when it closes.

    `agreed` comes on the main button and on Ctrl+Enter; whoever made the dialog then calls `accept`.
    Esc, cancel and the cross call `reject`. With `danger` its button is red, with `alarm` only its sign.
    Open it with `open()`; it never stops the program.
    """

    agreed = Signal()
    _scroller: Scroller | None = None
    _scrim: "_Scrim | None" = None
    _is_fitting = False

    def __init__(
        self,
        look: Look,
        words: Words,
        title: str,
        main: str,
        *,
        parent: QWidget | None,
        line: str = "",
        icon: str = "",
        danger: bool = False,
        alarm: bool = False,
        cancel: str = "",
        main_icon: str = "check",
        width: int = 560,
    ) -> None:
        super().__init__(parent)
        self._look, self._danger, self._alarm, self._wide = look, danger, danger or alarm, width
        self._grip: QPoint | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.title = Label(look, title, Type.NAME, ellipsis=True)
        self.line = Label(look, line, Type.CAPTION, "muted", ellipsis=True)
        if not line:
            self.line.hide()
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.sides = row(gap=look.size(8))
        self.main = self._main_button(main, main_icon)
        self.cancel = Button(look, cancel or words.say("Cancel"), key="Esc", bind_key=False)
        self._build(words, icon)
        self.setMinimumWidth(look.size(width))
        self.main.clicked.connect(self.agreed)
        self.cancel.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)

    def add_side(self, button: QWidget) -> None:
        """Put a side action at the leading end."""
        self.sides.addWidget(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Agree on Ctrl+Enter; Enter alone agrees to nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.main.isEnabled():
                self.agreed.emit()
        elif not enter:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Darken the window beneath and stand in its middle."""
        self._order_tabs()
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is None or self._scrim is not None:
            return
        self._scrim = _Scrim(self._look, parent.window(), self._stand_in(parent.window()))

    def fit_anew(self) -> None:
        """Take the room of other content than at first, and stand in the middle again."""
        if self._scrim is not None and isValid(self._scrim) and not self._is_fitting:
            self._is_fitting = True
            # What changed inside is told to the layouts around it by events that still wait.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self._order_tabs()
            self._scrim.shade(self._stand_in(self._scrim.window()))
            self._is_fitting = False

    def event(self, event: QEvent) -> bool:
        """Grow in the middle of the window where what is inside grew, so that its buttons stay in sight.

        What became less leaves it as it is: it does not move at each touch.
        """
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._lacks_room():
            self.fit_anew()
        return done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the dialog at its head."""
        if event.position().y() < self._look.size(64):
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the dialog."""
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the dialog go."""
        self._grip = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        look = self._look
        fill, edge = look.colour("surface"), look.colour("edge")
        draw_box(QPainter(self), self.rect(), look.size(12), fill=fill, edge=edge)

    def _main_button(self, text: str, icon: str) -> Button:
        loud = ButtonKind.DANGER_FULL if self._danger else ButtonKind.MAIN
        # An arrow that leads on points along the reading direction; all other pictures stay as they are.
        forward = icon == "arrow-right"
        return Button(self._look, text, loud, icon=icon, key="Ctrl+Enter", bind_key=False, mirror=forward)

    def _build(self, words: Words, icon: str) -> None:
        look = self._look
        side, air = look.size(20), look.size(16)
        ground: Tint = "danger_soft" if self._alarm else "accent_soft"
        ink: Tint = "danger" if self._alarm else "accent_ink"
        self.close_button = IconButton(look, "x", words.say("Close"), size=20)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(self.reject)
        head = row((column(self.title, self.line, gap=0), 1), self.close_button, gap=look.size(12))
        if icon:
            head.insertWidget(0, Disc(look, Sign(icon, ground=ground, ink=ink, size=36)))
        head.setContentsMargins(side, air, side, air)
        self.body.setContentsMargins(side, air, side, air)
        self.body.setSpacing(look.size(12))
        ends = row(None, self.cancel, self.main, gap=look.size(8))
        foot = fold((self.sides, 0), (ends, 1), gap=look.size(8))
        foot.setContentsMargins(side, look.size(12), side, look.size(12))
        whole = column(head, Rule(look), (self._inside, 1), Rule(look), foot, gap=0, edges=(1, 1, 1, 1))
        self.setLayout(whole)

    def _stand_in(self, window: QWidget) -> QRect:
        """Stand in the middle of the main window, and tell where that is in the one beneath."""
        main = _main_window(window)
        room = main.size()
        # With large writing the window must still hold it.
        across = room.width() - _AIR
        self.setMinimumWidth(min(self._look.size(self._wide), across))
        self._fit(across, room.height() - _AIR)
        corner = QPoint((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 2))
        self.move(main.mapToGlobal(corner))
        return QRect(window.mapFromGlobal(self.pos()), self.size())

    def _fit(self, across: int, room: int) -> None:
        """Take the height of the content; let it scroll where the window is too low, never the buttons."""
        layout = self.layout()
        if layout is not None and layout.indexOf(self._inside) < 0:
            # It scrolls already, and takes what room there is.
            self.resize(self.width(), room)
            return
        wide = min(self.sizeHint().width(), across)
        if layout is not None:
            # What can stand side by side or under each other turns first, and is measured then.
            self.resize(wide, self.height())
            layout.activate()
        wanted = layout.totalHeightForWidth(wide) if layout is not None else 0
        wanted = max(wanted, self.sizeHint().height())
        if wanted > room and isinstance(layout, QVBoxLayout):
            at, began = layout.indexOf(self._inside), self.focusWidget()
            in_sight = began is not None and began.isVisibleTo(self)
            layout.removeWidget(self._inside)
            self._scroller = Scroller(self._inside)
            layout.insertWidget(at, self._scroller, 1)
            layout.activate()
            app = QApplication.instance()
            if isinstance(app, QApplication):
                app.focusChanged.connect(self._on_keyboard_moved)
            self._mind_rows()
            if began is not None and in_sight:
                # What moves into another parent loses the keyboard, and cannot take it back while hidden.
                QTimer.singleShot(0, began, partial(_take_keyboard, began))
        self.resize(wide, min(wanted, room))

    def _lacks_room(self) -> bool:
        """Whether the content is cut, or reaches out of the window, though there is room for it."""
        layout, scrim = self.layout(), self._scrim
        if layout is None or scrim is None or not isValid(scrim):
            return False
        main = _main_window(scrim)
        end = main.mapToGlobal(QPoint(0, main.height())).y()
        needed = min(layout.totalHeightForWidth(self.width()), main.height() - _AIR)
        return needed > self.height() or self.geometry().bottom() > end

    def _on_keyboard_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to where the keyboard is: a key may have put it where nothing of it is seen."""
        scroller = self._scroller
        if scroller is None or now is None or not scroller.isAncestorOf(now):
            return
        if isinstance(now, QAbstractItemView) and now.currentIndex().isValid():
            self._show_row(now)
        else:
            scroller.ensureWidgetVisible(now, 0, self._look.size(_SEEN_ROUND))

    def _mind_rows(self) -> None:
        """Scroll with the keyboard's row: a list may be longer than what is seen of the dialog."""
        for view in self._inside.findChildren(QAbstractItemView):
            chosen = view.selectionModel()
            if chosen is not None and self._inside.isAncestorOf(view):
                # The list scrolls its own way first.
                later = partial(QTimer.singleShot, 0, view, partial(self._show_row, view))
                chosen.currentChanged.connect(lambda *_moved, later=later: later())

    def _show_row(self, view: QAbstractItemView) -> None:
        if self._scroller is not None and view.hasFocus():
            place = view.visualRect(view.currentIndex())
            middle = view.viewport().mapTo(self._inside, place.center())
            around = place.height() // 2 + self._look.size(_SEEN_ROUND)
            self._scroller.ensureVisible(middle.x(), middle.y(), 0, around)

    def _order_tabs(self) -> None:
        """Let Tab go through the content before the buttons, and begin in the content."""
        # Of choices Tab takes the one that is chosen, which may be another one later.
        inside = [w for w in _in_layout(self.body) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
        chain = [*inside, *_in_layout(self.sides), self.cancel, self.main]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)
        if self.focusWidget() in (None, self.cancel, self.main):
            tabbed = (w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
            next(tabbed, self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_finished(self, _result: int) -> None:
        if self._scrim is not None and isValid(self._scrim):
            self._scrim.hide()
            self._scrim.deleteLater()
        self._scrim = None


class _Scrim(QWidget):
    """Darkens the window under a dialog, with the dialog's shadow on it."""

    def __init__(self, look: Look, window: QWidget, dialog: QRect) -> None:
        super().__init__(window)
        self._look, self._dialog = look, dialog
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def shade(self, dialog: QRect) -> None:
        """Put the shadow where the dialog is now."""
        self._dialog = dialog
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint dark over everything, darker round the dialog."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("scrim"))
        shade = QColor(0, 0, 0, 5)
        for step in range(_SHADOW_STEPS):
            away = self._look.size(2 * (_SHADOW_STEPS - step))
            place = self._dialog.adjusted(-away, -away, away, away).translated(0, self._look.size(12))
            draw_box(painter, place, self._look.size(12) + away, fill=shade)


def _main_window(widget: QWidget) -> QWidget:
    """Give the window beneath all dialogs: a dialog over a small one has room enough."""
    window = widget.window()
    while (parent := window.parentWidget()) is not None:
        window = parent.window()
    return window


def _take_keyboard(widget: QWidget) -> None:
    """Put the keyboard on a thing, unless it went out of sight meanwhile."""
    if widget.isVisible():
        widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _in_layout(layout: QLayout) -> list[QWidget]:
    """List the things in a layout in the order in which they stand, with what is inside them."""
    found: list[QWidget] = []
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            found.append(widget)
            within = widget.widget() if isinstance(widget, Scroller) else widget
            nested = within.layout() if within is not None else None
            found.extend(_in_layout(nested) if nested is not None else [])
        elif inner is not None:
            found.extend(_in_layout(inner))
    return found
