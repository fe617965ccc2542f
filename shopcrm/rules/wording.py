"""Puts what the program has to say into the person's language, digits, calendar and money.

Numbers and Latin keep their order inside Persian text because each is wrapped in left-to-right marks.
"""

import gettext
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from shopcrm.rules import calendar
from shopcrm.rules.calendar import CalendarKind, ShopDay
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import CURRENCIES, THOUSANDTHS, Currency, Money, Quantity
from shopcrm.rules.sayings import FieldValue, Saying, fill, saying
from shopcrm.rules.text import persian_digits

__all__ = ["Saying", "Words", "saying"]

LRM = "\u200e"
MINUS = "\u2212"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RLM = "\u200f"
_RUN_ON = re.compile(rf"{LRM}(?=[^\w\s{LRM}]*\s[^\w{LRM}]*[{LRM}0-9۰-۹])")
"""The end of a name or code with a number or another one behind it, parted by a space."""
_LATIN = re.compile(r"[A-Za-z0-9۰-۹٠-٩+]")
_ARABIC = re.compile(r"[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
"""Letters that run from right to left; the digits among them run the other way."""

_MONTHS = {
    (
        "en",
        CalendarKind.GREGORIAN,
    ): "January February March April May June July August September October November December",
    ("fa", CalendarKind.GREGORIAN): "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    (
        "en",
        CalendarKind.JALALI,
    ): "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand",
    ("fa", CalendarKind.JALALI): "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fa": "دوشنبه سه‌شنبه چهارشنبه پنج‌شنبه جمعه شنبه یکشنبه",
}


