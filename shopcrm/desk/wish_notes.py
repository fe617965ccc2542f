"""What the shop should know before a wish is written down: on the list already, avoided, or here now."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.since import since
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services.wish_rows import WishRow
from shopcrm.services.wish_things import Look


class WishNotes(QWidget):
    """Up to three short sentences, each in its own colour and with its own picture."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._known = _Note(kit, "list-checks", "accent_soft", "accent_ink")
        self._avoids = _Note(kit, "ban", "danger_soft", "danger")
        self._here = _Note(kit, "package-check", "ok_soft", "ok")
        self.setLayout(column(self._avoids, self._known, self._here, gap=kit.look.size(8)))
        self.show_look(None)

    def show_look(self, look: Look | None, *, is_new: bool = True) -> None:
        """Show what is known of a person and a thing; nothing hides all."""
        words = self._kit.words
        known = look.known if look is not None and is_new else None
        self._known.tell(self._on_the_list(known) if known is not None else "")
        avoided = look.avoids if look is not None else None
        self._avoids.tell(words.tell(avoided) if avoided is not None else "")
        free = look.free if look is not None and look.free else 0
        quantity = words.quantity(free, look.unit if look is not None else "")
        self._here.tell(words.say("{quantity} are free now.", quantity=quantity) if free else "")
        self.setVisible(any(not note.isHidden() for note in (self._known, self._avoids, self._here)))

    def text(self) -> str:
        """Read everything that is shown."""
        notes = (self._avoids, self._known, self._here)
        return " ".join(note.text() for note in notes if not note.isHidden())

    def _on_the_list(self, known: WishRow) -> str:
        words, days = self._kit.words, self._kit.settings.days
        today = days.of(self._kit.program.shop.clock())
        when = since(words, days.of(known.asked_at), today)
        return words.say(
            "Already on the list ({when}), still waiting. Saving raises what they want.", when=when
        )


class _Note(Card):
    def __init__(self, kit: Kit, icon: str, ground: Tint, ink: Tint) -> None:
        super().__init__(kit.look, ground=ground, edge=None, padding=8, radius=6)
        self._label = Label(kit.look, "", Type.SMALL, ink, wrap=True)
        self.body.addLayout(row(Icon(kit.look, icon, ink, 18), (self._label, 1), gap=kit.look.size(8)))
        self.hide()

    def tell(self, text: str) -> None:
        self._label.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._label.text()
