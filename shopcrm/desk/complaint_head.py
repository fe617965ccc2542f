"""The head of a case: who and what, where it stands, their words in full, and what can be done next."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk import complaint_words as named
from shopcrm.desk.facts import Facts
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import Chip, ChipKind
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import UNSETTLED, About, Kind, State
from shopcrm.services.case_sheet import CaseSheet
from shopcrm.services.complaint_list import CaseView

_CLOSED = frozenset({State.SETTLED, State.WITHDRAWN})


class CaseHead(Card):
    """Shows a case and its deeds; which of them are there depends on where it stands."""

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look, padding=12, spacing=10)
        self._kit = kit
        self._disc = Disc(look, named.state_sign(State.OPEN, size=40))
        self.title = Label(look, "", Type.SECTION, ellipsis=True)
        self.state = Label(look, "", Type.LABEL_STRONG, ellipsis=True)
        self.customer = Button(look, "", ButtonKind.GHOST, icon="user", height=32)
        self._said = Card(look, ground="sunken", edge=None)
        self.words = Label(look, "", Type.BODY, wrap=True)
        self._said.body.addWidget(self.words)
        self._chips = QWidget()
        self._chip_flow = FlowLayout(self._chips, gap=look.size(6), line_gap=look.size(6))
        self._facts = Facts(look)
        self.settle = Button(look, "", ButtonKind.MAIN, icon="circle-check", key="Ctrl+Enter")
        self.write = Button(look, say("Write down"), icon="notebook-pen", key="F4")
        self.right = Button(look, say("Put it right"), icon="hand-heart", key="F9")
        self.turn = Button(look, "", icon="arrow-right-left", key="F10", mirror=True)
        self.close_it = Button(look, say("Close for the shop"), icon="archive", key="F12")
        self.slip = Button(look, say("Slip"), icon="printer", key="Ctrl+P")
        self.file = Button(look, say("All on paper"), icon="file-text", key="Ctrl+Shift+P")
        self.withdraw = Button(
            look, say("Withdraw"), ButtonKind.DANGER, icon="ban", key="Del", bind_key=False
        )
        self.go_on = Button(
            look, say("Go on writing"), ButtonKind.MAIN, icon="pencil", key="Enter", bind_key=False
        )
        self._buttons = (
            self.go_on,
            self.settle,
            self.write,
            self.right,
            self.turn,
            self.close_it,
            self.slip,
            self.file,
            self.withdraw,
        )
        self._build()

    def first(self) -> QWidget:
        """Give what takes the keyboard."""
        return next((one for one in self._buttons if one.isVisibleTo(self)), self.customer)

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Show another case."""
        words, case = self._kit.words, sheet.case
        late = any(one is not None and one.left < 0 for one in (sheet.answer, sheet.settle))
        self._disc.show_sign(named.state_sign(case.state, late=late, size=40))
        kind = words.tell(rules.kind_words(case.told.kind))
        self.title.setText(words.say("{kind} No. {number}", kind=kind, number=str(case.number)))
        state = words.tell(rules.state_words(case.state))
        self.state.setText(words.say("overdue, {state}", state=state) if late else state)
        self.state.set_tint(named.state_tint(case.state, late=late))
        self.customer.setText(words.shown(case.customer))
        self.customer.setVisible(case.told.customer_id is not None)
        self.words.setText(words.alone(case.told.words) or words.say("Nothing is written yet."))
        self._show_chips(case)
        self._facts.show_facts(self._facts_of(sheet))
        self._show_deeds(sheet)

    def _build(self) -> None:
        look = self._kit.look
        deeds = QWidget()
        flow = FlowLayout(deeds, gap=look.size(8), line_gap=look.size(8))
        for button in self._buttons:
            flow.addWidget(button)
        names = column(self.title, self.state, gap=0)
        self.body.addLayout(row(self._disc, (names, 1), self.customer, gap=look.size(10)))
        for part in (self._said, self._chips, self._facts, deeds):
            self.body.addWidget(part)

    def _show_chips(self, case: CaseView) -> None:
        words, look = self._kit.words, self._kit.look
        self._chip_flow.clear()
        if case.told.severity:
            face = named.FACES[case.told.severity - 1]
            feels = words.tell(rules.severity_words(case.told.severity))
            self._chip_flow.addWidget(Chip(look, feels, ChipKind.PLAIN, icon=face))
        for want in case.told.wants:
            self._chip_flow.addWidget(Chip(look, words.tell(rules.want_words(want)), ChipKind.TOLD))
        self._chips.setVisible(bool(case.told.severity or case.told.wants))

    def _facts_of(self, sheet: CaseSheet) -> list[tuple[str, str]]:
        words, case = self._kit.words, sheet.case
        say, told = words.say, case.told
        taker = named.person_name(words, case.taken_by)
        facts = [(say("Taken"), say("{moment}, {name}", moment=case.taken_at, name=taker))]
        if told.about is not About.NOT_YET:
            facts.append((say("About"), words.tell(rules.about_words(told.about))))
        if case.sale_number:
            facts.append((say("Sale"), words.ltr(words.digits(case.sale_number))))
        if case.product:
            facts.append((say("Goods"), words.alone(case.product)))
        if sheet.order:
            facts.append((say("Special order"), words.shown(sheet.order)))
        if told.staff:
            facts.append((say("Staff"), words.alone(told.staff)))
        if case.settled_at is not None:
            facts.append((say("Their answer"), words.tell(rules.outcome_words(case.outcome))))
        if case.follow_up_on is not None and case.followed_up_at is None:
            facts.append((say("Ask again"), words.day(case.follow_up_on)))
        if case.cause:
            facts.append((say("Cause"), words.alone(case.cause)))
        if case.learned_at is not None:
            learner = named.person_name(words, case.learned_by)
            closed = say("{moment}, {name}", moment=case.learned_at, name=learner)
            facts.append((say("Closed for the shop"), closed))
        return facts

    def _show_deeds(self, sheet: CaseSheet) -> None:
        say, case = self._kit.words.say, sheet.case
        is_open, is_draft = case.state in UNSETTLED, case.state is State.DRAFT
        complains = case.told.kind is Kind.COMPLAINT
        asks_again = case.state is State.SETTLED and complains
        self.go_on.setVisible(is_draft)
        self.settle.setVisible(is_open or asks_again)
        self.settle.setText(say("How is it now") if asks_again else say("Their answer"))
        self.write.setVisible(not is_draft)
        self.right.setVisible(is_open and complains)
        self._show_right(sheet)
        self.turn.setVisible(not is_draft)
        waits = case.state is State.WAITING_CUSTOMER
        turned = say("It is our turn") if waits else say("Wait for the customer")
        self.turn.setText(say("Open again") if case.state in _CLOSED else turned)
        self.close_it.setVisible(case.state in _CLOSED and case.learned_at is None and complains)
        self.slip.setVisible(not is_draft)
        self.file.setVisible(not is_draft)
        self.withdraw.setVisible(is_open or is_draft)

    def _show_right(self, sheet: CaseSheet) -> None:
        if sheet.open_kinds:
            self.right.turn_on()
        else:
            self.right.turn_off(self._kit.words.say("All that the standards offer for this was done."))
