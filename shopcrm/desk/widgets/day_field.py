"""A field for a day in the shop's calendar: typed in either script, stepped with the arrows, or picked.

A day that does not exist is kept as it was typed and has no value.
"""

import re
from datetime import date, timedelta

from PySide6.QtCore import QCalendar, QDate, QEvent, QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.brush import mirrored
from shopcrm.desk.widgets.buttons import IconButton
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.rules.calendar import CalendarKind, NoSuchDay, from_parts, parts
from shopcrm.rules.text import ascii_digits
from shopcrm.rules.wording import LRM, Words

_TYPED = re.compile(r"(\d{4})[/\-.\s]?(\d{1,2})[/\-.\s]?(\d{1,2})", re.ASCII)
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_LEAPS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class DayField(LineEdit):
    """A day; `day_changed` carries it, or None.

    Alt+Down opens the calendar; `today` is where an empty field starts.
    """

    day_changed = Signal(object)

    def __init__(self, look: Look, words: Words, today: date, *, name: str = "") -> None:
        super().__init__(look, ltr=True, name=name)
        self._words, self._today = words, today
        self._day: date | None = None
        self._opener = IconButton(look, "calendar-days", words.say("Pick a day"), key="")
        self._opener.setParent(self)
        self._opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._opener.setCursor(Qt.CursorShape.ArrowCursor)
        self._opener.clicked.connect(self.open_calendar)
        self._sheet: QCalendarWidget | None = None
        self.setPlaceholderText(words.short_day(today).replace(LRM, ""))
        self.textEdited.connect(self._on_edited)
        self.left.connect(self._on_left)
        self.room_after = 26
        self._arrange()

    def day(self) -> date | None:
        """Tell the day, or None where there is none or it is not understood."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show a day; nobody is told."""
        self._day = day
        self.setText("" if day is None else self._words.short_day(day).replace(LRM, ""))

    def calendar_sheet(self) -> QCalendarWidget | None:
        """Give the calendar if it was opened."""
        return self._sheet

    def is_understood(self) -> bool:
        """Tell whether what is written is a day, or nothing."""
        return self._day is not None or not self.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by days with the arrows and by months with the page keys."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif key in _STEPS:
            self._take((self._day or self._today) + timedelta(days=_STEPS[key]))
        elif key in _LEAPS:
            self._take(self._months_on(_LEAPS[key]))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the opener at the trailing end."""
        super().resizeEvent(event)
        self._place_opener()

    def changeEvent(self, event: QEvent) -> None:
        """Turn round with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place_opener()

    def open_calendar(self) -> None:
        """Open the calendar under the field."""
        if self._sheet is not None:
            self._sheet.deleteLater()
        self._sheet = self._make_sheet()
        shown = self._day or self._today
        self._sheet.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self._sheet.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._sheet.show()
        self._sheet.setFocus()

    def _make_sheet(self) -> QCalendarWidget:
        words = self._words
        jalali = words.calendar is CalendarKind.JALALI
        sheet = QCalendarWidget(self)
        sheet.setWindowFlags(Qt.WindowType.Popup)
        sheet.setAccessibleName(words.say("Pick a day"))
        sheet.setCalendar(QCalendar(QCalendar.System.Jalali if jalali else QCalendar.System.Gregorian))
        sheet.setLocale(QLocale("fa_IR" if words.language == "fa" else "en_GB"))
        sheet.setFirstDayOfWeek(Qt.DayOfWeek.Saturday if jalali else Qt.DayOfWeek.Monday)
        sheet.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        sheet.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        plain, rest = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(self._look.colour("text"))
        rest.setForeground(self._look.colour("danger"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            sheet.setWeekdayTextFormat(day, plain)
        sheet.setWeekdayTextFormat(Qt.DayOfWeek.Friday if jalali else Qt.DayOfWeek.Sunday, rest)
        sheet.clicked.connect(self._on_picked)
        sheet.activated.connect(self._on_picked)
        return sheet

    def _months_on(self, months: int) -> date:
        """Find the same day of another month, or the month's last where it is shorter."""
        kind = self._words.calendar
        year, month, day = parts(kind, self._day or self._today)
        year, month = (year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1)
        for shorter in (day, 30, 29, 28):
            try:
                return from_parts(kind, year, month, min(day, shorter))
            except NoSuchDay:
                continue
        return self._day or self._today

    def _read(self, text: str) -> date | None:
        found = _TYPED.fullmatch(ascii_digits(text.replace(LRM, "")).strip())
        if found is None:
            return None
        try:
            return from_parts(self._words.calendar, int(found[1]), int(found[2]), int(found[3]))
        except NoSuchDay:
            return None

    def _take(self, day: date | None) -> None:
        changed = day != self._day
        self.set_day(day)
        if changed:
            self.day_changed.emit(day)

    def _on_edited(self, text: str) -> None:
        day = self._read(text)
        if day != self._day:
            self._day = day
            self.day_changed.emit(day)

    def _on_left(self) -> None:
        if self._day is not None:
            self.set_day(self._day)

    def _on_picked(self, picked: QDate) -> None:
        self._take(date(picked.year(), picked.month(), picked.day()))
        if self._sheet is not None:
            self._sheet.close()
        self.setFocus()

    def _place_opener(self) -> None:
        side = self._look.size(28)
        place = QRect(self.width() - side - 4, (self.height() - side) // 2, side, side)
        self._opener.setGeometry(mirrored(self.rect(), place, rtl=self._look.rtl))
