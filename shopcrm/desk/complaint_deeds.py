"""What is done about a case from its page: answers, words, remedies, whose turn it is, its end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from shopcrm.desk import complaint_words as named
from shopcrm.desk.case_paper import CasePaper
from shopcrm.desk.complaint_sheet import CaseSheetView
from shopcrm.desk.dialogs.case_answer import CaseAnswer
from shopcrm.desk.dialogs.case_cause import CaseCause
from shopcrm.desk.dialogs.case_reason import CaseReason
from shopcrm.desk.dialogs.case_remedy import CaseRemedy
from shopcrm.desk.dialogs.case_words import CaseWords
from shopcrm.desk.dialogs.voucher_print import PrintVouchers
from shopcrm.desk.kit import Kit
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import State
from shopcrm.services import (
    case_sheet,
    case_taking,
    complaint_ends,
    complaints,
    promises,
    staff,
)
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.promises import MadeUp
from shopcrm.services.remedies import Remedied
from shopcrm.services.staff import StaffRow


class CaseDeeds(QObject):
    """Acts on the case that is shown; `did` says what came of it, `undoable` also with what takes it back."""

    did = Signal(str)
    undoable = Signal(str, object)
    failed = Signal(object)
    printed = Signal(object)

    def __init__(self, kit: Kit, host: QWidget, view: CaseSheetView) -> None:
        super().__init__(host)
        self._kit, self._host, self._view = kit, host, view
        head = view.head
        head.settle.clicked.connect(self.answer)
        head.write.clicked.connect(self.write)
        head.right.clicked.connect(self.put_right)
        head.turn.clicked.connect(self.turn)
        head.close_it.clicked.connect(self.close_for_shop)
        head.withdraw.clicked.connect(self.withdraw)
        head.slip.clicked.connect(self.show_slip)
        head.file.clicked.connect(self.show_file)
        self._paper = CasePaper(kit, self)
        self._paper.printed.connect(self.printed)
        self._paper.failed.connect(self.failed)
        view.clocks.responsible_asked.connect(self.give_to)
        view.promised.make_up_asked.connect(self._make_up)
        view.photos.failed.connect(self.failed)

    def answer(self) -> None:
        """Ask for the customer's answer."""
        case = self._case()
        if case is None:
            return
        dialog = CaseAnswer(self._kit, self._host, case)
        dialog.settled.connect(partial(self._on_settled, case))
        dialog.open()

    def write(self) -> None:
        """Write down what was said."""
        case = self._case()
        if case is not None:
            dialog = CaseWords(self._kit, self._host, case.id, case.number)
            dialog.written.connect(self._on_written)
            dialog.open()

    def put_right(self) -> None:
        """Choose what puts it right."""
        sheet = self._view.sheet
        if sheet is not None and sheet.open_kinds:
            dialog = CaseRemedy(self._kit, self._host, sheet)
            dialog.did.connect(self._on_put_right)
            dialog.open()

    def turn(self) -> None:
        """Wait for the customer, take the turn back, or open a case again that was over."""
        case = self._case()
        if case is None:
            return
        if case.state in {State.SETTLED, State.WITHDRAWN}:
            self._ask_to_reopen(case)
        elif case.state is State.WAITING_CUSTOMER:
            self._change(case, State.WAITING_US)
        else:
            self._ask_to_wait(case)

    def withdraw(self) -> None:
        """Ask why a case is withdrawn; a draft is put away without a word."""
        case = self._case()
        if case is None or not rules.may_follow(case.state, State.WITHDRAWN):
            return
        if case.state is State.DRAFT:
            then = partial(self._on_put_away, case)
            lane = self._kit.lanes.quick
            lane.try_do(self, then, self.failed.emit, case_taking.put_away, case.id)
            return
        say, number = self._kit.words.say, str(case.number)
        self._ask_why(
            say("Withdraw No. {number}", number=number),
            say("Withdraw it"),
            say("It stays to be seen, and can be opened again."),
            partial(self._do_change, case, State.WITHDRAWN),
            partial(self._on_withdrawn, case),
            hint=say("such as: they called and took it back"),
            icon="ban",
            danger=True,
        )

    def close_for_shop(self) -> None:
        """Ask for the cause."""
        case = self._case()
        if case is not None:
            self._kit.lanes.quick.ask(self, partial(self._on_causes, case), case_sheet.causes)

    def give_to(self) -> None:
        """Choose who answers for it."""
        if self._case() is not None:
            self._kit.lanes.quick.ask(self, self._on_staff, staff.everybody)

    def show_slip(self) -> None:
        """Show the slip of the case, to be printed or saved."""
        case = self._case()
        if case is not None:
            self._paper.show_slip(case.id)

    def show_file(self) -> None:
        """Show all of the case on paper, to be printed or saved."""
        case = self._case()
        if case is not None:
            self._paper.show_file(case.id)

    def _case(self) -> CaseView | None:
        return None if self._view.sheet is None else self._view.sheet.case

    def _ask_why(
        self,
        title: str,
        main: str,
        what: str,
        deed: Callable[[str], object],
        then: Callable[[object], None],
        *,
        hint: str = "",
        icon: str = "arrow-right-left",
        danger: bool = False,
        needed: bool = True,
    ) -> None:
        dialog = CaseReason(
            self._kit,
            self._host,
            title,
            main,
            what,
            deed,
            hint=hint,
            icon=icon,
            danger=danger,
            needed=needed,
        )
        dialog.did.connect(then)
        dialog.open()

    def _ask_to_wait(self, case: CaseView) -> None:
        say, number = self._kit.words.say, str(case.number)
        self._ask_why(
            say("Wait for the customer, No. {number}", number=number),
            say("Wait for them"),
            say("The clocks stand still until it is our turn again."),
            partial(self._do_change, case, State.WAITING_CUSTOMER),
            partial(self._on_waits, case),
            hint=say("such as: they bring the slip tomorrow"),
            icon="hourglass",
            needed=False,
        )

    def _ask_to_reopen(self, case: CaseView) -> None:
        say, number = self._kit.words.say, str(case.number)
        shop = self._kit.program.shop

        def reopen(why: str) -> object:
            return shop.do(complaint_ends.reopen, case.id, why)

        self._ask_why(
            say("Open No. {number} again", number=number),
            say("Open it again"),
            say("The clock until it is settled begins anew."),
            reopen,
            partial(self._on_reopened, case),
            icon="rotate-ccw",
        )

    def _do_change(self, case: CaseView, state: State, why: str) -> object:
        """Change the state beside the window; where somebody was quicker it is refused and said."""
        shop = self._kit.program.shop
        return shop.do(complaints.change, case.id, state, why, case.state)

    def _change(self, case: CaseView, state: State) -> None:
        lane, then = self._kit.lanes.quick, partial(self._on_our_turn, case)
        lane.try_do(self, then, self.failed.emit, complaints.change, case.id, state, "", case.state)

    def _taking_back(self, case: CaseView, state: State) -> Callable[[], None]:
        def take_back() -> None:
            lane, why = self._kit.lanes.quick, self._kit.words.say("taken back")
            lane.try_do(self, self._on_taken_back, self.failed.emit, complaints.change, case.id, state, why)

        return take_back

    def _reopening(self, case: CaseView) -> Callable[[], None]:
        def take_back() -> None:
            lane, why = self._kit.lanes.quick, self._kit.words.say("taken back")
            lane.try_do(self, self._on_taken_back, self.failed.emit, complaint_ends.reopen, case.id, why)

        return take_back

    def _on_taken_back(self, _answer: object) -> None:
        self.did.emit(self._kit.words.say("It is taken back."))

    def _on_settled(self, case: CaseView, said: str, can_be_undone: bool) -> None:  # noqa: FBT001 -- a signal's argument
        if can_be_undone:
            self.undoable.emit(said, self._reopening(case))
        else:
            self.did.emit(said)

    def _on_written(self, _way: str) -> None:
        self.did.emit(self._kit.words.say("It is written down."))

    def _on_put_right(self, made: Remedied) -> None:
        words = self._kit.words
        what = words.tell(rules.remedy_words(made.kind))
        if made.was_known:
            self.did.emit(words.say("{what} was made before; nothing was made twice.", what=what))
        else:
            self.did.emit(words.say("{what}: done, and kept with the case.", what=what))
        if made.voucher_id is not None:
            # The customer waits for it, and its code stands on no list.
            dialog = PrintVouchers(self._kit, made.voucher_id, [made.voucher_id], self._host)
            dialog.printed.connect(self.printed)
            dialog.open()

    def _on_waits(self, case: CaseView, _answer: object) -> None:
        said = self._kit.words.say("No. {number} waits for the customer.", number=str(case.number))
        self.undoable.emit(said, self._taking_back(case, State.WAITING_US))

    def _on_our_turn(self, case: CaseView, _answer: None) -> None:
        said = self._kit.words.say("It is our turn on No. {number}.", number=str(case.number))
        self.undoable.emit(said, self._taking_back(case, State.WAITING_CUSTOMER))

    def _on_withdrawn(self, case: CaseView, _answer: object) -> None:
        said = self._kit.words.say("No. {number} is withdrawn.", number=str(case.number))
        self.undoable.emit(said, self._reopening(case))

    def _on_put_away(self, case: CaseView, _number: int) -> None:
        self.did.emit(self._kit.words.say("Draft No. {number} is put away.", number=str(case.number)))

    def _on_reopened(self, case: CaseView, _answer: object) -> None:
        self.did.emit(self._kit.words.say("No. {number} is open again.", number=str(case.number)))

    def _on_causes(self, case: CaseView, causes: Sequence[tuple[int, str]]) -> None:
        if not causes:
            none = self._kit.words.say("No causes are written down yet. They stand with the improvements.")
            self.did.emit(none)
            return
        dialog = CaseCause(self._kit, self._host, case, causes)
        dialog.closed.connect(partial(self._on_closed, case))
        dialog.open()

    def _on_closed(self, case: CaseView) -> None:
        self.did.emit(self._kit.words.say("No. {number} is closed for the shop.", number=str(case.number)))

    def _on_staff(self, people: list[StaffRow]) -> None:
        case = self._case()
        if case is None:
            return
        menu = QMenu(self._host)
        menu.aboutToHide.connect(menu.deleteLater)
        names = [one.name for one in people]
        for name in dict.fromkeys([*names, self._kit.program.shop.who.actor]):
            menu.addAction(named.person_name(self._kit.words, name), partial(self._on_named, case, name))
        button = self._view.clocks.responsible
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_named(self, case: CaseView, name: str) -> None:
        lane, told = self._kit.lanes.quick, replace(case.told, responsible=name)
        then = partial(self._on_given, case, name)
        lane.try_do(self, then, self.failed.emit, complaints.edit, case.id, told)

    def _on_given(self, case: CaseView, name: str, _answer: None) -> None:
        words, before = self._kit.words, case.told
        person, number = named.person_name(words, name), str(case.number)
        said = words.say("{name} answers for No. {number} now.", name=person, number=number)

        def take_back() -> None:
            lane = self._kit.lanes.quick
            lane.try_do(self, self._on_taken_back, self.failed.emit, complaints.edit, case.id, before)

        self.undoable.emit(said, take_back)

    def _make_up(self, promise_id: int) -> None:
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_made_up, self.failed.emit, promises.make_up, promise_id)

    def _on_made_up(self, made: MadeUp) -> None:
        self.did.emit(self._kit.words.say("Made up for: {what}", what=made.what))
