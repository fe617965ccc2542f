import pytest

from shopcrm.services import customers, households
from shopcrm.services.customers import Draft
from shopcrm.services.households import AloneInAHousehold, ReferredByThemselves, ReferredInACircle
from shopcrm.services.people import Person
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Household
from tests import makers


def _names(shop: Shop, customer_id: int) -> list[object]:
    return [one.name for one in shop.ask(customers.show, customer_id).household]


def test_people_join_and_leave_a_household(shop: Shop) -> None:
    sara, ali, mina = (makers.customer(shop, name=name) for name in ("Sara", "Ali", "Mina"))
    shop.do(customers.edit, sara, Draft(household_with=ali))
    shop.do(customers.edit, mina, Draft(household_with=sara))
    assert (_names(shop, sara), _names(shop, mina)) == (["Ali", "Mina"], ["Sara", "Ali"])
    shop.do(customers.edit, ali, Draft(household_with=0))
    assert (_names(shop, ali), _names(shop, sara)) == ([], ["Mina"])
    shop.do(customers.edit, sara, Draft(household_with=0))
    assert _names(shop, mina) == []
    assert shop.ask(lambda session: session.query(Household).count()) == 0


def test_nobody_shares_a_household_with_themselves(shop: Shop) -> None:
    sara = makers.customer(shop)
    with pytest.raises(AloneInAHousehold):
        shop.do(households.join, sara, sara)


def test_C5_nobody_brings_themselves_or_their_household(shop: Shop) -> None:
    sara, ali, mina = (makers.customer(shop, name=name) for name in ("Sara", "Ali", "Mina"))
    shop.do(households.join, sara, ali)
    for by in (sara, ali):
        with pytest.raises(ReferredByThemselves):
            shop.do(customers.edit, sara, Draft(referred_by=by))
    shop.do(customers.edit, sara, Draft(referred_by=mina))
    assert shop.ask(customers.show, sara).referred_by == Person(mina, "Mina")
    with pytest.raises(ReferredByThemselves):
        shop.do(customers.edit, mina, Draft(household_with=sara, referred_by=ali))


def test_C5_whoever_moves_in_with_their_referrer_is_no_longer_brought_by_them(shop: Shop) -> None:
    sara, ali = makers.customer(shop, name="Sara"), makers.customer(shop, name="Ali")
    shop.do(households.refer, sara, ali)
    saved = shop.do(customers.edit, ali, Draft(household_with=sara))
    assert [warning.plainly() for warning in saved.warnings] == [
        "Sara is no longer noted as brought by Ali, since they live together."
    ]
    assert shop.ask(customers.show, sara).referred_by is None


def test_C5_after_a_merge_it_is_the_kept_person_who_counts(shop: Shop) -> None:
    sara, ali, old = (makers.customer(shop, name=name) for name in ("Sara", "Ali", "Ali Old"))
    makers.merged(shop, old, ali)
    shop.do(households.join, sara, old)
    assert _names(shop, sara) == ["Ali"]
    with pytest.raises(ReferredByThemselves):
        shop.do(households.refer, sara, old)


def test_two_people_never_brought_each_other(shop: Shop) -> None:
    sara, ali, mina = (makers.customer(shop, name=name) for name in ("Sara", "Ali", "Mina"))
    shop.do(households.refer, sara, ali)
    shop.do(households.refer, ali, mina)
    with pytest.raises(ReferredInACircle):
        shop.do(households.refer, mina, sara)
    shop.do(customers.edit, sara, Draft(referred_by=0))
    shop.do(households.refer, mina, sara)
