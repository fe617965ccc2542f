"""What stands on the slip that a customer takes along: their number, their words, and by when they hear.

A case that is told of again is printed again: the slip always says how it stands now.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shopcrm.rules.complaints import About, Kind, State
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import complaint_list, printing
from shopcrm.services.printing import What

CODE = "CASE-"
"""What the code on a slip begins with, before the number of the case."""


@dataclass(frozen=True, slots=True)
class CaseSlip:
    """A case as its slip says it; moments in UTC, those that are None are not promised (any more).

    `sale_number` and `product` say what it is about, where that is known. `printed` counts the slips before.
    """

    id: int
    number: int
    kind: Kind
    state: State
    about: About
    customer: FieldValue
    words: str
    sale_number: str
    product: str
    taken_at: datetime
    taken_by: str
    responsible: str
    answer_due: datetime | None
    settle_due: datetime | None
    printed: int

    @property
    def code(self) -> str:
        """What the square on the slip says, so that a scanner finds the case again."""
        return f"{CODE}{self.number}"


def slip(session: Session, complaint_id: int) -> CaseSlip:
    """Read what the slip of a case says; raises NoSuchComplaint."""
    case = complaint_list.look(session, complaint_id)
    return CaseSlip(
        id=case.id,
        number=case.number,
        kind=case.told.kind,
        state=case.state,
        about=case.told.about,
        customer=case.customer,
        words=case.told.words,
        sale_number=case.sale_number,
        product=case.product,
        taken_at=case.taken_at,
        taken_by=case.taken_by,
        responsible=case.told.responsible,
        answer_due=case.answer_due,
        settle_due=case.settle_due,
        printed=printing.times(session, What.CASE, case.id),
    )
