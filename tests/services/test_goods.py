from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopcrm.services import categories, goods, stock
from shopcrm.services.goods import CodeTaken, ProductDraft, UnknownGoods
from shopcrm.services.shop import Shop


def _walnuts(shop: Shop, **fields: object) -> int:
    draft = ProductDraft(name="Walnut kernel", code="W-1", unit="kg", price=6_500_000)
    return shop.do(goods.add, replace(draft, **fields))  # type: ignore[arg-type] # the fields of a draft


def test_shelves_make_a_tree_with_paths(shop: Shop) -> None:
    walnuts = shop.do(categories.at_path, "Nuts > Walnuts")
    shop.do(categories.at_path, "Nuts > Almonds")
    shop.do(categories.at_path, "Tea")
    assert shop.ask(categories.path_of, walnuts) == "Nuts > Walnuts"
    tree = shop.ask(categories.tree)
    assert [(row.path, row.depth) for row in tree] == [
        ("Nuts", 0),
        ("Nuts > Almonds", 1),
        ("Nuts > Walnuts", 1),
        ("Tea", 0),
    ]
    nuts = tree[0].id
    assert [row.name for row in shop.ask(categories.children, nuts)] == ["Almonds", "Walnuts"]
    assert shop.ask(categories.above, walnuts) == (walnuts, nuts)
    assert shop.ask(categories.beneath, nuts) == {nuts, walnuts, tree[1].id}


def test_the_same_path_is_the_same_shelf_however_it_is_spelled(shop: Shop) -> None:
    first = shop.do(categories.at_path, "Nuts > Walnuts")
    assert shop.do(categories.at_path, " nuts >  WALNUTS ") == first


def test_a_shelf_of_the_same_name_in_the_same_place_is_refused(shop: Shop) -> None:
    nuts = shop.do(categories.add, "Nuts")
    shop.do(categories.add, "Roasted", nuts)
    with pytest.raises(categories.CategoryTaken):
        shop.do(categories.add, "nuts")
    with pytest.raises(categories.CategoryTaken, match="Nuts > Roasted"):
        shop.do(categories.add, "roasted", nuts)
    with pytest.raises(categories.CategoryNameMissing):
        shop.do(categories.add, " ")
    with pytest.raises(categories.CategoryNameMissing):
        shop.do(categories.add, "a > b")
    with pytest.raises(categories.NoSuchCategory):
        shop.do(categories.add, "Salted", 99)


def test_a_shelf_is_renamed(shop: Shop) -> None:
    nuts = shop.do(categories.add, "Nuts")
    shop.do(categories.add, "Tea")
    shop.do(categories.rename, nuts, "Kernels")
    shop.do(categories.rename, nuts, "KERNELS")
    assert shop.ask(categories.path_of, nuts) == "KERNELS"
    with pytest.raises(categories.CategoryTaken):
        shop.do(categories.rename, nuts, "tea")
    with pytest.raises(categories.CategoryNameMissing):
        shop.do(categories.rename, nuts, "")
    with pytest.raises(categories.NoSuchCategory):
        shop.do(categories.rename, 99, "Sweets")


def test_a_product_comes_back_as_it_was_added(shop: Shop) -> None:
    shelf = shop.do(categories.at_path, "Nuts > Walnuts")
    key = _walnuts(
        shop,
        category_id=shelf,
        cost=5_000_000,
        tax_rate=900,
        attributes={"grade": "premium"},
        barcodes=["200"],
    )
    seen = shop.ask(goods.show, key)
    assert (seen.name, seen.code, seen.category, seen.unit) == (
        "Walnut kernel",
        "W-1",
        "Nuts > Walnuts",
        "kg",
    )
    assert (seen.price, seen.cost, seen.tax_rate) == (6_500_000, 5_000_000, 900)
    assert dict(seen.attributes) == {"grade": "premium"}
    assert seen.on_hand is None


def test_what_is_shown_can_be_changed_and_given_back(shop: Shop) -> None:
    key = _walnuts(shop, barcodes=["200", "201"])
    seen = shop.ask(goods.show, key)
    shop.do(goods.edit, key, replace(seen, name="Walnut halves", barcodes=["201", "202"]))
    again = shop.ask(goods.show, key)
    assert again.name == "Walnut halves"
    assert again.code == "W-1"
    assert again.barcodes == ("201", "202")
    assert shop.ask(goods.count, "halves") == 1
    assert shop.ask(goods.count, "kernel") == 0
    with pytest.raises(stock.NoSuchProduct):
        shop.do(goods.edit, 99, seen)


