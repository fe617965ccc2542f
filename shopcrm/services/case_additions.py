"""Something more is said on a case that is open already: it is added there, and its draft is put away."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import State
from shopcrm.rules.text import bare
from shopcrm.services.complaint_drafts import NotADraft, one, stamp
from shopcrm.services.complaint_photos import MOST, TooManyPhotos
from shopcrm.services.complaints import add_words
from shopcrm.store.complaints import ComplaintPhoto


def add_to(session: Session, complaint_id: int, words: str, draft_id: int | None = None) -> int:
    """Add what was heard to a case, with the photos of a draft, and give the number of the case.

    A second time nothing is added again: the draft is put away by then. Raises NoSuchComplaint, NotADraft,
    NothingWritten, WordsTooLong and TooManyPhotos.
    """
    row = one(session, complaint_id)
    why = f"-> {row.number}"
    if draft_id is not None:
        draft = one(session, draft_id)
        session.refresh(draft)
        if draft.state == State.WITHDRAWN:
            return row.number
        if draft.state != State.DRAFT:
            raise NotADraft(number=str(draft.number))
        _move_photos(session, draft_id, complaint_id)
        stamp(session, draft, State.WITHDRAWN, why)
    if bare(words).strip() or draft_id is None:
        add_words(session, complaint_id, "heard", words)
    return row.number


def _move_photos(session: Session, source: int, target: int) -> None:
    there = session.execute(
        select(func.count(), func.max(ComplaintPhoto.place)).where(ComplaintPhoto.complaint_id == target)
    ).one()
    photos = session.scalars(
        select(ComplaintPhoto).where(ComplaintPhoto.complaint_id == source).order_by(ComplaintPhoto.place)
    ).all()
    if there[0] + len(photos) > MOST:
        raise TooManyPhotos(number=str(one(session, target).number), most=MOST)
    first = 0 if there[1] is None else there[1] + 1
    for place, photo in enumerate(photos):
        photo.complaint_id, photo.place = target, first + place
    session.flush()
