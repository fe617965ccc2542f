"""A field for tags: words with commas between them, and under it those in use, ready to be put in."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.rules.text import fold
from shopcrm.services import tags
from shopcrm.services.tags import TagCount

_OFFERED = 5


class TagsField(QWidget):
    """Offers the tags of most people first, and while a word is being written those that begin with it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, words = kit.look, kit.words
        self._kit = kit
        self._known: Sequence[TagCount] = ()
        self.line = LineEdit(look, icon="tag")
        self.field = Field(look, words.say("Tags"), self.line, hint=words.say("a comma between them"))
        self._offers = QWidget()
        self._offers.setFixedHeight(look.size(28))
        self._flow = FlowLayout(self._offers, gap=look.size(6))
        self.setLayout(column(self.field, self._offers, gap=look.size(6)))
        self.line.textChanged.connect(self._offer)
        kit.lanes.quick.ask(self, self._on_known, tags.everything)

    def show_tags(self, names: Sequence[str]) -> None:
        """Write these tags."""
        self.line.setText(self._kit.words.listing(list(names)))

    def names(self) -> list[str]:
        """Give the tags that are written."""
        return in_words(self.line.text())

    def offered(self) -> list[ButtonChip]:
        """Give the pills that put a tag in."""
        chips = (self._flow.itemAt(place) for place in range(self._flow.count()))
        return [chip for item in chips if item and isinstance(chip := item.widget(), ButtonChip)]

    def _on_known(self, known: list[TagCount]) -> None:
        self._known = known
        self._offer()

    def _offer(self) -> None:
        """Offer anew where the list has changed; what is offered already keeps the keyboard."""
        wanted = self._fitting()
        if wanted == [chip.text() for chip in self.offered()]:
            return
        self._flow.clear()
        for name in wanted:
            chip = ButtonChip(self._kit.look, name, icon="plus", checkable=False)
            chip.setAccessibleName(self._kit.words.say("Put in the tag {name}", name=name))
            chip.clicked.connect(self._on_taken)
            self._flow.addWidget(chip)
            chip.show()

    def _fitting(self) -> list[str]:
        written = self.names()
        begun = fold(written[-1]) if written and not _ends_with_comma(self.line.text()) else ""
        there = {fold(name) for name in written}
        free = [tag.name for tag in self._known if fold(tag.name) not in there]
        return ([name for name in free if begun and fold(name).startswith(begun)] or free)[:_OFFERED]

    def _on_taken(self) -> None:
        chip = self.sender()
        if not isinstance(chip, ButtonChip):
            return
        written = self.names()
        begun = written and not _ends_with_comma(self.line.text())
        if begun and fold(chip.text()).startswith(fold(written[-1])):
            written = written[:-1]
        self.line.setText(self._kit.words.listing([*written, chip.text()]))
        self.line.setFocus()


def in_words(text: str) -> list[str]:
    """Read words with commas between them, in either script."""
    return [part.strip() for part in text.replace("،", ",").split(",") if fold(part)]


def _ends_with_comma(text: str) -> bool:
    return text.rstrip().endswith((",", "،"))
