"""A field for an amount of money: digits of either script, thousands parted as one types.

What is not clearly an amount is kept as it was typed and has no value, so none is read ten times too high.
"""

import re
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.rules.money import to_smallest
from shopcrm.rules.text import ascii_digits
from shopcrm.rules.wording import LRM, Words

_GROUPS = ",٬،"
_POINTS = str.maketrans("٫/", "..")
_WELL_GROUPED = re.compile(r"\d{1,3}(,\d{3})*(\.\d*)?")
_DIGITS_AT_MOST = 15


class MoneyField(LineEdit):
    """An amount in the shop's currency; `value_changed` carries it in smallest units, or None."""

    value_changed = Signal(object)

    def __init__(self, look: Look, words: Words, *, key: str = "", unit: str = "", name: str = "") -> None:
        super().__init__(look, key=key, unit=unit, ltr=True, align=Align.TRAIL, name=name)
        self._words = words
        self._value: int | None = None
        self._before = ""
        self._own_groups = False
        self.textEdited.connect(self._on_edited)
        self.left.connect(self._on_left)

    def value(self) -> int | None:
        """Tell the amount in smallest units, or None where there is none or it is not understood."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show an amount in smallest units; nobody is told."""
        self._value = value
        self._own_groups = False
        self._before = "" if value is None else self._words.amount(value).replace(LRM, "")
        self.setText(self._before)

    def is_understood(self) -> bool:
        """Tell whether what is written is an amount, or nothing."""
        return self._value is not None or not self.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice digits parted by hand, and let Backspace and Del step over the program's own parting."""
        before, at = self.text(), self.cursorPosition()
        if event.key() == Qt.Key.Key_Backspace and before[at - 1 : at] in set(_GROUPS):
            self.setCursorPosition(at - 1)
        elif event.key() == Qt.Key.Key_Delete and before[at : at + 1] in set(_GROUPS):
            self.setCursorPosition(at + 1)
        if event.text() and event.text() in _GROUPS:
            self._own_groups = True
        super().keyPressEvent(event)

    def _on_edited(self, text: str) -> None:
        pasted = abs(len(text) - len(self._before)) > 1
        self._own_groups = bool(text) and (self._own_groups or (pasted and bool(set(text) & set(_GROUPS))))
        plain = self._plain(text)
        value = self._read(plain)
        if value is not None and not self._own_groups:
            self._part(text, plain)
        self._before = self.text()
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)

    def _on_left(self) -> None:
        if self._value is not None:
            self.set_value(self._value)

    def _plain(self, text: str) -> str:
        """Write what was typed with Latin digits, a point, and commas only where they were typed by hand."""
        plain = ascii_digits(text.replace(LRM, "")).translate(_POINTS).replace(" ", "")
        for sign in _GROUPS:
            plain = plain.replace(sign, "," if self._own_groups else "")
        return plain

    def _read(self, plain: str) -> int | None:
        """Understand an amount, or give None; more decimals than the money has are not understood."""
        if "," in plain and not _WELL_GROUPED.fullmatch(plain):
            return None
        bare = plain.replace(",", "")
        found = re.fullmatch(r"(\d+)(?:\.(\d*))?", bare, re.ASCII)
        exponent = self._words.currency.exponent
        if found is None or len(found[1]) > _DIGITS_AT_MOST or len(found[2] or "") > exponent:
            return None
        return to_smallest(Decimal(bare.rstrip(".")), self._words.currency)

    def _part(self, text: str, plain: str) -> None:
        """Part the thousands and keep the caret between the same digits."""
        after = sum(sign.isdecimal() or sign in ".٫/" for sign in text[self.cursorPosition() :])
        whole, point, rest = plain.partition(".")
        shown = self._words.number(int(whole))
        if point:
            shown += ("٫" if self._words.language == "fa" else ".") + self._words.digits(rest)
        self.setText(shown)
        at = len(shown)
        while at > 0 and after > 0:
            at -= 1
            after -= shown[at].isdecimal() or shown[at] in ".٫"
        if shown[at - 1 : at] in set(_GROUPS):
            at -= 1
        self.setCursorPosition(at)
