"""What to remember of somebody's points at the counter: that they are nearly enough for a reward."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.sayings import saying
from shopcrm.services import point_ledger
from shopcrm.store.prepared import Prepared
from shopcrm.store.vouchers import Reward

NEARLY = 80
"""From which part of its price (percent) a reward is near enough to speak of."""

_OFFERED = Prepared(
    select(Reward.id, Reward.name, Reward.points).where(Reward.active).order_by(Reward.points, Reward.id)
)


def short(session: Session, customer_id: int) -> Iterator[Reminder]:
    """Gather the first reward that a few points are missing for; where none is offered, nothing is asked."""
    rewards = _OFFERED.rows(session)
    if not rewards:
        return
    account = point_ledger.look(session, customer_id)
    have = sum(lot.rest for lot in account.usable) - account.owed
    for key, name, points in rewards:
        if points * NEARLY <= have * 100 < points * 100:
            yield Reminder(
                Kind.POINTS_SHORT,
                saying("{points} more points and they can have {reward}", points=points - have, reward=name),
                saying("They have {have} of {points} points", have=have, points=points),
                Act.SHOW_REWARDS,
                key,
                worth=have,
            )
            return
