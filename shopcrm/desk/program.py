"""What the desk needs from the rest of the program; the app has it and hands it in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services.imports import Outcome, Plan, Table
from shopcrm.services.matching import Matcher
from shopcrm.services.settings import Settings
from shopcrm.services.shop import Shop


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

    def back_up(self) -> Path:
        """Make a checked copy of the whole shop."""

    def last_backup(self) -> datetime | None:
        """Tell when the last good copy was made, in UTC."""

    def remove_sample(self) -> Path:
        """Delete the sample shop once it is closed; gives the shop file to open in its place."""

    def make_sample(self, language: str, tick: Callable[[int, int], None]) -> Path:
        """Make the sample shop in a language; gives the file to open."""

    def mail_password_known(self) -> bool:
        """Whether the mail password is at hand."""

    def keep_mail_password(self, password: str) -> bool:
        """Keep the mail password in the system's keyring; tells whether it will outlast this session."""

    def open_table(self, path: Path, *, header: bool | None = None) -> Table:
        """Look into a file of rows; raises a sentence when it cannot be read."""

    def refused_to_file(self, source: Path, plan: Plan, outcome: Outcome, words: Words) -> Path | None:
        """Write the refused rows with their reasons beside their file; None where there are none."""

    def paper_place(self, name: str) -> Path:
        """Give a fresh place for a paper that is made to be looked at."""

    def call_list_to(self, path: Path, words: Words) -> int:
        """Write the waiting calls as a PDF; gives how many."""

    def pictures_of(self, pdf: Path, scale: float) -> Sequence[bytes]:
        """Give the pages of a PDF as PNG pictures."""
