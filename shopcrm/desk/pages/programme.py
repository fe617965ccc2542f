"""The page of the loyalty programme: its rules of points, tiers, promotions and rewards, each in a list."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.programme_part import Known, Part
from shopcrm.desk.programme_points import PointsPart
from shopcrm.desk.programme_promotions import PromotionsPart
from shopcrm.desk.programme_rewards import RewardsPart
from shopcrm.desk.programme_sheet import ProgrammeSheet
from shopcrm.desk.programme_tiers import TiersPart
from shopcrm.desk.tier_settings import TierSettings
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.choices import CheckBox, Choice, ChoiceKind, Option
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.wording import Words
from shopcrm.services import point_replay, tier_rules
from shopcrm.services.point_rules import RuleRow
from shopcrm.services.topics import Topic

_PARTS: tuple[type[Part], ...] = (PointsPart, TiersPart, PromotionsPart, RewardsPart)


class ProgrammePage(Page):
    """A list of what the programme is made of, and beside it what is decided of each."""

    key = "programme"
    icon = "award"
    topics = frozenset({Topic.POINTS, Topic.TIERS, Topic.PROMOTIONS, Topic.VOUCHERS, Topic.GOODS})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, say = kit.look, kit.words.say
        self.parts: dict[str, Part] = {part.key: part(kit) for part in _PARTS}
        self._known: dict[str, Known] = {}
        self._wanted: int | None = None
        self._begins = False
        options = [
            Option(part.key, part.title(), part.icon, key=f"Alt+{number}")
            for number, part in enumerate(self.parts.values(), start=1)
        ]
        self.choice = Choice(look, options, kind=ChoiceKind.BUTTONS, name=say("Part of the programme"))
        self.choice.choose(PointsPart.key)
        self.ended = CheckBox(look, say("Show what has ended"))
        self.new = Button(look, self.part.new(), icon="plus", key="Ctrl+N", height=32)
        self.empty = EmptyState(look, self.part.icon, "", "")
        self.sheet = ProgrammeSheet(kit)
        self.settings = TierSettings(kit)
        self._tables = {key: self._table(part) for key, part in self.parts.items()}
        self._stack = QStackedWidget()
        self._build()
        self._listen()
        self._show_part()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Loyalty")

    @property
    def part(self) -> Part:
        """Give the part that is shown."""
        return self.parts[self.choice.value()]

    @property
    def table(self) -> RowTable:
        """Give the list that is shown."""
        return self._tables[self.part.key]

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("Alt+1…4", say("part")),
            ("↑ ↓", say("move")),
            ("F4", say("edit")),
            ("Del", say("end")),
            ("F9", say("look back")),
            ("Ctrl+N", say("new")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the list, or on the parts where it is empty or not read yet."""
        target: QWidget = self.table if self._rows().rowCount() else self._chosen()
        self._begins = self.part.key not in self._known
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the part that is shown again."""
        part, ended = self.part, self.ended.isChecked()
        shop = self.kit.program.shop

        def read() -> Known:
            return shop.ask(part.look, ended=ended)

        self.kit.lanes.quick.run(self, partial(self._on_known, part), read, slot="programme")

    def show_thing(self, thing: object) -> None:
        """Show a part by its key."""
        if isinstance(thing, str) and thing in self.parts:
            self.choice.choose(thing)
            self._show_part()

    def memory(self) -> object:
        """Remember which part is shown."""
        return self.part.key

    def make_small(self, *, small: bool) -> None:
        """Give the sheet less room."""
        self._panes.give(self._side, self.kit.look.size(340 if small else 400))

    def _table(self, part: Part) -> RowTable:
        rows = Rows(part.columns(), (), part.shape())
        table = RowTable(self.kit.look, rows, name=part.title(), row_height=52, rounded=False)
        table.moved.connect(self._on_moved)
        table.opened.connect(self._on_edit)
        table.left_out.connect(self._on_end)
        return table

    def _rows(self) -> Rows:
        model = self.table.model()
        assert isinstance(model, Rows)  # noqa: S101 -- the tables of this page have no other
        return model

    def _chosen(self) -> QWidget:
        return next(button for button in self.choice.buttons() if button.isChecked())

    def _build(self) -> None:
        look, air, less = self.kit.look, self.kit.look.size(12), self.kit.look.size(8)
        for table in self._tables.values():
            self._stack.addWidget(table)
        self._stack.addWidget(self.empty)
        card = Card(look, padding=0, spacing=0)
        foot = row((self.ended, 0), None, self.new, edges=(air, less, air, less))
        head = row((self.choice, 1), edges=(air, air, air, less))
        card.body.addLayout(column(head, Rule(look), (self._stack, 1), Rule(look), foot, gap=0))
        self._side = QWidget()
        self._side.setLayout(column(self.sheet, self.settings, None, gap=air))
        ground, box = page_ground(look)
        self._panes = fold((card, 1), self._side, gap=air, least=look.size(BESIDE))
        self._panes.keep_high(card, look.size(LOWEST))
        box.addLayout(self._panes)
        self.setLayout(column(ground, gap=0))

    def _listen(self) -> None:
        self.choice.picked.connect(self._on_picked)
        self.ended.toggled.connect(self.refresh)
        self.new.clicked.connect(self._on_new)
        self.empty.acted.connect(self._on_new)
        self.sheet.edit_asked.connect(self._on_edit)
        self.sheet.end_asked.connect(self._on_end)
        self.sheet.replay_asked.connect(self._on_replay)
        self.settings.decided.connect(self.decided)
        self.settings.failed.connect(self.failed)
        self.settings.lift.clicked.connect(self._on_lift)
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)

    def _on_picked(self, _key: object) -> None:
        """Show another part; the keyboard stays on the choices while one walks through them."""
        at = QApplication.focusWidget()
        walks = at is not None and self.choice.isAncestorOf(at)
        self._show_part()
        if not walks:
            self.begin()

    def _show_part(self) -> None:
        part = self.part
        self.new.setText(part.new())
        self.settings.setVisible(part.key == TiersPart.key)
        self.empty.say(*part.emptiness(), part.new())
        if part.key in self._known:
            self._show_known(part)
        self.refresh()

    def _on_known(self, part: Part, known: Known) -> None:
        self._known[part.key] = known
        if part is self.part:
            self._show_known(part)

    def _show_known(self, part: Part) -> None:
        """Show the rows, and stand where the list stood or on what was just saved."""
        rows = self._known[part.key].rows
        at = self._wanted if self._wanted is not None else getattr(self.table.current_row(), "id", None)
        self._wanted = None
        self._rows().show_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self.empty)
        place = next((number for number, one in enumerate(rows) if one.id == at), 0)
        self.table.go_to(place)
        self.sheet.show_row(part, rows[place] if rows else None)
        if self._begins:
            self.begin()

    def _on_moved(self, moved: Any | None) -> None:
        if moved is not None:
            self.sheet.show_row(self.part, moved)

    def _on_new(self) -> None:
        self._open(None)

    def _on_edit(self, chosen: Any | None) -> None:
        if chosen is not None:
            self._open(chosen)

    def _open(self, chosen: Any | None) -> None:
        known = self._known.get(self.part.key)
        if known is not None:
            form = self.part.form(chosen, known, self)
            form.saved.connect(self._on_saved)
            form.open()

    def _on_saved(self, number: int, name: str) -> None:
        self._wanted = number
        self.did.emit(self.kit.words.say("{name} is saved", name=name))
        self.refresh()

    def _on_end(self, chosen: Any | None) -> None:
        """End what is chosen, or take it up again; either can be taken back."""
        if chosen is None:
            return
        ending, over = self.part.ending(chosen), self.part.is_over(chosen)
        said = self.kit.words.say("{name} holds again", name=self.part.name_of(chosen))
        if not over:
            said = self.kit.words.say("{name} has ended", name=self.part.name_of(chosen))
        deeds = [ending.end, ending.take_up]
        given: list[tuple[Any, ...]] = [(chosen.id,), (chosen.id, *ending.again)]
        first, back = (1, 0) if over else (0, 1)

        def take_back() -> None:
            self.kit.lanes.quick.do(self, self._on_done, deeds[back], *given[back])

        def done(_nothing: object) -> None:
            self.undoable.emit(said, take_back)
            self.refresh()

        self.kit.lanes.quick.do(self, done, deeds[first], *given[first])

    def _on_done(self, _nothing: object) -> None:
        self.refresh()

    def _on_replay(self, rule: RuleRow | None) -> None:
        """Tell what the rule would have given in the last year; it may take a while."""
        if rule is not None:
            self.sheet.say_it_counts()
            slow = self.kit.lanes.slow
            slow.ask(self, self.sheet.show_replay, point_replay.what_it_would_have_cost, rule)

    def _on_lift(self) -> None:
        self.kit.lanes.quick.do(self, self._on_lifted, tier_rules.lift_all)

    def _on_lifted(self, count: int) -> None:
        words = self.kit.words
        self.did.emit(words.plural("{count} person was lifted", "{count} people were lifted", count=count))
        self.refresh()

    def _on_next_pane(self) -> None:
        if self.sheet.has_focus_within() or self.sheet.isHidden():
            self.begin()
        else:
            self.sheet.begin()