def test_goods_without_a_code_get_the_next_free_number(shop: Shop) -> None:
    _walnuts(shop, code="2")
    key = _walnuts(shop, code="")
    assert shop.ask(goods.show, key).code == "3"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": "  "}, goods.ProductNameMissing),
        ({"price": -1}, goods.PriceRefused),
        ({"cost": -1}, goods.PriceRefused),
        ({"tax_rate": 10_001}, goods.TaxRefused),
    ],
)
def test_a_draft_that_cannot_be_is_refused(
    shop: Shop, fields: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _walnuts(shop, **fields)
    assert shop.ask(goods.count) == 0


def test_S2_a_product_has_many_barcodes_and_is_found_by_each(shop: Shop) -> None:
    key = _walnuts(shop, barcodes=["2000000000015", "2000000000022", "6260000000017"])
    for code in ("2000000000015", "۲۰۰۰۰۰۰۰۰۰۰۲۲", " 6260000000017 ", "W-1", "w-1"):
        assert shop.ask(goods.find, code).id == key


def test_S2_a_barcode_of_other_goods_is_refused_and_says_whose_it_is(shop: Shop) -> None:
    _walnuts(shop, barcodes=["200"])
    for taken in ({"barcodes": ["201", "200"]}, {"code": "200"}, {"code": "W-1"}, {"barcodes": ["W-1"]}):
        with pytest.raises(CodeTaken, match="Walnut kernel"):
            _walnuts(shop, **{"name": "Almond", "code": "A-1", **taken})
    assert shop.ask(goods.count) == 1


def test_S2_many_at_once_are_checked_against_the_shop_and_each_other(shop: Shop) -> None:
    _walnuts(shop, barcodes=["200"])
    ids = shop.do(goods.add_many, [ProductDraft("Almond", barcodes=["201", "202"]), ProductDraft("Fig")])
    assert [shop.ask(goods.show, key).code for key in ids] == ["2", "3"]
    assert shop.ask(goods.find, "202").name == "Almond"
    for drafts, owner in (
        ([ProductDraft("Date", "D"), ProductDraft("Tea", "T", barcodes=["D"])], "Date"),
        ([ProductDraft("Date", "D"), ProductDraft("Tea", "T", barcodes=["200"])], "Walnut kernel"),
    ):
        with pytest.raises(CodeTaken, match=owner):
            shop.do(goods.add_many, drafts)
    assert shop.ask(goods.count) == 3


def test_a_code_that_nobody_has_is_named(shop: Shop) -> None:
    with pytest.raises(UnknownGoods, match="X-9"):
        shop.ask(goods.find, "X-9")
    with pytest.raises(stock.NoSuchProduct, match="99"):
        shop.ask(goods.show, 99)


def test_goods_are_listed_by_fragment_and_shelf(shop: Shop) -> None:
    nuts = shop.do(categories.add, "Nuts")
    inner = shop.do(categories.add, "Walnuts", nuts)
    shop.do(goods.add, ProductDraft("مغز گردو", "G1", category_id=inner, barcodes=["2000000000015"]))
    shop.do(goods.add, ProductDraft("بادام", "G2", category_id=nuts))
    shop.do(goods.add, ProductDraft("چای", "G3"))

    def names(asked: str = "", shelf: int | None = None) -> list[str]:
        return [row.name for row in shop.ask(goods.page, asked, shelf)]

    assert names() == ["بادام", "چای", "مغز گردو"]
    assert names("گردو") == ["مغز گردو"]
    assert names("گر") == ["مغز گردو"]
    assert names("مغزگردو") == ["مغز گردو"]
    assert names("۰۰۰۱۵") == ["مغز گردو"]
    assert names("g3") == ["چای"]
    assert names("", nuts) == ["بادام", "مغز گردو"]
    assert names('"') == names()
    assert shop.ask(goods.count, "", nuts) == 2
    assert [row.name for row in shop.ask(goods.page, limit=1, offset=1)] == ["چای"]


def test_stock_is_the_sum_of_its_moves_and_a_correction_needs_a_reason(shop: Shop) -> None:
    key = _walnuts(shop)
    with pytest.raises(stock.ReasonMissing):
        shop.do(stock.correct, key, 5_000, " ")
    with pytest.raises(stock.NoSuchProduct):
        shop.do(stock.correct, 99, 5_000, "counted")
    assert shop.do(stock.correct, key, 5_000, "counted") == 5_000
    assert shop.do(stock.correct, key, 4_250, "moths") == -750
    assert shop.do(stock.correct, key, 4_250, "counted again") == 0
    assert shop.ask(goods.show, key).on_hand == 4_250
    assert [move.reason for move in shop.ask(stock.moves_of, key)] == ["moths", "counted"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_what_is_on_hand_is_always_what_was_counted_last(shop: Shop, counts: list[int]) -> None:
    key = shop.do(goods.add, ProductDraft("Almond"))
    for counted in counts:
        shop.do(stock.correct, key, counted, "counted")
    assert shop.ask(stock.on_hand, [key]) == {key: counts[-1]}
    assert sum(move.quantity for move in shop.ask(stock.moves_of, key)) == counts[-1]


def test_saving_puts_goods_on_the_shelf_of_a_path(shop: Shop) -> None:
    draft = ProductDraft(name="Walnut kernel", code="W-1")
    saved = shop.do(goods.save, None, draft, "Nuts > Walnuts")
    assert shop.ask(goods.show, saved).category == "Nuts > Walnuts"
    assert shop.do(goods.save, saved, replace(draft, name="Walnuts"), " nuts ") == saved
    shown = shop.ask(goods.show, saved)
    assert (shown.name, shown.category) == ("Walnuts", "Nuts")
    shop.do(goods.save, saved, draft, "")
    assert shop.ask(goods.show, saved).category == ""
    with pytest.raises(CodeTaken):
        shop.do(goods.save, None, draft, "Empty shelf")
    assert [row.path for row in shop.ask(categories.tree)] == ["Nuts", "Nuts > Walnuts"]
