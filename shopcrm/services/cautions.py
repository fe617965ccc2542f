"""What to mind before a contact is written down: others have it too, or its owner asked to be forgotten.

Nothing is refused for it: a household shares a phone, and whoever was erased may come back.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import cards, contacts, suppressions


def of(
    session: Session,
    *,
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    card: str = "",
    customer_id: int | None = None,
) -> list[Saying]:
    """Warn of phones that somebody else has, and of all that belonged to somebody who was erased (C3).

    What the customer has by now is not warned of again but where somebody shares it. Raises NotAPhone.
    """
    known = kept(session, customer_id) if customer_id is not None else set()
    warnings = contacts.shared(session, phones, customer_id)
    return warnings + erased(session, phones=phones, emails=emails, card=card, but=known)


def kept(session: Session, customer_id: int) -> set[str]:
    """Give all phones, mail addresses and cards that somebody has by now."""
    numbers = (view.number for view in cards.of_customer(session, customer_id))
    return {*contacts.phones(session, customer_id), *contacts.addresses(session, customer_id), *numbers}


def erased(
    session: Session,
    *,
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    card: str = "",
    but: set[str] | frozenset[str] = frozenset(),
) -> list[Saying]:
    """Warn of what belonged to somebody who asked to be erased, apart from what is in `but`."""
    warnings = [
        saying(
            "The phone {phone} belonged to somebody who was erased on request. Keep it only if they agree.",
            phone=phone,
        )
        for phone in phones
        if phone not in but and suppressions.is_suppressed(session, phone=phone)
    ]
    warnings += [
        saying(
            "The mail {address} belonged to somebody who was erased on request. Keep it only if they agree.",
            address=address,
        )
        for address in emails
        if address not in but and suppressions.is_suppressed(session, email=address)
    ]
    if card and card not in but and suppressions.is_suppressed(session, card=card):
        said = saying(
            "The card {number} belonged to somebody who was erased on request. Give another one.", number=card
        )
        warnings.append(said)
    return warnings
