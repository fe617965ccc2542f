"""Opens the window on a shop file, and on another one after it where that is asked for."""

import os
import sys
from pathlib import Path

from shopcrm import app as program
from shopcrm.rules.errors import Trouble


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


def open_window(path: Path, language: str | None) -> int:
    """Open the window on a shop file; raises NoScreen or NoWindowParts, and what opening the file raises."""
    if not has_screen():
        raise NoScreen
    try:
        # Qt is loaded only by what shows a window: all other commands run where there is none.
        from shopcrm.desk import start
    except ImportError as error:
        raise NoWindowParts(reason=str(error)) from error
    following: Path | None = path
    while following is not None:
        with program.opened(following, language=language) as app:
            following = start.run(app)
    return 0


def has_screen() -> bool:
    """Whether a window could be shown; Qt would end the program where it could not."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
