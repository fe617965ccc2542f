"""Opens the window on a shop file, and on another one after it where that is asked for."""

import os
import socket
import sys
from pathlib import Path

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.app_backups import NotReplaced, Rescue, StillInUse
from shopcrm.cli import printing, signing
from shopcrm.rules.errors import ShopError, Trouble

_FIRST_PORT = 6000
_PATIENCE_S = 2.0


class NoScreen(Trouble):
    """There is nowhere to show a window."""

    sentence = (
        "There is no screen here to open the window on. The shop is untouched. "
        "Use the commands (shopcrm --help), or shopcrm tour FOLDER for pictures of every page."
    )


class NoWindowParts(Trouble):
    """What the window is drawn with cannot be loaded."""

    sentence = (
        "The window cannot be drawn: {reason}. The shop is untouched. "
        "Install what the README lists for a bare Linux, or use the commands (shopcrm --help)."
    )


def open_window(path: Path, language: str | None, staff: str | None = None) -> int:
    """Open the window on a shop file; raises NoScreen or NoWindowParts, and what opening the file raises.

    Whoever is named at the start is signed in; the window asks everybody else.
    """
    if not has_screen():
        raise NoScreen
    try:
        # Qt is loaded only by what shows a window: all other commands run where there is none.
        from shopcrm.desk import start
    except ImportError as error:
        raise NoWindowParts(reason=str(error)) from error
    if lacking := start.lacking():
        raise NoWindowParts(reason=lacking)
    following: Path | None = path
    told: ShopError | None = None
    asked: set[Path] = set()
    while following is not None:
        here, following = following, None
        if here not in asked and app_backups.is_gone(here):
            # Nobody begins a new shop without having said so while theirs lies somewhere else.
            asked.add(here)
            following = here if start.run_rescue(_rescue(here, language)) else None
            continue
        try:
            with program.opened(here, language=language) as app:
                signing.let_in(app, staff, for_anybody=True)
                staff = None
                following = start.run(app, told)
                told = None
                _back_up(app)
        except (StillInUse, NotReplaced) as error:
            # The window was closed to be restored, and opens again on the shop as it was.
            following, told = here, error
        except Exception as error:
            if app_backups.explained(here, error) is None:
                raise
            following = here if start.run_rescue(_rescue(here, language)) else None
    return 0


def _rescue(path: Path, language: str | None) -> Rescue:
    return app_backups.Rescue(path, program.utc_now, language)


def _back_up(app: App) -> None:
    """Make a last backup of the day's work; why none could be made is said where the window is gone."""
    try:
        app.backups.make_on_close()
    except ShopError as error:
        printing.write(app.words().tell(error), sys.stderr)


def has_screen() -> bool:
    """Whether a window could be shown; Qt would end the program where it could not."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    return bool(display) and _answers(display)


def _answers(display: str) -> bool:
    """Whether somebody listens at an X display, such as :0, unix:1 or localhost:10.0."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdecimal():
        return False
    if host not in {"", "unix"}:
        return _reached(socket.AF_INET, (host, _FIRST_PORT + int(number)))
    name = f"/tmp/.X11-unix/X{number}"  # noqa: S108 -- where every X server has its door
    return _reached(socket.AF_UNIX, name) or _reached(socket.AF_UNIX, f"\0{name}")


def _reached(kind: socket.AddressFamily, place: str | tuple[str, int]) -> bool:
    with socket.socket(kind) as line:
        line.settimeout(_PATIENCE_S)
        try:
            line.connect(place)
        except OSError:
            return False
    return True
