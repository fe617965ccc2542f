"""The shop's conditions for taking goods back, and who may go beyond them (a manager, with a reason)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.rules.returns import LineBack, ReturnLine, SoldLine
from shopcrm.rules.roles import Role
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import moments, settings
from shopcrm.services.returned_sales import SoldSale
from shopcrm.services.shop import NeedsAgreement, who_of


class BeyondTerms(NeedsAgreement):
    """Somebody without the right took back what the shop's conditions do not allow."""

    sentence = "{why} Nothing was changed. A manager can agree to it here with their PIN, and says why."


class ReturnReasonMissing(BadInput):
    """What goes beyond the conditions is written down with its reason."""

    sentence = "{why} Nothing was changed. Write in a few words why it is taken back all the same."


def days_left(session: Session, day: date) -> int:
    """Tell for how many days more a sale of a day can be returned; below 0 where they are over."""
    return settings.read(session).return_days - (moments.today(session) - day).days


def beyond(
    session: Session,
    sale: SoldSale,
    asked: Sequence[ReturnLine],
    back: Sequence[LineBack],
    *,
    outside: bool,
) -> tuple[Saying, ...]:
    """Say in what a return goes beyond the shop's conditions; `outside` is what a person saw of the goods."""
    found: list[Saying] = []
    if days_left(session, sale.day) < 0:
        days = settings.read(session).return_days
        found.append(saying("The sale of {day} is older than {days} days.", day=sale.day, days=days))
    if outside:
        found.append(saying("The goods are not as the shop's terms say."))
    lines = {line.ordinal: line for line in sale.lines}
    priced = {one.ordinal for one in asked if one.price is not None}
    for one in back:
        if one.ordinal in priced and _is_more_than_paid(lines[one.ordinal], one):
            goods = lines[one.ordinal].name
            found.append(saying("More would go back for {goods} than was paid for it.", goods=goods))
    return tuple(found)


def agreed_by(session: Session, why: Sequence[Saying], reason: str) -> str:
    """Name who agrees to what goes beyond the conditions, or nobody where nothing does.

    Raises BeyondTerms where nobody may, ReturnReasonMissing where nobody says why.
    """
    if not why:
        return ""
    who = who_of(session)
    if not who.is_at_least(Role.MANAGER):
        raise BeyondTerms(why=why[0])
    if not reason:
        raise ReturnReasonMissing(why=why[0])
    return who.allowed_by or who.actor


def _is_more_than_paid(line: SoldLine, back: LineBack) -> bool:
    return back.amount * line.quantity > line.amount * back.quantity
