"""Brings the parts together: shop file, words, couriers and paper. It knows no screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shopcrm.outside import catalogues, paths
from shopcrm.rules.calendar import Clock
from shopcrm.rules.wording import Words, saying
from shopcrm.services import settings
from shopcrm.services.health import Finding
from shopcrm.services.settings import Settings
from shopcrm.services.shop import Shop, Who
from shopcrm.store import copies, engine, shop_file
from shopcrm.store.shop_file import FileState


def utc_now() -> datetime:
    """Tell the time of this computer, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    """An open shop with everything it needs around it."""

    path: Path
    shop: Shop
    resources: Path
    language: str | None = None

    def words(self, language: str | None = None) -> Words:
        """Make the words of a language, or of the one chosen at the start, or of the shop's."""
        return self.words_for(self.shop.ask(settings.read), language)

    def examine_parts(self) -> list[Finding]:
        """Check what the program was shipped with: fonts and catalogues."""
        fonts = sorted((self.resources / "fonts").glob("*.ttf"))
        found = saying("{count} fonts are in place.", count=len(fonts))
        lost = saying("The fonts are missing. Install ShopCRM again.")
        return [Finding("fonts", fine=len(fonts) >= 4, says=found if fonts else lost)]

    def words_for(self, decided: Settings, language: str | None = None) -> Words:
        """Make the words for settings that were already read."""
        chosen = language or self.language or decided.language
        return Words(
            language=chosen,
            calendar=decided.calendar_kind,
            currency=decided.money,
            days=decided.days,
            catalogue=catalogues.catalogue(self.resources, chosen),
        )


@contextmanager
def opened(
    path: Path, *, who: Who | None = None, clock: Clock = utc_now, language: str | None = None
) -> Iterator[App]:
    """Open a shop file, make it where there is none, bring an older one up to date; close it in the end.

    Raises NotAShop, NewerShop, FileUnreadable or CopyFailed with the file untouched.
    """
    app = open_app(path, who=who, clock=clock, language=language)
    try:
        yield app
    finally:
        app.shop.close()


def open_app(
    path: Path, *, who: Who | None = None, clock: Clock = utc_now, language: str | None = None
) -> App:
    """Open a shop file for a window, which closes it by itself; errors as in `opened`."""
    prepare(path, clock())
    shop = Shop(engine.open_engine(path), clock, who)
    return App(path, shop, paths.resources(), language)


def prepare(path: Path, now: datetime) -> None:
    """Make a new file or bring an older one up to date, after a checked copy was put beside it."""
    look = shop_file.look_at(path)
    if look.state is FileState.CURRENT:
        return
    if look.state is FileState.OLDER:
        copies.checked_copy(path, _copy_name(path, look.version, now))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise shop_file.FileUnreadable(file=str(path), reason=error.strerror or str(error)) from error
    # Alembic takes 0.15 s to import, and a current file needs none of it.
    from shopcrm.store import migrate

    migrate.upgrade(path)


def words_without_a_shop(language: str) -> Words:
    """Make words for what is said before any shop is open."""
    return Words(language=language, catalogue=catalogues.catalogue(paths.resources(), language))


def _copy_name(path: Path, version: int, now: datetime) -> Path:
    return path.with_name(f"{path.stem}-before-upgrade-{version}-{now:%Y%m%d-%H%M%S}{path.suffix}")
