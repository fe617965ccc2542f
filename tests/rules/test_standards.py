import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import standard_form
from shopcrm.rules.complaints import About, RemedyKind
from shopcrm.rules.errors import ShopError
from shopcrm.rules.opening import Span
from shopcrm.rules.promises import Compensation, CompensationRefused, Makes, ServiceMissing
from shopcrm.rules.standard_form import StandardNotRead, spans_of
from shopcrm.rules.standards import (
    CaseTimes,
    ClockRefused,
    Clocks,
    Content,
    DaysRefused,
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    HoursRefused,
    LineRefused,
    Offer,
    OfferRefused,
    Phrase,
    Phrases,
    Remedies,
    Returns,
    Said,
    StandardKind,
    TermsTooLong,
    check,
    kind_words,
)
from shopcrm.services import first_standards
from shopcrm.services.settings import Settings

NO_HOURS: tuple[tuple[Span, ...], ...] = ((),) * 7
LINES = st.lists(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20), max_size=4
).map(tuple)
SPANS = st.builds(Span, st.integers(0, 1439), st.integers(1, 1440))
WEEKS = st.tuples(*[st.lists(SPANS, max_size=1).map(tuple)] * 7)
TIMES = st.tuples(st.integers(1, 500), st.integers(0, 500)).map(lambda two: CaseTimes(two[0], sum(two)))
OFFERS = st.builds(
    Offer,
    st.frozensets(st.sampled_from(RemedyKind)),
    st.none() | st.integers(0, 10**9),
    st.none() | st.integers(0, 10**6),
)
CONTENTS: st.SearchStrategy[tuple[StandardKind, Content]] = st.one_of(
    st.tuples(st.just(StandardKind.DOS), st.builds(Dos, LINES, LINES)),
    st.tuples(st.just(StandardKind.HOURS), st.builds(Hours, WEEKS, st.booleans())),
    st.tuples(st.just(StandardKind.CLOCKS), st.builds(Clocks, st.tuples(*[TIMES] * 5))),
    st.tuples(
        st.just(StandardKind.REMEDIES),
        st.builds(Remedies, st.tuples(*[OFFERS] * 5), st.integers(0, 10**9), st.integers(0, 10**6)),
    ),
)


@given(CONTENTS)
def test_what_is_written_down_is_read_back_as_it_was(one: tuple[StandardKind, Content]) -> None:
    kind, content = one
    assert standard_form.read(kind, standard_form.written(content)) == content


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("kind", StandardKind)
@pytest.mark.parametrize(("region", "currency"), [("IR", "IRT"), ("GB", "GBP")])
def test_what_a_shop_begins_with_is_right_and_comes_through_its_form(
    language: str, kind: StandardKind, region: str, currency: str
) -> None:
    decided = Settings(language=language, region=region, currency=currency)
    content = first_standards.content(decided, kind)
    check(content)
    assert standard_form.read(kind, standard_form.written(content)) == content
    assert kind_words(kind).plainly()


