"""Improvements as their report says them: each with what came of it, and how many were told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shopcrm.rules.improvements import BeforeAfter
from shopcrm.services import improvement_news, improvements
from shopcrm.services.improvements import ImprovementRow, ImprovementState


@dataclass(frozen=True, slots=True)
class Reported:
    """An improvement, complaints before and after it, how many were told and how many could still be."""

    row: ImprovementRow
    counted: BeforeAfter
    told: int
    to_tell: int


def read(session: Session) -> Sequence[Reported]:
    """Report on all improvements: what is due next first, then what is over."""
    return [_reported(session, row) for row in improvements.listed(session)]


def look(session: Session, improvement_id: int) -> Reported:
    """Report on one; raises NoSuchImprovement."""
    return _reported(session, improvements.look(session, improvement_id))


def _reported(session: Session, row: ImprovementRow) -> Reported:
    is_done = row.state is ImprovementState.DONE
    return Reported(
        row,
        improvement_news.before_after(session, row.id),
        improvement_news.told(session, row.id),
        len(improvement_news.to_tell(session, row.id)) if is_done else 0,
    )
