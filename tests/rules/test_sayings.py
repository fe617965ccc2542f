from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.money import Money
from shopcrm.rules.sayings import FieldValue, Saying, from_json, saying, to_json

_VALUES: st.SearchStrategy[FieldValue] = st.one_of(
    st.text(),
    st.integers(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.integers().map(Money),
    st.just(saying("Within {thing}", thing="another")),
)


_FIELDS = st.lists(st.tuples(st.text(max_size=5), _VALUES), max_size=4).map(tuple)


@given(st.lists(st.builds(Saying, st.text(), _FIELDS, st.text()), max_size=3))
def test_what_is_written_down_is_read_back(sayings: list[Saying]) -> None:
    assert from_json(to_json(sayings)) == tuple(sayings)


def test_nothing_is_no_sentence() -> None:
    assert from_json("") == from_json("[]") == ()


def test_a_day_stays_a_day_and_a_moment_a_moment() -> None:
    said = saying("{day} {at}", day=date(2026, 3, 1), at=datetime(2026, 3, 1, tzinfo=UTC))
    ((_, day), (_, at)) = from_json(to_json([said]))[0].fields
    assert (type(day), type(at)) == (date, datetime)