@dataclass(frozen=True)
class Words:
    """A language together with the calendar, zone and currency in which the shop speaks.

    `language` is "en" or "fa"; `catalogue` holds the translations of the message ids. Where `today` is
    given, sentences tell days of its year without the year.
    """

    language: str = "en"
    calendar: CalendarKind = CalendarKind.GREGORIAN
    currency: Currency = CURRENCIES["IRT"]
    days: ShopDay = field(default_factory=ShopDay)
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    today: date | None = None

    @property
    def rtl(self) -> bool:
        """Whether the page runs from right to left."""
        return self.language == "fa"

    def seen_from(self, today: date) -> "Words":
        """Give the same words for what is read today: days of this year stand without the year."""
        return replace(self, today=today)

    def say(self, text: str, /, **fields: FieldValue) -> str:
        """Say a sentence; `text` is the English message id with {fields}, which are shown by their type."""
        return self._parted(fill(self.catalogue.gettext(text), self._shown(fields)))

    def plural(self, one: str, many: str, /, count: int, **fields: FieldValue) -> str:
        """Say a sentence about `count` things in the form the language has for that number."""
        chosen = self.catalogue.ngettext(one, many, count)
        return self._parted(fill(chosen, self._shown({"count": count, **fields})))

    def tell(self, what: "Saying | ShopError") -> str:
        """Say a kept sentence, or the sentence of an error."""
        kept = what.saying if isinstance(what, ShopError) else what
        fields = dict(kept.fields)
        if kept.many:
            count = fields.pop("count", 0)
            number = count if isinstance(count, int) else 0
            return self.plural(kept.text, kept.many, count=number, **fields)
        return self.say(kept.text, **fields)

    def shown(self, value: FieldValue) -> str:
        """Show a value as a sentence would: a kept sentence worded, a number in digits, a name as it is."""
        return value if isinstance(value, str) else self._value(value)

    def digits(self, text: str) -> str:
        """Write the digits of a text as the language writes them."""
        return persian_digits(text) if self.language == "fa" else text

    def number(self, value: int) -> str:
        """Write a whole number with its thousands parted; the minus stands left of the digits."""
        return self._signed(value, self._grouped(abs(value)))

    def quantity(self, thousandths: int, unit: str = "") -> str:
        """Write a quantity given in thousandths, without idle zeros, with its unit."""
        whole, rest = divmod(abs(thousandths), THOUSANDTHS)
        shown = self._grouped(whole)
        if rest:
            shown += self._point + self.digits(f"{rest:03d}".rstrip("0"))
        number = self._signed(thousandths, shown)
        return f"{number} {unit}" if unit else number

    def amount(self, smallest: int) -> str:
        """Write an amount of money (smallest units) without its currency."""
        shown = abs(smallest)
        hidden = 10**self.currency.shown_exponent
        decimals = self.currency.decimals
        if self.currency.shown_exponent:
            whole, odd = divmod(shown, hidden)
            text = self._grouped(whole)
            # A toman amount that is no whole toman shows its last rial rather than losing it.
            text += self._point + self.digits(f"{odd:0{self.currency.shown_exponent}d}") if odd else ""
            return self._signed(smallest, text)
        whole, cents = divmod(shown, 10**decimals)
        text = self._grouped(whole)
        if decimals:
            text += self._point + self.digits(f"{cents:0{decimals}d}")
        return self._signed(smallest, text)

    def money(self, smallest: int) -> str:
        """Write an amount of money (smallest units) with its currency."""
        if self.language == "fa":
            return f"{self.amount(smallest)} {self.currency.persian}"
        sign = self.currency.english
        if sign.isalpha():
            return f"{self.amount(smallest)} {sign}"
        minus = MINUS if smallest < 0 else ""
        return f"{minus}{sign}{self.amount(abs(smallest))}"

    def percent(self, whole: int) -> str:
        """Write a whole percentage."""
        return f"{self.number(whole)}٪" if self.language == "fa" else f"{whole}%"

    def day(self, day: date, *, year: bool = True) -> str:
        """Write a day with the name of its month in the shop's calendar."""
        y, m, d = calendar.parts(self.calendar, day)
        month = _MONTHS[self.language, self.calendar].split()[m - 1]
        shown = f"{d} {month} {y}" if year else f"{d} {month}"
        return self.digits(shown)

    def long_day(self, day: date, *, year: bool = True) -> str:
        """Write a day with the name of its weekday."""
        name, shown = self.weekday(day), self.day(day, year=year)
        return f"{name} {shown}" if self.language == "fa" else f"{name}, {shown}"

    def weekday(self, day: date) -> str:
        """Name the day of the week."""
        return _WEEKDAYS[self.language].split()[day.weekday()]

    def month(self, year: int, month: int) -> str:
        """Name a month of the shop's calendar with its year."""
        return self.digits(f"{_MONTHS[self.language, self.calendar].split()[month - 1]} {year}")

    def yearly_day(self, kind: CalendarKind, month: int, day: int, year: int | None = None) -> str:
        """Write a day of the year in the calendar in which it was said, with its year where one is known."""
        named = f"{day} {_MONTHS[self.language, kind].split()[month - 1]}"
        return self.digits(named if year is None else f"{named} {year}")

    def month_name(self, month: int) -> str:
        """Name a month (1 to 12) of the shop's calendar."""
        return _MONTHS[self.language, self.calendar].split()[month - 1]

    def short_day(self, day: date) -> str:
        """Write a day in numbers, year first, in the shop's calendar."""
        y, m, d = calendar.parts(self.calendar, day)
        mark = "/" if self.calendar is CalendarKind.JALALI else "-"
        return self.ltr(self.digits(f"{y:04d}{mark}{m:02d}{mark}{d:02d}"))

    def clock(self, moment: datetime) -> str:
        """Write the time of day of a UTC moment on the shop's clock."""
        local = moment.astimezone(calendar.zone(self.days.zone))
        return self.ltr(self.digits(f"{local:%H:%M}"))

    def moment(self, moment: datetime) -> str:
        """Write a UTC moment as day and time on the shop's clock and calendar."""
        local = moment.astimezone(calendar.zone(self.days.zone))
        between = "، " if self.language == "fa" else ", "
        return f"{self.day(local.date())}{between}{self.clock(moment)}"

    def phone(self, e164: str) -> str:
        """Write a phone number as people of the shop's country dial it, in reading groups."""
        shown = e164
        if e164.startswith("+989") and len(e164) == 13:
            shown = f"0{e164[3:6]} {e164[6:9]} {e164[9:]}"
        elif e164.startswith("+98") and len(e164) == 13:
            # A line in a house begins with the two figures of its province.
            shown = f"0{e164[3:5]} {e164[5:9]} {e164[9:]}"
        return self.ltr(self.digits(shown))

    def ltr(self, text: str) -> str:
        """Keep a code, phone, date or address in its own order inside Persian text."""
        return f"{LRM}{text}{LRM}" if self.rtl and text else text

    def isolate(self, text: str) -> str:
        """Keep a name that runs the other way from moving the words around it."""
        if not text:
            return text
        if self.rtl and _LATIN.search(text) and not _ARABIC.search(text):
            return f"{LRM}{text}{LRM}"
        if not self.rtl and _ARABIC.search(text):
            return f"{_ISOLATE}{text}{_END_ISOLATE}"
        return text

    def alone(self, text: str) -> str:
        """Keep a text in its own order that stands in a place of its own, with no words around it to move."""
        return self.isolate(text) if self.rtl else text

    def listing(self, items: list[str]) -> str:
        """Join a list as the language does it."""
        return ("، " if self.language == "fa" else ", ").join(items)

    def _parted(self, sentence: str) -> str:
        """Keep a number from running on behind a Latin name or code, where it would stand before it."""
        return _RUN_ON.sub(LRM + _RLM, sentence) if self.rtl and LRM in sentence else sentence

    def _shown(self, fields: dict[str, FieldValue]) -> dict[str, str]:
        return {name: self._value(value) for name, value in fields.items()}

    def _value(self, value: FieldValue) -> str:
        match value:
            case Saying() as inner:
                return self.tell(inner)
            case Money() | Quantity():
                return self._measured(value)
            case datetime() as moment:
                return self.moment(moment)
            case date() as day:
                return self.day(day, year=not self._is_this_year(day))
            case int() as number:
                return self.number(number)
            case str() as text:
                # A number that was given as a text is a code: no grouping, but the digits of the language.
                # Digits alone keep their order; marks would draw a foreign name behind them to their side.
                return self.digits(text) if text.isdecimal() else self.isolate(text)

    def _measured(self, value: Money | Quantity) -> str:
        if isinstance(value, Money):
            return self.money(value.amount)
        return self.quantity(value.thousandths, self.isolate(value.unit))

    def _is_this_year(self, day: date) -> bool:
        years = (calendar.parts(self.calendar, one)[0] for one in (day, self.today) if one is not None)
        return self.today is not None and len(set(years)) == 1

    @property
    def _point(self) -> str:
        return "٫" if self.language == "fa" else "."

    def _grouped(self, value: int) -> str:
        shown = f"{value:,}"
        return self.digits(shown.replace(",", "٬")) if self.language == "fa" else shown

    def _signed(self, value: int, shown: str) -> str:
        return self.ltr(f"{MINUS}{shown}") if value < 0 else shown
