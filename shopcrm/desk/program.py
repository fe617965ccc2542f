"""What the desk needs from the rest of the program; the app has it and hands it in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from shopcrm.rules.delivery import Channel, Credit
from shopcrm.rules.errors import ShopError
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import Words
from shopcrm.services.backup_places import Backup
from shopcrm.services.backups import PlaceState
from shopcrm.services.complaint_photos import Photo
from shopcrm.services.exports import Kind
from shopcrm.services.feedback import Asked
from shopcrm.services.forgetting import Forgotten
from shopcrm.services.imports import Outcome, Plan, Table
from shopcrm.services.matching import Matcher
from shopcrm.services.printed_vouchers import VoucherLayout
from shopcrm.services.restoring import Inside
from shopcrm.services.settings import Settings
from shopcrm.services.shop import Shop
from shopcrm.services.slips import SlipWidth


class PaperMaker(Protocol):
    """Makes papers, each a PDF at a path."""

    def call_list_to(self, path: Path, words: Words) -> int:
        """Write the waiting calls as a PDF; gives how many."""

    def customer_report_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write all about some people for the owner as a PDF; gives how many people."""

    def counter_sheet_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write the short sheet of some people for the counter as a PDF; gives how many people."""

    def given_to_person_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write what can be given to the people themselves as a PDF; gives how many people."""

    def about_person_to(self, path: Path, customer_id: int, words: Words) -> int:
        """Write everything that is kept of a person as a PDF."""

    def customer_list_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write a list of some people as a PDF; gives how many people."""

    def letters_to(self, path: Path, message_ids: Sequence[int] | None, words: Words) -> int:
        """Write the letters that wait, or those named, as a PDF; gives how many."""

    def greeting_cards_to(self, path: Path, message_ids: Sequence[int] | None, words: Words) -> int:
        """Write the greetings that wait for the post, or letters named, as cards; gives how many."""

    def customer_cards_to(
        self, path: Path, customer_ids: Sequence[int], words: Words, *, single: bool = False
    ) -> int:
        """Write customer cards as a PDF, ten to a sheet or single; gives how many."""

    def vouchers_to(self, path: Path, voucher_ids: Sequence[int], layout: VoucherLayout, words: Words) -> int:
        """Write vouchers as a PDF; gives how many."""

    def slip_to(self, path: Path, sale_id: int, width: SlipWidth, words: Words) -> int:
        """Write the slip of a sale, return or exchange as a PDF; gives how often it was printed before."""

    def order_slip_to(self, path: Path, order_id: int, words: Words, width: SlipWidth) -> int:
        """Write the slip of a special order as a PDF; gives the number of the order."""

    def case_slip_to(self, path: Path, complaint_id: int, width: SlipWidth, words: Words) -> int:
        """Write the slip of a case as a PDF; gives how often it was printed before.

        `printing.note(What.CASE, (complaint_id,), width)` writes down that it was printed.
        """

    def statement_to(
        self, path: Path, customer_id: int, words: Words, since: date | None = None, until: date | None = None
    ) -> int:
        """Write the statement of somebody's points as a PDF; gives how many entries it has."""

    def day_close_to(
        self, path: Path, close_id: int | None, words: Words, width: SlipWidth = SlipWidth.WIDE
    ) -> None:
        """Write a closed day, or without a number what is open now, as a PDF."""

    def case_file_to(self, path: Path, complaint_id: int, words: Words) -> int:
        """Write all of one case as a PDF; gives how many photos it has."""

    def complaints_report_to(self, path: Path, first: date, last: date, words: Words) -> int:
        """Write the report over complaints between two days as a PDF; gives how many there were."""

    def improvements_report_to(self, path: Path, words: Words) -> int:
        """Write the report on improvements as a PDF; gives how many there are."""

    def feedback_cards_to(self, path: Path, asked: Sequence[Asked], width: SlipWidth, words: Words) -> int:
        """Write cards for questions that were asked on paper as a PDF; gives how many."""

    def leaflet_to(self, path: Path, words: Words) -> None:
        """Write what customers can count on as a PDF."""

    def staff_sheet_to(self, path: Path, words: Words) -> None:
        """Write how the shop works, for its staff, as a PDF."""

    def has_slip_printer(self) -> bool:
        """Whether the settings name a slip printer; else slips go to a printer of the system."""

    def send_to_slip_printer(self, pdf: Path, *, open_drawer: bool = False) -> None:
        """Print a slip on the slip printer, and open the drawer that hangs on it where that is wanted."""


