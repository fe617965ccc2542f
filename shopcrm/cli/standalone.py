"""Commands that need no open shop: opening the window, making the sample, the tour, the self-test."""

import os
import sys
import traceback
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shopcrm.outside import paths
from shopcrm.rules.errors import Trouble
from shopcrm.rules.wording import Words

NAMES: tuple[str, ...] = ()


class NoScreen(Trouble):
    """There is nowhere to show a window."""

    sentence = (
        "There is no screen here to open the window on. The shop is untouched. "
        "Use the commands (shopcrm --help), or shopcrm tour FOLDER for pictures of every page."
    )


class Unexpected(Trouble):
    """Something that nobody thought of; a report was kept."""

    sentence = (
        "Something unexpected happened ({kind}). What was saved before is safe; "
        "what was not finished was undone. "
        "A report without names or numbers of customers is in {report}."
    )


def fill(commands: Any, shared: ArgumentParser, words: Words) -> None:
    """Add these commands to the parser."""
    del commands, shared, words


def run(args: Namespace, words: Words) -> int:
    """Run one of them; gives the exit status."""
    del args, words
    return 0


def open_window(path: Path, language: str | None, words: Words) -> int:
    """Open the window on a shop file; raises NoScreen where there is none."""
    del words
    if not _has_screen():
        raise NoScreen
    # Qt is loaded only by the command that opens the window: all others run where there is none.
    from shopcrm.desk import start

    return start.run(path, language)


def keep_report(error: Exception) -> Unexpected:
    """Write a report of where it happened, without values, and give the sentence that names it."""
    folder = paths.data_folder()
    report = folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{type(error).__name__}", *(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return Unexpected(kind=type(error).__name__, report="-")
    return Unexpected(kind=type(error).__name__, report=str(report))


def _has_screen() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
