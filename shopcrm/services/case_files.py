"""All of one case, as its file says it on paper: what was said, seen, done and learned."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import State
from shopcrm.services import complaint_list, complaint_photos, feedback, improvements, look_back
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.feedback import Asked
from shopcrm.services.improvements import ImprovementRow
from shopcrm.services.look_back import LookBack
from shopcrm.store.vouchers import Voucher


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its photos (JPEG), what the customer answered, what came after, and what was changed.

    `codes` are the vouchers that were given, by their number.
    """

    case: CaseView
    photos: tuple[bytes, ...]
    asked: Asked | None
    after: LookBack | None
    improvements: tuple[ImprovementRow, ...]
    codes: dict[int, str]


def read(session: Session, complaint_id: int) -> CaseFile:
    """Read all of a case; raises NoSuchComplaint."""
    case = complaint_list.look(session, complaint_id)
    given = [one.voucher_id for one in case.done if one.voucher_id is not None]
    codes = select(Voucher.id, Voucher.code).where(Voucher.id.in_(given))
    return CaseFile(
        case,
        tuple(complaint_photos.pictures(session, case.id)),
        feedback.of_case(session, case.id),
        look_back.look(session, case.id) if case.state is State.SETTLED else None,
        () if case.cause_id is None else tuple(improvements.of_cause(session, case.cause_id)),
        dict(session.execute(codes).all()),
    )