def test_hours_of_a_shop_in_iran_leave_out_friday_and_elsewhere_sunday() -> None:
    iran = first_standards.content(Settings(region="IR"), StandardKind.HOURS)
    assert iran == Hours(((Span(540, 1260),),) * 4 + ((),) + ((Span(540, 1260),),) * 2, fixed=True)
    abroad = first_standards.content(Settings(region="DE"), StandardKind.HOURS)
    assert abroad == Hours(((Span(540, 1080),),) * 6 + ((),), fixed=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9:00-13:00, 16:00-21:00", (Span(540, 780), Span(960, 1260))),
        ("9-21", (Span(540, 1260),)),
        ("۹:۰۰ - ۱۳:۰۰، ۱۶–۲۱", (Span(540, 780), Span(960, 1260))),
        ("20:00-2:00", (Span(1200, 120),)),
        ("0:00-24:00", (Span(0, 1440),)),
        ("18:00-0:00", (Span(1080, 1440),)),
        ("", ()),
        ("9:00", None),
        ("24:00-25:00", None),
        ("9:75-10:00", None),
        ("9:00-10:75", None),
        ("closed", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, found: tuple[Span, ...] | None) -> None:
    assert spans_of(text) == found


def test_of_phrases_the_closest_comes_first_and_those_to_avoid_stand_apart() -> None:
    phrases = Phrases(
        (
            Phrase("Sorry"),
            Phrase("Late", About.DELIVERY),
            Phrase("Very late", About.DELIVERY, severity=4),
            Phrase("Dry", About.GOODS),
            Phrase("Angry", severity=4),
            Phrase("The courier", About.DELIVERY, avoid=True),
        )
    )
    assert phrases.fit(About.DELIVERY, 5) == Said(("Very late", "Late", "Angry", "Sorry"), ("The courier",))
    assert phrases.fit(About.GOODS, 1) == Said(("Dry", "Sorry"))
    assert phrases.fit(About.NOT_YET, 3) == Said(("Sorry",))


def test_who_did_not_tell_how_upset_they_are_is_taken_to_be_upset() -> None:
    times = tuple(CaseTimes(number, 10 * number) for number in range(1, 6))
    assert Clocks(times).of(0) == CaseTimes(3, 30) == Clocks(times).of(3)
    offers = tuple(Offer(most=number) for number in range(1, 6))
    assert Remedies(offers, 7, 8).of(0).most == 3
    assert Remedies(offers, 7, 8).of(5).alone == 7


TIMES_OK = (CaseTimes(1, 2),) * 5


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (Dos(("x" * 401,)), LineRefused),
        (Dos(("",)), LineRefused),
        (Dos(("x",) * 61), LineRefused),
        (Returns("x" * 4_001), TermsTooLong),
        (Returns(days=-1), DaysRefused),
        (Guarantees((Guarantee(""),)), LineRefused),
        (Guarantees((Guarantee("x", grace_days=4_000),)), DaysRefused),
        (Guarantees((Guarantee("x", if_broken=Compensation(Makes.VOUCHER)),)), CompensationRefused),
        (Guarantees((Guarantee("x", if_broken=Compensation(Makes.SERVICE)),)), ServiceMissing),
        (Guarantees((Guarantee("x", if_broken=Compensation(Makes.SERVICE, 0, "y" * 401)),)), LineRefused),
        (Hours(((),) * 6), HoursRefused),
        (Hours((*NO_HOURS[:6], (Span(0, 1441),))), HoursRefused),
        (Hours((*NO_HOURS[:6], (Span(540, 800), Span(780, 900)))), HoursRefused),
        (Hours(((Span(1200, 300),), (Span(240, 400),), *NO_HOURS[:5])), HoursRefused),
        (Hours(((Span(240, 400),), *NO_HOURS[:5], (Span(1200, 300),))), HoursRefused),
        (Clocks(TIMES_OK[:4]), ClockRefused),
        (Clocks((*TIMES_OK[:4], CaseTimes(2, 1))), ClockRefused),
        (Clocks((*TIMES_OK[:4], CaseTimes(0, 1))), ClockRefused),
        (Remedies((Offer(),) * 4, 0, 0), OfferRefused),
        (Remedies((Offer(),) * 5, -1, 0), OfferRefused),
        (Remedies((*(Offer(),) * 4, Offer(most_points=10**10)), 0, 0), OfferRefused),
        (Phrases((Phrase("x", severity=6),)), LineRefused),
    ],
)
def test_what_cannot_be_a_standard_is_refused(content: Content, error: type[ShopError]) -> None:
    with pytest.raises(error):
        check(content)


def test_a_single_span_a_day_over_midnight_is_no_overlap() -> None:
    check(Hours(((Span(600, 599),),) * 7))
    check(Hours(((Span(0, 1440),),) * 7))
    check(Hours(NO_HOURS))


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        (StandardKind.DOS, "[", "JSON"),
        pytest.param(StandardKind.DOS, "[" * 200_000, "JSON", id="too deep"),
        (StandardKind.DOS, "[]", "JSON"),
        (StandardKind.DOS, '{"dos": []}', "dos"),
        (StandardKind.DOS, '{"do": "be kind"}', "do"),
        (StandardKind.DOS, '{"do": [1]}', "do"),
        (StandardKind.RETURNS, '{"words": "x"}', "days"),
        (StandardKind.GUARANTEES, '{"guarantees": [{"words": "x", "about": "wind"}]}', "guarantees.0.about"),
        (StandardKind.HOURS, '{"week": {"monday": ["nine"]}}', "week.monday"),
        (StandardKind.HOURS, '{"week": {}, "fixed_holidays": 1}', "fixed_holidays"),
        (StandardKind.CLOCKS, '{"1": {"answer": 1}}', "1.settle"),
        (StandardKind.CLOCKS, '{"1": {"answer": true, "settle": 2}}', "1.answer"),
        (StandardKind.REMEDIES, '{"offers": {"1": {"kinds": ["cake"]}}}', "offers.1.kinds"),
        (StandardKind.REMEDIES, '{"offers": {"1": {"kinds": 1}}}', "offers.1"),
        (StandardKind.PHRASES, '{"phrases": {}}', "phrases"),
        (StandardKind.PHRASES, '{"phrases": [{"words": "x", "loud": 1}]}', "phrases.0.loud"),
    ],
)
def test_what_was_written_amiss_is_told_with_its_place(kind: StandardKind, text: str, place: str) -> None:
    with pytest.raises(StandardNotRead) as told:
        standard_form.read(kind, text)
    assert told.value.fields == {"kind": kind.value, "place": place}


def test_the_form_of_a_guarantee_holds_what_is_made_for_a_broken_one() -> None:
    content = Guarantees(
        (
            Guarantee("On the day", About.DELIVERY, Compensation(Makes.VOUCHER, 500), for_orders=True),
            Guarantee("Fresh", About.GOODS, Compensation(Makes.SERVICE, 0, "a new one"), grace_days=2),
        )
    )
    assert standard_form.read(StandardKind.GUARANTEES, standard_form.written(content)) == content
    told = json.loads(standard_form.written(content))
    assert told["guarantees"][0]["value"] == 500
    assert replace(content.each[0], words="x") != content.each[0]
