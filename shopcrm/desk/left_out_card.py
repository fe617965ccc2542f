"""Who is not in the list and why: those who avoid the goods; and who cannot be messaged."""

from collections import Counter

from PySide6.QtCore import Signal

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services.matching import TellList

_MOST = 5


class LeftOutCard(Card):
    """Counts by reason; `opened` asks to see who and why."""

    opened = Signal()

    def __init__(self, kit: Kit) -> None:
        say, look = kit.words.say, kit.look
        super().__init__(look, title=say("Left out"))
        self._kit = kit
        self._total = Label(look, "", Type.TITLE)
        self.head.addWidget(self._total)
        self._lines: list[tuple[Icon, Label, Label]] = []
        for _ in range(_MOST):
            icon = Icon(look, "ban", "muted", 16)
            words, count = Label(look, "", Type.BODY, ellipsis=True), Label(look, "", Type.TITLE)
            self._lines.append((icon, words, count))
            self.body.addLayout(row(icon, (words, 1), count))
        self._see = Button(
            look, say("See who and why"), ButtonKind.GHOST, icon="list", key="Ctrl+O", height=32
        )
        self._see.clicked.connect(self.opened)
        self.body.addLayout(row(self._see, None))

    def show_list(self, found: TellList) -> None:
        """Count who was left out, by the reason."""
        words = self._kit.words
        reasons = Counter(words.tell(one.why) for one in found.left_out).most_common(_MOST)
        self._total.setText(words.number(len(found.left_out)))
        for place, (icon, label, count) in enumerate(self._lines):
            there = place < len(reasons)
            for part in (icon, label, count):
                part.setVisible(there)
            if there:
                label.setText(reasons[place][0])
                count.setText(words.number(reasons[place][1]))
        self._see.setVisible(bool(found.left_out))
