"""Where papers lie that are only made to be looked at; the room of a shop can be emptied at any time."""

import hashlib
import shutil
import tempfile
from pathlib import Path


def place(shop_file: Path, name: str) -> Path:
    """Give a fresh place for a paper of a shop, which nobody else on this computer may read."""
    room = room_of(shop_file)
    room.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=room)) / f"{name}.pdf"


def empty(shop_file: Path) -> None:
    """Throw away all papers of a shop that were made to be looked at."""
    shutil.rmtree(room_of(shop_file), ignore_errors=True)


def room_of(shop_file: Path) -> Path:
    """Tell which room is a shop's."""
    mark = hashlib.sha256(str(shop_file.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"shopcrm-{mark}"
