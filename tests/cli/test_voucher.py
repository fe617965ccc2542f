import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.rules import voucher_codes
from shopcrm.rules.text import persian_digits
from shopcrm.services import printing, voucher_list, vouchers, wrong_codes
from shopcrm.services.printing import What
from tests import makers


@pytest.fixture
def path(application: program.App) -> Path:
    makers.customer(application.shop, name="Sara", code="C-1")
    makers.product(application.shop, name="Figs", code="1002")
    return application.path


def _run(path: Path, *line: str) -> int:
    return main(["voucher", *line, "--file", str(path)])


def _say(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> dict[str, Any]:
    assert _run(path, *line, "--json") == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _refused(path: Path, capsys: pytest.CaptureFixture[str], *line: str) -> str:
    assert _run(path, *line) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.strip()


def test_each_kind_is_issued_in_the_units_that_people_say(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [
        _say(path, capsys, "issue", "--kind", "percent", "--value", "15", "--most", "90000"),
        _say(
            path, capsys, "issue", "--kind", "amount", "--value", "50000", "--minimum", "90000", "--uses", "3"
        ),
        _say(path, capsys, "issue", "--kind", "goods", "--value", "2", "--product", "1002"),
        _say(path, capsys, "issue", "--kind", "goods", "--value", "1", "--words", "A haircut"),
        _say(path, capsys, "issue", "--kind", "credit", "--value", "70000", "--customer", "C-1"),
    ]
    found = [document["vouchers"][0] for document in made]
    assert [(one["kind"], one["value"]) for one in found] == [
        ("percent", 15),
        ("amount", 500_000),
        ("goods", 2),
        ("goods", 1),
        ("credit", 700_000),
    ]
    assert all(voucher_codes.is_good(voucher_codes.tidy(one["code"])) for one in found)
    assert (found[0]["most"], found[1]["minimum"], found[1]["uses"]) == (900_000, 900_000, 3)
    assert (found[4]["customer_id"], found[4]["credit_rest"]) == (1, 700_000)


def test_a_batch_has_dates_in_the_shops_calendar_and_a_campaign(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    dates = ["--from", "1405/09/01", "--to", persian_digits("1405/09/30")]
    more = ["--campaign", "Yalda", "--combines", "alone", "--blank"]
    made = _say(path, capsys, "issue", "--kind", "percent", "--value", "10", "--count", "20", *dates, *more)
    assert len({one["code"] for one in made["vouchers"]}) == 20
    one = made["vouchers"][0]
    assert (one["from"], one["to"], one["combines"], one["reason"]) == (
        "2026-11-22",
        "2026-12-21",
        "alone",
        "campaign",
    )
    listed = _say(path, capsys, "list", "--state", "blank", "--find", "yalda")
    assert len(listed["vouchers"]) == 20
    assert not {row["masked"] for row in listed["vouchers"]} & {one["code"] for one in made["vouchers"]}
    assert [one.vouchers for one in application.shop.ask(voucher_list.campaigns)] == [20]


def test_a_code_is_checked_in_any_writing_and_wrong_ones_are_noted(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _say(path, capsys, "issue", "--kind", "percent", "--value", "10", "--customer", "C-1")["vouchers"][
        0
    ]["code"]
    said = _say(path, capsys, "check", *persian_digits(code.lower()).split("-"), "--customer", "1")
    assert (said["code"], said["state"], said["problem"], said["benefit"]) == (
        code,
        "unused",
        None,
        "10% off",
    )
    assert "another customer" in _say(path, capsys, "check", code)["problem"]
    assert "is not a voucher code" in _refused(path, capsys, "check", "hello")
    assert "is not one of this shop" in _refused(path, capsys, "check", voucher_codes.make("amount"))
    slip = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert "has a slip in it" in _refused(path, capsys, "check", slip)
    assert len(_wrong(application)) == 3


def _wrong(application: program.App) -> list[str]:
    with application.shop.engine.connect() as connection:
        return list(connection.exec_driver_sql("select masked from wrong_code").scalars())


def test_V8_after_many_wrong_codes_the_command_waits_too(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _say(path, capsys, "issue", "--kind", "percent", "--value", "10")["vouchers"][0]["code"]
    for _ in range(26):
        application.shop.do(wrong_codes.note, "hello")
    application.shop.close()
    with program.opened(path, clock=application.shop.clock) as again:
        assert again.shop.ask(wrong_codes.wait) == 60
        with pytest.raises(wrong_codes.TooManyWrongCodes):
            again.shop.ask(vouchers.check, code)


def test_blank_ones_are_activated_and_others_withdrawn(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = ["issue", "--kind", "amount", "--value", "500", "--blank", "--count", "2"]
    one, other = (row["code"] for row in _say(path, capsys, *blank)["vouchers"])
    assert "not activated" in _say(path, capsys, "check", one)["problem"]
    assert (
        _say(path, capsys, "activate", one, "--customer", "C-1", "--to", "2099-01-01")["to"] == "2099-01-01"
    )
    assert _say(path, capsys, "check", one, "--customer", "1")["problem"] is None
    assert "not a blank one" in _refused(path, capsys, "activate", one)
    assert "Say why" in _refused(path, capsys, "withdraw", other)
    assert _say(path, capsys, "withdraw", other, "--reason", "spoiled")["state"] == "withdrawn"
    assert [row["state"] for row in _say(path, capsys, "list")["vouchers"]] == ["withdrawn", "unused"]
    assert [row["id"] for row in _say(path, capsys, "list", "--customer", "1")["vouchers"]] == [1]


@pytest.mark.parametrize("layout", ["slip", "card", "a4x8", "a4x10"])
def test_they_are_printed_by_code_or_number_and_that_is_kept(
    path: Path, application: program.App, capsys: pytest.CaptureFixture[str], tmp_path: Path, layout: str
) -> None:
    made = _say(path, capsys, "issue", "--kind", "percent", "--value", "10", "--count", "2")["vouchers"]
    pdf = tmp_path / "vouchers.pdf"
    said = _say(
        path, capsys, "print", made[0]["code"], "2", "--pdf", str(pdf), "--layout", layout, "--width", "58"
    )
    assert (said["vouchers"], said["printed"]) == ([1, 2], 2)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert [application.shop.ask(printing.times, What.VOUCHER, key) for key in (1, 2)] == [1, 1]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["issue", "--kind", "percent", "--value", "0"], "percentage"),
        (["issue", "--kind", "percent", "--value", "101"], "percentage"),
        (["issue", "--kind", "amount", "--value", "-5"], "amount"),
        (["issue", "--kind", "amount", "--value", "9" * 40], "9"),
        (["issue", "--kind", "amount", "--value", "many"], "is not a number"),
        (["issue", "--kind", "amount"], "not understood"),
        (["issue", "--kind", "goods", "--value", "1"], "which goods"),
        (["issue", "--kind", "goods", "--value", "1", "--product", "none"], "no goods with the code"),
        (["issue", "--kind", "amount", "--value", "5", "--count", "1001"], "at once"),
        (["issue", "--kind", "amount", "--value", "5", "--to", "2020-01-01"], "is over already"),
        (["issue", "--kind", "amount", "--value", "5", "--to", "someday"], "someday"),
        (["issue", "--kind", "amount", "--value", "5", "--customer", "nobody"], "nobody"),
        (["check"], "not understood"),
        (["print", "A", "--layout", "card"], "not understood"),
        (["print", "77", "--pdf", "x.pdf"], "There is no voucher 77"),
        (["withdraw", "77", "--reason", "x"], "There is no voucher 77"),
    ],
)
def test_bad_input_is_one_sentence(
    path: Path, capsys: pytest.CaptureFixture[str], line: list[str], says: str
) -> None:
    assert says in _refused(path, capsys, *line)


def test_people_read_lines(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(path, "list") == 0
    assert capsys.readouterr().out.strip() == "There is no voucher."
    assert _run(path, "issue", "--kind", "percent", "--value", "10", "--reason", "for waiting") == 0
    code = capsys.readouterr().out.strip()
    assert _run(path, "check", code) == 0
    assert capsys.readouterr().out.splitlines() == [f"{code}: 10% off, unused", "For whoever brings it"]
    assert _run(path, "list") == 0
    assert capsys.readouterr().out.strip() == f"1, {voucher_codes.masked(code)}, 10% off, unused"
