"""Makes the papers about people: reports, lists, letters and cards, from what the shop knows to a PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from shopcrm.app_case_papers import CasePapers
from shopcrm.outside.paper import (
    about_person,
    call_list,
    customer_card,
    customer_given,
    customer_list,
    customer_report,
    customer_sheet,
    greeting_card,
    leaflet,
    letter,
    staff_sheet,
)
from shopcrm.outside.paper.customer_card import Layout, PrintedCard
from shopcrm.outside.paper.letter import Sender
from shopcrm.rules.errors import Refused
from shopcrm.rules.wording import Words
from shopcrm.services import (
    about,
    hand_work,
    person_report,
    printed_cards,
    printed_letters,
    printed_standards,
    settings,
)
from shopcrm.services.printed_letters import PrintedLetter


class NothingToPrint(Refused):
    """No letter waits, or those that were named do not wait any more."""

    sentence = "No letter waits to be printed. Look at the list of messages again."


@dataclass(frozen=True)
class Papers(CasePapers):
    """All papers of an open shop; each method writes one PDF and tells how many people or letters are on it.

    All raise NoSuchCustomer, PaperNotSaved and FontMissing.
    """

    def call_list_to(self, path: Path, words: Words) -> int:
        """Write the waiting calls."""
        waiting = self.shop.ask(hand_work.call_list)
        rows = [
            call_list.CallRow(
                words.shown(one.name), one.phone, one.say, tuple(words.tell(why) for why in one.why)
            )
            for one in waiting
        ]
        call_list.write_call_list(path, self._heading(words, words.say("Call list")), rows, words, self.fonts)
        return len(rows)

    def customer_report_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write the report of each person, for the owner's eyes."""
        found = self.shop.ask(person_report.read_all, customer_ids)
        heading = self._heading(words, words.say("Customer report"))
        customer_report.write_reports(path, heading, found, words, self.fonts)
        return len(found)

    def counter_sheet_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write the short sheet of each person for the counter."""
        found = self.shop.ask(person_report.for_counter, customer_ids)
        heading = self._heading(words, words.say("Short sheet"))
        customer_sheet.write_counter_sheets(path, heading, found, words, self.fonts)
        return len(found)

    def given_to_person_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write the paper that can be given to each person."""
        found = self.shop.ask(person_report.read_all, customer_ids)
        heading = self._heading(words, words.say("What we keep of you"))
        customer_given.write_given(path, heading, found, words, self.fonts)
        return len(found)

    def about_person_to(self, path: Path, customer_id: int, words: Words) -> int:
        """Write everything that the shop file holds of a person."""
        document = self.shop.ask(about.everything, customer_id)
        heading = self._heading(words, words.say("All that we know of you"))
        about_person.write_about(path, heading, document, words, self.fonts)
        return 1

    def customer_list_to(self, path: Path, customer_ids: Sequence[int], words: Words) -> int:
        """Write the list of chosen people."""
        found = self.shop.ask(person_report.listed, customer_ids)
        heading = self._heading(words, words.say("Customer list"))
        customer_list.write_customer_list(path, heading, found, words, self.fonts)
        return len(found)

    def letters_to(self, path: Path, message_ids: Sequence[int] | None, words: Words) -> int:
        """Write the letters that wait, or those of them that are named; raises NothingToPrint.

        Each speaks its own language; `words` only name the document.
        """
        found = self.shop.ask(printed_letters.waiting, message_ids)
        _some(found)
        letter.write_letters(path, self._sender(words), found, self._speaker(), self.fonts)
        return len(found)

    def greeting_cards_to(self, path: Path, message_ids: Sequence[int] | None, words: Words) -> int:
        """Write the greetings that wait for the post as cards, or letters named; raises NothingToPrint."""
        found = self.shop.ask(printed_letters.waiting, message_ids, greetings=message_ids is None)
        _some(found)
        greeting_card.write_greeting_cards(path, self._sender(words), found, self._speaker(), self.fonts)
        return len(found)

    def customer_cards_to(
        self, path: Path, customer_ids: Sequence[int], words: Words, *, single: bool = False
    ) -> int:
        """Write the card of each person, ten to a sheet or single; who has none is given a number first."""
        found = self.shop.do(printed_cards.ready, customer_ids)
        printed = [PrintedCard(words.shown(card.name), card.number) for card in found]
        shop = self._heading(words, "").shop
        layout = Layout.SINGLE if single else Layout.SHEET
        customer_card.write_cards(path, shop, printed, words, self.fonts, layout)
        return len(found)

    def leaflet_to(self, path: Path, words: Words) -> None:
        """Write the leaflet for customers: hours, return terms, guarantees, how to complain."""
        heading = self._heading(words, words.say("Our word to you"))
        leaflet.lay_leaflet(heading, self.shop.ask(printed_standards.ready), words, self.fonts).save(path)

    def staff_sheet_to(self, path: Path, words: Words) -> None:
        """Write the sheet for staff: dos and don'ts, words for hard moments, clocks, what may be offered."""
        heading = self._heading(words, words.say("How we work"))
        found = self.shop.ask(printed_standards.ready)
        staff_sheet.lay_staff_sheet(heading, found, words, self.fonts).save(path)

    def _sender(self, words: Words) -> Sender:
        heading = self._heading(words, "")
        return Sender(heading.shop, heading.day)

    def _speaker(self) -> Callable[[str], Words]:
        """Give the words of any language with the shop's days and money."""
        return partial(self.words_of, self.shop.ask(settings.read))


def _some(letters: Sequence[PrintedLetter]) -> None:
    if not letters:
        raise NothingToPrint
