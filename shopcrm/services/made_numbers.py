"""Numbers of invoices that came without one: when, and who bought, so that the same file is known again.

Of who was erased the number says no more than when; it is sealed, and still found by the same words (C3).
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.services import suppressions
from shopcrm.services.import_rows import CODE_LENGTH, SOURCE
from shopcrm.store.sales import Sale

_MADE = re.compile(r"(\d{8}-\d{4}) (.+)", re.ASCII | re.DOTALL)


def made(local: datetime, buyer: str) -> str:
    """Make the number of what one person bought at one time of the shop's clock."""
    return f"{local:%Y%m%d-%H%M} {buyer}"[:CODE_LENGTH]


def sealed(number: str, sealer: Callable[[str], str]) -> str:
    """Give the number that an invoice has since its buyer was erased; nothing for one that is not made."""
    found = _MADE.fullmatch(number)
    mark = sealer(number) if found is not None else ""
    return f"{found[1]} {mark}" if found is not None and mark else ""


def seal(session: Session, customer_ids: Collection[int]) -> None:
    """Take who bought out of the made numbers of some people's sales."""
    mine = select(Sale).where(Sale.customer_id.in_(customer_ids), Sale.source == SOURCE)
    rows = [row for row in session.scalars(mine).all() if _MADE.fullmatch(row.number)]
    sealer = suppressions.sealer(session, make=bool(rows))
    for row in rows:
        row.number = sealed(row.number, sealer)
    session.flush()