class BackupStanding(Protocol):
    """How safe the shop is."""

    @property
    def last(self) -> datetime | None:
        """When the last good copy was made, in UTC."""

    @property
    def only_here(self) -> bool:
        """Whether no copy outlives the disk of the shop."""

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to lose."""

    @property
    def away(self) -> Sequence[str]:
        """Further folders that cannot be reached now."""

    @property
    def trouble(self) -> Saying | None:
        """Why the last try failed, or None where it did not."""

    @property
    def doubts(self) -> Sequence[Saying]:
        """Books in the last backup that do not agree."""


class BackupMaker(Protocol):
    """Makes backups and brings them back."""

    def make(self, step: Callable[[], None] = ...) -> Path:
        """Make a checked copy of the whole shop, and copies of it in the further folders."""

    def make_if_changed(self, step: Callable[[], None] = ...) -> Path | None:
        """Make one unless the last one holds all."""

    def make_if_due(self, step: Callable[[], None] = ...) -> Path | None:
        """Make one where something changed and it is time; gives None where none was needed."""

    def standing(self) -> BackupStanding:
        """Tell how safe the shop is."""

    def listed(self) -> Sequence[Backup]:
        """List all backups that can be reached, the newest first."""

    def folders(self) -> Sequence[PlaceState]:
        """Tell how each further folder stands."""

    def add_folder(self, folder: Path) -> None:
        """Have backups copied into one more folder."""

    def remove_folder(self, folder: str) -> None:
        """Have no more backups copied into a folder."""

    def look(self, path: Path) -> Inside:
        """Look inside a backup."""

    def restore(self, path: Path, step: Callable[[], None] = ...) -> Path:
        """Make a backup ready to take the place of the shop once it is closed; gives the file to open."""


class Program(Protocol):
    """The open shop and everything around it that reaches past screen and database."""

    @property
    def path(self) -> Path:
        """Where the shop file lies."""

    @property
    def shop(self) -> Shop:
        """The door."""

    @property
    def resources(self) -> Path:
        """Where fonts and catalogues lie."""

    @property
    def matcher(self) -> Matcher:
        """Ranks customers for goods."""

    @property
    def papers(self) -> PaperMaker:
        """Makes the papers of the shop."""

    @property
    def language(self) -> str | None:
        """The language that the command line asked for, before the shop's own."""

    def words_for(self, decided: Settings, language: str | None = None) -> Words:
        """Make the words of a language, or of the one asked for, or of the shop's."""

    def keep_report(self, error: BaseException) -> ShopError:
        """Keep a report of something unexpected; gives the sentence that names it."""

    def describe(self, error: BaseException) -> str:
        """Tell where an error came from, without any name or number of a customer."""

    def deliver_next(self) -> bool:
        """Deliver one waiting message, if one waits; tells whether one did."""

    def fetch_replies(self) -> None:
        """Take in what people wrote to the shop's bot, where one is ready; may take its time."""

    @property
    def backups(self) -> BackupMaker:
        """Makes backups and brings them back."""

    def remove_sample(self) -> Path:
        """Delete the sample shop once it is closed; gives the shop file to open in its place."""

    def make_sample(self, language: str, tick: Callable[[int, int], None]) -> Path:
        """Make the sample shop in a language; gives the file to open."""

    def mail_password_known(self) -> bool:
        """Whether the mail password is at hand."""

    def keep_mail_password(self, password: str) -> bool:
        """Keep the mail password in the system's keyring; tells whether it will outlast this session."""

    def hurry_sending(self) -> None:
        """Let no channel rest any longer, because something about them was put right."""

    def courier_troubles(self) -> Sequence[ShopError]:
        """Tell why channels that are set up cannot go."""

    def channel_ready(self, channel: Channel) -> bool:
        """Whether a courier goes on this channel: it is set up, and its secret is at hand."""

    def keep_secret(self, channel: Channel, secret: str) -> bool:
        """Keep the secret of a channel in the keyring; tells whether it will outlast this session."""

    def try_channel(self, channel: Channel) -> Saying | None:
        """Log in on a channel without sending anything; gives what is wrong, or nothing where all is well."""

    def courier_credit(self, channel: Channel) -> Credit | None:
        """Tell what is left at the provider of a channel, or None where nobody says it."""

    def open_table(self, path: Path, *, header: bool | None = None) -> Table:
        """Look into a file of rows; raises a sentence when it cannot be read."""

    def refused_to_file(self, source: Path, plan: Plan, outcome: Outcome, words: Words) -> Path | None:
        """Write the refused rows with their reasons beside their file; None where there are none."""

    def paper_place(self, name: str) -> Path:
        """Give a fresh place for a paper that is made to be looked at."""

    def erase_customer(self, customer_id: int) -> Forgotten:
        """Erase a person from rows, file and papers; tells which older copies still hold them."""

    def export_to(
        self, path: Path, kind: Kind, words: Words, tick: Callable[[int, int], None] | None = None
    ) -> dict[str, int]:
        """Write customers, goods or everything into a file; gives the rows of each table."""

    def export_person_to(self, path: Path, customer_id: int, words: Words) -> None:
        """Write all about one person, as JSON or as a readable PDF."""

    def photo_from_file(self, path: Path) -> Photo:
        """Read a photo from a file, upright and small; raises a sentence where it is none."""

    def photo_from_bytes(self, data: bytes, name: str) -> Photo:
        """Make a photo of a picture that was pasted; raises a sentence where it is none."""

    def pictures_of(self, pdf: Path, scale: float) -> Sequence[bytes]:
        """Give the pages of a PDF as PNG pictures."""
