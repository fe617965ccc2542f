"""The head of a customer's sheet: who it is, since when, and the figures one wants at a glance."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk.customer_list import initials
from shopcrm.desk.facts import Facts
from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.since import since
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import Chip, ChipKind
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.rules.people import called
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.preferences import Kind


class CustomerHead(Card):
    """Disc, name, figures and the button to edit; in a small window also what they avoid."""

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, padding=16, spacing=8)
        self._kit, self._small = kit, False
        self._disc = Disc(look, _sign(""))
        self.name = Label(look, "", Type.PAGE, ellipsis=True)
        self._line = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self._figures = Facts(look, across=3, kind=Type.SECTION)
        self.edit = Button(look, words.say("Edit"), icon="pencil", key="F4")
        self._avoids = QWidget()
        self._chips = FlowLayout(self._avoids, gap=look.size(6))
        names = column(None, self.name, self._line, None, gap=look.size(2))
        self.body.addLayout(row(self._disc, (names, 1), self._figures, 8, self.edit, gap=look.size(12)))
        self.body.addWidget(self._avoids)

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Show another customer."""
        words = self._kit.words
        name = called(words, sheet.name, sheet.code, sheet.id)
        self._disc.show_sign(_sign(initials(sheet.name)))
        self.name.setText(name)
        since_day = words.day(words.days.of(sheet.first_seen_at))
        line = words.say("customer since {day}", day=since_day)
        if sheet.code and sheet.name:
            line += "  ·  " + words.say("No. {code}", code=words.digits(sheet.code))
        self._line.setText(line)
        self._figures.show_facts(self._facts(sheet))
        self._show_avoids(sheet)

    def make_small(self, *, small: bool) -> None:
        """Keep what they avoid in sight where the preferences are behind a tab."""
        self._small = small
        self._avoids.setVisible(small and self._chips.count() > 0)

    def _facts(self, sheet: CustomerSheet) -> list[tuple[str, str]]:
        words, bought = self._kit.words, sheet.bought
        today = words.days.of(self._kit.program.shop.clock())
        spent = words.say("Spent, {currency}", currency=currency(words))
        last = since(words, bought.last, today) if bought.last else words.say("not yet")
        return [
            (words.say("Purchases"), words.number(bought.count)),
            (spent, words.amount(bought.total)),
            (words.say("Last purchase"), last),
        ]

    def _show_avoids(self, sheet: CustomerSheet) -> None:
        words = self._kit.words
        self._chips.clear()
        for taste in sheet.preferences:
            if taste.kind is Kind.AVOIDS:
                said = words.say("Avoids {thing}", thing=taste.thing)
                self._chips.addWidget(Chip(self._kit.look, said, ChipKind.AVOIDS))
        self.make_small(small=self._small)


def _sign(letters: str) -> Sign:
    if not letters:
        return Sign("user", ground="accent_soft", ink="accent_ink", size=56)
    return Sign(letters=letters, ground="accent_soft", ink="accent_ink", size=56)
