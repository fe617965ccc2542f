"""Copies of the whole shop that were opened and checked, and when the last one was made."""

from datetime import UTC, datetime
from pathlib import Path

from shopcrm.store.copies import checked_copy

_STAMP = "%Y%m%d-%H%M%S"


def folder_of(shop_file: Path) -> Path:
    """Give the folder beside a shop file in which its backups lie."""
    return shop_file.parent / "backups"


def make(shop_file: Path, now: datetime) -> Path:
    """Make a checked copy of a shop file that may be in use; raises CopyFailed with the older ones kept."""
    target = folder_of(shop_file) / f"{shop_file.stem}-{now:{_STAMP}}.db"
    checked_copy(shop_file, target)
    return target


def last_made(shop_file: Path) -> datetime | None:
    """Tell when the newest checked copy was made, in UTC, or None where there is none."""
    stamps = [_stamp(path, shop_file.stem) for path in folder_of(shop_file).glob(f"{shop_file.stem}-*.db")]
    return max((stamp for stamp in stamps if stamp is not None), default=None)


def _stamp(path: Path, stem: str) -> datetime | None:
    try:
        return datetime.strptime(path.stem.removeprefix(f"{stem}-"), _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None  # A file that somebody else put there.
