"""Two people side by side who may be one: which of them stays, or that they are two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card, Scroller
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import Words
from shopcrm.services import duplicates, merges
from shopcrm.services.duplicates import Pair, Side
from shopcrm.services.merges import Merged, MergeView
from shopcrm.services.shop import Session

_NAMED = 132
_HIGH = 380
"""Every pair takes the same room, so that the buttons stay where they are; longer ones scroll."""
_LONGEST_NOTE = 160
_FIRST, _SECOND = 0, 1


@dataclass(frozen=True, slots=True)
class _Shown:
    """A pair to look at, or none, and how many wait in all."""

    pair: Pair | None
    waiting: int


class DuplicatesDialog(DialogFrame):
    """Goes through the pairs that wait, from one of them on; with `couple` it shows two people only.

    `did` says what was done; `merged` carries the kept customer and what takes the merge back.
    """

    did = Signal(str)
    merged = Signal(int, object)

    def __init__(
        self, kit: Kit, parent: QWidget, pair_id: int = 0, couple: tuple[int, int] | None = None
    ) -> None:
        words = kit.words
        super().__init__(
            kit.look,
            words,
            words.say("Are these two one person?"),
            words.say("Make them one"),
            parent=parent,
            line=words.say("Everything of both is kept. It can be taken back for {count} days.", count=30),
            icon="users",
            cancel=words.say("Close"),
            width=820,
        )
        self._kit, self._couple = kit, couple
        self._start, self._put_off = pair_id, set[int]()
        self._pair: Pair | None = None
        self._last: Callable[[Session], object] | None = None
        self._furnish()
        self._listen()
        self._read()

    def _furnish(self) -> None:
        look, words = self._kit.look, self._kit.words
        self.why = Label(look, "", Type.BODY, wrap=True)
        self.news = Label(look, "", Type.CAPTION, "ok", ellipsis=True)
        self.undo = Button(look, words.say("Undo"), ButtonKind.GHOST, icon="undo-2", key="Ctrl+Z", height=32)
        self.error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.card = Card(look)
        self.card.setFixedHeight(look.size(_HIGH))
        self.stays = Label(look, words.say("Who stays?"), Type.LABEL)
        self.choice = Choice(look, [Option(_FIRST, ""), Option(_SECOND, "")])
        self.nobody = EmptyState(
            look,
            "circle-check",
            words.say("Nobody seems to be known twice"),
            words.say("New pairs are looked for when people are brought in or written down."),
        )
        self.apart = Button(look, words.say("They are two"), icon="split", key="Alt+3")
        self.later = Button(look, words.say("Look later"), ButtonKind.GHOST, icon="skip-forward", key="Alt+4")
        for button in (self.apart, self.later):
            self.add_side(button)
        self._chosen = column(self.stays, self.choice, gap=look.size(6))
        self.body.addLayout(row((self.news, 1), self.undo, gap=look.size(8)))
        for thing in (self.why, self.card, self.nobody):
            self.body.addWidget(thing)
        self.body.addLayout(self._chosen)
        self.body.addWidget(self.error)
        for hidden in (self.news, self.undo, self.nobody, self.error):
            hidden.hide()
        if self._couple is not None:
            self.later.hide()

    def _listen(self) -> None:
        self.agreed.connect(self._on_agreed)
        self.apart.clicked.connect(self._on_apart)
        self.later.clicked.connect(self._on_later)
        self.undo.clicked.connect(self._on_undo)

    def _read(self) -> None:
        lane = self._kit.lanes.quick
        lane.ask(self, self._on_read, _next, self._couple, self._start, frozenset(self._put_off))

    def _on_read(self, shown: _Shown) -> None:
        self._pair = pair = shown.pair
        for thing in (self.why, self.card, self.stays, self.choice, self.main, self.apart):
            thing.setVisible(pair is not None)
        self.later.setVisible(pair is not None and shown.waiting > 1)
        self.nobody.setVisible(pair is None)
        if pair is None:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_pair(pair)
        if self._couple is None:
            waiting = self._kit.words.plural("{count} pair waits", "{count} pairs wait", count=shown.waiting)
            self.line.setText(waiting)

    def _show_pair(self, pair: Pair) -> None:
        words = self._kit.words
        self.why.setText(" ".join(_reason(reason, words) for reason in pair.why))
        self.card.body.addWidget(Scroller(self._side_by_side(pair)))
        fresh = Choice(
            self._kit.look, self._options(pair), kind=ChoiceKind.BUTTONS, name=words.say("Who stays?")
        )
        fresh.choose(_FIRST if _weight(pair.first) >= _weight(pair.second) else _SECOND)
        self._chosen.replaceWidget(self.choice, fresh)
        self.choice.hide()
        self.choice.deleteLater()
        self.choice = fresh
        self.main.setEnabled(True)
        self.apart.setEnabled(bool(pair.id))
        self.choice.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _options(self, pair: Pair) -> list[Option]:
        words, both = self._kit.words, (pair.first, pair.second)
        names = [words.shown(side.name) for side in both]
        if names[0] == names[1]:
            names = [
                words.say(
                    "{name}, number {number}", name=name, number=words.digits(side.code or str(side.id))
                )
                for name, side in zip(names, both, strict=True)
            ]
        return [Option(place, name, key=f"Alt+{place + 1}") for place, name in enumerate(names)]

    def _side_by_side(self, pair: Pair) -> QWidget:
        while (item := self.card.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        look, table = self._kit.look, QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.size(16))
        grid.setVerticalSpacing(look.size(6))
        grid.setColumnMinimumWidth(0, look.size(_NAMED))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        facts = zip(_facts(pair.first, self._kit.words), _facts(pair.second, self._kit.words), strict=True)
        shown = [(name, one, two) for (name, one), (_same, two) in facts if one or two]
        for line, (name, one, two) in enumerate(shown):
            caption = Label(look, name, Type.CAPTION, "muted", wrap=True)
            grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            for place, fact in ((1, one), (2, two)):
                kind = Type.TITLE if line == 0 else Type.MEDIUM if one == two else Type.BODY
                tint: Tint = "accent_ink" if one == two else "text"
                label = Label(look, fact or "—", kind, tint, wrap=True)
                grid.addWidget(label, line, place, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(shown), 1)
        return table

    def _on_agreed(self) -> None:
        if self._pair is None:
            return
        both = (self._pair.first.id, self._pair.second.id)
        keep_id = both[self.choice.value() or _FIRST]
        self._act(self._on_merged, merges.merge, keep_id, sum(both) - keep_id)

    def _on_apart(self) -> None:
        if self._pair is not None and self._pair.id:
            pair_id = self._pair.id
            back = partial(duplicates.offer_again, pair_id=pair_id)
            then = partial(self._on_kept_apart, back)
            self._act(then, duplicates.keep_apart, pair_id)

    def _on_later(self) -> None:
        if self._pair is not None:
            self._put_off.add(self._pair.id)
            self._start = 0
            self._read()

    def _on_undo(self) -> None:
        back, self._last = self._last, None
        if back is not None:
            self._act(self._on_undone, back)

    def _act(self, then: Callable[..., None], use_case: Callable[..., object], *args: int) -> None:
        self.main.setEnabled(False)
        self.error.hide()
        self._kit.lanes.quick.try_do(self, then, self._on_refused, use_case, *args)

    def _on_merged(self, done: Merged) -> None:
        words, pair = self._kit.words, self._pair
        back = partial(merges.unmerge, merge_id=done.merge_id)
        kept = pair.first if pair is not None and pair.first.id == done.kept_id else pair and pair.second
        name = words.shown(kept.name) if kept else ""
        self.merged.emit(done.kept_id, back)
        self._say(words.say("{name} is one person now.", name=name), back)
        if self._couple is not None:
            self.accept()

    def _on_kept_apart(self, back: Callable[[Session], object], _none: object) -> None:
        self._say(self._kit.words.say("They stay two people, and are not offered again."), back)
        if self._couple is not None:
            self.accept()

    def _on_undone(self, answer: MergeView | None) -> None:
        said = self._kit.words.say("They are two people again, as before.")
        if answer is None:
            said = self._kit.words.say("The pair waits again.")
        self._say(said, None)

    def _say(self, text: str, back: Callable[[Session], object] | None) -> None:
        self._last, self._start = back, 0
        self.news.setText(text)
        self.news.show()
        self.undo.setVisible(back is not None)
        self.did.emit(text)
        self._read()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.error.setText(self._kit.words.tell(said))
        self.error.show()


def _next(session: Session, couple: tuple[int, int] | None, pair_id: int, put_off: frozenset[int]) -> _Shown:
    if couple is not None:
        return _Shown(duplicates.pair(session, *couple), 1)
    pair = duplicates.next_pair(session, pair_id, put_off)
    return _Shown(pair, duplicates.count(session))


def _reason(reason: Saying, words: Words) -> str:
    """Say why two people may be one, with phones as people read them."""
    shown = [
        (name, words.phone(value) if isinstance(value, str) and value.startswith("+") else value)
        for name, value in reason.fields
    ]
    return words.tell(replace(reason, fields=tuple(shown)))


def _weight(side: Side) -> tuple[int, int]:
    """Say who of two has more to keep: the one with more sales, then whom the shop knows longer."""
    return side.sales, -side.id


def _may_break(address: str) -> str:
    """Let a mail address go on in the next line at its sign where the column is narrow."""
    return address.replace("@", "\u200b@")


def _facts(side: Side, words: Words) -> Sequence[tuple[str, str]]:
    """Name everything that is compared, in the same order for both."""
    listing = words.listing
    days = [
        words.say("{name}: {day}", name=words.shown(one.name), day=words.short_day(one.next_day))
        for one in side.occasions
    ]
    bought = words.plural("{count} sale", "{count} sales", count=side.sales) if side.sales else ""
    return [
        (words.say("Name"), words.shown(side.name)),
        (words.say("Number"), words.ltr(words.digits(side.code or str(side.id)))),
        (words.say("Phones"), "\n".join(map(words.phone, side.phones))),
        (words.say("E-mail"), "\n".join(words.ltr(_may_break(one)) for one in side.emails)),
        (words.say("Address"), "\n".join(side.addresses)),
        (words.say("Card"), listing([words.ltr(words.digits(card)) for card in side.cards])),
        (words.say("Tags"), listing(list(side.tags))),
        (words.say("Days"), listing(days)),
        (words.say("Lives with"), listing([words.shown(name) for name in side.household])),
        (words.say("Bought"), listing([bought, words.money(side.total)]) if bought else ""),
        (words.say("Last seen"), words.day(words.days.of(side.last_seen_at))),
        (words.say("Note"), side.note[:_LONGEST_NOTE]),
    ]
