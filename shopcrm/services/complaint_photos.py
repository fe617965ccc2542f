"""Photos of what was wrong, kept in the shop file; they come turned upright and scaled."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.services.complaint_drafts import one
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import ComplaintPhoto

MOST = 12
"""How many photos a case has at most."""
LARGEST = 2_000_000
"""No photo (bytes) is larger once it is scaled."""
_JPEG = b"\xff\xd8\xff"


class NotAPhoto(BadInput):
    """It is no picture, or too large a one."""

    sentence = "{name} is not a photo that can be kept. Nothing was added. Take another one."


class TooManyPhotos(Refused):
    """Enough is enough."""

    sentence = "No. {number} has {most} photos already. Nothing was added. Take one of them out first."


class NoSuchPhoto(NotFound):
    """The photo is gone."""

    sentence = "This photo is not there any more. Look at the case again."


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as JPEG, with its size in pixels."""

    image: bytes
    width: int
    height: int
    name: str = ""


def add(session: Session, complaint_id: int, photo: Photo) -> int:
    """Add a photo to a case, and give its number; raises NoSuchComplaint, NotAPhoto, TooManyPhotos."""
    row = one(session, complaint_id)
    if not photo.image.startswith(_JPEG) or len(photo.image) > LARGEST or min(photo.width, photo.height) < 1:
        raise NotAPhoto(name=photo.name or "-")
    mine = ComplaintPhoto.complaint_id == complaint_id
    count, last = session.execute(select(func.count(), func.max(ComplaintPhoto.place)).where(mine)).one()
    if count >= MOST:
        raise TooManyPhotos(number=str(row.number), most=MOST)
    kept = ComplaintPhoto(
        complaint_id=complaint_id,
        place=0 if last is None else last + 1,
        at=now_of(session),
        by=who_of(session).actor,
        width=photo.width,
        height=photo.height,
        image=photo.image,
    )
    session.add(kept)
    session.flush()
    return kept.id


def remove(session: Session, photo_id: int) -> None:
    """Take a photo out that was added by mistake; raises NoSuchPhoto."""
    session.delete(_one(session, photo_id))
    session.flush()


def picture(session: Session, photo_id: int) -> bytes:
    """Give the picture itself, as JPEG; raises NoSuchPhoto."""
    return _one(session, photo_id).image


def pictures(session: Session, complaint_id: int) -> Sequence[bytes]:
    """Give all pictures of a case, in their order."""
    query = select(ComplaintPhoto.image).where(ComplaintPhoto.complaint_id == complaint_id)
    return session.scalars(query.order_by(ComplaintPhoto.place)).all()


def _one(session: Session, photo_id: int) -> ComplaintPhoto:
    row = session.get(ComplaintPhoto, photo_id)
    if row is None:
        raise NoSuchPhoto
    return row
