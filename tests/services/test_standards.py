"""Standards version by version, who read them, closed days, and the clocks that run by them (K2)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.rules import roles
from shopcrm.rules.complaints import About, RemedyKind, State
from shopcrm.rules.opening import Span
from shopcrm.rules.promises import Compensation, Limits, Makes
from shopcrm.rules.roles import Role
from shopcrm.rules.standards import (
    CaseTimes,
    Clocks,
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    LineRefused,
    Offer,
    Remedies,
    Returns,
    StandardKind,
)
from shopcrm.services import (
    case_clocks,
    complaint_list,
    complaints,
    opening,
    settings,
    staff,
    standards,
)
from shopcrm.services.complaints import CaseDraft
from shopcrm.services.opening import HolidayRow, NoSuchHoliday
from shopcrm.services.shop import NotAllowed, Session, Shop, Who
from shopcrm.services.standards import NoSuchStandard, StandardChanged
from shopcrm.store.base import Topic
from tests.conftest import NOW

USUAL = (Span(540, 1260),)
WEEK = (USUAL,) * 4 + ((),) + (USUAL,) * 2
KIND = Dos(("Be kind.",), ("Do not argue.",))


def test_what_a_shop_begins_with_holds_in_its_language_until_it_writes_its_own(shop: Shop) -> None:
    english = shop.ask(standards.dos)
    assert english.do[0].startswith("Greet")
    assert shop.ask(standards.current, StandardKind.DOS).number == 0
    shop.do(settings.change, language="fa")
    assert shop.ask(standards.dos).do[0].startswith("به هر کس")
    assert shop.ask(standards.history, StandardKind.DOS) == []


def test_a_change_is_a_new_version_and_the_same_again_is_none(shop: Shop) -> None:
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)
    assert shop.do(standards.save, StandardKind.DOS, KIND) == 1
    assert Topic.STANDARDS in heard[-1]
    assert shop.do(standards.save, StandardKind.DOS, KIND) == 1
    other = replace(KIND, do=("Be kinder.",))
    with shop.acting(Who("Mina")):
        assert shop.do(standards.save, StandardKind.DOS, other, seen=1) == 2
    assert shop.ask(standards.dos) == other
    assert [
        (one.number, one.content, one.by, one.at) for one in shop.ask(standards.history, StandardKind.DOS)
    ] == [
        (2, other, "Mina", NOW),
        (1, KIND, "owner", NOW),
    ]
    first = shop.ask(standards.read, StandardKind.PHRASES)
    assert shop.do(standards.save, StandardKind.PHRASES, first) == 0
    assert shop.ask(standards.current, StandardKind.PHRASES).number == 0


def test_who_saw_an_older_version_changes_nothing(shop: Shop) -> None:
    shop.do(standards.save, StandardKind.DOS, KIND)
    with pytest.raises(StandardChanged):
        shop.do(standards.save, StandardKind.DOS, Dos(("Mine",)), seen=0)
    assert shop.ask(standards.dos) == KIND
    with pytest.raises(LineRefused):
        shop.do(standards.save, StandardKind.DOS, Dos(("",)))
    with pytest.raises(NoSuchStandard):
        standards.kind_named("manners")
    assert standards.kind_named("dos") is StandardKind.DOS


def test_return_terms_are_one_with_the_settings(shop: Shop) -> None:
    shop.do(settings.change, return_policy="Unopened,\nwith the slip.", return_days=7)
    assert shop.ask(standards.return_terms) == Returns("Unopened,\nwith the slip.", 7)
    assert shop.do(standards.save, StandardKind.RETURNS, Returns("With the slip.", 10), seen=1) == 2
    decided = shop.ask(settings.read)
    assert (decided.return_policy, decided.return_days) == ("With the slip.", 10)
    shop.do(settings.change, shop_name="Noori")
    assert [one.number for one in shop.ask(standards.history, StandardKind.RETURNS)] == [2, 1]
    shop.do(settings.change, return_days=12)
    assert shop.ask(standards.current, StandardKind.RETURNS).content == Returns("With the slip.", 12)


def test_who_read_which_version_is_kept_and_a_new_one_is_unread_again(shop: Shop) -> None:
    for name in ("Mina", "Ali"):
        shop.do(staff.add, name, "staff")
    shop.do(standards.save, StandardKind.DOS, KIND)
    ali = Who("Ali", role=Role.STAFF)
    with shop.acting(ali):
        assert len(shop.ask(standards.unread)) == len(StandardKind)
        numbers = {one.kind: one.number for one in shop.ask(standards.everything)}
        assert shop.do(standards.mark_all_read, numbers) == len(StandardKind)
        assert shop.ask(standards.unread) == []
        shop.do(standards.mark_read, StandardKind.DOS, 1)
    first = shop.ask(standards.current, StandardKind.CLOCKS)
    assert (first.number, first.by) == (1, "program")
    shop.do(standards.save, StandardKind.DOS, Dos(("Be kinder.",)))
    assert [one.kind for one in shop.ask(standards.unread, "Ali")] == [StandardKind.DOS]
    assert len(shop.ask(standards.unread, "Mina")) == len(StandardKind)
    read = shop.ask(standards.readers)
    assert [one.name for one in read] == ["Ali", "Mina"]
    current = {one.kind: one for one in shop.ask(standards.everything)}
    assert not read[0].has_read(current[StandardKind.DOS])
    assert read[0].read[StandardKind.DOS] == (1, NOW)
    assert read[0].has_read(current[StandardKind.HOURS])
    assert not read[1].has_read(current[StandardKind.HOURS])
    with shop.acting(ali), pytest.raises(StandardChanged):
        shop.do(standards.mark_read, StandardKind.DOS, 1)


def test_readers_who_left_come_last(shop: Shop) -> None:
    shop.do(staff.add, "Mina", "staff")
    with shop.acting(Who("Zari")):
        shop.do(standards.mark_read, StandardKind.DOS, 0)
    assert [one.name for one in shop.ask(standards.readers)] == ["Mina", "Zari"]


def test_staff_read_the_standards_and_a_manager_changes_them(shop: Shop) -> None:
    with shop.acting(Who("Ali", role=Role.STAFF)):
        with pytest.raises(NotAllowed):
            shop.do(standards.save, StandardKind.DOS, KIND)
        with pytest.raises(NotAllowed):
            shop.do(opening.add_holiday, date(2026, 11, 23))
        shop.do(standards.mark_read, StandardKind.DOS, 0)
    with shop.acting(Who("Mina", role=Role.MANAGER)):
        assert shop.do(standards.save, StandardKind.DOS, KIND) == 2
    assert not roles.may(Role.STAFF, "opening.remove_holiday")


def test_what_holds_for_a_case_is_read_by_what_it_is_about_and_how_upset_they_are(shop: Shop) -> None:
    late = Guarantee("In time", About.DELIVERY, Compensation(Makes.SERVICE, 0, "a cake"), for_orders=True)
    shop.do(standards.save, StandardKind.GUARANTEES, Guarantees((Guarantee("Always"), late)))
    assert shop.ask(standards.guarantees, About.DELIVERY)[0] == late, "the closest comes first"
    assert [one.words for one in shop.ask(standards.guarantees, About.GOODS)] == ["Always"]
    assert shop.ask(standards.guarantee_of_orders) == late
    offers = (Offer(frozenset({RemedyKind.APOLOGY})), *(Offer(most=9),) * 4)
    shop.do(standards.save, StandardKind.REMEDIES, Remedies(offers, 5, 6))
    terms = shop.ask(standards.remedies, 1)
    assert (terms.kinds, terms.most, terms.alone, terms.alone_points) == (offers[0].kinds, None, 5, 6)
    assert shop.ask(standards.alone) == Limits(5, 6)
    said = shop.ask(standards.phrases, About.DELIVERY, 2)
    assert "courier" in said.avoid[0]


def test_K2_the_clocks_run_by_hours_and_closed_days(shop: Shop) -> None:
    shop.do(standards.save, StandardKind.CLOCKS, Clocks((CaseTimes(60, 720),) * 5))
    assert shop.ask(opening.of_shop).week == WEEK
    wednesday = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    """Half past eight in the evening; half an hour is left."""
    answer, settle = shop.ask(case_clocks.due, 3, wednesday)
    assert answer == datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
    assert settle == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert shop.do(opening.add_holiday, date(2026, 11, 26), "Mourning")
    answer, settle = shop.ask(case_clocks.due, 0, wednesday)
    assert answer == datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
    shop.do(standards.save, StandardKind.HOURS, Hours(((),) * 7))
    assert shop.ask(case_clocks.due, 5, wednesday) == (None, None)


def test_K2_a_closed_day_that_is_added_later_counts_for_the_clocks_that_run(shop: Shop) -> None:
    def clocks() -> list[tuple[datetime | None, datetime | None]]:
        views = [shop.ask(complaint_list.look, key) for key in (1, 2)]
        return [(view.answer_due, view.settle_due) for view in views]

    for _case in range(2):
        shop.do(complaints.record, CaseDraft("stale", severity=2))
    shop.do(complaints.change, 2, State.WAITING_CUSTOMER)
    before = clocks()
    assert before == [(NOW + timedelta(hours=8), NOW + timedelta(days=4)), (None, None)]
    shop.do(opening.add_holiday, date(2026, 11, 24))
    assert clocks() == [(before[0][0], NOW + timedelta(days=6)), (None, None)], "a Friday lies between"
    shop.do(opening.remove_holiday, date(2026, 11, 24))
    assert clocks() == before
    shop.do(standards.save, StandardKind.HOURS, Hours((*WEEK[:2], (), *WEEK[3:])))
    assert clocks()[0][1] == NOW + timedelta(days=6)
    shop.do(standards.save, StandardKind.HOURS, Hours(((),) * 7))
    assert clocks()[0][1] == NOW + timedelta(days=6), "without any hours it stays as it was"


def test_K2_a_clock_stands_still_while_the_customer_is_waited_for(shop: Shop) -> None:
    shop.do(standards.save, StandardKind.CLOCKS, Clocks((CaseTimes(60, 720),) * 5))
    taken = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    _answer, settle = shop.ask(case_clocks.due, 3, taken)
    waiting = taken + timedelta(hours=2)
    left = shop.ask(case_clocks.left, waiting, settle)
    assert left == 600
    over_friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert shop.ask(case_clocks.after, over_friday, left) == datetime(2026, 11, 28, 15, 30, tzinfo=UTC)
    late = settle + timedelta(hours=1) if settle else taken
    assert shop.ask(case_clocks.left, late, settle) == -60
    again = shop.ask(case_clocks.after, over_friday, -60)
    assert again is not None
    assert shop.ask(case_clocks.left, over_friday, again) == -60
    assert shop.ask(case_clocks.left, late, None) is None
    assert shop.ask(case_clocks.after, late, None) is None
    assert shop.ask(case_clocks.is_open, taken)
    assert not shop.ask(case_clocks.is_open, over_friday)


def test_K2_closed_days_are_added_named_anew_listed_and_removed(shop: Shop) -> None:
    day = date(2026, 12, 6)
    assert shop.do(opening.add_holiday, day, " Mourning  day ")
    assert not shop.do(opening.add_holiday, day, "Day of mourning")
    shop.do(opening.add_holiday, date(2026, 11, 1))
    assert shop.ask(opening.holidays) == [HolidayRow(day, "Day of mourning")]
    listed = shop.ask(opening.holidays, until=date(2027, 3, 22), fixed=True)
    assert [(row.day, row.is_fixed) for row in listed] == [
        (day, False),
        (date(2027, 2, 11), True),
        (date(2027, 3, 20), True),
        (date(2027, 3, 21), True),
        (date(2027, 3, 22), True),
    ]
    assert len(shop.ask(opening.holidays, fixed=True)) == 11
    assert shop.do(opening.remove_holiday, day) == "Day of mourning"
    with pytest.raises(NoSuchHoliday):
        shop.do(opening.remove_holiday, day)
    abroad = Hours(WEEK, fixed=False)
    shop.do(standards.save, StandardKind.HOURS, abroad)
    assert shop.ask(opening.holidays, fixed=True) == []


def test_K2_what_changes_in_a_transaction_counts_in_it_at_once(shop: Shop) -> None:
    def close_and_ask(session: Session) -> bool:
        before = opening.of_shop(session)
        opening.add_holiday(session, date(2026, 11, 22))
        assert opening.of_shop(session) != before
        return case_clocks.is_open(session, NOW)

    assert shop.ask(case_clocks.is_open, NOW)
    assert not shop.do(close_and_ask)


def test_where_nobody_signs_in_the_owner_reads_under_their_own_name(shop: Shop) -> None:
    shop.do(staff.add, "Hossein", "owner")
    shop.do(standards.save, StandardKind.DOS, KIND)
    with shop.acting(Who("Hossein")):
        shop.do(standards.mark_read, StandardKind.DOS, 1)
    assert StandardKind.DOS not in shop.ask(standards.book).unread
    shop.do(standards.mark_read, StandardKind.CLOCKS, 0)
    (reader,) = shop.ask(standards.readers)
    assert (reader.name, set(reader.read)) == ("Hossein", {StandardKind.DOS, StandardKind.CLOCKS})
    shop.do(staff.add, "Mina", "owner")
    assert {one.name for one in shop.ask(standards.readers)} == {"Hossein", "Mina", "owner"}
