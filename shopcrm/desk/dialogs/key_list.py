"""All keys in one list, opened by a question mark: those of the page in use, and those that work anywhere."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.page import Page
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.keycaps import Keycap
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.wording import Words

KeyLine = tuple[str, str]
"""A key as it is printed on a keycap, and what it does."""


class KeyList(DialogFrame):
    """A list to read; nothing is changed in it."""

    def __init__(self, kit: Kit, page: Page, titles: Sequence[str], parent: QWidget) -> None:
        words = kit.words
        super().__init__(
            kit.look,
            words,
            words.say("Keys"),
            words.say("Close"),
            parent=parent,
            icon="keyboard",
            width=760,
            line=words.say("A key on a button always presses that button."),
        )
        self.cancel.hide()
        here = _column(kit, page.title(words), page_keys(page))
        anywhere = _column(kit, words.say("Everywhere"), [*everywhere(words), *_page_keys(titles)])
        self.body.addLayout(row((here, 1), (anywhere, 1), gap=kit.look.size(24)))
        self.agreed.connect(self.accept)


def everywhere(words: Words) -> list[KeyLine]:
    """List the keys that work on every page."""
    say = words.say
    return [
        ("F1", say("help for this page")),
        ("?", say("this list")),
        ("Ctrl+K", say("find a person or goods")),
        ("Ctrl+F", say("find on this page")),
        ("Ctrl+N", say("new")),
        ("Ctrl+J", say("take a complaint")),
        ("Ctrl+Enter", say("what the page is for")),
        ("Ctrl+Tab", say("next pane")),
        ("Ctrl+Z", say("undo")),
        ("Esc", say("back; what was written is kept")),
        ("Ctrl+L", say("change the person; twice locks")),
        ("Ctrl+Q", say("close the window")),
    ]


def page_keys(page: Page) -> list[KeyLine]:
    """List the keys of a page: those of its buttons in sight, and those that it names itself and better."""
    found: dict[str, str] = {}
    for button in page.findChildren(Button):
        if button.key and button.isVisibleTo(page):
            found.setdefault(button.key, _spoken(button))
    found |= dict([*page.more_keys(), *page.hints()])
    return sorted(found.items(), key=lambda line: _place(line[0]))


def _spoken(button: QAbstractButton) -> str:
    return button.text() or button.accessibleName()


def _place(key: str) -> tuple[int, int, str]:
    """Put function keys first in their order, then those with Ctrl, then the rest."""
    if key.startswith("F") and key[1:].isdecimal():
        return 0, int(key[1:]), key
    return (1 if key.startswith("Ctrl") else 2), 0, key


def _page_keys(titles: Sequence[str]) -> list[KeyLine]:
    return [(f"Ctrl+{place % 10}", title) for place, title in enumerate(titles[:10], start=1)]


def _column(kit: Kit, title: str, lines: Sequence[KeyLine]) -> QWidget:
    look = kit.look
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.size(12))
    grid.setVerticalSpacing(look.size(6))
    grid.setColumnStretch(1, 1)
    for place, (key, what) in enumerate(lines):
        grid.addWidget(Keycap(look, key), place, 0)
        grid.addWidget(Label(look, what, Type.BODY, wrap=True), place, 1)
    whole = QWidget()
    whole.setLayout(column(Label(look, title, Type.TITLE), grid, None, gap=look.size(8)))
    return whole
