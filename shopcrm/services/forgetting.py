"""Erases a person from the whole shop: from its rows, from its file to the last byte, and names older copies.

Copies that were made before are left alone, since they are what saves the shop from a loss; one that was
made afterwards takes their place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shopcrm.rules.people import ERASED_NAME
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import backups, erasure
from shopcrm.services.erasure import Erased
from shopcrm.services.shop import Shop
from shopcrm.store import wiping
from shopcrm.store.copies import CopyFailed


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """A copy of the shop that still holds an erased person; `may_go` says when it may be deleted."""

    path: Path
    made_at: datetime
    may_go: Saying


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What erasing came to.

    `is_clean` tells that no word of the person was found in the file or its journal any more; `fresh` is
    the copy that was made afterwards, or None where none could be made.
    """

    erased: Erased
    is_clean: bool
    fresh: Path | None
    copies: tuple[OlderCopy, ...]


def forget(shop: Shop, path: Path, customer_id: int) -> Forgotten:
    """Erase a person and clean the file; raises NoSuchCustomer or ErasedAlready with nothing changed."""
    words = shop.ask(erasure.words_of, customer_id)
    erased = shop.do(erasure.erase, customer_id)
    is_clean = wiping.wipe(shop.engine, path, words)
    fresh = _fresh_copy(shop, path)
    return Forgotten(erased, is_clean, fresh, copies_with(path, erased.ids, fresh))


def copies_with(path: Path, ids: Collection[int], fresh: Path | None = None) -> tuple[OlderCopy, ...]:
    """List the copies beside a shop that still tell who some customers are, the oldest first."""
    if fresh is None:
        when = saying("It may be deleted as soon as a newer backup was made.")
    else:
        when = saying("It may be deleted now: {file} is newer.", file=fresh.name)
    holding = [copy for copy in _copies(path) if wiping.still_names(copy, ids, ERASED_NAME)]
    found = [OlderCopy(copy, _made_at(copy), when) for copy in holding]
    return tuple(sorted(found, key=lambda one: one.made_at))


def _fresh_copy(shop: Shop, path: Path) -> Path | None:
    try:
        return backups.make(path, shop.clock())
    except CopyFailed:
        return None


def _copies(path: Path) -> list[Path]:
    beside = [*backups.folder_of(path).glob("*.db"), *path.parent.glob(f"{path.stem}-before-*{path.suffix}")]
    return [copy for copy in beside if copy.is_file() and copy != path]


def _made_at(copy: Path) -> datetime:
    return datetime.fromtimestamp(copy.stat().st_mtime, tz=UTC)
