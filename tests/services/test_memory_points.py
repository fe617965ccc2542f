import pytest

from shopcrm.rules.remember import Act, Kind
from shopcrm.services import memory, points, rewards
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from tests import makers


@pytest.fixture
def sara(shop: Shop) -> int:
    """Sara, in a shop with rewards for 100 and for 500 points."""
    for name, count in (("A tea", 100), ("A box of sweets", 500)):
        shop.do(rewards.save, RewardDraft(name, count, "amount", 5_000))
    return makers.customer(shop, name="Sara")


def _lines(shop: Shop, who: int) -> list[tuple[str, int]]:
    card = shop.ask(memory.card, who)
    short = [line for line in card.lines if line.kind is Kind.POINTS_SHORT]
    assert all(line.act is Act.SHOW_REWARDS for line in short)
    return [(line.what.plainly(), line.thing) for line in short]


@pytest.mark.parametrize(
    ("have", "says"),
    [
        (79, None),
        (80, ("20 more points and they can have A tea", 1)),
        (99, ("1 more points and they can have A tea", 1)),
        (100, None),
        (400, ("100 more points and they can have A box of sweets", 2)),
    ],
)
def test_a_reward_that_is_near_is_said(
    shop: Shop, sara: int, have: int, says: tuple[str, int] | None
) -> None:
    shop.do(points.adjust, sara, have, "counted")
    assert _lines(shop, sara) == ([] if says is None else [says])


def test_what_is_no_longer_offered_is_not_said(shop: Shop, sara: int) -> None:
    shop.do(points.adjust, sara, 90, "counted")
    shop.do(rewards.retire, 1)
    assert _lines(shop, sara) == []
