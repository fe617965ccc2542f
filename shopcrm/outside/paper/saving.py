"""Writes a paper to a file wholly or not at all, so that a full disk never leaves half a page behind."""

import os
import tempfile
from pathlib import Path

from shopcrm.rules import disk_words
from shopcrm.rules.errors import Trouble


class PaperNotSaved(Trouble):
    """The folder cannot be written to, or the disk is full."""

    sentence = (
        "The paper could not be saved to {path}: {reason}. "
        "A file that was there before is unchanged. Choose another folder, or make room on the disk."
    )


def write_whole(path: Path, content: bytes) -> None:
    """Put the content under its name only when all of it is on the disk; raises PaperNotSaved."""
    draft: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:60]}.", delete=False) as file:
            draft = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as trouble:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise PaperNotSaved(path=str(path), reason=disk_words.why(trouble)) from trouble
