"""Where backups lie: the folder beside the shop, and further ones such as a stick or a cloud folder.

The list of further folders lies among the backups and not in the shop file: folders belong to a computer,
and a shop that is restored must not forget them. A stick that is not plugged in leaves an empty folder at its
place on many systems; a folder that was on another disk and is on the shop's own now is not there.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from shopcrm.rules.errors import BadInput
from shopcrm.store.copies import folder_to_disk, to_disk

STAMP = "%Y%m%d-%H%M%S"
_SYNCED = frozenset(
    {
        *("dropbox", "google drive", "googledrive", "my drive", "onedrive", "nextcloud", "owncloud"),
        *("icloud", "clouddocs", "pcloud", "mega", "megasync", "yandex.disk", "box sync", "syncthing"),
    }
)
"""How folders are called that a program carries away to another computer."""


class FolderNotThere(BadInput):
    """A folder for backups that cannot be one."""

    sentence = "{folder} is not a folder that can be written to. Nothing was changed. Choose another one."


@dataclass(frozen=True, slots=True)
class Backup:
    """One checked copy of a shop; `folder` is the one it lies in."""

    path: Path
    made_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Further:
    """A further folder; `on_other_disk` is how it was when it was chosen."""

    folder: str
    on_other_disk: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered outside the shop file: further folders, and the file as at its last backup."""

    further: tuple[Further, ...] = ()
    mark: str = ""


def folder_of(shop_file: Path) -> Path:
    """Give the folder beside a shop file in which its backups lie."""
    return shop_file.parent / "backups"


def name_of(shop_file: Path, made_at: datetime) -> str:
    """Name a backup by its moment."""
    return f"{shop_file.stem}-{made_at:{STAMP}}.db"


def listed(folder: Path, stem: str) -> list[Backup]:
    """List the backups of a shop in a folder, the newest first; other files do not count."""
    found = []
    with suppress(OSError):
        for path in folder.glob("*.db"):
            made_at = _stamp(path, stem)
            if made_at is not None and path.is_file():
                found.append(Backup(path, made_at, path.stat().st_size))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def read(shop_file: Path) -> Kept:
    """Read what is remembered of a shop's backups; nothing where that was damaged."""
    try:
        said = json.loads(_place(shop_file).read_text(encoding="utf-8"))
        further = (Further(str(one["folder"]), bool(one["on_other_disk"])) for one in said["further"])
        return Kept(tuple(further), str(said["mark"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Kept()


def write(shop_file: Path, kept: Kept) -> None:
    """Remember it, whole or not at all; raises OSError."""
    place = _place(shop_file)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.part")
    half.write_text(json.dumps(asdict(kept), ensure_ascii=False), encoding="utf-8")
    to_disk(half)
    half.replace(place)
    folder_to_disk(place.parent)


def add(shop_file: Path, folder: Path) -> None:
    """Have backups copied into one more folder; raises FolderNotThere with the list as it was."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise FolderNotThere(folder=str(folder))
    kept, chosen = read(shop_file), folder.resolve()
    if chosen == folder_of(shop_file).resolve():
        return  # It has them all.
    others = tuple(one for one in kept.further if Path(one.folder) != chosen)
    new = Further(str(chosen), on_other_disk=not is_same_disk(chosen, shop_file.parent))
    write(shop_file, replace(kept, further=(*others, new)))


def remove(shop_file: Path, folder: str) -> None:
    """Have no more backups copied into a folder; those that lie there stay."""
    kept = read(shop_file)
    write(shop_file, replace(kept, further=tuple(one for one in kept.further if one.folder != folder)))


def is_there(shop_file: Path, one: Further) -> bool:
    """Whether a further folder can be reached now."""
    folder = Path(one.folder)
    with suppress(OSError):
        return folder.is_dir() and not (one.on_other_disk and is_same_disk(folder, shop_file.parent))
    return False


def is_elsewhere(one: Further) -> bool:
    """Whether what lies in a folder outlives the disk of the shop: another disk, or carried to the cloud."""
    names = {part.lower() for part in Path(one.folder).parts}
    synced = any(name.startswith(("onedrive", "dropbox")) for name in names)
    return one.on_other_disk or synced or not names.isdisjoint(_SYNCED)


def own_room(one: Further, shop_file: Path, seal: str) -> Path:
    """Give the folder inside a further one for a single shop: shops of two computers may share a cloud."""
    return Path(one.folder) / f"ShopCRM-{shop_file.stem}-{seal[:8]}"


def rooms(one: Further, shop_file: Path) -> list[Path]:
    """List the folders inside a further one that are of shops with this file name."""
    with suppress(OSError):
        return sorted(Path(one.folder).glob(f"ShopCRM-{shop_file.stem}-????????"))
    return []


def is_same_disk(one: Path, other: Path) -> bool:
    """Whether two folders lie on the same disk."""
    return one.stat().st_dev == other.stat().st_dev


def _place(shop_file: Path) -> Path:
    return folder_of(shop_file) / f"{shop_file.stem}-backups.json"


def _stamp(path: Path, stem: str) -> datetime | None:
    if not path.name.startswith(f"{stem}-"):
        return None
    try:
        return datetime.strptime(path.stem.removeprefix(f"{stem}-"), STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None  # A file that somebody else put there.
