"""Backups of an open shop: made when something changed, shown, copied further, and brought back.

Only one of them is at work at a time, and none while a person is being erased.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import RLock

from shopcrm.outside import catalogues, paths, priority, reports
from shopcrm.rules import thinning
from shopcrm.rules.calendar import Clock
from shopcrm.rules.errors import ShopError, Trouble
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.wording import Words
from shopcrm.services import backup_places, backups, restoring, settings
from shopcrm.services.backup_places import Backup
from shopcrm.services.backups import Made, PlaceState
from shopcrm.services.health import Finding
from shopcrm.services.restoring import Inside, Ready
from shopcrm.services.settings import Settings
from shopcrm.services.shop import FileDamaged, Shop, Who
from shopcrm.store import inside, shop_file
from shopcrm.store.copies import CopyFailed, Step, go_on
from shopcrm.store.swap import NotReplaced, StillInUse

__all__ = ["Backups", "CopyFailed", "NotReplaced", "Rescue", "StillInUse", "explained", "findings"]

_OFFERED = 10
"""So many backups are offered where the shop is damaged."""
OLD = timedelta(days=3)
"""A last good backup that is older is told in red."""


class ShopDamaged(Trouble):
    """The shop file cannot be used, and there is a good backup of it."""

    sentence = (
        "The shop file {file} is damaged. It was left as it is. The last good backup was made on {moment}. "
        "Bring it back with: shopcrm restore {backup} --file {place}"
    )


class ShopDamagedAlone(Trouble):
    """The shop file cannot be used, and no backup was found."""

    sentence = (
        "The shop file {file} is damaged. It was left as it is, and no backup of it was found. "
        "Look for one on a stick or another disk, and bring it back with: shopcrm restore FILE"
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How safe the shop is: its last good backup, and whether one outlives the disk of the shop.

    `away` are further folders that cannot be reached now; `trouble` is why the last try failed, and `doubts`
    are books in the last backup that do not agree. A sample, and a shop in which nothing was ever written
    down, have nothing to lose.
    """

    last: datetime | None
    only_here: bool
    away: tuple[str, ...] = ()
    trouble: Saying | None = None
    doubts: tuple[Saying, ...] = ()
    is_needed: bool = True
    is_sample: bool = False


