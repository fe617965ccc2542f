"""Every command for every role: it runs or is refused as the one table of roles says."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.cli import main as command_line
from shopcrm.cli.command import Command
from shopcrm.cli.commands import COMMANDS
from shopcrm.cli.main import main
from shopcrm.rules import roles
from shopcrm.rules.roles import Role
from shopcrm.rules.tenders import Tender
from shopcrm.services import (
    causes,
    duplicates,
    merges,
    messages,
    promises,
    selling,
    settings,
    special_orders,
    staff,
    wishes,
)
from shopcrm.services import shop as door
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.promises import PromiseDraft
from shopcrm.services.shop import NotAllowed, Shop, Who
from shopcrm.services.special_orders import OrderDraft
from tests import makers
from tests.conftest import NOW

EXAMPLES: dict[str, tuple[str, ...]] = {
    "doctor": ("",),
    "backup": ("{room}/stick",),
    "restore": ("{room}/backup.db --look", "{room}/backup.db --yes"),
    "import": ("{room}/people.csv", "{room}/people.csv --dry-run", "--list"),
    "export": ("{room}/out.xlsx", "{room}/one.json --customer 1", "{room}/one.pdf --customer 1"),
    "find": ("Sara",),
    "customer": ("1",),
    "card": ("1",),
    "prefer": ("1 likes --words walnuts",),
    "note": ("1 hello", "1 --list"),
    "merge": ("2 3", "--sweep", "--list-likely"),
    "unmerge": ("1",),
    "erase": ("4 --yes",),
    "sale": ("--line W1:1",),
    "return": ("{sales[0]} --line 1:1",),
    "exchange": ("{sales[1]} --line 1:1 --new W1:1",),
    "reverse": ("{sales[2]}",),
    "points": ("show 1", "adjust 1 10 --reason gift", "rules"),
    "tier": ("list", "show 1"),
    "voucher": ("issue --kind percent --value 10", "list"),
    "day": ("show", "close"),
    "arrival": ("--line W1:3",),
    "send": ("",),
    "who-to-tell": ("W1",),
    "wish": ("1 --words dates", "--list"),
    "promise": ("add --words bread --until 2026-11-22 --voucher 5", "list", "keep 1", "make-up 2"),
    "order": (
        "add --customer 1 --words cake --until 2026-11-23 --deposit 5",
        "show 1",
        "ready 1",
        "hand-over 1",
    ),
    "standards": (
        "show",
        "show dos",
        "history dos",
        "read dos",
        "readers",
        "set dos --json-file {room}/dos.json",
        "leaflet --pdf {room}/leaflet.pdf",
        "sheet --pdf {room}/sheet.pdf",
    ),
    "holiday": ("list", "add 2026-12-10 --name Eid", "remove 2026-12-10"),
    "complaint": (
        "new --words stale --customer 1 --severity 3",
        "list",
        "show 1",
        "say 1 --told sorry",
        "wait 1",
        "back 1",
        "put-right 1 --by apology --words sorry",
        "settle 1 --answer happy",
        "ask 1 --score 4",
        "follow-up 1 --answer happy",
        "slip 1 --pdf {room}/slip.pdf",
        "file 1 --pdf {room}/file.pdf",
        "report",
        "learn 1 --cause stale",
        "reopen 1 --why again",
        "withdraw 1 --why gone",
    ),
    "cause": ("list", "add salty", "first"),
    "improvement": (
        "list",
        "add --cause stale --what lids --who Ali --until 2026-11-30",
        "done 1 --changed lids",
        "tell 1",
    ),
    "staff": ("list", "add Leila", "leave Leila"),
}
"""What is tried of each command, in this order."""

SALES: list[str] = []
"""The numbers of three sales at the counter."""
PINS = {"Reza": "482913", "Mina": "739152", "Ali": "4826"}
ROLES = {Role.OWNER: "Reza", Role.MANAGER: "Mina", Role.STAFF: "Ali"}
NAMES = [command.name for command in COMMANDS]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small shop with something for every command."""
    path = tmp_path_factory.mktemp("roles") / "shop.db"
    with program.opened(path, clock=lambda: NOW) as app:
        for name in ("Sara", "Nasrin", "Nasrin", "Parvin", "Omid", "Omid"):
            makers.customer(app.shop, name=name)
        walnuts = makers.product(app.shop)
        makers.sale(app.shop, 1, (walnuts, 1000, 1000))
        makers.arrival(app.shop, walnuts)
        app.shop.do(merges.merge, 5, 6)
        for words in ("bread", "milk"):
            app.shop.do(promises.make, PromiseDraft(words, NOW.date()))
        app.shop.do(promises.break_by_hand, 2)
        app.shop.do(causes.add, "stale")
        app.shop.do(settings.change, shop_name="Corner Shop")
        app.shop.do(special_orders.take, OrderDraft(1, "cake", NOW.date()))
        for key in ("a", "b", "c"):
            basket = Basket((BasketLine(walnuts, 1000),), 1)
            SALES.append(app.shop.do(selling.complete, basket, [Tender("cash")], key).number)
        for name, role in (("Reza", "owner"), ("Mina", "manager"), ("Ali", "staff")):
            app.shop.do(staff.add, name, role, PINS[name])
    return path


