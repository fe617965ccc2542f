"""Tries out the program itself in a shop of its own, and says whether all it was shipped with works here."""

import os
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.cli import printing
from shopcrm.cli.command import Answer, Json
from shopcrm.outside import catalogues, paths
from shopcrm.outside.tables import writing
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words, saying
from shopcrm.services import customers, health, search
from shopcrm.services.customers import Draft
from shopcrm.services.health import Finding

NAMES = {"en": "Maryam Noori", "fa": "مریم نوری"}
_PHONE = "+989121234567"
_HERE = "-"


def add_flag(parser: ArgumentParser, words: Words) -> None:
    """Add --selftest, with the folder in which its shop, papers and picture are left."""
    about = words.say("check that the program works on this computer; FOLDER keeps what it made")
    parser.add_argument("--selftest", nargs="?", const=_HERE, metavar=words.say("FOLDER"), help=about)


def run(args: Namespace, words: Words) -> int:
    """Try everything and say what was found; gives 0 when all works, else 2."""
    with _place(args.selftest) as folder:
        findings = examine(folder)
    document: dict[str, Json] = {
        "fine": all(finding.fine for finding in findings),
        "program": str(Path(program.__file__).parent),
        "findings": [{"name": f.name, "fine": f.fine, "says": words.tell(f.says)} for f in findings],
    }
    lines = [f"{'✓' if finding.fine else '✗'} {words.tell(finding.says)}" for finding in findings]
    printing.show(Answer(document, lines), as_json=args.json)
    return 0 if all(finding.fine for finding in findings) else 2


def examine(folder: Path) -> list[Finding]:
    """Try everything in a folder; what fails is a finding, never an error."""
    findings = [_tried("catalogue", _catalogue)]
    shop = folder / "selftest.db"
    shop.unlink(missing_ok=True)
    try:
        with program.opened(shop) as app:
            findings += app.examine_parts()
            findings += app.shop.ask(health.examine)
            findings.append(_tried("customer", lambda: _customer(app)))
            findings.append(_tried("table", lambda: _table(app, folder)))
            findings += [_tried(f"paper {code}", partial(_paper, app, folder, code)) for code in NAMES]
            findings += _window(app, folder)
    except ShopError as error:
        findings.append(Finding("shop", fine=False, says=error.saying))
    return findings


@contextmanager
def _place(chosen: str) -> Iterator[Path]:
    if chosen != _HERE:
        folder = Path(chosen)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="shopcrm-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def _tried(name: str, attempt: Callable[[], Finding]) -> Finding:
    try:
        return attempt()
    except ShopError as error:
        return Finding(name, fine=False, says=error.saying)
    except Exception as error:  # noqa: BLE001 -- whatever is broken here is what the self-test is for
        text = f"{type(error).__name__}: {error}"
        says = saying("{part} does not work: {reason}", part=name, reason=text)
        return Finding(name, fine=False, says=says)


def _catalogue() -> Finding:
    found = catalogues.catalogue(paths.resources(), "fa")
    size = len(getattr(found, "_catalog", {}))
    return Finding(
        "catalogue", fine=size > 0, says=saying("The Persian catalogue holds {count} texts.", count=size)
    )


def _customer(app: App) -> Finding:
    """Write a Persian name down and find it by a part from its middle, typed with Arabic letters."""
    app.shop.do(customers.add, Draft(name=NAMES["fa"], phones=[_PHONE]))
    hits = app.shop.ask(search.find, "ريم نور")
    fine = [hit.name for hit in hits] == [NAMES["fa"]]
    return Finding("customer", fine=fine, says=saying("A customer is written down and found again."))


def _table(app: App, folder: Path) -> Finding:
    rows = [(NAMES["fa"], _PHONE), (NAMES["en"], "12")]
    for name, write in (("people.xlsx", writing.write_excel), ("people.csv", writing.write_csv)):
        path = folder / name
        write(path, ["name", "phone"], rows)
        read = [tuple(row) for batch in app.open_table(path).batches() for row in batch]
        if [row[0] for row in read] != [row[0] for row in rows]:
            return Finding("table", fine=False, says=saying("{file} does not read back.", file=path.name))
    return Finding("table", fine=True, says=saying("Excel and CSV files are written and read back."))


def _paper(app: App, folder: Path, language: str) -> Finding:
    # Paper takes 0.3 s to import, and only this check and printing need it.
    from shopcrm.outside.paper import call_list, fonts, pages, render

    words = app.words(language)
    today = words.days.of(app.shop.clock())
    heading = pages.Heading(pages.ShopHead(NAMES[language]), words.say("Call list"), today)
    row = call_list.CallRow(NAMES[language], _PHONE, NAMES[language])
    path = folder / f"call-list-{language}.pdf"
    call_list.write_call_list(path, heading, [row], words, fonts.Fonts(app.resources / "fonts"))
    read = " ".join(render.page_texts(path))
    drawn = render.render_pages(path)[0].convert("L").getextrema()[0] < 128  # type: ignore[operator] # one band
    fine = NAMES[language] in read and bool(drawn)
    return Finding(
        f"paper {language}", fine=fine, says=saying("{file} is written and reads back.", file=path.name)
    )


def _window(app: App, folder: Path) -> list[Finding]:
    """Draw the window where no screen is needed; without Qt the commands still work."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        # Qt is loaded only by what shows a window: all other commands run where there is none.
        from shopcrm.desk import selftest
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("PySide6"):
            raise
        says = saying("Qt is not installed: the commands work, no window opens.")
        return [Finding("window", fine=True, says=says)]
    except ImportError as error:
        says = saying(
            "The window cannot be drawn: a system library is missing ({reason}).", reason=str(error)
        )
        return [Finding("window", fine=False, says=says)]
    return selftest.examine(app, folder)
