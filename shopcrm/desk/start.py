"""Opens the window on a shop; imported only by the command that does so."""

import ctypes
import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from shopcrm.desk.at_the_till import AtTheTill
from shopcrm.desk.care import Care
from shopcrm.desk.crash import Net
from shopcrm.desk.dialogs.crash_report import CrashReport
from shopcrm.desk.dialogs.damaged import DamagedDialog, Rescue
from shopcrm.desk.dialogs.first_run import LanguageStep, OwnerStep, ShopStep
from shopcrm.desk.dialogs.help_page import HelpDialog
from shopcrm.desk.dialogs.key_list import KeyList
from shopcrm.desk.dialogs.paper import PaperDialog
from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.look import Look
from shopcrm.desk.page import Page
from shopcrm.desk.pages.arrivals import ArrivalsPage
from shopcrm.desk.pages.complaints import ComplaintsPage
from shopcrm.desk.pages.counter import CounterPage
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.pages.goods import GoodsPage
from shopcrm.desk.pages.messages import MessagesPage
from shopcrm.desk.pages.programme import ProgrammePage
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.pages.today import TodayPage
from shopcrm.desk.pages.vouchers import VouchersPage
from shopcrm.desk.program import Program
from shopcrm.desk.tokens import Theme
from shopcrm.desk.window import Window
from shopcrm.rules.errors import ShopError
from shopcrm.services.settings import Settings

PAGES: tuple[type[Page], ...] = (
    CounterPage,
    TodayPage,
    CustomersPage,
    GoodsPage,
    ArrivalsPage,
    MessagesPage,
    ComplaintsPage,
    VouchersPage,
    ProgrammePage,
    SettingsPage,
)


def application() -> QApplication:
    """Make the one Qt application of this process, or give the one there is."""
    there = QCoreApplication.instance()
    if isinstance(there, QApplication):
        return there
    # Qt warns on each start where no locale is set.
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ShopCRM")
    app.setOrganizationName("ShopCRM")
    return app


def lacking() -> str:
    """Tell which library the screen needs and this computer lacks; without it Qt would end the program."""
    on_x = sys.platform == "linux" and not os.environ.get("QT_QPA_PLATFORM")
    if not on_x or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    try:
        ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
    except OSError as error:
        return str(error)
    return ""


def keep_places_in(folder: Path) -> None:
    """Keep the place of the window in this folder, and not where a person's own window has it."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))


def open_window(program: Program, *, text_scale: float = 1.0) -> Window:
    """Make the window of a shop, not yet shown."""
    application()
    window = Window(program, Look(program.resources / "fonts", text_scale=text_scale), PAGES)
    Guide(window)
    return window


def run_rescue(rescue: Rescue) -> bool:
    """Offer the good backups of a shop that is damaged or missing; tells whether it can be opened now.

    Where it is missing, that may be as a new one.
    """
    app = application()
    look = Look(rescue.fonts)
    look.apply(app, Theme.LIGHT, rtl=rescue.words.rtl)
    dialog = DamagedDialog(look, rescue)
    return bool(dialog.exec())


def run(program: Program, told: ShopError | None = None) -> Path | None:
    """Show the window until it is closed; gives the shop file to open next, or None.

    What went wrong before it was opened is `told` in it.
    """
    app = application()
    net = Net()
    net.spread()
    window = open_window(program)
    net.caught.connect(window.show_error)
    following: list[Path | None] = [None]

    def on_left(path: Path | None) -> None:
        following[0] = path
        QTimer.singleShot(0, app.quit)

    window.left.connect(on_left)
    window.show()
    if told is not None:
        window.show_error(told)
    app.exec()
    net.fold()
    return following[0]


class Guide(QObject):
    """Leads through the first run, opens the help of the page one is on, shows papers and crashes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.till = AtTheTill(window, application())
        self.care = Care(window)
        window.helped.connect(self._on_helped)
        window.keys_asked.connect(self._on_keys_asked)
        window.shown.connect(self._on_shown)
        window.printed.connect(self._on_printed)
        window.crashed.connect(self._on_crashed)

    def _on_shown(self) -> None:
        if not self.till.begin() and not self._window.kit.settings.first_run_done:
            step = LanguageStep(self._window.kit, self._window.frame, self._on_language)
            step.wanted_shop.connect(self._window.leave)
            step.open()

    def _on_language(self, decided: Settings) -> None:
        self._window.make_anew(decided)
        ShopStep(self._window.kit, self._window.frame, self._on_shop).open()

    def _on_shop(self, decided: Settings) -> None:
        self._window.make_anew(decided)
        OwnerStep(self._window.kit, self._window.frame, self.till.take_over).open()

    def _on_printed(self, paper: Path | FinishedPaper) -> None:
        dialog = PaperDialog(self._window.kit, paper, self._window.frame)
        dialog.did.connect(self._window.frame.toast.say)
        dialog.failed.connect(self._window.show_error)
        dialog.open()

    def _on_crashed(self, told: str, report: str) -> None:
        # A crash that comes again while its report is open is the same news.
        if self._window.frame.findChild(CrashReport) is None:
            CrashReport(self._window.kit, told, report, self._window.frame).open()

    def _on_helped(self, page: str) -> None:
        dialog = HelpDialog(self._window.kit, page, self._window.frame)
        dialog.keys_wanted.connect(partial(self._on_keys_asked, self._window.page(page)))
        dialog.open()

    def _on_keys_asked(self, page: Page) -> None:
        titles = [one.title(self._window.kit.words) for one in PAGES]
        KeyList(self._window.kit, page, titles, self._window.frame).open()
