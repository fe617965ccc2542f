"""Keeps a report of what went wrong: where in the program, never with names or numbers of customers."""

import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from shopcrm.outside import paths
from shopcrm.rules.errors import Trouble


class Unexpected(Trouble):
    """Something that nobody thought of; a report was kept."""

    sentence = (
        "Something unexpected happened ({kind}). What was saved before is safe; "
        "what was not finished was undone. A report without names or numbers of customers is in {report}."
    )


def describe(error: BaseException) -> str:
    """Tell where an error came from, as places in the program without any value."""
    lines = [
        f"ShopCRM on {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"{type(error).__module__}.{type(error).__name__}",
    ]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    if error.__cause__ is not None:
        lines += ["because of", describe(error.__cause__)]
    return "\n".join(lines)


def keep(error: BaseException) -> Unexpected:
    """Write a report into the data folder or the temporary files; gives the sentence that names it."""
    kind = type(error).__name__
    for folder in (paths.data_folder(), Path(tempfile.gettempdir())):
        place = folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place.write_text(describe(error) + "\n", encoding="utf-8")
        except OSError:
            continue
        return Unexpected(kind=kind, report=str(place))
    return Unexpected(kind=kind, report="-")
