"""Makes the papers about complaints and improvements: a case's file, the reports, cards to ask with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shopcrm.app_slips import SlipPapers
from shopcrm.outside.paper import (
    case_file,
    case_report,
    feedback_card,
    improvements_report,
)
from shopcrm.outside.paper.feedback_card import FeedbackCard
from shopcrm.rules.wording import Words
from shopcrm.services import case_files, complaint_figures, improvement_report
from shopcrm.services.feedback import Asked
from shopcrm.services.slips import SlipWidth

_NARROW, _WIDE = 58, 80


@dataclass(frozen=True)
class CasePapers(SlipPapers):
    """The papers about complaints of an open shop; each method writes one PDF.

    All raise PaperNotSaved and FontMissing.
    """

    def case_file_to(self, path: Path, complaint_id: int, words: Words) -> int:
        """Write all of one case; gives how many photos it has. Raises NoSuchComplaint."""
        found = self.shop.ask(case_files.read, complaint_id)
        case_file.lay_case_file(self._heading(words, ""), found, words, self.fonts).save(path)
        return len(found.photos)

    def complaints_report_to(self, path: Path, first: date, last: date, words: Words) -> int:
        """Write the report over complaints between two days, both included; gives how many there were.

        Raises DaysTurned.
        """
        found = self.shop.ask(complaint_figures.figures, first, last)
        heading = self._heading(words, words.say("Complaints"))
        case_report.lay_case_report(heading, found, words, self.fonts).save(path)
        return found.complaints

    def improvements_report_to(self, path: Path, words: Words) -> int:
        """Write the report on improvements; gives how many there are."""
        found = self.shop.ask(improvement_report.read)
        heading = self._heading(words, words.say("Improvements"))
        improvements_report.lay_improvements_report(heading, found, words, self.fonts).save(path)
        return len(found)

    def feedback_cards_to(self, path: Path, asked: Sequence[Asked], width: SlipWidth, words: Words) -> int:
        """Write cards for questions that were asked on paper; gives how many."""
        cards = [FeedbackCard(one.id, one.about) for one in asked]
        millimetres = _NARROW if width is SlipWidth.NARROW else _WIDE
        shop = replace(self._heading(words, "").shop, address="")
        feedback_card.lay_feedback_cards(shop, cards, words, self.fonts, millimetres).save(path)
        return len(cards)
