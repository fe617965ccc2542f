"""Brings the parts together: shop file, words, couriers and paper. It knows no screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from shopcrm.app_backups import Backups, is_emptied
from shopcrm.outside import catalogues, paper_room, paths, reports, ticks
from shopcrm.outside.keys import Keys
from shopcrm.outside.tables import reading, refused
from shopcrm.outside.tables.reading import Sheet
from shopcrm.rules import disk_words
from shopcrm.rules.calendar import Clock
from shopcrm.rules.delivery import Channel, Credit
from shopcrm.rules.errors import Refused, ShopError
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import Words, saying
from shopcrm.services import forgetting, sample_file, settings, sign_in
from shopcrm.services.complaint_photos import Photo
from shopcrm.services.daily import DayRound
from shopcrm.services.forgetting import Forgotten
from shopcrm.services.health import Finding
from shopcrm.services.imports import Outcome, Plan
from shopcrm.services.messages import Courier
from shopcrm.services.sending import Round
from shopcrm.services.settings import Settings
from shopcrm.services.shop import Shop, Who, in_words
from shopcrm.store import copies, engine, shop_file
from shopcrm.store.shop_file import FileState

if TYPE_CHECKING:
    from shopcrm.app_papers import Papers
    from shopcrm.outside.couriers.telegram import Incoming
    from shopcrm.sample.make import Made, Tell
    from shopcrm.sample.make import Plan as SamplePlan
    from shopcrm.services.exports import Kind
    from shopcrm.services.matching import Matcher


def utc_now() -> datetime:
    """Tell the time of this computer, in UTC."""
    return datetime.now(UTC)


class PlaceOfOwnShop(Refused):
    """The sample never goes where the shop's own file belongs."""

    sentence = "{file} is the place of your own shop. Nothing was made. Choose another one with --file."


