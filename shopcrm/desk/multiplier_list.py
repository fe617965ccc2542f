"""The part of a form in which it is said for what there are more points, or fewer, a line for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk.goods_choice import Chosen, GoodsChoice
from shopcrm.desk.kit import Kit
from shopcrm.desk.programme_form import whole
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.choices import Combo, Option
from shopcrm.desk.widgets.fields import LineEdit, mark_wrong
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.points import Multiplier
from shopcrm.services.tier_rules import TierRow

_TWICE = 200
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Thing:
    """What a line is for, with its name and picture."""

    name: str
    icon: str
    category_id: int | None = None
    product_id: int | None = None
    tier_id: int | None = None
    weekday: int | None = None


class MultiplierList(QWidget):
    """Holds multipliers; goods and shelves are found by name, tiers and weekdays are chosen from a list."""

    def __init__(self, kit: Kit, tiers: Sequence[TierRow], weekdays: Sequence[str]) -> None:
        super().__init__()
        self._kit = kit
        self.lines: list[MultiplierLine] = []
        say = kit.words.say
        self.goods = GoodsChoice(kit, say("Goods or a category"), shelves=True)
        self.other = Combo(kit.look, self._others(tiers, weekdays), name=say("A tier or a weekday"))
        self._host = QWidget()
        self._lines = QVBoxLayout(self._host)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(kit.look.size(4))
        chosen = row((self.goods, 1), (self.other, 1), gap=kit.look.size(12))
        self.setLayout(column(chosen, self._host, gap=kit.look.size(8)))
        self.setFocusProxy(self.goods)
        self.goods.changed.connect(self._on_goods)
        self.other.picked.connect(self._on_other)

    def multipliers(self) -> tuple[Multiplier, ...]:
        """Tell what is held."""
        return tuple(line.multiplier() for line in self.lines)

    def hold(self, multipliers: Sequence[Multiplier], names: Sequence[str]) -> None:
        """Hold these, each with the name of what it is for."""
        for one, name in zip(multipliers, names, strict=True):
            self.add(_thing(one, name), one.percent)

    def is_right(self) -> bool:
        """Whether each line says how many percent, and nothing is left in the search line."""
        for line in self.lines:
            mark_wrong(line.percent, wrong=line.value() is None)
        return all(line.value() is not None for line in self.lines) and not self.goods.has_rest()

    def add(self, thing: Thing, percent: int = _TWICE) -> None:
        """Add a line, or go to the one that is there for the same thing."""
        line = next((one for one in self.lines if one.thing == thing), None)
        if line is None:
            line = MultiplierLine(self._kit, thing, percent)
            line.cross.clicked.connect(self._on_left_out)
            self.lines.append(line)
            self._lines.addWidget(line)
            line.show()
        line.percent.setFocus(Qt.FocusReason.OtherFocusReason)
        line.percent.selectAll()

    def _others(self, tiers: Sequence[TierRow], weekdays: Sequence[str]) -> list[Option]:
        words = self._kit.words
        first = Option(None, words.say("or a tier or weekday"))
        ranks = [Option(Thing(one.name, "award", tier_id=one.id), words.alone(one.name)) for one in tiers]
        days = [
            Option(Thing(name, "calendar-days", weekday=number), name) for number, name in enumerate(weekdays)
        ]
        return [first, *ranks, *days]

    def _on_goods(self) -> None:
        for one in self.goods.held():
            self.goods.hold([])
            self.add(_of_goods(one))

    def _on_other(self, thing: Thing | None) -> None:
        self.other.choose(None)
        if thing is not None:
            self.add(thing)

    def _on_left_out(self) -> None:
        for line in [one for one in self.lines if one.cross is self.sender()]:
            self.lines.remove(line)
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.goods.box.setFocus(Qt.FocusReason.OtherFocusReason)


class MultiplierLine(QWidget):
    """One thing, and how many percent of the usual points there are for it."""

    def __init__(self, kit: Kit, thing: Thing, percent: int) -> None:
        super().__init__()
        look, words = kit.look, kit.words
        self.thing = thing
        shown = words.alone(thing.name)
        self.percent = LineEdit(look, ltr=True, unit="%", align=Align.TRAIL, height=32, name=shown)
        self.percent.setFixedWidth(look.size(110))
        self.percent.setText(words.digits(str(percent)))
        self.cross = IconButton(look, "x", words.say("Leave out {name}", name=shown), size=18)
        name = Label(look, shown, Type.MEDIUM, ellipsis=True)
        self.setLayout(row(Icon(look, thing.icon, size=18), (name, 1), self.percent, self.cross))

    def value(self) -> int | None:
        """Tell the percentage, or None where it is none."""
        found = whole(self.percent)
        return found if found is not None and 0 <= found <= _MOST else None

    def multiplier(self) -> Multiplier:
        """Give what the line says."""
        thing = self.thing
        return Multiplier(
            self.value() or 0, thing.category_id, thing.product_id, thing.tier_id, thing.weekday
        )


def _of_goods(one: Chosen) -> Thing:
    return Thing(one.name, one.icon, category_id=one.category_id, product_id=one.product_id)


def _thing(one: Multiplier, name: str) -> Thing:
    icon = "package" if one.product_id is not None else "folder-tree"
    icon = "award" if one.tier_id is not None else icon
    icon = "calendar-days" if one.weekday is not None else icon
    return Thing(name, icon, one.category_id, one.product_id, one.tier_id, one.weekday)
