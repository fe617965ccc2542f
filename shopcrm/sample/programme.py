"""What the made-up shop offers to those who come back: levels, points, promotions, and what points buy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shopcrm.rules.point_expiry import Expiry
from shopcrm.rules.points import Multiplier
from shopcrm.rules.promotions import PERCENT
from shopcrm.rules.vouchers import Kind
from shopcrm.sample.shelves import TOMAN, Ware
from shopcrm.sample.till import WEEKS
from shopcrm.sample.written import Written
from shopcrm.services import categories, point_rules, promotions, rewards, tier_rules
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Session
from shopcrm.services.tier_rules import TierDraft

MILLION = 1_000_000 * TOMAN
BRONZE, SILVER, GOLD = "bronze", "silver", "gold"
THRESHOLDS = {BRONZE: 10 * MILLION, SILVER: 22 * MILLION, GOLD: 40 * MILLION}
"""What somebody spends in twelve months for a level: about 25, 8 and 4 of a hundred customers come to it."""
PER_POINT = 10_000 * TOMAN
WORTH = 250 * TOMAN
_LEVELS = (
    (("Bronze", "برنزی"), BRONZE, 200, 100),
    (("Silver", "نقره‌ای"), SILVER, 300, 125),
    (("Gold", "طلایی"), GOLD, 500, 150),
)
_RULE = ("A point for every 10,000 toman", "هر ده هزار تومان یک امتیاز")
_YEAR, _NOTICE = 365, 14
_TWICE = 200
_DOUBLE = ("Tea and coffee", "چای و قهوه")
"""On this shelf the points count twice."""
_CHOCOLATE = ("Chocolate week", "هفتهٔ شکلات"), ("Sweets > Chocolate", "شیرینی > شکلات"), 1_000
_HONEY = ("Honey days", "روزهای عسل"), ("Grocery > Honey and oils", "خواربار > عسل و روغن"), 1_500
_LASTS = 6
_BEGAN = 3
"""The promotion that holds began so many days ago."""
_PACK = ("Nuts > Walnuts", "مغز و آجیل > گردو")
"""On this shelf are the goods that points buy."""
_REWARDS = (
    RewardDraft("", 60, Kind.GOODS, 1),
    RewardDraft("", 180, Kind.AMOUNT, 50_000 * TOMAN, minimum=200_000 * TOMAN),
    RewardDraft("", 320, Kind.PERCENT, 1_500, days=60),
    RewardDraft("", 750, Kind.GOODS, 1_000, days=30),
)
_SERVICE = ("Delivery to the door", "ارسال تا درِ خانه")
_REWARD_NAMES = (
    ("Free delivery", "ارسال رایگان"),
    ("A small thank-you", "هدیهٔ کوچک ما"),
    ("For one large purchase", "برای یک خرید بزرگ"),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """The numbers of the rule of points, and of the rewards, the cheapest first."""

    rule_id: int
    rule: str
    rewards: tuple[tuple[int, int], ...]
    """Their numbers and what they cost in points."""


def begin_levels(session: Session, language: str) -> None:
    """Write the levels down."""
    for names, mark, discount, percent in _LEVELS:
        name = names[language == "fa"]
        draft = TierDraft(name, THRESHOLDS[mark], mark=mark, discount=discount, points_percent=percent)
        tier_rules.save(session, None, draft)


def begin_points(session: Session, language: str, wares: Sequence[Ware], written: Written) -> Programme:
    """Write down what gives points, what they buy, and the promotions of these weeks."""
    said = language == "fa"
    opened = written.today - timedelta(days=WEEKS - 1)
    shelf = categories.at_path(session, _DOUBLE[said])
    rule = RuleDraft(
        _RULE[said],
        1,
        PER_POINT,
        opened,
        expiry=Expiry.DAYS,
        expiry_days=_YEAR,
        notice_days=_NOTICE,
        worth=WORTH,
        multipliers=(Multiplier(_TWICE, category_id=shelf),),
    )
    number = point_rules.save(session, None, rule)
    for (names, paths, percent), first in (
        (_HONEY, opened),
        (_CHOCOLATE, written.today - timedelta(days=_BEGAN)),
    ):
        promotions.save(session, None, _promotion(names[said], percent, first, written.shelves[paths[said]]))
    offered = _rewards(wares, written, language)
    return Programme(number, rule.name, tuple((rewards.save(session, one), one.points) for one in offered))


def _promotion(name: str, percent: int, first: date, shelf: int) -> PromotionDraft:
    last = first + timedelta(days=_LASTS)
    return PromotionDraft(name, PERCENT, percent, first, ends_on=last, category_id=shelf)


def _rewards(wares: Sequence[Ware], written: Written, language: str) -> list[RewardDraft]:
    """Put the rewards into words; the last one is a pack of the most famous goods of a shelf."""
    said = language == "fa"
    packs = [place for place, ware in enumerate(wares) if ware.path == _PACK[said] and not ware.weighed]
    pack = max(packs, key=lambda place: (wares[place].fame, -wares[place].price))
    delivery, amount, percent = (name[said] for name in _REWARD_NAMES)
    service, off, part, goods = _REWARDS
    return [
        replace(service, name=delivery, words=_SERVICE[said]),
        replace(off, name=amount),
        replace(part, name=percent),
        replace(goods, name=wares[pack].name, product_id=written.goods[pack]),
    ]