@dataclass(frozen=True)
class App:
    """An open shop with everything it needs around it."""

    path: Path
    shop: Shop
    resources: Path
    language: str | None = None
    keys: Keys = field(default_factory=Keys)
    leaving: list[Callable[[], None]] = field(default_factory=list)

    def couriers(self) -> dict[Channel, Courier]:
        """Make the couriers that can go; raises what is wrong, such as a missing secret, where none can."""
        # Mail takes 0.02 s to import, and most commands send nothing.
        from shopcrm.outside.couriers import choice

        return choice.couriers(self.shop.ask(settings.read), self.keys)

    def deliver_next(self) -> bool:
        """Deliver one waiting message, after the day's round; tells whether another may follow at once."""
        self._day.make_if_due()
        return self._round.send_next()

    @cached_property
    def itself(self) -> Shop:
        """Give the door for what the program does by itself, whoever is signed in or nobody."""
        return self.shop.itself()

    def mail_password_known(self) -> bool:
        """Whether the password of the shop's mail account is at hand, or none is needed."""
        decided = self.shop.ask(settings.read)
        return (
            not decided.mail_user or self.keys.mail_password(decided.mail_user, decided.mail_host) is not None
        )

    def keep_mail_password(self, password: str) -> bool:
        """Keep the mail password in the system's keyring; tells whether it will outlast this session."""
        decided = self.shop.ask(settings.read)
        self._round.hurry()
        return self.keys.keep_mail_password(decided.mail_user, decided.mail_host, password)

    def hurry_sending(self) -> None:
        """Let no channel rest any longer, because something about them was put right."""
        self._round.hurry()

    def courier_troubles(self) -> tuple[ShopError, ...]:
        """Tell why channels that are set up cannot go, such as a secret that is not known."""
        # Imported late as for `couriers`; so it is in the four that follow.
        from shopcrm.outside.couriers import choice

        return choice.chosen(self.shop.ask(settings.read), self.keys).troubles

    def channel_ready(self, channel: Channel) -> bool:
        """Whether a courier goes on this channel: it is set up, and its secret is at hand."""
        from shopcrm.outside.couriers import keyholes

        return keyholes.is_ready(self.shop.ask(settings.read), self.keys, channel)

    def keep_secret(self, channel: Channel, secret: str) -> bool:
        """Keep the secret of a channel in the keyring; tells whether it will outlast this session."""
        from shopcrm.outside.couriers import keyholes

        self._round.hurry()
        return keyholes.keep_secret(self.shop.ask(settings.read), self.keys, channel, secret)

    def try_channel(self, channel: Channel) -> Saying | None:
        """Log in on a channel without sending anything; gives what is wrong, or nothing where all is well."""
        from shopcrm.outside.couriers import choice

        return choice.try_channel(self.shop.ask(settings.read), self.keys, channel)

    def courier_credit(self, channel: Channel) -> Credit | None:
        """Tell what is left at the provider of a channel, or None where nobody says it."""
        from shopcrm.outside.couriers import choice

        return choice.credit(self.shop.ask(settings.read), self.keys, channel)

    def telegram_replies(self, after: int = 0) -> "list[Incoming]":
        """Read what people wrote to the bot since `after`, the last one that was written down.

        Raises BotTokenMissing; gives nothing where no bot is set up or no answer comes.
        """
        from shopcrm.outside.couriers import choice

        return choice.telegram_replies(self.shop.ask(settings.read), self.keys, after)

    def fetch_replies(self) -> None:
        """Take in what people wrote to the bot since the last time, where one is ready."""
        from shopcrm import app_replies

        app_replies.fetch(self.itself, self.keys)

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

    def keep_report(self, error: BaseException) -> ShopError:
        """Keep a report of something unexpected; gives the sentence that names it."""
        return reports.keep(error)

    def describe(self, error: BaseException) -> str:
        """Tell where an error came from, without any name or number of a customer."""
        return reports.describe(error)

    def remove_sample(self) -> Path:
        """Have the sample deleted as soon as it is closed; gives the shop to open in its place."""
        if self.shop.ask(settings.read).is_sample:
            self.leaving.append(self._delete_file)
        return paths.default_shop()

    def make_sample(self, language: str, tick: Callable[[int, int], None]) -> Path:
        """Make the sample shop in a language at its usual place; gives the file to open."""
        # The goods and names of the sample take 0.1 s to import, and only a first run needs them.
        from shopcrm.sample.make import Plan as SamplePlan

        plan = SamplePlan(language=language)
        make_sample_at(paths.sample_shop(), plan, lambda share: tick(round(100 * share), 100))
        return paths.sample_shop()

    def open_table(self, path: Path, *, header: bool | None = None) -> Sheet:
        """Look into a file of rows; raises a kind of UnreadableFile when it cannot be read."""
        return reading.open_table(path, header=header)

    def refused_to_file(self, source: Path, plan: Plan, outcome: Outcome, words: Words) -> Path | None:
        """Write the refused rows with their reasons beside their file; None where there are none."""
        return refused.to_file(source, plan, outcome, words, self.path.parent)

    def paper_place(self, name: str) -> Path:
        """Give a fresh place for a paper that is made to be looked at; it is thrown away on closing."""
        if self._empty_room not in self.leaving:
            self.leaving.append(self._empty_room)
        return paper_room.place(self.path, name)

    def erase_customer(self, customer_id: int) -> Forgotten:
        """Erase a person from rows, file, journal and papers, and name the copies that still hold them (C3).

        Raises NoSuchCustomer or ErasedAlready with nothing changed.
        """
        self.backups.make_before_erasing()
        with self.backups.resting():
            forgotten = forgetting.forget(self.shop, self.path, customer_id)
        paper_room.empty(self.path)
        return forgotten

    def export_to(
        self, path: Path, kind: "Kind", words: Words, tick: Callable[[int, int], None] | None = None
    ) -> dict[str, int]:
        """Write customers, goods or everything into a file; gives the rows of each table."""
        # Writing tables takes 0.1 s to import, and few commands do.
        from shopcrm import app_exports

        return app_exports.shop_to(self.shop, path, kind, words, tick)

    def export_person_to(self, path: Path, customer_id: int, words: Words) -> None:
        """Write all about one person, as JSON or as a readable PDF; raises UnknownForm or NotWritten."""
        from shopcrm import app_exports
        from shopcrm.outside.tables.handing_out import UnknownForm

        match path.suffix.lower():
            case ".json":
                app_exports.person_to(self.shop, path, customer_id)
            case ".pdf":
                self.papers.about_person_to(path, customer_id, words)
            case _:
                raise UnknownForm(name=path.name, choices=", ".join(app_exports.PERSON_FORMS))

    def pictures_of(self, pdf: Path, scale: float) -> list[bytes]:
        """Give the pages of a PDF as PNG pictures; scale 1 is 72 dots to the inch."""
        # The renderer takes 0.1 s to import, and only a preview needs it.
        from shopcrm.outside.paper import render

        return render.page_pictures(pdf, scale)

    def photo_from_file(self, path: Path) -> Photo:
        """Read a photo from a file, upright and small; raises NotAPhoto."""
        # Pictures take 0.05 s to import, and only who adds one needs it.
        from shopcrm.outside import photos

        return photos.from_file(path)

    def photo_from_bytes(self, data: bytes, name: str) -> Photo:
        """Make a photo of a picture that was pasted; raises NotAPhoto."""
        from shopcrm.outside import photos

        return photos.from_bytes(data, name)

    def close(self) -> None:
        """Close the shop file, then do what had to wait for it."""
        self.shop.close()
        while self.leaving:
            self.leaving.pop(0)()

    def _delete_file(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _empty_room(self) -> None:
        paper_room.empty(self.path)

    @cached_property
    def backups(self) -> Backups:
        """Give the one that makes backups and brings them back."""
        return Backups(self.path, self.shop, self.leaving)

    @cached_property
    def papers(self) -> "Papers":
        """Give the one that makes the papers."""
        # Paper takes 0.3 s to import, and most commands print nothing.
        from shopcrm.app_papers import Papers

        return Papers(self.shop, self.resources / "fonts", self.words_for)

    @cached_property
    def matcher(self) -> "Matcher":
        """Give the one that ranks customers for goods, with what it prepared."""
        # Numbers in columns take 0.2 s to import, and most commands rank nobody.
        from shopcrm.services.matching import Matcher

        return Matcher(self.shop)

    @cached_property
    def _day(self) -> DayRound:
        return DayRound(self.itself)

    @cached_property
    def _round(self) -> Round:
        return Round(self.itself, self.couriers)


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
        app.close()


def open_app(
    path: Path, *, who: Who | None = None, clock: Clock = utc_now, language: str | None = None
) -> App:
    """Open a shop file for a window, which closes it by itself; errors as in `opened`, and FileReadOnly."""
    if is_emptied(path):
        raise shop_file.NotAShop(file=path.name)
    prepare(path, clock())
    shop = Shop(engine.open_engine(path), clock, who, ticks.tick)
    if who is None:
        try:
            shop.become(shop.ask(sign_in.at_the_start))
        except ShopError:
            shop.close()
            raise
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
        raise shop_file.FileUnreadable(file=str(path), reason=disk_words.why(error)) from error
    # Alembic takes 0.15 s to import, and a current file needs none of it.
    from shopcrm.store import migrate

    try:
        migrate.upgrade(path)
    except DBAPIError as error:
        told = in_words(error)
        raise told from (None if told is error else error)


def make_sample_at(path: Path, plan: "SamplePlan", tell: "Tell", clock: Clock = utc_now) -> "Made":
    """Make a sample in place of an older one; until it is whole, nothing is there or the older one stays."""
    from shopcrm.sample.make import make

    if path.resolve() == paths.default_shop().resolve():
        raise PlaceOfOwnShop(file=str(path))
    sample_file.make_room(path)
    half = path.with_name(f".{path.name}.part")
    _sweep(half)
    try:
        with opened(half, clock=clock) as app:
            made = make(app.shop, plan, tell)
        if path.exists():
            sample_file.remove(path)
        half.replace(path)
    finally:
        _sweep(half)
    return made


def _sweep(half: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        half.with_name(half.name + ending).unlink(missing_ok=True)


def words_without_a_shop(language: str) -> Words:
    """Make words for what is said before any shop is open."""
    return Words(language=language, catalogue=catalogues.catalogue(paths.resources(), language))


def _copy_name(path: Path, version: int, now: datetime) -> Path:
    return path.with_name(f"{path.stem}-before-upgrade-{version}-{now:%Y%m%d-%H%M%S}{path.suffix}")
