"""Prints what waits for the post, and ticks off what was printed once somebody says that it was posted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.kit import Kit
from shopcrm.rules.delivery import Decision
from shopcrm.services import answers, printed_letters
from shopcrm.services.printed_letters import PrintedLetter

_Made = tuple[Path, list[int]]


class Posting(QObject):
    """Keeps which letters came out of the printer since the window was opened."""

    printed = Signal(object)
    """A paper was made at this path."""
    posted = Signal(str, object)
    """Letters were ticked off; carries the words and what takes it back."""
    failed = Signal(object)
    changed = Signal()

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit
        self._on_paper: set[int] = set()
        self._as_cards: set[int] = set()

    @property
    def count(self) -> int:
        """How many were printed and not yet posted."""
        return len(self._on_paper)

    def print_letters(self) -> None:
        """Print the letters that wait, but for greetings that were printed as cards already."""
        program, words, as_cards = self._kit.program, self._kit.words, set(self._as_cards)
        place = program.paper_place("letters")

        def make() -> _Made:
            found = program.shop.ask(printed_letters.waiting)
            ids = [one.message_id for one in found if one.message_id not in as_cards]
            program.papers.letters_to(place, ids, words)
            return place, ids

        self._kit.lanes.slow.run(self, self._on_made, make, self.failed.emit)

    def print_cards(self) -> None:
        """Print the greetings that wait for the post as cards."""
        program, words = self._kit.program, self._kit.words
        place = program.paper_place("greeting-cards")

        def make() -> _Made:
            found = program.shop.ask(printed_letters.waiting, None, greetings=True)
            ids = [one.message_id for one in found]
            program.papers.greeting_cards_to(place, ids, words)
            return place, ids

        self._kit.lanes.slow.run(self, self._on_cards, make, self.failed.emit)

    def tick_off(self) -> None:
        """Note that all that was printed was posted, but for what no longer waits."""
        ids = sorted(self._on_paper)
        self._kit.lanes.quick.ask(self, self._on_waiting, printed_letters.waiting, ids)

    def _on_made(self, made: _Made) -> None:
        path, ids = made
        self._on_paper.update(ids)
        self.printed.emit(path)
        self.changed.emit()

    def _on_cards(self, made: _Made) -> None:
        self._as_cards.update(made[1])
        self._on_made(made)

    def _on_waiting(self, found: list[PrintedLetter]) -> None:
        ids = [one.message_id for one in found]

        def told(count: int) -> None:
            self._on_ticked(ids, count)

        self._kit.lanes.quick.do(self, told, printed_letters.tick_off, ids)

    def _on_ticked(self, ids: list[int], count: int) -> None:
        self._on_paper.clear()
        words = self._kit.words
        said = words.plural(
            "{count} letter is noted as posted.", "{count} letters are noted as posted.", count=count
        )
        self.posted.emit(said, self._taker_back(ids))
        self.changed.emit()

    def _taker_back(self, ids: list[int]) -> Callable[[], None]:
        def take_back() -> None:
            for message_id in ids:
                self._kit.lanes.quick.do(self, self._on_back, answers.settle, message_id, Decision.NOT_YET)
            self._on_paper.update(ids)

        return take_back

    def _on_back(self, _standing: object) -> None:
        self.changed.emit()
