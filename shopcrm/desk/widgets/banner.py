"""News that stays at the top until it is settled: work is stopped, trouble is near, or good to know.

At most two stand there; a button tells how many more there are and shows them.
"""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.wording import Words

_IN_SIGHT = 2
_BESIDE = 560
"""In less than so many design pixels the action stands under the words."""


@dataclass(frozen=True, slots=True)
class _Skin:
    icon: str
    ink: Tint
    ground: Tint
    edge: Tint


class NoticeKind(Enum):
    """How bad it is; the worst stand first."""

    DANGER = _Skin("octagon-alert", "danger", "danger_soft", "danger_line")
    WARN = _Skin("triangle-alert", "warn", "warn_soft", "warn_line")
    INFO = _Skin("info", "accent_ink", "accent_soft", "accent_soft")


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news: a bold line, a line on what was kept, one action. `name` tells them apart."""

    name: str
    kind: NoticeKind
    title: str
    line: str = ""
    action: str = ""
    key: str = ""
    closable: bool = True


class Banner(Card):
    """One notice; `acted` and `closed` carry its name."""

    acted = Signal(str)
    closed = Signal(str)

    def __init__(self, look: Look, words: Words, notice: Notice) -> None:
        skin = notice.kind.value
        super().__init__(look, ground=skin.ground, edge=skin.edge, radius=6, padding=0)
        self.notice = notice
        self.setAccessibleName(f"{notice.title}. {notice.line}")
        self.setMinimumHeight(look.size(48))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        title = Label(look, notice.title, Type.TITLE, skin.ink, ellipsis=True)
        line = Label(look, notice.line, Type.SMALL, ellipsis=True)
        if not notice.line:
            line.hide()
        said = row(Icon(look, skin.icon, skin.ink, 20), (column(title, line, gap=0), 1), gap=look.size(12))
        does = row(None, gap=look.size(12))
        if notice.action:
            button = Button(look, notice.action, key=notice.key, height=32)
            button.clicked.connect(self._on_acted)
            does.addWidget(button)
        if notice.closable:
            close = IconButton(look, "x", words.say("Close this notice"))
            close.clicked.connect(self._on_closed)
            does.addWidget(close)
        least = look.size(_BESIDE) if notice.action else 0
        lines = fold((said, 1), (does, 0), gap=look.size(12), least=least, air=look.size(8))
        lines.setContentsMargins(look.size(12), 0, look.size(12), 0)
        self.body.addLayout(lines)

    def _on_acted(self) -> None:
        self.acted.emit(self.notice.name)

    def _on_closed(self) -> None:
        self.closed.emit(self.notice.name)


class BannerArea(QFrame):
    """Holds the notices under the top bar; `acted` and `closed` carry a notice's name."""

    acted = Signal(str)
    closed = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._notices: dict[str, Notice] = {}
        self._all = False
        self._box = QVBoxLayout(self)
        side = look.size(12)
        self._box.setContentsMargins(side, side, side, 0)
        self._box.setSpacing(look.size(8))
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice, or show it anew under the same name."""
        self._notices[notice.name] = notice
        self._build()

    def drop(self, name: str) -> None:
        """Take a notice away, if it is there."""
        if self._notices.pop(name, None) is not None:
            self._build()

    def names(self) -> list[str]:
        """Tell which notices there are, the worst first."""
        return [notice.name for notice in self._sorted()]

    def set_words(self, words: Words) -> None:
        """Speak another language; the notices themselves are shown anew by whoever worded them."""
        self._words = words
        self._build()

    def _sorted(self) -> list[Notice]:
        rank = list(NoticeKind)
        return sorted(self._notices.values(), key=lambda notice: rank.index(notice.kind))

    def _build(self) -> None:
        _clear(self._box)
        notices = self._sorted()
        shown = notices if self._all else notices[:_IN_SIGHT]
        for notice in shown:
            banner = Banner(self._look, self._words, notice)
            banner.acted.connect(self.acted)
            banner.closed.connect(self._on_closed)
            self._box.addWidget(banner)
        hidden = len(notices) - _IN_SIGHT
        if hidden > 0:
            self._box.addWidget(self._more(hidden))
        self.setVisible(bool(notices))

    def _more(self, hidden: int) -> Button:
        words = self._words
        text = (
            words.say("Show fewer")
            if self._all
            else words.plural("{count} more", "{count} more", count=hidden)
        )
        icon = "chevron-up" if self._all else "chevron-down"
        button = Button(self._look, text, ButtonKind.GHOST, icon=icon, height=28)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_more)
        return button

    def _on_more(self) -> None:
        self._all = not self._all
        self._build()

    def _on_closed(self, name: str) -> None:
        self.drop(name)
        self.closed.emit(name)


def _clear(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
