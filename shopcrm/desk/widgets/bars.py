"""The bar at the top of the window (title, find, day, state, person) and the one at its foot (keys)."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import (
    Sign,
    draw_box,
    draw_disc,
    draw_key,
    draw_text,
    key_size,
    strip,
    text_width,
)
from shopcrm.desk.widgets.cards import Ground
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.keycaps import Keycap
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.desk.widgets.shortcuts import bind
from shopcrm.desk.widgets.tips import put_tip

_PERSON_KEY = "Ctrl+L"
_FIND_KEY = "Ctrl+K"
_FIND_LEAST = 180


class TopBar(Ground):
    """Title of the page, the line that finds anything, the day, small states and the person at the till."""

    def __init__(self, look: Look, find_hint: str) -> None:
        super().__init__(look, "surface", line="bottom")
        self._look = look
        self.title = Label(look, "", Type.PAGE)
        self.finder = SearchBox(look, placeholder=find_hint, key=_FIND_KEY)
        self.day = Label(look, "", Type.CAPTION, "muted")
        self.person = PersonButton(look)
        self._states: dict[str, _State] = {}
        self._state_box = QHBoxLayout()
        self._state_box.setSpacing(look.size(12))
        side, gap = look.size(16), look.size(12)
        line = row(
            self.title, gap, (self.finder, 100), None, self.day, gap, (self._state_box, 0), gap, self.person
        )
        line.setContentsMargins(side, 0, side, 0)
        self.setLayout(line)
        self.setFixedHeight(look.size(56))
        self.set_small(small=False)

    def set_small(self, *, small: bool) -> None:
        """Leave out the day and shorten the find line in a small window."""
        self.day.setVisible(not small)
        self.finder.setMaximumWidth(self._look.size(300 if small else 420))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the states to their tips before the find line is too short to write in."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Look again where a title or a state has changed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def set_state(self, name: str, icon: str, tint: Tint, text: str) -> None:
        """Show a small state such as that of the backup; an empty text takes it away."""
        old = self._states.pop(name, None)
        if old is not None:
            old.hide()
            old.deleteLater()
        if not text:
            return
        state = _State(self._look, icon, tint, text)
        self._states[name] = state
        self._state_box.addWidget(state)
        self._fit()

    def _fit(self) -> None:
        """Share the line out: the find line keeps room to write in, and the words of the states give way."""
        size, line = self._look.size, self.layout()
        if line is None:
            return
        words = sum(state.words_width() for state in self._states.values())
        shown = sum(state.words_width() for state in self._states.values() if state.says_words)
        rest = line.minimumSize().width() - self.finder.minimumSizeHint().width() - shown
        roomy = rest + words + size(_FIND_LEAST) <= self.width()
        for state in self._states.values():
            state.say_words(roomy=roomy)


class _State(QWidget):
    """A sign with a word or two; where there is no room for them, they stand in the tip."""

    def __init__(self, look: Look, icon: str, tint: Tint, text: str) -> None:
        super().__init__()
        self._text, self._label = text, Label(look, text, Type.CAPTION, "muted")
        self._gap = look.size(4)
        self.says_words = True
        self.setLayout(row(Icon(look, icon, tint, 16), self._label, gap=self._gap))

    def words_width(self) -> int:
        """Tell how much room the words take."""
        return self._label.sizeHint().width() + self._gap

    def say_words(self, *, roomy: bool) -> None:
        """Show the words, or leave them to the tip."""
        if roomy != self.says_words:
            self.says_words = roomy
            self._label.setVisible(roomy)
            self.setAccessibleName("" if roomy else self._text)
            put_tip(self, "" if roomy else self._text)


class PersonButton(QPushButton):
    """Who is at the till; a press, or Ctrl+L, changes the person."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._name, self._letters = look, "", ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(look, self)
        bind(self, _PERSON_KEY)
        self.hide()

    def show_person(self, name: str, letters: str, says: str) -> None:
        """Show a person; `says` is what a screen reader says of the button."""
        self._name, self._letters = name, letters
        self.setAccessibleName(says)
        self.setVisible(bool(name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of disc, name and key."""
        return QSize(sum(self._widths()) + 3 * self._look.size(6), self._look.size(36))

    def minimumSizeHint(self) -> QSize:
        """Never cut the name."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint disc, name and key."""
        painter, look = QPainter(self), self._look
        if self.underMouse():
            draw_box(painter, self.rect(), look.size(6), fill=look.colour("sunken"))
        inner: QRect = self.rect().adjusted(look.size(3), 0, -look.size(3), 0)
        disc, name, key = strip(inner, self._widths(), look.size(6), rtl=look.rtl)
        draw_disc(painter, look, disc, Sign(letters=self._letters, ink="text", size=28))
        draw_text(painter, look, name, self._name, Type.MEDIUM, "text")
        draw_key(painter, look, key, _PERSON_KEY)

    def _widths(self) -> list[int]:
        look = self._look
        return [look.size(28), text_width(look, self._name, Type.MEDIUM), key_size(look, _PERSON_KEY).width()]


class FootBar(Ground):
    """The keys of the page, and at the trailing end where one is."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "raised", line="top")
        self._look = look
        # Every page has its own keys, and making them anew at each turn of pages would be slow.
        self._known: dict[tuple[tuple[str, str], ...], _Hints] = {}
        self._shown: _Hints | None = None
        self._hints = QHBoxLayout()
        self.trailing = Label(look, "", Type.CAPTION, "muted")
        line = row((self._hints, 0), None, self.trailing)
        line.setContentsMargins(look.size(16), 0, look.size(16), 0)
        self.setLayout(line)
        self.setFixedHeight(look.size(32))

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show pairs of a key and what it does."""
        wanted = self._known.get(tuple(hints))
        if wanted is None:
            wanted = self._known[tuple(hints)] = _Hints(self._look, hints)
            self._hints.addWidget(wanted)
        if self._shown is not wanted:
            if self._shown is not None:
                self._shown.hide()
            wanted.show()
            self._shown = wanted
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many keys as have room."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Show as many keys as have room beside what stands at the trailing end."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        if self._shown is not None:
            size = self._look.size
            end = 0 if self.trailing.isHidden() else self.trailing.sizeHint().width() + size(8)
            self._shown.fit(self.width() - 2 * size(16) - end)


class _Hints(QWidget):
    """The keys of one page; those at the end for which there is no room are left out, never cut."""

    def __init__(self, look: Look, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._look = look
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.size(6))
        self._pairs: list[tuple[Keycap, Label]] = []
        for key, text in hints:
            cap, label = Keycap(look, key), Label(look, text, Type.CAPTION, "muted", ellipsis=True)
            air = look.size(8)
            label.setContentsMargins(air if look.rtl else 0, 0, 0 if look.rtl else air, 0)
            line.addWidget(cap)
            line.addWidget(label)
            self._pairs.append((cap, label))

    def fit(self, width: int) -> None:
        """Show as many as fit into a width, and the first one always."""
        gap, used = self._look.size(6), 0
        for place, (cap, label) in enumerate(self._pairs):
            used += cap.sizeHint().width() + label.sizeHint().width() + 2 * gap
            has_room = not place or used <= width
            if has_room == cap.isHidden():
                cap.setVisible(has_room)
                label.setVisible(has_room)
