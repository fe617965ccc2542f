"""Codes that were tried and are none: they are noted, and they slow the till and the person down (V8).

The notes lie in the shop's file, so neither a restart nor another window forgets them.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_codes
from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.sayings import saying
from shopcrm.rules.voucher_codes import NotACode
from shopcrm.services import settings
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.prepared import Prepared
from shopcrm.store.vouchers import WrongCode

LONGEST = 60
"""The longest wait, in seconds."""
_WINDOW = timedelta(hours=1)

_LATELY = Prepared(
    select(WrongCode.at, WrongCode.till, WrongCode.by)
    .where(
        # A clock that was set back does not make what was noted before it count for ever.
        WrongCode.at > bindparam("since"),
        WrongCode.at < bindparam("until"),
        or_(WrongCode.till == bindparam("till"), WrongCode.by == bindparam("by")),
    )
    .order_by(WrongCode.id)
)


class UnknownCode(NotFound):
    """The code is a good one, but not of this shop."""

    sentence = (
        "The voucher {code} is not one of this shop. Nothing was changed. It may be another shop's; "
        "ask where it came from."
    )


class TooManyWrongCodes(Refused):
    """The till waits before it looks at another code."""

    sentence = (
        "Too many wrong codes were tried here within the hour. Nothing was changed. "
        "Wait {wait}, then try again."
    )


WRONG = (NotACode, UnknownCode)
"""What is raised for a wrong code; whoever asked has it noted by `note`, in a transaction of its own."""


def note(session: Session, text: str) -> None:
    """Note that a text was tried as a code and is none; what is kept of it cannot be used (V8)."""
    who = who_of(session)
    masked = voucher_codes.masked(text)
    session.add(WrongCode(at=now_of(session), till=who.till, by=who.actor, masked=masked))


def wait(session: Session) -> int:
    """Tell how many seconds this till and this person wait before another code is looked at (V8).

    Beyond what the shop allows within an hour, every further wrong code doubles the wait, up to a minute.
    """
    now, who = now_of(session), who_of(session)
    rows = _LATELY.rows(session, since=now - _WINDOW, until=now + _WINDOW, till=who.till, by=who.actor)
    if not rows:
        return 0
    allowed = settings.read(session).wrong_codes_an_hour
    at_till = [at for at, till, _by in rows if till == who.till]
    by_person = [at for at, _till, by in rows if by == who.actor]
    return max(_pause(at_till, now, allowed), _pause(by_person, now, allowed))


def check(session: Session) -> None:
    """Raise TooManyWrongCodes while the till waits."""
    seconds = wait(session)
    if seconds:
        raise TooManyWrongCodes(wait=saying("{count} second", "{count} seconds", count=seconds))


def _pause(tried: list[datetime], now: datetime, allowed: int) -> int:
    """Work out what is left of the wait after the last of the codes that were tried."""
    over = len(tried) - allowed
    if over < 0:
        return 0
    pause = min(LONGEST, 1 << min(over, 10))
    gone = max(0, int((now - tried[-1]).total_seconds()))
    return max(0, pause - gone)
