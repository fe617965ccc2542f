"""What is typed behind a command: a slip in any place is one sentence, and nothing is done."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli import typed
from shopcrm.cli.commands import COMMANDS
from shopcrm.cli.main import main
from shopcrm.rules import voucher_codes
from shopcrm.rules.money import CURRENCIES
from shopcrm.services import points, sales, settings, wrong_codes
from shopcrm.services.voucher_issue import VoucherDraft
from tests import makers
from tests.services import counters

ODD = ("99999999999999999999", "1e99", "²", "", "9" * 5_000, "--")
PLACES = (
    "sale --line=1001:{}",
    "sale --line=1001:1:{}",
    "sale --amount={}",
    "sale --line=1001:1 --customer=1 --points={}",
    "sale --line=1001:1 --discount={}",
    "sale --line=1001:1 --pay=cash:{}",
    "return {}",
    "return 1 --line={}",
    "return 1 --line=1:0.1:-{}",
    "exchange 1 --line={} --new=1001:1",
    "exchange 1 --new=1001:{}",
    "reverse {}",
    "voucher issue --kind=percent --value={}",
    "voucher issue --kind=amount --value={}",
    "voucher issue --kind=goods --product=1001 --value={}",
    "voucher issue --kind=goods --words=haircut --value={}",
    "voucher issue --kind=percent --value=5 --most={}",
    "voucher issue --kind=percent --value=5 --minimum={}",
    "voucher issue --kind=percent --value=5 --count={}",
    "voucher issue --kind=percent --value=5 --uses={}",
    "voucher issue --kind=percent --value=5 --to={}",
    "voucher check {}",
    "voucher activate {}",
    "points show {}",
    "points adjust 1 {} --reason=x",
    "points statement 1 --pdf=never.pdf --from={}",
    "tier show {}",
    "day show {}",
    "day close --counted={}",
    "find Sara --limit={}",
    "prefer 1 likes --words=tea --strength={}",
    "unmerge {}",
    "wish --hold={}",
    "wish 1 --words=tea --priority={}",
    "wish 1 --words=tea --quantity={}",
    "import --undo={}",
    "who-to-tell 1001 --top={}",
)
ENGLISH = re.compile(r"argument|invalid|expected|choose|required|unrecogni[sz]ed|positional|show this")


@pytest.fixture
def path(application: program.App) -> Path:
    """Sara bought walnuts at 10,000 toman."""
    shop = application.shop
    makers.customer(shop, name="Sara", code="C-1")
    makers.product(shop, name="Walnuts", code="1001", price=100_000, stock=9_000)
    assert main(["sale", "--line", "1001:1", "--customer", "1", "--file", str(application.path)]) == 0
    return application.path


def _refused(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> str:
    capsys.readouterr()
    assert main([*line, "--file", str(path)]) == 2, line
    out, err = capsys.readouterr()
    assert (out, len(err.strip().splitlines())) == ("", 1), line
    assert "unexpected" not in err, line
    return err.strip()


@pytest.mark.parametrize("place", PLACES)
def test_no_number_makes_a_command_fall(
    path: Path, capsys: pytest.CaptureFixture[str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    for odd in ODD:
        if odd == "--" and not place.endswith("={}"):
            continue  # Alone it ends the options.
        said = _refused(path, capsys, *(part.replace("{}", odd) for part in place.split()))
        assert said.endswith((".", "7:0.750.")), said
    assert not (path.parent / "never.pdf").exists()


def test_what_is_left_empty_is_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = "{} is empty. Nothing was done. Write a value for it."
    assert _refused(path, capsys, "sale", "--line", "") == empty.format("--line")
    issue = ("voucher", "issue", "--kind", "percent")
    assert _refused(path, capsys, *issue, "--value", " ") == empty.format("--value")
    assert _refused(path, capsys, *issue, "--value=--") == empty.format("--value")
    assert _refused(path, capsys, "staff", "add", "") == empty.format("NAME")
    assert _refused(path, capsys, "") == empty.format("COMMAND")
    assert "cash: is not a payment" in _refused(path, capsys, "sale", "--line=1001:1", "--pay=cash:")
    assert main(["voucher", "list", "--find", "", "--file", str(path)]) == 0


def test_a_slip_says_that_nothing_was_changed_and_what_to_write(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _refused(path, capsys, "sale", "--amount", "abc")
    assert said == "abc is not a number. Nothing was changed. Write it in digits, such as 12 or 0.5."
    said = _refused(path, capsys, "voucher", "issue", "--kind", "percent", "--value", "5", "--count", "x")
    assert said == "x is not a whole number. Nothing was changed. Write it in digits, such as 12."
    said = _refused(path, capsys, "points", "statement", "1", "--pdf", "no.pdf", "--to", "soon")
    assert said.startswith("soon is not a day. Nothing was changed. Write year, month and day")
    assert application.shop.ask(sales.count) == 1


def test_no_amount_is_rounded_in_silence(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = ("voucher", "issue", "--kind")
    assert "parts smaller than 0.1 toman" in _refused(path, capsys, *issue, "amount", "--value", "1.55")
    application.shop.do(settings.change, currency="IRR")
    said = _refused(path, capsys, *issue, "amount", "--value", "1.5")
    assert said == "1.5 has parts smaller than 1 rial. Nothing was changed. Write an amount without them."
    assert "parts smaller" in _refused(path, capsys, "sale", "--line=1001:1:0.4")
    assert "parts smaller" in _refused(path, capsys, "day", "close", "--counted", "10.25")
    assert "hundredth of a percent" in _refused(path, capsys, *issue, "percent", "--value", "1.005")
    words = ("goods", "--words", "haircut", "--value", "1.5")
    assert "not a whole number" in _refused(path, capsys, *issue, *words)
    assert typed.money("1.5 تومان", CURRENCIES["IRR"]) == 15
    assert typed.money("1,500.00", CURRENCIES["IRR"]) == 1_500
    assert typed.money("۱٫۲۵", CURRENCIES["GBP"]) == 125
    assert (typed.percent("12.25%"), typed.percent("٪۵")) == (1_225, 500)


def test_numbers_are_read_in_any_digits(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, there in (("۱۲", 12), ("1,000", 1_012), ("-۲", 1_010)):
        assert main(["points", "adjust", "1", text, "--reason", "x", "--file", str(path)]) == 0
        assert application.shop.ask(points.standing, 1).balance == there
    assert "At most 1,000,000,000" in _refused(
        path, capsys, "points", "adjust", "1", "1000000001", "--reason", "x"
    )


def test_a_close_is_never_made_of_what_was_meant_otherwise(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "day close --counted N" in _refused(path, capsys, "day", "close", "5000")
    assert main(["day", "show", "--json", "--file", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["empty"] is False


def test_what_comes_back_is_paid_for_with_no_price_below_zero(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is not a line of a return" in _refused(path, capsys, "return", "1", "--line=1:0.001:-1")


def test_V8_a_voucher_is_named_by_its_number_which_tells_nobody_its_code(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    code = voucher_codes.shown(counters.voucher(application.shop, VoucherDraft("percent", 1_000)))
    counters.voucher(application.shop, VoucherDraft("percent", 1_000, blank=True))
    by_number = _told(path, capsys, "voucher", "check", "۱")
    assert by_number["code"] != code
    assert {**by_number, "code": code} == _told(path, capsys, "voucher", "check", code)
    assert _told(path, capsys, "voucher", "activate", "2")["id"] == 2
    assert _refused(path, capsys, "voucher", "check", "9").startswith("There is no voucher 9.")
    assert application.shop.ask(wrong_codes.wait) == 0


def _told(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*line, "--json", "--file", str(path)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


MISUSES = (
    "dance",
    "doctor --fast",
    "sale --line",
    "sale --json=1",
    "sale --re x",
    "exchange 1",
    "return 1 --re x",
    "prefer 1 likes",
    "wish 1 --product a --words b",
    "voucher issue --kind x --value 1",
    "voucher issue --kind percent --value 1 --count x",
    "voucher list --state x",
    "voucher print 1 --width 70",
    "staff add Ali boss",
    "export x.csv --what x",
    "note 1",
    "--language xx doctor",
)


@pytest.mark.parametrize("line", MISUSES)
def test_a_misuse_is_told_in_persian_without_english(
    path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    said = _refused(path, capsys, "--language", "fa", *line.split())
    assert not ENGLISH.search(said), said
    assert not re.search(r"[<>']", said), said


def test_the_kinds_of_payment_are_named_in_persian(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    persian = ("--language", "fa")
    said = _refused(path, capsys, *persian, "sale", "--line=1001:1", "--pay=cheque")
    assert "نقد (cash)، کارت (card)، انتقال (transfer)" in said
    said = _refused(path, capsys, *persian, "return", "1", "--refund=cheque")
    assert "اعتبار خرید (credit)" in said
    said = _refused(path, capsys, "sale", "--line=1001:1", "--pay=cheque")
    assert said == "A sale is paid by cash, card, transfer or tab, not by cheque. Nothing was sold."


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", ["", "sample", "tour", *(command.name for command in COMMANDS)])
def test_help_reads_well(capsys: pytest.CaptureFixture[str], language: str, name: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--language", language, *name.split(), "--help"])
    page = capsys.readouterr().out
    assert (left.value.code, page.endswith("\n")) == (0, True)
    assert not re.search(r"<\w+\.|positional|show this help message|options:", page)
    assert ("usage:" in page) is (language == "en")


def test_help_names_what_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("en", "fa"):
        with pytest.raises(SystemExit):
            main(["--language", language, "voucher", "--help"])
        page = capsys.readouterr().out
        names = "percent amount goods credit all no_voucher no_promotion alone unused partly_used used lapsed"
        for name in f"{names} withdrawn blank slip card a4x8 a4x10".split():
            assert re.search(rf"\b{name}\b", page), (language, name)


@pytest.mark.parametrize(("wrong", "says"), [(20, "Wait 1 second,"), (21, "Wait 2 seconds,")])
def test_V8_the_wait_is_told_in_seconds(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str], wrong: int, says: str
) -> None:
    code = counters.voucher(application.shop, VoucherDraft("percent", 1_000))
    for _ in range(wrong):
        application.shop.do(wrong_codes.note, "hello")
    assert says in _refused(path, capsys, "voucher", "check", code)


def test_one_way_to_reach_somebody_is_one_way(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    makers.phone(application.shop, 1, "+989121112233")
    assert main(["erase", "1", "--file", str(path)]) == 2
    assert "with 1 way to reach them." in capsys.readouterr().out
