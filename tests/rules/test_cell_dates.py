from contextlib import suppress
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import calendar, cell_dates
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.cell_dates import DayOrder
from shopcrm.rules.errors import ShopError
from shopcrm.rules.text import persian_digits

DAYS = {
    "2010-12-01 08:26:00": "2010-12-01T08:26:00",
    "2010-12-01T08:26": "2010-12-01T08:26:00",
    "2010/12/01": "2010-12-01T00:00:00",
    "2010.12.1": "2010-12-01T00:00:00",
    "19970101": "1997-01-01T00:00:00",
    "20240102030405": "2024-01-02T03:04:05",
    "13/02/2011 9:05 PM": "2011-02-13T21:05:00",
    "1.2.11": "2011-02-01T00:00:00",
    "31/12/99 12:00 am": "1999-12-31T00:00:00",
    "1402/05/13": "2023-08-04T00:00:00",
    "۱۴۰۲/۰۵/۱۳ ۱۴:۳۰": "2023-08-04T14:30:00",
    "14020513": "2023-08-04T00:00:00",
    "13/5/1402": "2023-08-04T00:00:00",
    "۱۳ مرداد ۱۴۰۲": "2023-08-04T00:00:00",
    "13 Mordad 1402": "2023-08-04T00:00:00",
    "01-Dec-2010 08:26": "2010-12-01T08:26:00",
    "December 1, 2010": "2010-12-01T00:00:00",
    "1402/05/13 02:30 ب.ظ": "2023-08-04T14:30:00",
    "40513": "2010-12-01T00:00:00",
    "40513.351388889": "2010-12-01T08:26:00",
    "2024-01-02T03:04:05Z": "2024-01-02T06:34:05",
    "2024-01-02 03:04+0100": "2024-01-02T05:34:00",
    "2024-01-02 03:04:05.678": "2024-01-02T03:04:05",
}


@pytest.mark.parametrize(("text", "iso"), DAYS.items())
def test_days_are_read_as_programs_and_people_write_them(text: str, iso: str) -> None:
    assert cell_dates.moment(text, DayOrder.DAY_FIRST, "Asia/Tehran").isoformat() == iso


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2011-13-01", "31/02/2011", "1403/12/31", "99999999", "17850", "1.5", "2011-01-01 25:00",
     "2011-01-01 x", "2011-01-01 13:00 pm", "0001-01-01", "12 Foo 2011"],
)  # fmt: skip
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(cell_dates.NotADate):
        cell_dates.moment(text)


def test_day_or_month_first_is_decided_over_the_column() -> None:
    assert cell_dates.day_order(["03/04/2011", "13/04/2011"]) is DayOrder.DAY_FIRST
    assert cell_dates.day_order(["03/04/2011", "04/13/2011"]) is DayOrder.MONTH_FIRST
    assert cell_dates.day_order(["03/04/2011", "2011-04-13", "13/05/1402"]) is None
    assert cell_dates.day_order(["13/4/2011", "14/4/2011", "4/13/2011"]) is DayOrder.DAY_FIRST
    assert cell_dates.moment("03/04/2011", DayOrder.MONTH_FIRST).isoformat()[:10] == "2011-03-04"
    assert cell_dates.moment("03/04/2011", DayOrder.DAY_FIRST).isoformat()[:10] == "2011-04-03"
    with pytest.raises(cell_dates.NotADate):
        cell_dates.moment("13/04/2011", DayOrder.MONTH_FIRST)


def test_doubt_is_only_about_small_numbers_first() -> None:
    assert cell_dates.is_doubtful("03/04/2011")
    assert not any(map(cell_dates.is_doubtful, ("2011-04-03", "13/05/1402", "soon")))


def test_times_of_day() -> None:
    assert cell_dates.clock("8:26") == time(8, 26)
    assert cell_dates.clock("۰۸:۲۶:۰۵") == time(8, 26, 5)
    assert cell_dates.clock("0826") == time(8, 26)
    for text in ("", "x", "25:00", "2599", "08:26Z"):
        with pytest.raises(cell_dates.NotATime):
            cell_dates.clock(text)


def test_what_looks_like_a_date() -> None:
    assert all(map(cell_dates.looks_like_date, ("2011-04-03", "19970101", "13/25/2011", "۱۴۰۲/۱/۲")))
    assert not any(map(cell_dates.looks_like_date, ("17850", "40513", "12.5", "x", "")))


@given(st.datetimes(datetime(1930, 1, 1), datetime(2110, 1, 1)))  # noqa: DTZ001  the shop's clock
def test_every_day_is_read_back_in_both_calendars_and_digits(moment: datetime) -> None:
    exact = moment.replace(microsecond=0)
    year, month, day = calendar.parts(CalendarKind.JALALI, exact.date())
    jalali = f"{year}/{month}/{day} {exact:%H:%M:%S}"
    for text in (exact.isoformat(" "), jalali, persian_digits(jalali), f"{exact:%Y%m%d%H%M%S}"):
        assert cell_dates.moment(text) == exact


@given(st.text(max_size=30) | st.from_regex(r"[0-9/\-. :]{4,20}", fullmatch=True))
def test_no_text_breaks_a_reading(text: str) -> None:
    for read in (cell_dates.moment, cell_dates.clock, cell_dates.looks_like_date, cell_dates.is_doubtful):
        with suppress(ShopError):
            read(text)
