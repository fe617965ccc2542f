from datetime import date, timedelta

import pytest

from shopcrm.rules.complaints import Kind
from shopcrm.services import causes, complaint_ends, settings
from shopcrm.services.cause_pareto import pareto
from shopcrm.services.causes import CauseNameRefused, CauseTaken, CauseWithinItself
from shopcrm.services.complaint_ends import NoSuchCause
from shopcrm.services.shop import Shop
from tests.services.case_room import furnished

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("language", "name"), [("en", "Goods > Not fresh"), ("fa", "کالا > کهنه بود")])
def test_a_first_tree_is_offered_in_the_language_of_the_shop(shop: Shop, language: str, name: str) -> None:
    shop.do(settings.change, language=language)
    assert shop.do(causes.take_first) == len(shop.ask(causes.tree))
    assert name in shop.ask(causes.paths).values()
    assert shop.do(causes.take_first) == 0


def test_a_tree_is_read_in_its_order(shop: Shop) -> None:
    goods = shop.do(causes.add, "Goods")
    service = shop.do(causes.add, "Service")
    stale = shop.do(causes.add, "Stale", goods)
    rows = shop.ask(causes.tree)
    assert [(row.id, row.depth, row.path) for row in rows] == [
        (goods, 0, "Goods"),
        (stale, 1, "Goods > Stale"),
        (service, 0, "Service"),
    ]


@pytest.mark.parametrize("name", ["", "\u200f ", "a > b", "x" * 81])
def test_a_cause_has_a_name(shop: Shop, name: str) -> None:
    with pytest.raises(CauseNameRefused):
        shop.do(causes.add, name)


def test_a_name_is_taken_once_in_its_place_however_it_is_spelled(shop: Shop) -> None:
    goods = shop.do(causes.add, "كالا")
    with pytest.raises(CauseTaken):
        shop.do(causes.add, "کالا")
    other = shop.do(causes.add, "Service")
    inner = shop.do(causes.add, "کالا", other)
    with pytest.raises(CauseTaken):
        shop.do(causes.rename, other, "کالا")
    with pytest.raises(CauseTaken):
        shop.do(causes.move, inner, None)
    shop.do(causes.rename, goods, "کالا")
    with pytest.raises(NoSuchCause):
        shop.do(causes.add, "x", 99)
    with pytest.raises(NoSuchCause):
        shop.do(causes.rename, 99, "x")


def test_nothing_is_put_within_itself(shop: Shop) -> None:
    top = shop.do(causes.add, "top")
    middle = shop.do(causes.add, "middle", top)
    low = shop.do(causes.add, "low", middle)
    for place in (top, middle, low):
        with pytest.raises(CauseWithinItself):
            shop.do(causes.move, top, place)
    shop.do(causes.move, middle, None)
    shop.do(causes.move, top, low)
    assert shop.ask(causes.paths)[top] == "middle > low > top"
    assert shop.ask(causes.below, middle) == {top, middle, low}


def test_what_ended_is_offered_no_more_and_its_cases_stay(shop: Shop) -> None:
    room = furnished(shop)
    goods = shop.do(causes.add, "Goods")
    stale = shop.do(causes.add, "Stale", goods)
    case = room.record().id
    shop.do(complaint_ends.set_cause, case, stale)
    assert shop.do(causes.end, goods) == 2
    assert shop.ask(causes.tree) == []
    ended = shop.ask(causes.tree, ended=True)
    assert [(row.cases, row.cases_below) for row in ended] == [(0, 1), (1, 1)]
    assert room.look(case).cause == "Stale"
    shop.do(causes.take_up, stale)
    assert len(shop.ask(causes.tree)) == 2
    shop.do(causes.end, stale)
    assert shop.do(causes.add, "stale", goods) == stale


def test_a_cause_is_found_by_its_path_or_its_only_name(shop: Shop) -> None:
    goods, delivery = (shop.do(causes.add, name) for name in ("Goods", "Delivery"))
    late = shop.do(causes.add, "Late", delivery)
    shop.do(causes.add, "Broken", goods)
    shop.do(causes.add, "Broken", delivery)
    assert shop.ask(causes.by_name, "late") == shop.ask(causes.by_name, "delivery>LATE") == late
    for name in ("broken", "nothing", ""):
        with pytest.raises(NoSuchCause):
            shop.ask(causes.by_name, name)


def test_the_few_that_make_most_come_first(shop: Shop) -> None:
    room = furnished(shop)
    stale, late = (shop.do(causes.add, name) for name in ("Stale", "Late"))
    for cause in (stale, late, stale, None, stale):
        shop.do(complaint_ends.set_cause, room.record().id, cause)
    shop.do(complaint_ends.set_cause, room.record(kind=Kind.PRAISE).id, late)
    rows = shop.ask(pareto, TODAY, TODAY)
    assert [(row.path, row.count, row.share, row.together) for row in rows] == [
        ("Stale", 3, 6_000, 6_000),
        ("Late", 1, 2_000, 8_000),
        ("", 1, 2_000, None),
    ]
    assert shop.ask(pareto, TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == []
