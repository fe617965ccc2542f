"""What every page and dialog has at hand: program, lanes, look, words and the settings of the shop."""

from dataclasses import dataclass

from shopcrm.desk.lanes import Lanes
from shopcrm.desk.look import Look
from shopcrm.desk.program import Program
from shopcrm.rules.wording import Words
from shopcrm.services.settings import Settings


@dataclass(frozen=True)
class Kit:
    """Handed to each page when it is made; a change of language or settings makes the pages anew."""

    program: Program
    lanes: Lanes
    look: Look
    words: Words
    settings: Settings