class Backups:
    """The backups of one open shop; what is put in place of it waits in `leaving` until it is closed."""

    def __init__(self, path: Path, shop: Shop, leaving: list[Callable[[], None]]) -> None:
        self._path, self._shop, self._leaving = path, shop, leaving
        self._lock = RLock()
        self._watch: Callable[[], bool] | None = None
        self._changed, self._is_begun = True, False
        self._trouble: Saying | None = None
        self._doubts: tuple[Saying, ...] = ()

    def make(self, step: Step = go_on) -> Path:
        """Make a checked copy beside the shop and in the further folders; raises CopyFailed."""
        with self._lock:
            self._look()
            try:
                now = self._shop.clock()
                made = priority.behind(lambda: backups.make_and_thin(self._path, now, step))
            except CopyFailed as error:
                self._trouble = error.saying
                raise
            self._changed, self._trouble, self._doubts = False, None, made.doubts
            self._catch_up(step)
        return made.path

    def make_if_changed(self, step: Step = go_on) -> Path | None:
        """Make one before something that changes a great deal, unless the last one holds all; as `make`."""
        with self._lock:
            return self.make(step) if self._has_news() else None

    def make_before_erasing(self) -> None:
        """Make one, unless the last holds all; that none can be made keeps nobody from being erased."""
        with suppress(CopyFailed):
            self.make_if_changed()

    def make_if_due(self, step: Step = go_on) -> Path | None:
        """Make one where something changed and the last is half an hour old; raises CopyFailed.

        A further folder that was away and is back gets the newest one.
        """
        with self._lock:
            if thinning.is_time(self.last(), self._shop.clock()) and self._has_news():
                return self.make(step)
            self._catch_up(step)
            return None

    def make_on_close(self) -> None:
        """Make one of what was changed since the last; raises CopyFailed. The shop is closed after it."""
        self.make_if_changed()
        self._leaving.append(self._note_mark)

    def copy_to(self, folder: Path) -> Made:
        """Make a checked copy in a folder that somebody names; raises CopyFailed or FolderNotThere."""
        with self._lock:
            return backups.copy_to(self._path, folder, self._shop.clock())

    def last(self) -> datetime | None:
        """Tell when the last good copy was made, in UTC."""
        return backups.last_made(self._path)

    def listed(self) -> list[Backup]:
        """List all backups that can be reached, the newest first."""
        return backups.all_listed(self._path)

    def folders(self) -> list[PlaceState]:
        """Tell how each further folder stands."""
        return backups.states(self._path)

    def add_folder(self, folder: Path) -> None:
        """Have backups copied into one more folder, beginning with the newest; raises FolderNotThere."""
        self._shop.ask(restoring.may)
        backup_places.add(self._path, folder)
        with self._lock:
            self._catch_up(go_on)

    def remove_folder(self, folder: str) -> None:
        """Have no more backups copied into a folder."""
        self._shop.ask(restoring.may)
        backup_places.remove(self._path, folder)

    def standing(self) -> Standing:
        """Tell how safe the shop is."""
        folders = self.folders()
        away = tuple(one.folder for one in folders if not one.is_there)
        only_here = not any(one.is_elsewhere for one in folders)
        return Standing(
            self.last(),
            only_here,
            away,
            self._trouble,
            self._doubts,
            is_needed=self._has_something(),
            is_sample=self._is_sample(),
        )

    def look(self, path: Path) -> Inside:
        """Look inside a backup; raises what `restoring.look` and `refuse_other` raise, and NotAllowed."""
        self._shop.ask(restoring.may)
        found = restoring.look(path)
        restoring.refuse_other(found, self._path)
        return found

    def restore(self, path: Path, step: Step = go_on) -> Path:
        """Make a backup ready to take the place of the shop as soon as it is closed; gives the file to open.

        Raises what `look` raises, BackupDamaged or CopyFailed.
        """
        found = self.look(path)
        with self._lock:
            ready = restoring.make_ready(found, self._path, self._shop.clock, self._shop.who, step)
        self._leaving.append(partial(_put_in_place, ready))
        return self._path

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Have no backup at work meanwhile."""
        with self._lock:
            yield

    def _has_news(self) -> bool:
        """Whether the shop has anything that its last backup lacks; a sample is made anew at any time."""
        self._look()
        return self._changed and self._has_something()

    def _has_something(self) -> bool:
        # What was once written down is never taken back, so that it is looked for no more.
        self._is_begun = self._is_begun or inside.first_seal(self._path) is not None
        return self._is_begun and not self._is_sample()

    def _is_sample(self) -> bool:
        return self._shop.itself().ask(settings.read).is_sample

    def _look(self) -> None:
        """Notice what was written since the last look, by whatever program."""
        if self._watch is None:
            self._watch = self._shop.watch()
            known = backup_places.read(self._path).mark
            self._changed = self.last() is None or known != _mark_of(self._path)
        self._changed = self._watch() or self._changed

    def _catch_up(self, step: Step) -> None:
        now = self._shop.clock()
        if not backup_places.read(self._path).further:
            return
        for error in priority.behind(lambda: backups.catch_up(self._path, now, step)):
            self._trouble = error.saying

    def _note_mark(self) -> None:
        """Remember how the closed file is, so that nothing new is found in it the next time."""
        kept, mark = backup_places.read(self._path), _mark_of(self._path)
        if not self._changed and self._watch is not None and kept.mark != mark:
            with suppress(OSError):
                backup_places.write(self._path, replace(kept, mark=mark))


def findings(standing: Standing, now: datetime) -> list[Finding]:
    """Say how the backups are, for whoever looks the shop over."""
    if not standing.is_needed:
        copied = saying("The last checked copy was made on {moment}.", moment=standing.last or now)
        needless = saying("No backup is needed: nothing is in this shop that could be lost.")
        if standing.is_sample:
            needless = saying("No backup is needed: this is a sample, which can be made anew.")
        return [Finding("backup", fine=True, says=copied if standing.last is not None else needless)]
    if standing.last is None:
        made = Finding("backup", fine=False, says=saying("No backup was made yet. Make one: shopcrm backup"))
    else:
        said = saying("The last checked copy was made on {moment}.", moment=standing.last)
        made = Finding("backup", fine=now - standing.last < OLD, says=said)
    if standing.only_here:
        only = saying(
            "All backups lie on the disk of the shop. Choose a stick or a cloud folder in the settings."
        )
        return [made, Finding("backup place", fine=False, says=only)]
    found = [made, Finding("backup place", fine=True, says=saying("Backups lie on another disk, too."))]
    for folder in standing.away:
        gone = saying("{folder} is not there. It gets the newest backup when it is back.", folder=folder)
        found.append(Finding("backup folder", fine=False, says=gone))
    return found


def explained(path: Path, error: Exception) -> ShopError | None:
    """Tell of an error at opening whether the shop file is damaged, and which backup can be brought back.

    None where the file is whole, is no shop's, or is one of a newer program.
    """
    told = isinstance(error, shop_file.NotAShop | FileDamaged | CopyFailed)
    if not path.is_file() or isinstance(error, OSError) or (isinstance(error, ShopError) and not told):
        return None
    good = newest_good(path)
    if good is None and isinstance(error, shop_file.NotAShop):
        return None
    if not isinstance(error, shop_file.NotAShop) and inside.verdict(path) == "ok":
        return None
    if good is None:
        return ShopDamagedAlone(file=path.name)
    return ShopDamaged(file=path.name, moment=good.latest or "-", backup=str(good.path), place=str(path))


def newest_good(path: Path) -> Inside | None:
    """Find the newest backup of a shop that can be read."""
    return next(iter(good_ones(path, 1)), None)


def good_ones(path: Path, most: int) -> Sequence[Inside]:
    """Look into the newest backups of a shop that can be read, as many as are asked for."""
    found: list[Inside] = []
    for one in backups.all_listed(path):
        if len(found) == most:
            break
        with suppress(ShopError):
            found.append(restoring.look(one.path))
    return found


def is_gone(path: Path) -> bool:
    """Whether a shop file is missing that somebody named, or that has backups; a first start is neither."""
    if path.exists():
        return False
    return path.resolve() != paths.default_shop().resolve() or bool(backups.listed(path))


def is_emptied(path: Path) -> bool:
    """Whether a shop file that has backups was cut to nothing; it is not to be taken for a new one."""
    try:
        return path.is_file() and path.stat().st_size == 0 and bool(backups.listed(path))
    except OSError:
        return False


class Rescue:
    """A shop file that cannot be read or is missing, and what can be brought back in its place."""

    def __init__(self, path: Path, clock: Clock, language: str | None) -> None:
        self.path, self._clock = path, clock
        self.is_missing = not path.exists()
        self.good = good_ones(path, _OFFERED)
        self.fonts = paths.resources() / "fonts"
        self.words = words_of(self.good[0] if self.good else None, language)

    def look(self, path: Path) -> Inside:
        """Look inside a backup that somebody chose; errors as in `look_for`."""
        return look_for(self.path, path)

    def bring_back(self, found: Inside) -> Path | None:
        """Bring a backup back; gives where the damaged file is kept."""
        return bring_back(self.path, found, self._clock)

    def keep_report(self, error: BaseException) -> ShopError:
        """Keep a report of something unexpected; gives the sentence that names it."""
        return reports.keep(error)


def words_of(found: Inside | None, language: str | None) -> Words:
    """Make words as the shop in a backup speaks, for what is said where no shop can be opened."""
    chosen = language or (found.language if found is not None else "en")
    catalogue = catalogues.catalogue(paths.resources(), chosen)
    try:
        decided = Settings(calendar=found.calendar, zone=found.zone) if found is not None else Settings()
        return Words(chosen, decided.calendar_kind, days=decided.days, catalogue=catalogue)
    except ValueError:
        return Words(chosen, catalogue=catalogue)


def look_for(path: Path, source: Path) -> Inside:
    """Look inside a backup for a shop that cannot be opened; errors as in `Backups.look`."""
    found = restoring.look(source)
    restoring.refuse_other(found, path)
    return found


def bring_back(path: Path, found: Inside, clock: Clock) -> Path | None:
    """Bring a backup back where the shop file is damaged or gone; gives where the old one is kept.

    Nobody can sign in to a shop that cannot be read, so whoever is there may. Errors as in `restore`.
    """
    return restoring.put_in_place(restoring.make_ready(found, path, clock, Who()))


def _put_in_place(ready: Ready) -> None:
    restoring.put_in_place(ready)


def _mark_of(path: Path) -> str:
    """Tell the file as it is now from itself at another time."""
    parts = []
    for ending in ("", "-wal"):
        with suppress(OSError):
            found = path.with_name(path.name + ending).stat()
            if found.st_size:
                parts.append(f"{found.st_size}-{found.st_mtime_ns}")
    return " ".join(parts)
