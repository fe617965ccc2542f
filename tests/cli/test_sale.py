import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.services import points, sales, stock, tabs, tiers, wrong_codes
from shopcrm.services.shop import Shop
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.vouchers import WrongCode
from tests import makers
from tests.services import counters


@pytest.fixture
def path(application: program.App) -> Path:
    """Sara, and a shop that sells walnuts at 10,000 toman and tea by its barcode."""
    shop = application.shop
    makers.customer(shop, name="Sara", code="C-1")
    makers.product(shop, name="Walnuts", code="1001", price=100_000, stock=9_000)
    makers.product(shop, name="Tea", code="T-1", price=20_000, barcodes=("6260001",))
    return application.path


@pytest.fixture
def shop(application: program.App) -> Shop:
    """The door of that shop."""
    return application.shop


def _sell(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert main(["sale", *line, "--json", "--file", str(path)]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_a_sale_with_everything_is_told_whole(
    path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    counters.points_rule(shop, per_amount=10_000, worth=1_000)
    tier = counters.tier(shop)
    shop.do(tiers.set_by_hand, 1, tier, "friend")
    _sell(path, capsys, "--line", "1001:1", "--customer", "C-1")
    code = counters.voucher(shop, VoucherDraft("amount", 5_000))
    goods = ["--line", "1001:۰٫۷۵۰", "--line", "6260001:2:1,500"]
    how = ["--customer", "1", "--voucher", code.lower(), "--points", "4"]
    done = _sell(path, capsys, *goods, *how, "--pay", "card:5000", "--pay", "cash:9,000")
    assert {"sale", "total", "steps", "points", "tier", "number", "to_pay", "paid", "change"} <= set(done)
    assert (done["sale"], done["number"], done["total"], done["tier"]) == (2, "2", 96_850, "Gold")
    assert [(step["kind"], step["before"], step["amount"]) for step in done["steps"]] == [
        ("tier", 105_000, 3_150),
        ("amount_voucher", 101_850, 5_000),
    ]
    assert done["steps"][0]["why"] == "Gold tier: 3% of 10,500 toman"
    assert done["points"] == {"earned": 9, "spent": 4, "balance": 14}
    assert (done["to_pay"], done["change"]) == (92_850, 47_150)
    assert [(one["kind"], one["amount"]) for one in done["paid"]] == [
        ("points", 4_000),
        ("card", 50_000),
        ("cash", 42_850),
    ]
    assert shop.ask(points.standing, 1).balance == 14
    assert shop.ask(stock.on_hand, [1]) == {1: 7_250}


def test_without_a_payment_all_is_cash_and_a_kind_alone_takes_the_rest(
    path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [one["kind"] for one in _sell(path, capsys, "--line", "T-1:1")["paid"]] == ["cash"]
    done = _sell(path, capsys, "--amount", "3,000", "--customer", "1", "--pay", "cash:1000", "--pay", "tab")
    assert [(one["kind"], one["amount"]) for one in done["paid"]] == [("cash", 10_000), ("tab", 20_000)]
    assert shop.ask(tabs.balance, 1) == 20_000


def test_P8_the_same_key_sells_once(path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--line", "1001:1", "--discount", "100", "--reason", "scratched", "--key", "basket 7"]
    first, again = (_sell(path, capsys, *line) for _ in range(2))
    assert (first.pop("known"), again.pop("known")) == (False, True)
    assert first == again
    assert first["steps"][0]["why"] == "Taken off the whole sale by hand: scratched"
    assert main(["sale", "--line", "1001:2", "--key", "basket 7", "--file", str(path)]) == 2
    assert shop.ask(sales.count) == 1


def test_what_was_sold_is_told_in_words(path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    counters.points_rule(shop, per_amount=10_000)
    line = ["sale", "--line", "T-1:1", "--discount", "500", "--customer", "1", "--pay", "cash:2000"]
    assert main([*line, "--key", "k", "--file", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Taken off the whole sale by hand: −500 toman",
        "Sale 1: 1,500 toman",
        "Change: 500 toman",
        "Points: 1 earned, 0 spent, 1 there now",
    ]
    assert main([*line, "--key", "k", "--file", str(path)]) == 0
    assert "sold before" in capsys.readouterr().out


def test_V8_a_wrong_code_is_noted(path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["sale", "--line", "1001:1", "--voucher", "nonsense", "--file", str(path)]
    assert main(line) == 2
    assert "is not a voucher code" in capsys.readouterr().err
    assert shop.ask(lambda session: session.scalars(select(func.count()).select_from(WrongCode)).one()) == 1
    assert shop.ask(wrong_codes.wait) == 0
    assert shop.ask(sales.count) == 0


BAD: tuple[tuple[str, ...], ...] = (
    (),
    ("--line", "1001"),
    ("--line", "1001:"),
    ("--line", ":1"),
    ("--line", "1001:1:2:3"),
    ("--line", "1001:two"),
    ("--line", "1001:0"),
    ("--line", "1001:-1"),
    ("--line", "1001:0.0001"),
    ("--line", "1001:1e30"),
    ("--line", "1001:1:-5"),
    ("--line", "1001:1:many"),
    ("--line", "9999:1"),
    ("--line", "1001:1", "--customer", "77"),
    ("--line", "1001:1", "--points", "-3"),
    ("--line", "1001:1", "--points", "1.5"),
    ("--line", "1001:1", "--points", "x"),
    ("--line", "1001:1", "--points", "10", "--customer", "1"),
    ("--line", "1001:1", "--points", "10"),
    ("--line", "1001:1", "--pay", "cheque"),
    ("--line", "1001:1", "--pay", "card:1"),
    ("--line", "1001:1", "--pay", "card:99999999"),
    ("--line", "1001:1", "--pay", "card:"),
    ("--line", "1001:1", "--pay", "cash", "--pay", "card"),
    ("--line", "1001:1", "--pay", "tab"),
    ("--line", "1001:1", "--discount", "-1"),
    ("--amount", "-1"),
    ("--amount", "ten"),
)


def test_bad_input_is_one_sentence_and_nothing_is_written(
    path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in BAD:
        assert main(["sale", *line, "--file", str(path)]) == 2, line
        said = capsys.readouterr()
        assert (said.out, len(said.err.strip().splitlines())) == ("", 1), line
        assert said.err.strip().endswith("."), line
    assert shop.ask(sales.count) == 0
    assert shop.ask(stock.on_hand, [1]) == {1: 9_000}
