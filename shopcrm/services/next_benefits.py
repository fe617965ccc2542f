"""What could be added to a basket to reach the next benefit: a voucher's minimum, a tier, a reward."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.money import Money
from shopcrm.rules.paying import PointsQuote
from shopcrm.rules.pricing import Idle, Priced
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.tiers import Measure
from shopcrm.rules.vouchers import Terms
from shopcrm.services import tiers
from shopcrm.services.pricing_facts import Buyer
from shopcrm.services.tiers import Outlook
from shopcrm.store.prepared import Prepared
from shopcrm.store.vouchers import Reward

_BEYOND = Prepared(
    select(Reward.name, Reward.points)
    .where(Reward.active.is_(True), Reward.points > bindparam("have"))
    .order_by(Reward.points, Reward.id)
    .limit(1)
)


def of(
    session: Session, priced: Priced, vouchers: Sequence[Terms], buyer: Buyer | None, account: PointsQuote
) -> tuple[Saying, ...]:
    """Say what is missing for the vouchers of a basket, and for its buyer's next tier and reward."""
    codes = {one.id: one.shown_code for one in vouchers}
    found = [_minimum(one, codes[one.voucher_id]) for one in priced.idle if one.missing > 0]
    if buyer is not None and priced.lines:
        found += _tier(tiers.outlook(session, buyer.id, to_rise_only=True), priced)
        found += _reward(session, account)
    return tuple(found)


def _minimum(idle: Idle, code: str) -> Saying:
    return saying("{amount} more, and the voucher {code} counts", amount=Money(idle.missing), code=code)


def _tier(outlook: Outlook, priced: Priced) -> list[Saying]:
    if outlook.next is None:
        return []
    tier, once = outlook.next.name, outlook.one_sale
    rise = outlook.to_rise if outlook.measure is Measure.SPEND else None
    missing = [each - priced.net for each in (rise, once) if each is not None]
    if not missing:
        return []
    if min(missing) <= 0:
        return [saying("With this sale they reach the tier {tier}", tier=tier)]
    return [saying("{amount} more, and they reach the tier {tier}", amount=Money(min(missing)), tier=tier)]


def _reward(session: Session, account: PointsQuote) -> list[Saying]:
    """Say what is missing for the next reward that the points there are do not buy yet."""
    have = account.available - account.spending
    rows = _BEYOND.rows(session, have=have)
    if not rows:
        return []
    name, points = rows[0]
    missing = points - have - account.earning
    if missing <= 0:
        return [saying("With this sale their points come to the reward {reward}", reward=name)]
    return [
        saying(
            "{count} more point, and they can choose {reward}",
            "{count} more points, and they can choose {reward}",
            count=missing,
            reward=name,
        )
    ]
