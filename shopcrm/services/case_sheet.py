"""The sheet of one case: all of it, what is left on its clocks, what may still be done, what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import Kind, RemedyKind
from shopcrm.rules.sayings import FieldValue, saying
from shopcrm.rules.standards import RemedyTerms
from shopcrm.services import case_taking, complaint_ends, complaint_list, order_rows, promises, standards
from shopcrm.services.case_taking import Clock
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.complaints import MIDDLE
from shopcrm.services.promises import PromiseRow
from shopcrm.store.complaints import Cause, Remedy


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case with what is shown beside it; `order` names its special order.

    `open_kinds` are what the standards offer and was not done since it was opened; `terms` are the standards.
    """

    case: CaseView
    answer: Clock | None
    settle: Clock | None
    order: FieldValue
    terms: RemedyTerms
    open_kinds: tuple[RemedyKind, ...]
    promises: tuple[PromiseRow, ...]


def read(session: Session, complaint_id: int) -> CaseSheet:
    """Read the sheet of a case; raises NoSuchComplaint."""
    case = complaint_list.look(session, complaint_id)
    answer, settle = case_taking.clocks_of(session, complaint_id)
    terms = standards.remedies(session, case.told.severity or MIDDLE)
    promised = list(promises.of_complaint(session, complaint_id))
    order: FieldValue = ""
    if case.told.order_id is not None:
        row = order_rows.show(session, case.told.order_id)
        order = saying("Order {number}, {words}", number=row.order.number, words=row.order.words)
        promised += row.promises
    return CaseSheet(case, answer, settle, order, terms, _open(session, case, terms), tuple(promised))


def causes(session: Session) -> Sequence[tuple[int, str]]:
    """List the causes that are offered, each as its number and its name under those above it."""
    rows = {row.id: row for row in session.scalars(select(Cause))}

    def path(row: Cause) -> str:
        above = rows.get(row.parent_id or 0)
        return row.name if above is None else f"{path(above)} › {row.name}"

    return sorted(((row.id, path(row)) for row in rows.values() if row.active), key=lambda one: one[1])


def _open(session: Session, case: CaseView, terms: RemedyTerms) -> tuple[RemedyKind, ...]:
    turn = complaint_ends.turn_of(session, case.id)
    done = set(
        session.scalars(select(Remedy.kind).where(Remedy.complaint_id == case.id, Remedy.turn == turn))
    )
    allowed = terms.kinds if case.told.kind is Kind.COMPLAINT else frozenset(RemedyKind)
    return tuple(
        kind for kind in RemedyKind if kind in allowed and kind.value not in done and _fits(case, kind)
    )


def _fits(case: CaseView, kind: RemedyKind) -> bool:
    """Whether a case names what a remedy needs."""
    match kind:
        case RemedyKind.EXCHANGE | RemedyKind.REFUND:
            return case.told.sale_id is not None
        case RemedyKind.POINTS:
            return case.told.customer_id is not None
    return True
