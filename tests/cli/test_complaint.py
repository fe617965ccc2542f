import json
from pathlib import Path
from typing import Any

import pytest

from shopcrm import app as program
from shopcrm.cli.main import main
from shopcrm.outside.paper.render import page_texts
from shopcrm.services import complaint_list
from tests import makers
from tests.services.case_room import furnished


@pytest.fixture
def path(application: program.App) -> Path:
    """Sara bought three walnuts at 1000 rial and two teas at 250."""
    furnished(application.shop)
    makers.email(application.shop, 1, "sara@example.com")
    return application.path


@pytest.fixture
def say(path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def act(line: str, *more: str, fails: bool = False) -> dict[str, Any]:
        status = main([*line.split(), *more, "--json", "--file", str(path)])
        heard = capsys.readouterr()
        assert (status != 0) is fails, heard.err
        return {"error": heard.err} if fails else dict(json.loads(heard.out))

    return act


def test_a_complaint_goes_from_the_first_word_to_what_was_learned(say: Any, tmp_path: Path) -> None:
    new = (
        "complaint new --customer 1 --about goods --sale 1 --line 2 --severity 4 --key k",
        "--words",
        "The tea is old.",
    )
    first = say(*new)
    assert (first["number"], first["answer_due"], first["known"]) == (1, "2026-11-22T11:00:00+00:00", False)
    assert say(*new)["known"]
    shown = say("complaint show 1")
    assert (shown["line"], shown["product"], shown["severity"]) == (2, "Tea", 4)
    assert say("complaint say 1", "--told", "So sorry.")["said"][0]["way"] == "told"
    assert say("complaint wait 1")["settle_due"] is None
    assert say("complaint back 1")["state"] == "waiting_us"
    back = say("complaint put-right 1 --by refund --line 2:1")
    assert (back["amount"], back["known"]) == (250, False)
    assert say("complaint put-right 1 --by refund --line 2:1")["known"]
    assert say("complaint put-right 1 --by voucher --amount 50")["amount"] == 500
    settled = say("complaint settle 1 --answer happy", "--words", "Thank you")
    assert (settled["state"], settled["answer"], settled["look_back_on"]) == (
        "settled",
        "happy",
        "2026-12-22",
    )
    asked = say("complaint ask 1 --score 5", "--words", "slow")
    assert (asked["score"], asked["task"]) == (5, "open")
    say("cause add Old")
    assert say("complaint learn 1 --cause old")["cause"] == "Old"
    assert say("complaint follow-up 1 --answer not_happy", "--words", "Old again")["state"] == "reopened"
    assert say("complaint withdraw 1 --why moved")["state"] == "withdrawn"
    assert say("complaint reopen 1 --why back")["state"] == "reopened"
    file = tmp_path / "file.pdf"
    assert say(f"complaint file 1 --pdf {file}")["photos"] == 0
    assert "The tea is old." in " ".join(page_texts(file))


def test_lists_are_by_state_kind_and_person(say: Any) -> None:
    say("complaint new", "--words", "one")
    say("complaint new --kind praise --staff-about Ali", "--words", "two")
    say("complaint withdraw 1 --why mistake")
    assert [one["number"] for one in say("complaint list")["complaints"]] == [2]
    assert [one["number"] for one in say("complaint list --state withdrawn")["complaints"]] == [1]
    assert say("complaint list --kind complaint")["complaints"] == []
    assert say("complaint list --responsible nobody")["complaints"] == []
    assert say("complaint show 2")["staff_about"] == "Ali"


def test_a_list_has_all_cases_and_the_clock_that_ends_next_stands_first(
    say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaint_list, "PAGE", 1)
    say("complaint new --severity 5", "--words", "answered, to settle first")
    say("complaint say 1", "--told", "So sorry.")
    say("complaint new --severity 3", "--words", "to answer first")
    assert [one["number"] for one in say("complaint list")["complaints"]] == [2, 1]
    for number in (1, 2):
        say(f"complaint withdraw {number} --why mistake")
    assert [one["number"] for one in say("complaint list --state withdrawn")["complaints"]] == [2, 1]


@pytest.mark.parametrize(
    "line",
    [
        "--by refund --amount 1",
        "--by voucher --amount 1 --line 1",
        "--by apology --points 3",
        "--by points --refund cash",
    ],
)
def test_what_a_way_does_not_take_is_refused_before_anything_is_given(say: Any, line: str) -> None:
    say("complaint new --customer 1 --sale 1", "--words", "stale")
    assert "has no meaning here" in say(f"complaint put-right 1 {line}", "--words", "x", fails=True)["error"]
    assert say("complaint show 1")["remedies"] == []


def test_a_card_that_could_not_be_saved_is_printed_of_the_question_that_was_asked(
    say: Any, tmp_path: Path
) -> None:
    say("complaint new --customer 1", "--words", "stale")
    say("complaint settle 1 --answer happy")
    say(f"complaint ask 1 --way paper --pdf {tmp_path}", fails=True)
    card = tmp_path / "card.pdf"
    assert say(f"complaint ask 1 --way paper --pdf {card}")["asking"] == 1
    assert card.exists()
    assert "asked about this already" in say("complaint ask 1", fails=True)["error"]


def test_the_slip_counts_its_copies(say: Any, tmp_path: Path) -> None:
    say("complaint new", "--words", "stale")
    for copies in range(2):
        slip = tmp_path / f"{copies}.pdf"
        assert say(f"complaint slip 1 --width 58 --pdf {slip}")["copies"] == copies
    assert "CASE-1" in page_texts(slip)[0]
    assert "Copy 1" in page_texts(slip)[0]


def test_the_report_has_its_figures(say: Any, tmp_path: Path) -> None:
    say("complaint new --severity 2", "--words", "stale")
    pdf = tmp_path / "report.pdf"
    found = say(f"complaint report --from 2026-11-01 --to 1405/09/30 --pdf {pdf}")
    assert (found["kinds"], found["unsettled"], found["severity"]) == ({"complaint": 1}, 1, {"2": 1})
    assert found["causes"] == [{"cause": None, "count": 1, "share": 10000, "together": None}]
    assert "Complaints" in page_texts(pdf)[0]
    assert (
        "before the first" in say("complaint report --from 2026-12-01 --to 2026-11-01", fails=True)["error"]
    )


def test_causes_and_improvements(say: Any, tmp_path: Path) -> None:
    assert len(say("cause first")["causes"]) == 26
    assert say("cause add Salty --in Goods")["causes"][6]["path"] == "Goods > Salty"
    say("complaint new --customer 1", "--words", "too salty")
    say("complaint settle 1 --answer accepted")
    say("complaint learn 1 --cause Salty")
    add = "improvement add --cause goods>salty --who Ali --until 2026-11-30"
    assert say(add, "--what", "Less salt")["improvements"][0]["state"] == "open"
    done = say("improvement done 1 --tell", "--changed", "Half the salt")["improvements"][0]
    assert (done["state"], done["told"], done["to_tell"], done["effect"]) == ("done", 1, 0, "not_known")
    say(add, "--what", "None at all")
    assert say("improvement drop 2 --why no")["improvements"][0]["state"] == "dropped"
    pdf = tmp_path / "improvements.pdf"
    assert len(say(f"improvement list --pdf {pdf}")["improvements"]) == 2
    assert "Half the salt" in page_texts(pdf)[0]


@pytest.mark.parametrize(
    "line",
    [
        "complaint new",
        "complaint new 1 --words x",
        "complaint show",
        "complaint show 99",
        "complaint say 1",
        "complaint put-right 1",
        "complaint slip 1",
        "complaint new --words x --line 0 --sale 1",
        "complaint new --words x --line 1",
        "complaint new --words x --sale 1 --line 1 --line 2",
        "improvement add 7 --cause x --what x --who Ali --until 2026-12-01",
        "complaint new --words x --severity 9",
        "complaint new --words x --customer 77",
        "complaint new --words x --about weather",
        "improvement done",
        "improvement add --what x",
        "cause add",
        "cause add x --in y",
    ],
)
def test_what_is_not_understood_is_one_sentence(say: Any, line: str) -> None:
    error = say(line, fails=True)["error"]
    assert error.strip()
    assert "Traceback" not in error
