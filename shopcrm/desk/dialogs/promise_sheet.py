"""One promise: kept by one key, or broken and made up for by one key; or withdrawn, with the reason."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules import promises as rules
from shopcrm.rules.errors import ShopError
from shopcrm.rules.promises import PromiseState
from shopcrm.rules.wording import Words
from shopcrm.services import promises
from shopcrm.services.promises import MadeUp, PromiseReasonMissing, PromiseRow


class PromiseSheet(DialogFrame):
    """Shows a promise; `did` carries the words of what was done, and what takes it back or None."""

    did = Signal(str, object)

    def __init__(self, kit: Kit, promise: PromiseRow, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        is_broken = promise.state is PromiseState.BROKEN
        is_over = promise.state not in {PromiseState.OPEN, PromiseState.BROKEN}
        super().__init__(
            look,
            words,
            say("A promise to {name}", name=promise.customer) if promise.customer else say("A promise"),
            say("Close") if is_over else _make_up_word(words, promise) if is_broken else say("It was kept"),
            parent=parent,
            icon="handshake",
            main_icon="gift" if is_broken else "check",
            line=words.tell(rules.promise_state(promise.state)),
            width=640,
        )
        self._kit, self._promise = kit, promise
        self.body.addWidget(Label(look, words.alone(promise.words), Type.TITLE, wrap=True))
        self.body.addWidget(Label(look, "\n".join(_facts(words, promise)), Type.BODY, "muted", wrap=True))
        self.reason = LineEdit(look)
        hint = say("needed to withdraw it")
        self._why = Field(look, say("Why"), self.reason, hint=hint)
        self.break_it = Button(look, say("Broken"), icon="x", key="Alt+B")
        self.withdraw = Button(look, say("Withdraw"), icon="ban", key="Alt+W")
        self.said = Label(look, "", Type.SMALL, "danger", wrap=True)
        self.said.hide()
        self._furnish(is_over=is_over, is_broken=is_broken)

    def _furnish(self, *, is_over: bool, is_broken: bool) -> None:
        if is_over:
            self.cancel.hide()
        else:
            self.body.addWidget(self._why)
            if not is_broken:
                self.add_side(self.break_it)
            self.add_side(self.withdraw)
        self.body.addWidget(self.said)
        self.break_it.clicked.connect(self._on_break)
        self.withdraw.clicked.connect(self._on_withdraw)
        main = self.accept if is_over else self._on_make_up if is_broken else self._on_keep
        self.agreed.connect(main)
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_keep(self) -> None:
        said = self._kit.words.say("The promise was kept.")
        self._do(partial(self._done, said), promises.keep)

    def _on_break(self) -> None:
        said = self._kit.words.say("The promise is broken; what makes up for it waits on Today.")
        self._do(partial(self._done, said), promises.break_by_hand, self.reason.text())

    def _on_withdraw(self) -> None:
        said = self._kit.words.say("The promise is withdrawn.")
        self._do(partial(self._done, said), promises.withdraw, self.reason.text())

    def _on_make_up(self) -> None:
        self._do(self._made_up, promises.make_up)

    def _do(self, then: Callable[..., None], use_case: Callable[..., object], *more: object) -> None:
        self.main.setEnabled(False)
        lane, key = self._kit.lanes.quick, self._promise.id
        lane.try_do(self, then, self._on_refused, use_case, key, *more)

    def _done(self, said: str, _nothing: object) -> None:
        key, lane, home = self._promise.id, self._kit.lanes.quick, self.parentWidget() or self

        def take_back() -> None:
            lane.do(home, _nothing_more, promises.reopen, key)

        self.did.emit(said, take_back)
        self.accept()

    def _made_up(self, given: MadeUp) -> None:
        self.did.emit(made_up_words(self._kit.words, given), None)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        told = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        said = self._kit.words.tell(told)
        if isinstance(error, PromiseReasonMissing):
            self._why.show_error(said)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.said.setText(said)
        self.said.show()
        self.fit_anew()


def made_up_words(words: Words, given: MadeUp) -> str:
    """Say what was given for a broken promise."""
    what = words.tell(given.what)
    if given.was_known:
        return words.say("It was made up for before: {what}.", what=what)
    return words.say("Given to make up for it: {what}.", what=what)


def _make_up_word(words: Words, promise: PromiseRow) -> str:
    if promise.if_broken.makes:
        return words.say("Give it: {what}", what=words.tell(promise.if_broken.says))
    return words.say("It was made up for")


def _facts(words: Words, promise: PromiseRow) -> list[str]:
    said = [words.say("For {day}", day=promise.due_on)]
    by = words.say("the owner") if promise.by == "owner" else promise.by
    said.append(words.say("Given by {name} on {day}", name=by, day=words.days.of(promise.made_at)))
    said.append(words.say("If it is broken: {what}", what=words.tell(promise.if_broken.says)))
    if promise.order_number is not None:
        said.append(words.say("With special order {number}", number=str(promise.order_number)))
    if promise.complaint_number is not None:
        said.append(words.say("With complaint {number}", number=str(promise.complaint_number)))
    if promise.why:
        said.append(words.say("Why: {reason}", reason=promise.why))
    return said


def _nothing_more(_answer: object) -> None:
    """Let the bell tell what changed."""