@pytest.fixture
def room(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files of the commands lie."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    shutil.copyfile(made, tmp_path / "backup.db")
    (tmp_path / "dos.json").write_text('{"do": ["Be kind."]}', encoding="utf-8")
    (tmp_path / "people.csv").write_text("Name,Mobile\nLeila Azad,0912 345 6789\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def opened(made: Path, room: Path) -> Iterator[App]:
    """The shop in a file of its own."""
    own = room / "shop.db"
    shutil.copyfile(made, own)
    with program.opened(own, clock=lambda: NOW) as app:
        yield app


def test_every_command_is_tried() -> None:
    assert set(NAMES) <= set(EXAMPLES)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_runs_or_is_refused_as_the_table_says(
    name: str, made: Path, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[tuple[str, Callable[[Role, str], bool]]] = []
    let_in = door._let_in

    def note(who: Who, use: str, may: Callable[[Role, str], bool]) -> None:
        passed.append((use, may))
        let_in(who, use, may)

    monkeypatch.setattr(door, "_let_in", note)
    allowed: dict[str, dict[Role, bool]] = {}
    for role, person in ROLES.items():
        own = room / f"{role}.db"
        shutil.copyfile(made, own)
        with program.opened(own, clock=lambda: NOW) as app:
            for example in EXAMPLES.get(name, ()):
                passed.clear()
                app.shop.become(Who(person, role=role, signed_in=True))
                runs = _runs(app, name, _line(example, room))
                if role is Role.OWNER:
                    needs = [(use, may) for use, may in passed if use not in roles.OPEN]
                    allowed[example] = {
                        one: all(may(one, use) for use, may in needs if not _own(use)) for one in ROLES
                    }
                assert runs == allowed[example][role], f"{name} {example} for {role}: {passed}"


def _line(example: str, room: Path) -> str:
    return example.format(room=room, sales=SALES)


def _own(use: str) -> bool:
    """Whether the program does it in its own name, whoever is there."""
    deed = roles.DEEDS.get(use)
    return deed is not None and deed.by_itself


def _runs(app: App, name: str, line: str) -> bool:
    """Run a command as whoever is signed in; tells whether the door let it."""
    words = app.words("en")
    command = next(one for one in COMMANDS if one.name == name)
    args = command_line._parser(words, [name]).parse_args([name, *line.split()])
    try:
        command.run(app, args, words)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_without_a_name_only_what_is_for_anybody_runs(
    command: Command, made: Path, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = _line(EXAMPLES.get(command.name, ("",))[0], room).split()
    status = main(["--file", str(made), command.name, *example])
    said = capsys.readouterr()
    if command.for_anybody:
        assert status == 0
    else:
        assert status == 2
        assert said.out == ""
        assert said.err.strip() == (
            "This shop has PINs. Nothing was done. Say who you are: --staff NAME and the PIN in SHOPCRM_PIN."
        )


def test_what_is_for_anybody_shows_nothing_of_anybody() -> None:
    assert {command.name for command in COMMANDS if command.for_anybody} == {"doctor", "send"}


def test_a_name_and_a_pin_let_in_by_their_role(
    opened: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHOPCRM_PIN", "۴۸۲۶")
    file = ["--file", str(opened.path), "--staff", "ali"]
    assert main([*file, "customer", "1"]) == 0
    assert "Sara" in capsys.readouterr().out
    assert main([*file, "erase", "4", "--yes"]) == 2
    assert "Ali may not do this: erase a person." in capsys.readouterr().err
    assert main([*file, "import", str(opened.path.parent / "people.csv")]) == 2
    assert "Ali may not do this: bring in files" in capsys.readouterr().err


def test_a_wrong_pin_is_one_sentence_and_slows_the_next(
    opened: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHOPCRM_PIN", "9999")
    said = []
    for _ in range(6):
        assert main(["--file", str(opened.path), "find", "Sara", "--staff", "Mina"]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        said.append(captured.err.strip())
    assert all(len(one.splitlines()) == 1 for one in said)
    assert ["Try again." in one for one in said] == [True, True, True, False, False, False]
    assert said[3].endswith("The next try can be made in 15 seconds.")
    assert "This one was not tried." in said[5]


@pytest.mark.parametrize(
    ("name", "pin", "told"),
    [
        ("Ali", None, "The PIN of Ali is missing."),
        ("Nasrin", "4826", "Nobody called Nasrin works here."),
        ("", "4826", "--staff is empty."),
    ],
)
def test_a_name_needs_its_pin(
    opened: App,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    pin: str | None,
    told: str,
) -> None:
    if pin is None:
        monkeypatch.delenv("SHOPCRM_PIN", raising=False)
    else:
        monkeypatch.setenv("SHOPCRM_PIN", pin)
    assert main(["--file", str(opened.path), "--staff", name, "find", "Sara"]) == 2
    assert told in capsys.readouterr().err


def test_waiting_messages_go_out_whoever_is_there(opened: App) -> None:
    assert opened.shop.who.role is Role.NOBODY
    assert opened.deliver_next() is False
    opened.fetch_replies()
    assert opened.itself.ask(messages.summary).waiting == 0


def test_who_looks_for_twins_by_itself_needs_nobody(opened: App) -> None:
    assert duplicates.sweep_beside(opened.itself).new >= 0


def test_without_pins_a_name_is_only_written_down(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    makers.customer(shop)
    shop.do(staff.add, "Ali", "staff")
    file = str(shop.engine.url.database)
    assert main(["--file", file, "--staff", "ALI", "wish", "1", "--words", "dates"]) == 0
    assert main(["--file", file, "--staff", "Omid", "find", "Sara"]) == 2
    assert "Nobody called Omid" in capsys.readouterr().err
    assert shop.ask(wishes.waiting)[0].id == 1
