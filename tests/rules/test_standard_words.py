import pytest

from shopcrm.rules.opening import Span
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.standard_words import DayGroup, clock, day_groups, duration, if_broken, limits, minutes_of
from shopcrm.rules.standards import Guarantee, RemedyTerms

DAY = (Span(540, 1260),)
SHORT = (Span(540, 780),)


@pytest.mark.parametrize(
    ("week", "groups"),
    [
        ([DAY] * 4 + [()] + [DAY] * 2, [(5, 3, DAY), (4, 4, ())]),
        ([DAY] * 6 + [()], [(0, 5, DAY), (6, 6, ())]),
        ([DAY] * 7, [(0, 6, DAY)]),
        ([()] * 7, [(0, 6, ())]),
        ([DAY] * 3 + [SHORT] + [()] + [DAY] * 2, [(5, 2, DAY), (3, 3, SHORT), (4, 4, ())]),
    ],
)
def test_days_with_the_same_hours_stand_together(
    week: list[tuple[Span, ...]], groups: list[tuple[int, int, tuple[Span, ...]]]
) -> None:
    assert day_groups(week) == [DayGroup(*one) for one in groups]


def test_lengths_are_said_and_read_in_hours() -> None:
    assert [duration(one).plainly() for one in (1, 30, 60, 90, 720)] == [
        "1 minute",
        "30 minutes",
        "1 hour",
        "1 h 30 min",
        "12 hours",
    ]
    assert [clock(one) for one in (5, 60, 6_030)] == ["0:05", "1:00", "100:30"]
    assert [minutes_of(one) for one in ("4", "۰:۳۰", " 100:30 ", "1:60", "", "soon", "1:3")] == [
        240,
        30,
        6_030,
        None,
        None,
        None,
        None,
    ]


def test_what_is_made_and_up_to_how_much_is_said_only_where_there_is_something() -> None:
    assert if_broken(Guarantee("x")) is None
    told = if_broken(Guarantee("x", if_broken=Compensation(Makes.POINTS, 5)))
    assert told is not None
    assert told.plainly() == "If not: 5 points"
    none = RemedyTerms(frozenset(), None, None, 0, 0)
    assert list(limits(none)) == []
    both = RemedyTerms(frozenset(), 9, 3, 0, 0)
    assert [one.plainly() for one in limits(both)] == ["up to 9", "up to 3 points"]
