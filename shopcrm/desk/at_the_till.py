"""Who is at the till: asks for a PIN, lets people change quickly, locks, and has somebody in charge agree.

Behind the lock nothing of the shop is in sight, and the door answers nobody. What was being written stays
where it was, in pages and dialogs, and is there again for whoever signs in.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from shopcrm.desk.dialogs.agreement import Agreement
from shopcrm.desk.dialogs.sign_in import SignIn
from shopcrm.desk.idle import Idle
from shopcrm.desk.window import Window
from shopcrm.rules import roles
from shopcrm.rules.roles import Role
from shopcrm.services import sign_in
from shopcrm.services.shop import NOBODY, NeedsAgreement, Shop, Who
from shopcrm.services.staff import StaffRow
from shopcrm.services.topics import Topic


class AtTheTill(QObject):
    """Keeps the one who is signed in; a shop without PINs is its owner's, and nothing is asked."""

    def __init__(self, window: Window, app: QApplication) -> None:
        super().__init__(window)
        self._window, self._app = window, app
        self._hidden: list[QDialog] = []
        self._focus: QWidget | None = None
        self._dialog: SignIn | None = None
        self._latest = ""
        self._made_for_nobody = self.shop.who == NOBODY
        self.locked = False
        self.idle = Idle(app, self)
        self.idle.over.connect(self.lock)
        window.person_asked.connect(self.change_person)
        window.bell.rang.connect(self._on_rang)
        window.left.connect(self._on_left)
        window.lanes.let_referee(self._on_refused)
        app.focusWindowChanged.connect(self._on_focus_window)

    @property
    def shop(self) -> Shop:
        """The door."""
        return self._window.program.shop

    def take_over(self, who: Who) -> None:
        """Let somebody act who has just got the first PIN, and need not be asked for it at once."""
        self.shop.become(who)
        self._window.read_again()
        self._count()

    def begin(self) -> bool:
        """Ask who it is where there are PINs; tells whether that has to be answered first."""
        if self.shop.who == NOBODY:
            self.lock()
        else:
            self._count()
        return self.locked

    def lock(self) -> None:
        """Hide everything, and let nobody do anything until somebody signs in."""
        if self._is_asked() and not self.locked:
            self._latest = self.shop.who.actor or self._latest
            self._lock()

    def _lock(self) -> None:
        self.locked = True
        self.idle.timer.stop()
        self._focus = self._app.focusWidget()
        while (popup := self._app.activePopupWidget()) is not None:
            popup.close()
        # A page that is hidden hands in what was being written, still in the name of whoever wrote it.
        self._show_all(shown=False)
        self._close_dialog()
        self._hide_dialogs()
        self.shop.become(NOBODY)
        self._ask_people(self._show_dialog)

    def change_person(self) -> None:
        """Ask who takes over; until somebody has, the one before stays at the till."""
        if self._is_asked() and self._dialog is None:
            self._latest = self.shop.who.actor
            self._ask_people(self._show_dialog)

    def _is_asked(self) -> bool:
        """Whether people have to say who they are: before the first PIN the shop is its owner's."""
        return self.shop.who.signed_in or self.shop.who == NOBODY

    def _count(self) -> None:
        if self._is_asked():
            self.idle.count(self._window.kit.settings.lock_minutes)

    def _ask_people(self, then: Callable[[Sequence[StaffRow]], None]) -> None:
        shop = self.shop
        self._window.lanes.quick.run(self, then, lambda: shop.ask(sign_in.people))

    def _show_dialog(self, people: Sequence[StaffRow]) -> None:
        if self._dialog is not None:
            return
        dialog = SignIn(self._window.kit, people, self._window.frame, locked=self.locked, chosen=self._latest)
        dialog.signed_in.connect(self._on_signed_in)
        dialog.lock_asked.connect(self.lock)
        dialog.quit_asked.connect(self._window.leave)
        dialog.finished.connect(self._on_dialog_over)
        self._dialog = dialog
        dialog.open()

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.reject()

    def _on_dialog_over(self) -> None:
        if self.sender() is self._dialog:
            self._dialog = None

    def _on_signed_in(self, who: Who) -> None:
        self._dialog = None
        self.shop.become(who)
        if self.locked:
            self._unlock()
        self._count()
        if self._made_for_nobody:
            # Pages that were made before anybody signed in have read nothing.
            self._made_for_nobody = False
            self._window.make_anew(self._window.kit.settings)
            self._window.page(self._window.frame.current).begin()
        else:
            self._window.read_again()

    def _unlock(self) -> None:
        self.locked = False
        self._show_all(shown=True)
        hidden, self._hidden = self._hidden, []
        for one in hidden:
            if isValid(one):
                one.open()
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.window().activateWindow()
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_focus_window(self, _window: QWindow | None) -> None:
        """Hide a dialog that comes up behind the lock, such as a paper that was being made."""
        if self.locked:
            self._hide_dialogs()

    def _show_all(self, *, shown: bool) -> None:
        ground = self._window.frame.centralWidget()
        if ground is not None:
            ground.setVisible(shown)

    def _hide_dialogs(self) -> None:
        for one in self._app.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible() and one is not self._dialog:
                one.hide()
                self._hidden.append(one)

    def _on_rang(self, topics: frozenset[Topic]) -> None:
        """Look whether whoever is signed in still works here, in the same role."""
        if Topic.STAFF in topics:
            shop, asked = self.shop, self.shop.who
            self._window.lanes.quick.run(
                self, lambda now: self._on_known(asked, now), lambda: shop.ask(sign_in.still, asked)
            )

    def _on_known(self, asked: Who, now: Who) -> None:
        if asked == now or asked != self.shop.who:
            return
        if now == NOBODY:
            self._latest = ""
            self._lock()
        else:
            self.shop.become(now)
            self._window.read_again()
            self._count()

    def _on_refused(
        self, refused: NeedsAgreement, again: Callable[[Who, str], None], give_up: Callable[[], None]
    ) -> None:
        """Have somebody in charge agree; where nobody who could is there, it stays refused."""
        if self.shop.who.role in {Role.NOBODY, Role.PROGRAM}:
            give_up()
            return

        def ask(people: Sequence[StaffRow]) -> None:
            able = [row for row in people if roles.at_least(row.role, refused.least)]
            if not able:
                give_up()
                return
            dialog = Agreement(self._window.kit, able, refused, self._parent())
            dialog.given.connect(again)
            dialog.rejected.connect(give_up)
            dialog.open()

        self._ask_people(ask)

    def _parent(self) -> QWidget:
        return self._app.activeModalWidget() or self._window.frame

    def _on_left(self) -> None:
        self.idle.stop()
        self._app.focusWindowChanged.disconnect(self._on_focus_window)
