import pytest

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import customers, duplicates, likely_pairs
from shopcrm.services.customers import Draft
from shopcrm.services.shop import Shop
from tests import makers


def _pair(shop: Shop) -> tuple[int, int]:
    first = shop.do(customers.add, Draft(name="Maryam Noori", phones=["0912 123 4567"])).id
    second = shop.do(customers.add, Draft(name="مریم نوری", phones=["۰۹۱۲۱۲۳۴۵۶۷"], code="1042")).id
    return first, second


def test_at_entry_the_one_who_is_known_is_offered(shop: Shop) -> None:
    first, second = _pair(shop)
    by_phone = shop.ask(
        lambda s: duplicates.likely(s, name="Maryam Nouri", phones=["+98 912 123 4567", "09"])
    )
    assert {one.customer_id for one in by_phone} == {first, second}
    assert by_phone[0].phone == "+989121234567"
    near = shop.ask(lambda s: duplicates.likely(s, name="Noori Maryam", phones=["0912 123 4568"]))
    assert [one.customer_id for one in near] == [first]
    by_card = shop.ask(lambda s: duplicates.likely(s, card="۱۰۴۲"))
    assert [one.customer_id for one in by_card] == [second]
    assert shop.ask(lambda s: duplicates.likely(s, name="Reza Karimi", phones=["0935 111 2233"])) == []


def test_who_is_edited_is_not_like_themselves(shop: Shop) -> None:
    first, second = _pair(shop)
    found = shop.ask(
        lambda s: duplicates.likely(s, name="Maryam Noori", phones=["09121234567"], customer_id=first)
    )
    assert [one.customer_id for one in found] == [second]


def test_a_sweep_keeps_pairs_once_and_drops_those_that_are_no_longer_alike(shop: Shop) -> None:
    first, second = _pair(shop)
    assert shop.do(duplicates.sweep) == duplicates.Swept(waiting=1, new=1)
    assert shop.do(duplicates.sweep) == duplicates.Swept(waiting=1, new=0)
    (pair,) = shop.ask(duplicates.waiting)
    assert (pair.first.id, pair.second.id) == (first, second)
    assert pair.second.code == "1042"
    assert shop.ask(duplicates.of_customer, second) == [pair]
    shop.do(customers.edit, second, Draft(phones=["0935 111 2233"]))
    assert duplicates.sweep_beside(shop) == duplicates.Swept(waiting=0, new=0)


def test_two_people_are_never_offered_again(shop: Shop) -> None:
    first, _second = _pair(shop)
    shop.do(duplicates.sweep)
    (pair,) = shop.ask(duplicates.waiting)
    shop.do(duplicates.keep_apart, pair.id)
    assert shop.do(duplicates.sweep).waiting == 0
    with pytest.raises(duplicates.NoSuchPair):
        shop.do(duplicates.keep_apart, pair.id)
    likely = shop.ask(
        lambda s: duplicates.likely(s, name="Maryam Noori", phones=["09121234567"], customer_id=first)
    )
    assert likely == []
    shop.do(duplicates.offer_again, pair.id)
    assert shop.ask(duplicates.count) == 1
    with pytest.raises(duplicates.NoSuchPair):
        shop.do(duplicates.offer_again, pair.id)


def test_a_pair_can_be_put_off_and_asked_for(shop: Shop) -> None:
    first, second = _pair(shop)
    makers.phone(shop, makers.customer(shop, name="Maryam Noori"), "+989121234567")
    shop.do(duplicates.sweep)
    pairs = shop.ask(duplicates.waiting)
    assert len(pairs) == 3
    assert shop.ask(duplicates.next_pair, pairs[2].id) == pairs[2]
    assert shop.ask(duplicates.next_pair, 0, {pairs[0].id}) == pairs[1]
    assert shop.ask(duplicates.next_pair, 0, {pair.id for pair in pairs}) is None
    assert shop.ask(duplicates.pair, second, first).id > 0


def test_two_who_were_never_thought_alike_can_be_laid_side_by_side(shop: Shop) -> None:
    first, second = makers.customer(shop, name="Ali"), makers.customer(shop, name="Reza")
    pair = shop.ask(duplicates.pair, second, first)
    assert (pair.id, pair.likeness, pair.first.id) == (0, 0, first)
    with pytest.raises(NoSuchCustomer):
        shop.ask(duplicates.side, 99)


def test_what_many_share_says_nothing(shop: Shop) -> None:
    for _person in range(14):
        makers.phone(shop, makers.customer(shop, name="Maryam Noori"), "+982188887777")
    assert shop.do(duplicates.sweep).waiting == 0


def test_a_sweep_tells_how_far_it_is_and_can_be_stopped(shop: Shop) -> None:
    _pair(shop)
    steps: list[tuple[int, int]] = []

    def tick(done: int, total: int) -> None:
        steps.append((done, total))

    shop.ask(likely_pairs.find, tick)
    assert steps[-1] == (100, 100)
    assert steps == sorted(steps)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.do(duplicates.sweep, stop)
    assert shop.ask(duplicates.count) == 0


@pytest.mark.parametrize("slip", ["+989121234568", "+989121234576", "+98912123467", "+9891211234567"])
def test_the_sweep_finds_each_kind_of_slip_in_a_phone(shop: Shop, slip: str) -> None:
    for phone in ("+989121234567", slip):
        makers.phone(shop, makers.customer(shop, name="Maryam Noori"), phone)
    assert shop.do(duplicates.sweep).waiting == 1
