"""What points buy: vouchers, goods or services from a list, paid for in the same moment they are given."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_words
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.rules.text import one_line
from shopcrm.rules.vouchers import Kind, Reason, Terms
from shopcrm.services import moments, people, points, voucher_issue
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.goods import Product
from shopcrm.store.vouchers import Reward

MOST_DAYS = 3650


class NoSuchReward(NotFound):
    """The reward is not there."""

    sentence = "There is no reward {id}. Choose one from the list."


class RewardNameMissing(BadInput):
    """A reward without a name."""

    sentence = "A reward needs a name. Nothing was saved."


class RewardPointsRefused(BadInput):
    """A reward for nothing."""

    sentence = "A reward costs at least one point. Nothing was saved."


class RewardDaysRefused(BadInput):
    """A voucher that is never good."""

    sentence = "Its voucher is good for 1 to {most} days. Nothing was saved."


class RewardOver(Refused):
    """The reward is no longer offered."""

    sentence = "{name} is no longer on the list. No points were spent. Choose another."


_NOTHING = Saying("")


@dataclass(frozen=True, slots=True)
class RewardDraft:
    """What points buy; `value` as in `VoucherDraft`, `days` is how long the voucher is good."""

    name: str
    points: int
    kind: str
    value: int
    product_id: int | None = None
    words: str = ""
    minimum: int = 0
    days: int = 90


@dataclass(frozen=True, slots=True)
class RewardRow(RewardDraft):
    """A reward in the list; `goods` names its product, `missing` is how many points somebody lacks for it."""

    id: int = 0
    benefit: Saying = _NOTHING
    goods: str = ""
    is_active: bool = True
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody's points buy now, with their name and how many they can use."""

    customer_id: int
    name: FieldValue
    usable: int
    rewards: tuple[RewardRow, ...]


def offered(session: Session) -> list[RewardRow]:
    """List what points buy now, the least points first."""
    return [row for row in everything(session) if row.is_active]


def everything(session: Session) -> list[RewardRow]:
    """List all rewards, also those no longer offered, the least points first."""
    query = (
        select(Reward, Product.name, Product.unit)
        .outerjoin(Product, Product.id == Reward.product_id)
        .order_by(Reward.points, Reward.id)
    )
    return [_view(row, name or "", unit or "") for row, name, unit in session.execute(query)]


def for_customer(session: Session, customer_id: int) -> list[RewardRow]:
    """List what points buy now, each with how many points somebody lacks for it."""
    return list(offered_to(session, customer_id).rewards)


def offered_to(session: Session, customer_id: int) -> Offered:
    """Tell what somebody's points buy now, with their name and points; raises NoSuchCustomer."""
    owner = people.person(session, people.find(session, customer_id))
    usable = points.standing(session, owner.id).usable
    rows = tuple(replace(row, missing=max(0, row.points - usable)) for row in offered(session))
    return Offered(owner.id, owner.name, usable, rows)


def save(session: Session, draft: RewardDraft, reward_id: int | None = None) -> int:
    """Add a reward or change one, and give its number.

    Vouchers that were bought before stay as they are. Raises RewardNameMissing, RewardPointsRefused,
    RewardDaysRefused, NoSuchReward, and what `voucher_issue.issue` says of the voucher.
    """
    name = one_line(draft.name)
    if not name:
        raise RewardNameMissing
    if not 0 < draft.points <= voucher_issue.MOST_VALUE:
        raise RewardPointsRefused
    if not 1 <= draft.days <= MOST_DAYS:
        raise RewardDaysRefused(most=MOST_DAYS)
    voucher_issue.check(session, _voucher(draft))
    row = Reward() if reward_id is None else _row(session, reward_id)
    row.name, row.points, row.kind, row.value = name, draft.points, Kind(draft.kind).value, draft.value
    row.product_id, row.words = draft.product_id, one_line(draft.words)
    row.minimum, row.days, row.active = draft.minimum, draft.days, True
    session.add(row)
    session.flush()
    return row.id


def retire(session: Session, reward_id: int) -> None:
    """Take a reward off the list; vouchers bought before stay good. Raises NoSuchReward."""
    _row(session, reward_id).active = False


def offer_again(session: Session, reward_id: int) -> None:
    """Put a reward back on the list; raises NoSuchReward."""
    _row(session, reward_id).active = True


def buy(session: Session, customer_id: int, reward_id: int) -> int:
    """Spend somebody's points on a reward and give the number of their voucher.

    Both happen or neither. Raises NoSuchReward, RewardOver, NoSuchCustomer, and PointsShort.
    """
    row = _row(session, reward_id)
    if not row.active:
        raise RewardOver(name=row.name)
    owner = people.kept(session, customer_id).id
    draft = replace(
        _voucher(_view(row, "", "")),
        until_on=moments.today(session) + timedelta(days=row.days),
        customer_id=owner,
        reason=Reason.POINTS,
        reason_words=row.name,
        reward_id=row.id,
    )
    voucher_id = voucher_issue.issue(session, draft)[0]
    why = saying("{name} for {points} points", name=row.name, points=row.points)
    points.spend(session, owner, row.points, f"reward {voucher_id}", kind="reward", why=why)
    return voucher_id


def _row(session: Session, reward_id: int) -> Reward:
    row = session.get(Reward, reward_id)
    if row is None:
        raise NoSuchReward(id=reward_id)
    return row


def _voucher(draft: RewardDraft) -> VoucherDraft:
    return VoucherDraft(
        kind=draft.kind,
        value=draft.value,
        product_id=draft.product_id,
        words=draft.words,
        minimum=draft.minimum,
        reason=Reason.POINTS,
    )


def _view(row: Reward, goods: str, unit: str) -> RewardRow:
    terms = Terms(0, "", Kind(row.kind), row.value, product_id=row.product_id, words=row.words)
    return RewardRow(
        name=row.name,
        points=row.points,
        kind=row.kind,
        value=row.value,
        product_id=row.product_id,
        words=row.words,
        minimum=row.minimum,
        days=row.days,
        id=row.id,
        benefit=voucher_words.benefit(terms, goods, unit),
        goods=goods,
        is_active=row.active,
    )
