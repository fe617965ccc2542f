"""Checks that the shop's memory is whole: file, links, books, search, trail."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shopcrm.rules.wording import Saying, saying
from shopcrm.services import audit, ledgers, moments
from shopcrm.services.shop import now_of
from shopcrm.store.engine import engine_version, is_writing, wal_is_safe

_FEW_MINUTES = timedelta(minutes=5)
"""By so much clocks are set right every day."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, whether it is in order, and the sentence about it."""

    name: str
    fine: bool
    says: Saying


def examine(session: Session) -> list[Finding]:
    """Look over the whole file; takes seconds on a large one."""
    return [
        engine_finding(),
        _file(session),
        _links(session),
        _totals(session),
        *_books(session),
        _search(session),
        _trail(session),
        _clock(session),
    ]


def engine_finding() -> Finding:
    """Tell whether the SQLite in use keeps the file safe at full speed."""
    version = ".".join(map(str, engine_version()))
    if wal_is_safe():
        return Finding(
            "engine", fine=True, says=saying("SQLite {version} keeps the file safe.", version=version)
        )
    return Finding(
        "engine",
        fine=False,
        says=saying(
            "SQLite {version} is old, so the slower journal is used. Install a newer ShopCRM.",
            version=version,
        ),
    )


def _file(session: Session) -> Finding:
    verdict = session.execute(text("PRAGMA integrity_check")).scalar_one()
    if verdict == "ok":
        return Finding("file", fine=True, says=saying("The file is whole."))
    return Finding(
        "file",
        fine=False,
        says=saying("The file is damaged: {verdict}. Restore the last good backup.", verdict=str(verdict)),
    )


def _links(session: Session) -> Finding:
    broken = len(session.execute(text("PRAGMA foreign_key_check")).all())
    if not broken:
        return Finding("links", fine=True, says=saying("Every link leads somewhere."))
    return Finding(
        "links",
        fine=False,
        says=saying("{count} links lead nowhere. Restore the last good backup.", count=broken),
    )


def _totals(session: Session) -> Finding:
    wrong = session.execute(
        text(
            "SELECT count(*) FROM sale WHERE total <> "
            "(SELECT coalesce(sum(amount), 0) FROM sale_line WHERE sale_id = sale.id)"
        )
    ).scalar_one()
    if not wrong:
        return Finding("totals", fine=True, says=saying("Every sale is the sum of its lines."))
    return Finding(
        "totals",
        fine=False,
        says=saying(
            "{count} sales are not the sum of their lines. Restore the last good backup.", count=wrong
        ),
    )


def _books(session: Session) -> list[Finding]:
    found = []
    for check in ledgers.CHECKS:
        count = ledgers.contradictions(session, check)
        says = Saying(check.wrong.text, (("count", count),)) if count else check.fine
        found.append(Finding(check.name, fine=not count, says=says))
    return found


def _search(session: Session) -> Finding:
    own = session.connection()
    try:
        if is_writing(own):
            _look_through(own)
        else:
            # The look writes to the file. Of an older moment it would be refused, and in this transaction
            # it would keep all who write waiting until the rest was looked at, too.
            with own.engine.connect() as alone:
                _look_through(alone)
    except DBAPIError as error:
        if "locked" in str(error.orig):
            raise
        return Finding(
            "search",
            fine=False,
            says=saying("The search index does not fit the customers. Bring back the last good backup."),
        )
    return Finding("search", fine=True, says=saying("The search finds what is there."))


def _look_through(connection: Connection) -> None:
    for index in ("customer_words", "product_words"):
        connection.execute(text(f"INSERT INTO {index}({index}, rank) VALUES('integrity-check', 1)"))


def _trail(session: Session) -> Finding:
    broken = audit.first_break(session)
    if broken is None:
        return Finding("trail", fine=True, says=saying("The trail of changes is unbroken."))
    return Finding(
        "trail",
        fine=False,
        says=saying("The trail of changes was altered at entry {entry}. Ask who had the file.", entry=broken),
    )


def _clock(session: Session) -> Finding:
    if moments.behind(session) <= _FEW_MINUTES:
        return Finding("clock", fine=True, says=saying("The clock goes on from what was written last."))
    return Finding(
        "clock",
        fine=False,
        says=saying(
            "The clock says {now}, but this shop wrote at {latest} already, and goes by that. Set the clock "
            "right. If it is right now, the owner says so by: shopcrm doctor --clock-is-right",
            now=now_of(session),
            latest=moments.moment(session),
        ),
    )
