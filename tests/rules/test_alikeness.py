import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import alikeness, spelling
from shopcrm.rules.alikeness import (
    NEAR,
    OFFERED,
    PART,
    SAME,
    UNLIKE,
    Traits,
    alike,
    name_likeness,
    near_phones,
)

PHONE = "+989121234567"
NEAR_PHONE = "+989121234568"
OTHER_PHONE = "+989351112233"


@pytest.mark.parametrize(
    ("first", "second", "likeness"),
    [
        ("Maryam Noori", "maryam  NOORI", SAME),
        ("Maryam Noori", "Noori, Maryam", SAME),
        ("مريم نوري", "خانم مریم نوری", SAME),
        ("علی‌رضا کریمی", "علیرضا کریمی", SAME),
        ("Dr. Reza Karimi", "Reza Karimi", SAME),
        ("Maryam Noori", "Maryam Nouri", NEAR),
        ("Maryam Noori", "مریم نوری", NEAR),
        ("نوری مریم", "Maryam Noori", NEAR),
        ("Sara Ahmadi", "Sarah Ahmady", NEAR),
        ("M. Noori", "Maryam Noori", NEAR),
        ("Mehdi Rad", "Mahdi Rad", NEAR),
        ("فاطمه رضایی", "Fatemeh Rezaei", NEAR),
        ("Noori", "Maryam Noori", PART),
        ("مریم", "مریم نوری", PART),
        ("Ali Noori", "Maryam Noori", UNLIKE),
        ("حسن رضایی", "حسین رضایی", UNLIKE),
        ("Hasan Rezaei", "حسین رضایی", UNLIKE),
        ("مینا کریمی", "مونا کریمی", UNLIKE),
        ("محمد نوری", "محمود نوری", UNLIKE),
        ("Elahe", "علی", UNLIKE),
        ("", "Maryam", UNLIKE),
    ],
)
def test_names_are_compared_as_people_would(first: str, second: str, likeness: int) -> None:
    assert name_likeness(first, second) == likeness
    assert name_likeness(second, first) == likeness


def test_one_phone_and_one_name_are_one_person_in_any_writing_of_the_name() -> None:
    found = alike(Traits("Maryam Noori", frozenset([PHONE])), Traits("نوری مریم", frozenset([PHONE])))
    assert found.likeness > 90
    assert [reason.plainly() for reason in found.why] == [
        f"Both have the phone {PHONE}.",
        "The names are nearly the same.",
    ]


def test_a_household_with_one_phone_is_not_offered() -> None:
    shared = frozenset([PHONE])
    assert not alike(Traits("Ali Noori", shared), Traits("Maryam Noori", shared)).is_offered
    part = Traits("Noori", shared, household=4), Traits("Ali Noori", shared, household=4)
    assert not alike(*part).is_offered
    assert alike(Traits("Noori", shared), Traits("Ali Noori", shared)).is_offered


def test_a_near_same_name_with_a_near_same_phone_is_offered() -> None:
    first = Traits("Maryam Noori", frozenset([PHONE]))
    assert alike(first, Traits("Maryam Nouri", frozenset([NEAR_PHONE]))).is_offered
    assert not alike(first, Traits("Maryam Nouri", frozenset([OTHER_PHONE]))).is_offered
    assert not alike(first, Traits("Reza Karimi", frozenset([NEAR_PHONE]))).is_offered


def test_a_card_and_a_mail_address_tell() -> None:
    assert alike(Traits("Ali", cards=frozenset(["77"])), Traits("", cards=frozenset(["77"]))).likeness >= 95
    mails = frozenset(["a@example.com"])
    assert alike(Traits("Sara Ahmadi", emails=mails), Traits("Sarah Ahmadi", emails=mails)).is_offered
    assert not alike(Traits("Sara Ahmadi", emails=mails), Traits("Reza Karimi", emails=mails)).is_offered


def test_a_name_alone_is_little() -> None:
    reached = Traits("Maryam Noori", frozenset([PHONE]))
    assert not alike(reached, Traits("Maryam Noori", frozenset([OTHER_PHONE]))).is_offered
    assert alike(reached, Traits("Maryam Noori")).likeness == OFFERED
    assert not alike(Traits("Maryam", frozenset([PHONE])), Traits("Maryam")).is_offered


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("+989121234568", True),
        ("+989121234576", True),
        ("+98912123456", True),
        (PHONE, False),
        (OTHER_PHONE, False),
    ],
)
def test_phones_differ_by_one_slip(other: str, *, near: bool) -> None:
    assert near_phones(PHONE, other) is near


NAMES = st.text("abcdefghijmnoشمریتاهوین ", max_size=16)
TRAITS = st.builds(
    Traits,
    NAMES,
    st.frozensets(st.sampled_from([PHONE, NEAR_PHONE, OTHER_PHONE]), max_size=2),
    st.frozensets(st.sampled_from(["a@example.com", "b@example.com"]), max_size=1),
    st.frozensets(st.sampled_from(["77", "78"]), max_size=1),
)


@given(TRAITS, TRAITS)
def test_likeness_is_the_same_from_both_sides(first: Traits, second: Traits) -> None:
    one, two = alike(first, second), alike(second, first)
    assert one.likeness == two.likeness
    assert 0 <= one.likeness <= 100
    assert bool(one.why) or not one.is_offered


@given(NAMES)
def test_every_name_is_like_itself_and_has_one_key(name: str) -> None:
    if spelling.without_titles(name):
        assert name_likeness(name, name) == SAME
    assert spelling.name_key(name) == spelling.name_key(" ".join(reversed(name.split())))
    assert alikeness.alike(Traits(name), Traits("")).likeness == 0
