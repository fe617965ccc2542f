"""The sheet of one voucher: what it gives, its code and terms, why it exists, where it was used."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from shopcrm.desk.facts import Facts
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.voucher_columns import GOOD, sign_of, tint_of
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.labels import Disc, Icon, Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.voucher_words import REASONS, STATES
from shopcrm.rules.vouchers import State
from shopcrm.rules.wording import Words
from shopcrm.services import voucher_sheet
from shopcrm.services.store_credit import CreditView
from shopcrm.services.voucher_sheet import Linked, UseView, VoucherSheet

_ROW = 48
_LONG = 18
"""A benefit of more characters than this is written smaller."""


class Sheet(QScrollArea):
    """Shows one voucher; tells when it is to be printed, withdrawn or activated, or something else shown."""

    print_asked = Signal(object)
    withdraw_asked = Signal(object)
    activate_asked = Signal()
    customer_asked = Signal(int)
    voucher_asked = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.voucher_id: int | None = None
        self.sheet: VoucherSheet | None = None
        self.head, self.why, self.uses = _Head(kit), _Why(kit), _Uses(kit)
        self._build()
        self.head.print.clicked.connect(self._on_print)
        self.head.withdraw.clicked.connect(self._on_withdraw)
        self.head.activate.clicked.connect(self.activate_asked)
        self.why.customer.clicked.connect(self._on_customer)
        self.why.linked.connect(self.voucher_asked)

    def show_voucher(self, voucher_id: int) -> None:
        """Read a voucher and show it."""
        self.voucher_id = voucher_id
        self._kit.lanes.quick.ask(self, self._on_sheet, voucher_sheet.show, voucher_id)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.voucher_id is not None:
            self.show_voucher(self.voucher_id)

    def show_nothing(self) -> None:
        """Show that no voucher is chosen."""
        self.voucher_id = self.sheet = None
        self._cards.hide()

    def begin(self) -> None:
        """Put the keyboard on the first thing of the sheet."""
        self.head.print.setFocus(Qt.FocusReason.TabFocusReason)

    def has_focus_within(self) -> bool:
        """Tell whether the keyboard is on the sheet."""
        at = QApplication.focusWidget()
        return at is not None and self.isAncestorOf(at)

    def _build(self) -> None:
        host, self._cards = QWidget(), QWidget()
        self._cards.setLayout(column(self.head, self.why, self.uses, gap=self._kit.look.size(12)))
        self._cards.hide()
        host.setLayout(column(self._cards, None, gap=0))
        self.setWidget(host)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _on_sheet(self, sheet: VoucherSheet) -> None:
        if sheet.row.id != self.voucher_id:
            return
        self.sheet = sheet
        for card in (self.head, self.why, self.uses):
            card.show_sheet(sheet)
        self._cards.show()

    def _on_print(self) -> None:
        if self.sheet is not None:
            self.print_asked.emit(self.sheet.row)

    def _on_withdraw(self) -> None:
        if self.sheet is not None:
            self.withdraw_asked.emit(self.sheet.row)

    def _on_customer(self) -> None:
        if self.sheet is not None and self.sheet.row.customer_id is not None:
            self.customer_asked.emit(self.sheet.row.customer_id)


class _Head(Card):
    """Benefit, state, code, terms, and what can be done."""

    def __init__(self, kit: Kit) -> None:
        look, words, say = kit.look, kit.words, kit.words.say
        super().__init__(look, padding=12, spacing=10)
        self._look, self._words = look, words
        self._disc = Disc(look, sign_of(State.UNUSED, 40))
        self.state = Label(look, "", Type.LABEL_STRONG, ellipsis=True)
        self.left = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.benefit = Label(look, "", Type.AMOUNT_SMALL, wrap=True)
        self.code = Label(look, "", Type.NAME)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._terms = Label(look, "", Type.SMALL, "muted", wrap=True)
        self.print = Button(look, say("Print"), icon="printer", key="Ctrl+P", height=32)
        self.activate = Button(look, say("Activate"), icon="ticket-plus", key="F4", height=32, bind_key=False)
        self.withdraw = Button(
            look, say("Withdraw it"), ButtonKind.DANGER, icon="ban", key="Del", height=32, bind_key=False
        )
        self.body.addLayout(row(self._disc, (column(self.state, self.left, gap=0), 1), gap=look.size(10)))
        self.body.addWidget(self.benefit)
        self.body.addWidget(self.code)
        self.body.addWidget(self._terms)
        self.body.addLayout(row(self.print, self.activate, self.withdraw, None, gap=look.size(8)))

    def show_sheet(self, sheet: VoucherSheet) -> None:
        """Show another voucher."""
        words, found = self._words, sheet.row
        self._disc.show_sign(sign_of(found.state, 40))
        self.state.setText(words.tell(STATES[found.state]))
        self.state.set_tint(tint_of(found.state))
        left = words.tell(found.left) if found.left is not None and found.state in GOOD else ""
        self.left.setText(left)
        self.left.setVisible(bool(left))
        shown = words.tell(found.benefit)
        self.benefit.set_kind(Type.AMOUNT_SMALL if len(shown) <= _LONG else Type.PAGE)
        self.benefit.setText(words.alone(shown))
        self.code.setText(words.ltr(sheet.code))
        self._terms.setText("\n".join(words.tell(one) for one in sheet.conditions))
        self.print.setVisible(found.state is not State.WITHDRAWN)
        self.activate.setVisible(found.state is State.BLANK)
        self.withdraw.setVisible(found.state in GOOD | {State.BLANK, State.LAPSED})


class _Why(Card):
    """Why it exists, whose it is, and the vouchers before and after it."""

    linked = Signal(int)

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Why it exists"), padding=12, spacing=8)
        self._look, self._words = look, words
        self.reason = Label(look, "", Type.MEDIUM, wrap=True)
        self.customer = Button(look, "", ButtonKind.GHOST, icon="user", height=32)
        self._facts = Facts(look)
        self._links = QWidget()
        self._links_box = column(gap=look.size(4))
        self._links.setLayout(self._links_box)
        self.body.addWidget(self.reason)
        self.body.addLayout(row(self.customer, None))
        self.body.addWidget(self._facts)
        self.body.addWidget(self._links)

    def show_sheet(self, sheet: VoucherSheet) -> None:
        """Show another voucher."""
        words, found = self._words, sheet.row
        said = words.tell(REASONS[found.reason])
        own = words.alone(found.reason_words)
        self.reason.setText(words.say("{reason}: {words}", reason=said, words=own) if own else said)
        self.customer.setText(words.shown(found.customer))
        self.customer.setVisible(found.customer_id is not None)
        self._facts.show_facts(_facts(words, sheet))
        while (item := self._links_box.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        say = words.say
        pairs = [(say("Instead of {code}", code=words.ltr(one.masked)), one) for one in _one(sheet.replaces)]
        pairs += [(say("In its place: {code}", code=words.ltr(one.masked)), one) for one in sheet.replaced_by]
        for text, one in pairs:
            self._links_box.addLayout(row(self._link(text, one), None))
        self._links.setVisible(bool(pairs))

    def _link(self, text: str, one: Linked) -> Button:
        button = Button(self._look, text, ButtonKind.GHOST, icon="ticket-percent", height=32)
        button.clicked.connect(lambda: self.linked.emit(one.id))
        return button


class _Uses(Card):
    """Where it was used, or how its credit was spent, and when it was printed."""

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Where it was used"), padding=0, spacing=0)
        self._words = words
        air = look.size(12)
        self._none = Label(look, words.say("Nowhere so far."), Type.SMALL, "muted", wrap=True)
        self._printed = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self._sign = Icon(look, "printer", size=16)
        self.rows = Rows(_use_columns(words))
        self.table = RowTable(look, self.rows, name=words.say("Where it was used"), row_height=_ROW)
        self.body.addLayout(column(self._none, edges=(air, 0, air, look.size(8))))
        self.body.addWidget(self.table)
        self._line = QWidget()
        self._line.setLayout(
            row(
                self._sign,
                (self._printed, 1),
                gap=look.size(8),
                edges=(air, look.size(8), air, look.size(12)),
            )
        )
        self.body.addWidget(self._line)

    def show_sheet(self, sheet: VoucherSheet) -> None:
        """Show another voucher."""
        moves: Sequence[UseView | CreditView] = sheet.credit or sheet.uses
        self._none.setVisible(not moves)
        self.rows.show_rows(moves)
        self.table.setVisible(bool(moves))
        self.table.setFixedHeight(len(moves) * self._look.size(_ROW) + 2)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._printed.setText(_printed(self._words, sheet))


def _use_columns(words: Words) -> list[Column[UseView | CreditView]]:
    kinds = {
        "load": words.say("Loaded"),
        "give_back": words.say("Goods brought back"),
        "lapse": words.say("Lapsed"),
        "withdraw": words.say("Withdrawn"),
    }

    def what(one: UseView | CreditView) -> str:
        if isinstance(one, CreditView):
            return (
                words.say("Paid sale {number}", number=one.number) if one.kind == "spend" else kinds[one.kind]
            )
        return words.say("Sale {number}, till {till}", number=one.number, till=one.till)

    def when(one: UseView | CreditView) -> str:
        if isinstance(one, UseView) and one.freed_at is not None:
            return words.say("{moment}; free again since {freed}", moment=one.at, freed=one.freed_at)
        return words.moment(one.at)

    def amount(one: UseView | CreditView) -> str:
        return words.amount(one.amount)

    return [
        Column("", what, share=1, strong=True, second=when),
        Column("", amount, Align.NUMBER),
    ]


def _printed(words: Words, sheet: VoucherSheet) -> str:
    if not sheet.printings:
        return words.say("Not printed yet.")
    last = sheet.printings[-1]
    return words.plural(
        "Printed once, {moment}, by {name}.",
        "Printed {count} times, last {moment}, by {name}.",
        count=len(sheet.printings),
        moment=last.at,
        name=_who(words, last.by),
    )


def _who(words: Words, name: str) -> str:
    """Name who works here; in a shop without names it is the owner."""
    return words.say("the owner") if name == "owner" else words.alone(name)


def _facts(words: Words, sheet: VoucherSheet) -> list[tuple[str, str]]:
    found = sheet.row
    facts = [
        (words.say("Made on"), words.day(words.days.of(found.issued_at))),
        (words.say("Made by"), _who(words, sheet.issued_by)),
    ]
    if found.campaign:
        facts.append((words.say("Campaign"), words.alone(found.campaign)))
    if sheet.activated_at is not None and sheet.activated_at != found.issued_at:
        facts.append((words.say("Activated"), words.moment(sheet.activated_at)))
    if sheet.withdrawn_at is not None:
        facts.append((words.say("Withdrawn"), words.moment(sheet.withdrawn_at)))
        facts += [(words.say("Why"), words.tell(why)) for why in sheet.withdrawn_why]
    return facts


def _one(linked: Linked | None) -> list[Linked]:
    return [] if linked is None else [linked]
