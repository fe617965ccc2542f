import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.services import about, complaint_ends, erasure
from shopcrm.services.people import ErasedOnRequest
from shopcrm.services.shop import Shop
from shopcrm.store.complaints import (
    Asking,
    Complaint,
    ComplaintChange,
    ComplaintPhoto,
    ComplaintWord,
    Remedy,
)
from tests import makers

SECRET = "Zorblax was here"


def _complain(session: Session, customer_id: int, state: str) -> int:
    now = session.info["now"]
    row = Complaint(
        number=7, state=state, customer_id=customer_id, words=SECRET, taken_at=now, taken_by="Ali",
        till="1", settle_due=now, severity=3, key=SECRET, wants='["refund"]', settle_left=7,
        answer_left=7, follow_up_on=now.date(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    of = {"complaint_id": row.id}
    session.add_all(
        [
            ComplaintChange(**of, at=now, by="Ali", till="1", before="draft", state="open", why=SECRET),
            ComplaintWord(**of, at=now, by="Ali", way="told", words=SECRET),
            ComplaintPhoto(**of, place=1, at=now, by="Ali", width=2, height=2, image=b"\xff\xd8zorblax"),
            Remedy(**of, turn=1, kind="refund", words=SECRET, amount=900, made_at=now, by="Ali"),
            Asking(
                about="case", complaint_id=row.id, customer_id=customer_id, way="counter", asked_at=now,
                by="Ali", score=2, words=SECRET, task="open", task_words=SECRET,
            ),
        ]
    )  # fmt: skip
    session.flush()
    return row.id


@pytest.mark.parametrize(
    ("state", "after"), [("open", "withdrawn"), ("draft", "withdrawn"), ("settled",) * 2]
)
def test_C3_a_complaint_of_an_erased_person_keeps_how_much_and_no_word(
    shop: Shop, state: str, after: str
) -> None:
    maryam, other = makers.customer(shop), makers.customer(shop)
    key = shop.do(_complain, maryam, state)
    document = json.dumps(shop.ask(about.everything, maryam))
    assert document.count(SECRET) == 7
    assert '"image": "/9h6b3JibGF4"' in document
    assert '"wants": ["refund"]' in document
    assert (shop.ask(erasure.look, maryam).care, shop.ask(erasure.look, other).care) == (1, 0)
    shop.do(erasure.erase, maryam)
    document = json.dumps(shop.ask(about.everything, maryam))
    assert "orblax" not in document
    assert "/9h6b3JibGF4" not in document
    row = shop.ask(lambda s: s.get_one(Complaint, key))
    assert (row.state, row.severity, row.number) == (after, 3, 7)
    assert row.follow_up_on is None, "nobody is left to be asked"
    assert state == after or (row.answer_left, row.settle_left) == (None, None)
    with pytest.raises(ErasedOnRequest):
        shop.do(complaint_ends.reopen, key, "they came back")
    assert shop.ask(lambda s: s.scalars(select(Remedy.amount)).one()) == 900
    assert shop.ask(lambda s: s.scalars(select(Asking.task)).one()) == "done"
    changes = shop.ask(lambda s: s.scalars(select(ComplaintChange.state)).all())
    assert changes == (["open"] if after == state else ["open", "withdrawn"])
    assert json.dumps(shop.ask(about.everything, other)).count("refund") == 0
