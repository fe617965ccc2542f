"""What stands on the leaflet for customers and on the sheet for staff: the standards that hold now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shopcrm.rules.standards import Content, StandardKind
from shopcrm.services import moments, opening, standards
from shopcrm.services.opening import HolidayRow

_AHEAD = timedelta(days=60)
_MOST = 8


@dataclass(frozen=True, slots=True)
class PrintedStandards:
    """All that holds, the closed days of the shop that come soon, and when the youngest part was written."""

    holds: Mapping[StandardKind, Content]
    closed: tuple[HolidayRow, ...] = ()
    written_at: datetime | None = None


def ready(session: Session) -> PrintedStandards:
    """Gather what is printed."""
    versions = standards.everything(session)
    today = moments.today(session)
    closed = opening.holidays(session, today, today + _AHEAD)
    return PrintedStandards(
        {one.kind: one.content for one in versions},
        tuple(closed[:_MOST]),
        max((one.at for one in versions if one.at is not None), default=None),
    )
