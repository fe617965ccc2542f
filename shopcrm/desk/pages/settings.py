"""The settings page: language and look, the shop, how and when it writes, files in and copies out."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from shopcrm.desk.backups_card import BackupsCard
from shopcrm.desk.channel_cards import MailCard, SmsCard, TelegramCard, WebhookCard
from shopcrm.desk.dialogs.import_file import ImportDialog
from shopcrm.desk.dialogs.templates import Drafts, TemplatesDialog
from shopcrm.desk.files_card import FilesCard
from shopcrm.desk.form_card import SettingCard
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import BESIDE, Page
from shopcrm.desk.people_card import PeopleCard
from shopcrm.desk.setting_cards import LookCard, ShopCard
from shopcrm.desk.standards_card import StandardsCard
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import CheckBox, Combo
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.writing_cards import AnswersCard, GreetingsCard, QuietCard
from shopcrm.rules.wording import Words
from shopcrm.services.settings import Settings
from shopcrm.services.topics import Topic

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True)
class _Written:
    """What stood in the fields before the page was made anew, and what the cards said."""

    texts: tuple[str, ...]
    picks: tuple[Any, ...]
    ticks: tuple[bool, ...]
    said: tuple[tuple[Tint, str], ...]


class SettingsPage(Page):
    """Cards in three columns; each is saved by itself."""

    key = "settings"
    icon = "settings"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.STAFF, Topic.STANDARDS})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._look_card = LookCard(kit)
        greetings, shop_card = GreetingsCard(kit), ShopCard(kit)
        self._people = PeopleCard(kit)
        self._drafts: Drafts = {}
        self._cards: tuple[SettingCard, ...] = (
            self._look_card,
            QuietCard(kit),
            greetings,
            AnswersCard(kit),
            shop_card,
            self._people,
            TelegramCard(kit),
            WebhookCard(kit),
            MailCard(kit),
            SmsCard(kit),
        )
        self._people.did.connect(self.did)
        greetings.texts_wanted.connect(self._on_texts)
        self._files, self._backups = FilesCard(kit), BackupsCard(kit)
        for card in self._cards:
            card.decided.connect(self._on_decided)
            card.failed.connect(self.failed)
        self._files.did.connect(self.did)
        self._files.failed.connect(self.failed)
        self._files.file_chosen.connect(self.import_file)
        self._files.wanted_shop.connect(self.wanted_shop)
        self._backups.did.connect(self.did)
        self._backups.failed.connect(self.failed)
        self._backups.wanted_shop.connect(self.wanted_shop)
        self._standards = StandardsCard(kit)
        self._standards.did.connect(self.did)
        self._standards.undoable.connect(self.undoable)
        self._standards.printed.connect(self.printed)
        self._standards.failed.connect(self.failed)
        self._standards.terms_read.connect(shop_card.show_terms)
        self._lay_out()
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Settings")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's keys."""
        say = self.kit.words.say
        return [
            ("Ctrl+I", say("bring in a file")),
            ("Alt+B", say("back up now")),
            ("Ctrl+T", say("our texts")),
            ("F4", say("standards")),
            ("Ctrl+Enter", say("save the card")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def show_thing(self, thing: object) -> None:
        """Bring in a file that was named elsewhere, ask which, or go on with what was written."""
        if isinstance(thing, _Written):
            self._write_again(thing)
        elif isinstance(thing, Path):
            self.import_file(thing)
        elif thing == "import":
            self._files.choose_file()
        elif thing == "backups":
            self._lead_to(self._backups)

    def _lead_to(self, card: QWidget) -> None:
        """Put the keyboard into a card, and show it from its head once all is read that stands in it."""

        def show(_read: None) -> None:
            begin_in(card)
            QTimer.singleShot(0, card, partial(_show_whole, card))

        begin_in(card)
        self.kit.lanes.quick.run(card, show, _nothing)

    def import_file(self, path: Path) -> None:
        """Open the dialog that brings in a file."""
        dialog = ImportDialog(self.kit, path, self.window())
        dialog.did.connect(self.did)
        dialog.did.connect(self._files.refresh)
        dialog.failed.connect(self.failed)
        dialog.open()

    def refresh(self) -> None:
        """Look at the copies and the people again; the cards keep what is being written in them."""
        self._files.refresh()
        self._backups.refresh()
        self._people.refresh()
        self._standards.refresh()

    def memory(self) -> object:
        """Give what stands in the fields, saved or not."""
        return _Written(
            tuple(line.text() for line in self._all(LineEdit)),
            tuple(combo.value() for combo in self._all(Combo)),
            tuple(box.isChecked() for box in self._all(CheckBox)),
            tuple(card.memory() for card in self._cards),
        )

    def _write_again(self, written: _Written) -> None:
        for line, text in zip(self._all(LineEdit), written.texts, strict=False):
            line.setText(text)
        for combo, value in zip(self._all(Combo), written.picks, strict=False):
            combo.choose(value)
        for box, ticked in zip(self._all(CheckBox), written.ticks, strict=False):
            box.setChecked(ticked)
        for card, (tint, text) in zip(self._cards, written.said, strict=True):
            if text:
                card.show_said(tint, text)

    def _all(self, kind: type[W]) -> list[W]:
        return [thing for card in self._cards for thing in card.findChildren(kind)]

    def _on_texts(self) -> None:
        dialog = TemplatesDialog(self.kit, self.window(), self._drafts)
        dialog.did.connect(self._on_texts_kept)
        dialog.left.connect(self._on_texts_left)
        dialog.open()

    def _on_texts_kept(self, said: str) -> None:
        self._drafts = {}
        self.did.emit(said)

    def _on_texts_left(self, drafts: Drafts) -> None:
        """Keep what was written for the next time."""
        self._drafts = drafts

    def begin(self) -> None:
        """Begin at the language."""
        begin_in(self._look_card)

    def _on_decided(self, decided: Settings) -> None:
        self.decided.emit(decided)

    def make_small(self, *, small: bool) -> None:
        """Stand the cards in two columns where there is little room."""
        first, second, third = self._columns
        homes: tuple[tuple[QWidget, QVBoxLayout], ...] = (
            (self._cards[-2], second if small else third),
            (self._cards[-1], first if small else third),
            (self._files, second if small else third),
            (self._standards, first if small else third),
        )
        for card, home in homes:
            home.removeWidget(card)
            home.insertWidget(home.count() - 1, card)
        self._row.setStretchFactor(third, 0 if small else 1)
        self._row.setSpacing(self.kit.look.size(6 if small else 12))

    def _on_next_pane(self) -> None:
        """Go to the next card."""
        at = QApplication.focusWidget()
        cards: list[QWidget] = [*self._cards, self._files, self._standards, self._backups]
        here = next((place for place, card in enumerate(cards) if at and card.isAncestorOf(at)), -1)
        begin_in(cards[(here + 1) % len(cards)])

    def _lay_out(self) -> None:
        air = self.kit.look.size(12)
        look_card, quiet, greetings, replies, shop, people, telegram, webhook, mail, texts = self._cards
        self._columns = (
            column(look_card, quiet, greetings, replies, self._backups, None, gap=air),
            column(shop, people, telegram, webhook, None, gap=air),
            column(mail, texts, self._files, self._standards, None, gap=air),
        )
        least = self.kit.look.size(BESIDE)
        self._row = fold(*((one, 1) for one in self._columns), gap=air, least=least, edges=(air,) * 4)
        self.setLayout(self._row)


def _nothing() -> None:
    """Ask nothing: the answer comes after all that was asked before."""


def _show_whole(card: QWidget) -> None:
    """Scroll to a card, and to its head where not all of it fits."""
    above = card.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None and (inside := above.widget()) is not None:
        # What was just read may not have its room yet.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        top = card.mapTo(inside, QPoint(0, 0)).y()
        for y in (top + card.height(), top):
            above.ensureVisible(0, y, 0, 0)


def begin_in(card: QWidget) -> None:
    """Put the keyboard on the first thing of a card that takes it."""
    for widget in card.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(card):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return
