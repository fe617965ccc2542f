"""The second part of a customer's form: their days, who lives with them, and who brought them."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.occasion_rows import OccasionRows
from shopcrm.desk.person_field import PersonField
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import Scroller
from shopcrm.desk.widgets.labels import Label
from shopcrm.services.customers import CustomerSheet


class DaysEntry(QWidget):
    """The days scroll among themselves, so that the people beneath keep their place."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look, say = kit.look, kit.words.say
        today = kit.words.days.of(kit.program.shop.clock())
        self.household = PersonField(kit, say("Lives with"), hint=say("empty: nobody"), icon="house")
        self.referred = PersonField(
            kit, say("Came through"), hint=say("not of their household"), icon="user-plus"
        )
        self.occasions = OccasionRows(kit, today)
        head = Label(look, say("Birthdays and other days"), Type.LABEL)
        hint = Label(look, say("the year only where it is known"), Type.CAPTION, "muted", ellipsis=True)
        self._inside = QWidget()
        self._inside.setLayout(column(self.occasions, None))
        self._scroller = Scroller(self._inside)
        self._scroller.setMinimumHeight(look.size(180))
        gap = look.size(12)
        people = row((self.household, 1), (self.referred, 1), gap=gap)
        days = column(row(head, hint, None, gap=look.size(6)), (self._scroller, 1), gap=look.size(6))
        self.setLayout(column(people, (days, 1), gap=gap))
        self.occasions.grew.connect(self._on_grew)

    def fill(self, sheet: CustomerSheet) -> None:
        """Show what is known by now."""
        self.household.show_people(sheet.household, but=sheet.id)
        self.referred.show_people([sheet.referred_by] if sheet.referred_by else [], but=sheet.id)
        self.occasions.show_days(sheet.occasions)

    def _on_grew(self, line: QWidget) -> None:
        self._inside.adjustSize()
        self._scroller.ensureWidgetVisible(line)
