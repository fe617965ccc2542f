"""What was printed or saved on paper, so that a second one of it is known for what it is."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.till import Printing

_NAMED = 20
"""So many numbers one entry of the trail names; of more it tells the first and the last."""


class What(StrEnum):
    """The papers whose printing is written down."""

    SLIP = "slip"
    VOUCHER = "voucher"
    CARD = "card"
    STATEMENT = "statement"
    DAY_CLOSE = "day_close"
    CASE = "case"
    ORDER = "order"


_AMONG_SLIPS = (What.CASE, What.ORDER)
"""Slips of cases and of special orders are kept among the slips; their layouts begin so, and no others."""


def note(session: Session, what: What, thing_ids: Sequence[int], layout: str) -> None:
    """Write down that papers of these numbers left the shop's printer or were saved as files."""
    if not thing_ids:
        return
    who = who_of(session)
    same: dict[str, Any] = {"at": now_of(session), "till": who.till, "by": who.actor}
    same |= {"what": what, "layout": layout}
    if what in _AMONG_SLIPS:
        same |= {"what": What.SLIP, "layout": f"{what} {layout}"}
    rows = [{"thing_id": key, **same} for key in thing_ids]
    session.connection().execute(insert(Printing), rows)
    many = len(thing_ids) > _NAMED
    named = f"{thing_ids[0]} to {thing_ids[-1]}" if many else ", ".join(map(str, thing_ids))
    touched(session, Topic.TILL, f"printed {len(thing_ids)} {what} as {layout}: {named}")


def times(session: Session, what: What, thing_id: int) -> int:
    """Count how often a paper was printed."""
    query = select(func.count()).select_from(Printing)
    return session.scalars(query.where(Printing.thing_id == thing_id, *_is(what))).one()


def _is(what: What) -> list[ColumnElement[bool]]:
    match what:
        case What.CASE | What.ORDER:
            return [Printing.what == What.SLIP, Printing.layout.startswith(f"{what} ")]
        case What.SLIP:
            others = (~Printing.layout.startswith(f"{one} ") for one in _AMONG_SLIPS)
            return [Printing.what == What.SLIP, *others]
        case _:
            return [Printing.what == what]
