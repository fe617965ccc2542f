"""The columns in which vouchers are listed, and the picture and colour of each state."""

from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.voucher_words import REASONS, STATES
from shopcrm.rules.vouchers import State
from shopcrm.rules.wording import Words
from shopcrm.services.voucher_list import VoucherRow

_LOOKS: dict[State, tuple[str, Tint, Tint]] = {
    State.UNUSED: ("ticket-percent", "accent_soft", "accent_ink"),
    State.PARTLY_USED: ("ticket-minus", "accent_soft", "accent_ink"),
    State.USED: ("ticket-check", "ok_soft", "ok"),
    State.LAPSED: ("clock-alert", "sunken", "muted"),
    State.WITHDRAWN: ("ban", "danger_soft", "danger"),
    State.BLANK: ("ticket-plus", "warn_soft", "warn"),
}
GOOD = frozenset({State.UNUSED, State.PARTLY_USED})
"""The states in which a voucher can still be used."""


def sign_of(state: State, size: int = 28) -> Sign:
    """Draw where a voucher stands."""
    icon, ground, ink = _LOOKS[state]
    return Sign(icon, ground=ground, ink=ink, size=size)


def icon_of(state: State) -> str:
    """Name the picture of a state."""
    return _LOOKS[state][0]


def tint_of(state: State) -> Tint:
    """Tell the colour of the word of a state."""
    ink = _LOOKS[state][2]
    return "text" if ink == "accent_ink" else ink


def voucher_columns(words: Words, *, small: bool = False) -> list[Column[VoucherRow]]:
    """Make the columns; a small window shows the code in the place of why it exists."""
    shown = _Shown(words)
    under = shown.code if small else shown.why
    columns = [
        Column(words.say("Voucher"), shown.benefit, share=3, strong=True, second=under, sign=_sign),
        Column(words.say("Code"), shown.code, kind=Type.SMALL, tint=_muted),
        Column(words.say("Whose"), shown.customer, share=2, tint=_whose_tint),
        Column(words.say("Until"), shown.until, Align.COUNT),
        Column(words.say("State"), shown.state, second=shown.more, tint=_tint),
    ]
    return [columns[0], *columns[2:]] if small else columns


class _Shown:
    """Words the cells."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def benefit(self, row: VoucherRow) -> str:
        return self._words.alone(self._words.tell(row.benefit))

    def why(self, row: VoucherRow) -> str:
        """Say why it exists: its campaign, the words of whoever made it, or the kind of reason."""
        own = row.campaign or row.reason_words
        return self._words.alone(own) if own else self._words.tell(REASONS[row.reason])

    def code(self, row: VoucherRow) -> str:
        return self._words.ltr(row.masked)

    def customer(self, row: VoucherRow) -> str:
        if row.customer_id is None:
            return self._words.say("anybody")
        return self._words.alone(self._words.shown(row.customer))

    def until(self, row: VoucherRow) -> str:
        return "" if row.until_on is None else self._words.short_day(row.until_on)

    def state(self, row: VoucherRow) -> str:
        return self._words.tell(STATES[row.state])

    def more(self, row: VoucherRow) -> str:
        """Say where it was used, or what is left of it."""
        words = self._words
        if row.left is not None and row.state in GOOD:
            return words.tell(row.left)
        if row.used is not None:
            day = words.days.of(row.used.at)
            return words.say("sale {number}, {day}", number=row.used.number, day=day)
        return ""


def _sign(row: VoucherRow) -> Sign:
    return sign_of(row.state)


def _muted(_row: VoucherRow) -> Tint:
    return "muted"


def _whose_tint(row: VoucherRow) -> Tint:
    return "muted" if row.customer_id is None else "text"


def _tint(row: VoucherRow) -> Tint:
    return tint_of(row.state)
