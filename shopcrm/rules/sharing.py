"""An amount is shared out so that the shares add up to it to the last smallest unit."""

from collections.abc import Sequence


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """Share an amount in proportion to weights that are not negative; the shares add up to it exactly.

    What whole units leave over goes to the largest remainders, of equal ones to the earlier. No share is more
    than its weight where the amount is no more than all of them.
    """
    whole = sum(weights)
    if not amount or not whole:
        return [0] * len(weights)
    halves = [divmod(amount * weight, whole) for weight in weights]
    shares = [share for share, _rest in halves]
    by_rest = sorted(range(len(weights)), key=lambda place: -halves[place][1])
    for place in by_rest[: amount - sum(shares)]:
        shares[place] += 1
    return shares
