from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.outside.paper import bidi
from shopcrm.rules.calendar import CalendarKind, ShopDay, from_parts, parts, zone
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import CURRENCIES, Money, divide_half_up, line_total
from shopcrm.rules.sayings import fill
from shopcrm.rules.text import ascii_digits
from shopcrm.rules.wording import LRM, MINUS, Words, saying

EN = Words()
FA = Words("fa", CalendarKind.JALALI)
POUND = Words("en", currency=CURRENCIES["GBP"])


def test_numbers_are_written_as_the_language_does() -> None:
    assert EN.number(1234567) == "1,234,567"
    assert FA.number(1234567) == "۱٬۲۳۴٬۵۶۷"
    assert EN.number(-5) == f"{MINUS}5"
    assert FA.number(-5) == f"{LRM}{MINUS}۵{LRM}"


def test_toman_shows_rial_and_loses_none() -> None:
    assert EN.money(125_000) == "12,500 toman"
    assert EN.money(125_003) == "12,500.3 toman"
    assert FA.money(125_000) == "۱۲٬۵۰۰ تومان"
    assert POUND.money(-1205) == f"{MINUS}£12.05"


def test_quantities_have_no_idle_zeros() -> None:
    assert EN.quantity(1500, "kg") == "1.5 kg"
    assert EN.quantity(2000) == "2"
    assert FA.quantity(1250) == "۱٫۲۵"


def test_days_follow_the_shops_calendar() -> None:
    day = date(2026, 11, 22)
    assert EN.long_day(day) == "Sunday, 22 November 2026"
    assert FA.long_day(day) == "یکشنبه ۱ آذر ۱۴۰۵"
    assert Words("en", CalendarKind.JALALI).day(day) == "1 Azar 1405"


def test_what_is_read_today_tells_days_of_this_year_without_the_year() -> None:
    told = saying("last on {day}", day=date(2026, 3, 12))
    assert EN.tell(told) == "last on 12 March 2026"
    assert EN.seen_from(date(2026, 11, 22)).tell(told) == "last on 12 March"
    assert EN.seen_from(date(2027, 1, 1)).tell(told) == "last on 12 March 2026"
    # The same day lies in the year before in the other calendar.
    assert "۱۴۰۴" in FA.seen_from(date(2026, 11, 22)).tell(told)
    assert EN.seen_from(date(2026, 11, 22)).day(date(2026, 3, 12)) == "12 March 2026"


def test_a_moment_is_told_on_the_shops_clock() -> None:
    moment = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    assert EN.moment(moment) == "23 November 2026, 00:30"


def test_latin_keeps_its_order_inside_persian() -> None:
    assert FA.say("{name} came", name="Ali 12-3") == f"{LRM}Ali 12-3{LRM} came"
    assert EN.phone("+982188904412") == "021 8890 4412"
    assert FA.phone("+989123456789") == f"{LRM}۰۹۱۲ ۳۴۵ ۶۷۸۹{LRM}"
    assert FA.say("{name}", name="مریم") == "مریم"
    # Marks round the digits would have the name stand before them.
    assert FA.say("{number} · {name}", number="42", name="Ali") == f"۴۲ · {LRM}Ali{LRM}"


def test_fields_are_never_read_as_format_instructions() -> None:
    assert EN.say("{name}", name="{0.__class__}{x!r}") == "{0.__class__}{x!r}"
    assert fill("{a.b} {c[0]} {d}", {"d": "1"}) == "{a.b} {c[0]} 1"


def test_kept_sentences_are_told_later_in_any_language() -> None:
    kept = saying("one", many="{count} of {what}", count=3, what=saying("Money {m}", m=Money(10)))
    assert EN.tell(kept) == "3 of Money 1 toman"
    assert EN.tell(saying("one", many="{count} of", count=1)) == "one"


@given(st.dates(date(1950, 1, 1), date(2055, 1, 1)), st.sampled_from(CalendarKind))
def test_a_day_in_either_calendar_comes_back(day: date, kind: CalendarKind) -> None:
    assert from_parts(kind, *parts(kind, day)) == day


def test_a_day_that_is_none_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="1404/12/30"):
        from_parts(CalendarKind.JALALI, 1404, 12, 30)


def test_D1_a_business_day_is_half_open_in_the_shops_zone() -> None:
    days = ShopDay("Asia/Tehran", 4)
    start, end = days.range(date(2026, 11, 22))
    assert start == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    assert days.of(start) == date(2026, 11, 22)
    assert days.of(end) == date(2026, 11, 23)
    with pytest.raises(BadInput):
        zone("Mars/Olympus")


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.integers(0, 23),
    st.sampled_from(["Asia/Tehran", "Europe/London"]),
)
def test_D1_each_moment_falls_on_exactly_one_business_day(day: date, hour: int, place: str) -> None:
    days = ShopDay(place, hour)
    begin, end = days.range(day)
    assert begin < end
    assert days.of(begin) == day


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_halves_are_rounded_away_from_zero(dividend: int, divisor: int) -> None:
    got = divide_half_up(dividend, divisor)
    assert abs(got * divisor - dividend) * 2 <= divisor
    assert divide_half_up(-dividend, divisor) == -got


def test_a_line_is_price_times_quantity() -> None:
    assert line_total(255, 6000) == 1530
    assert line_total(333, 500) == 167


@given(st.integers(-(10**15), 10**15))
def test_a_number_reads_back_in_either_language(value: int) -> None:
    for words in (EN, FA):
        shown = ascii_digits(words.number(value)).replace(LRM, "").replace(MINUS, "-")
        assert int(shown.replace(",", "").replace("٬", "")) == value


def test_a_number_behind_a_latin_code_stays_behind_it_in_persian() -> None:
    told = FA.say("{code}: {percent}% off", code="A2PGW", percent=10)
    assert told == f"{LRM}A2PGW{LRM}\u200f: ۱۰% off"
    runs = bidi.visual_runs(told, bidi.levels(told, rtl=True), rtl=True)
    places = [told[run.start : run.end] for run in runs]
    number, code = (next(i for i, run in enumerate(places) if part in run) for part in ("۱۰", "A2PGW"))
    assert number < code, "what is read later stands further left"
    assert FA.say("کد {code} است", code="A2PGW") == f"کد {LRM}A2PGW{LRM} است"
