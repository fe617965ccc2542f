"""Moments near those at which clocks are set, and days counted off the wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

ALL_ZONES = st.sampled_from(
    [
        "Asia/Tehran",
        "Europe/Berlin",
        "America/Sao_Paulo",
        "America/Havana",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Antarctica/Troll",
        "UTC",
    ]
)
_SET_AT = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2018, 11, 4, 3, tzinfo=UTC),
    datetime(2019, 2, 17, 2, tzinfo=UTC),
    datetime(2022, 3, 21, 20, 30, tzinfo=UTC),
    datetime(2022, 9, 21, 19, 30, tzinfo=UTC),
    datetime(2026, 4, 4, 14, tzinfo=UTC),
    datetime(2026, 9, 26, 14, tzinfo=UTC),
    datetime(2026, 3, 8, 5, tzinfo=UTC),
    datetime(2026, 11, 1, 5, tzinfo=UTC),
    datetime(2026, 4, 23, 22, tzinfo=UTC),
    datetime(2026, 10, 29, 21, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
]
"""Moments at which the clocks of one of the zones are set."""

MOMENTS = st.one_of(
    st.builds(
        lambda at, off: at + off,
        st.sampled_from(_SET_AT),
        st.timedeltas(timedelta(hours=-30), timedelta(hours=30)),
    ),
    st.integers(0, 15_000_000).map(
        lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
)


def plain_day(moment: datetime, place: ZoneInfo, hour: int) -> date:
    """Tell the day by the clock on the wall: before the hour it is still the day before."""
    wall = moment.astimezone(place)
    return wall.date() if wall.hour >= hour else wall.date() - timedelta(days=1)
