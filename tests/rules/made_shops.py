"""Made-up shops of several kinds, each from a seed, to learn from and to rank."""

from collections.abc import Sequence

import numpy as np

from shopcrm.rules import matching_history
from shopcrm.rules.matching_history import History

FIRST_DAY = 735_000
Line = tuple[int, int, int]


def shop(
    lines: Sequence[Line],
    n_customers: int,
    n_products: int,
    names: Sequence[str] = (),
    category: Sequence[Sequence[int]] | None = None,
) -> History:
    """Make a history from (customer, product, days after the first day)."""
    columns = np.array(lines, dtype=np.int64).reshape(-1, 3)
    one = np.ones(len(columns), dtype=np.int64)
    return matching_history.merged(
        columns[:, 0],
        columns[:, 1],
        columns[:, 2] + FIRST_DAY,
        one * 1000,
        one * 500,
        n_customers=n_customers,
        n_products=n_products,
        names=names,
        category=category,
    )


def grocer(seed: int, n_customers: int = 200, n_products: int = 40, days: int = 300) -> History:
    """Everybody has six staples, each with an interval of its own; some stop coming."""
    rng = np.random.default_rng(seed)
    lines: list[Line] = []
    for customer in range(n_customers):
        start = int(rng.integers(0, days // 2))
        end = days + 40 if rng.random() < 0.7 else int(rng.integers(start + 1, days + 40))
        for product in rng.choice(n_products, 6, replace=False).tolist():
            gap = int(rng.choice([7, 14, 21, 30, 45, 60]))
            at = float(start + rng.integers(0, gap))
            while at < end:
                lines.append((customer, product, int(at)))
                at += max(1.0, gap * rng.normal(1, 0.15))
        lines += [
            (customer, int(rng.integers(n_products)), int(rng.integers(start, end)))
            for _ in range(int(rng.poisson(5)))
        ]
    return shop(lines, n_customers, n_products)


def seasonal(seed: int, n_customers: int = 300, n_products: int = 40, days: int = 860) -> History:
    """Each product has its weeks of the year, and those who want it want it each year."""
    rng = np.random.default_rng(seed)
    peak = rng.integers(0, 365, n_products)
    lines: list[Line] = []
    for customer in range(n_customers):
        for product in rng.choice(n_products, 8, replace=False).tolist():
            lines += [
                (customer, product, int(year * 365 + peak[product] + rng.normal(0, 10)))
                for year in range(3)
                if rng.random() < 0.7
            ]
        lines += [
            (customer, int(rng.integers(n_products)), int(rng.integers(0, days + 40)))
            for _ in range(int(rng.poisson(15)))
        ]
    return shop([line for line in lines if 0 <= line[2] < days + 40], n_customers, n_products)


def tasteful(seed: int, n_customers: int = 300, days: int = 300) -> History:
    """Five kinds of goods, named after their kind; everybody leans to one or two of the kinds."""
    rng = np.random.default_rng(seed)
    kinds, each = 5, 20
    names = [f"{'abcde'[product // each] * 5} thing {product}" for product in range(kinds * each)]
    often = rng.gamma(0.7, 1.0, n_customers)
    lines: list[Line] = []
    for customer in range(n_customers):
        leaning = rng.dirichlet(np.full(kinds, 0.25))
        for day in np.flatnonzero(rng.random(days + 40) < np.minimum(often[customer] * 0.04, 0.5)).tolist():
            for _ in range(1 + int(rng.poisson(3))):
                kind = int(rng.choice(kinds, p=leaning))
                lines.append((customer, kind * each + int(each * rng.random() ** 1.5), day))
    return shop(lines, n_customers, kinds * each, names)


def cafe(seed: int, n_customers: int = 150, days: int = 200) -> History:
    """One product; some come daily, some once, some no more."""
    rng = np.random.default_rng(seed)
    lines: list[Line] = []
    for customer in range(n_customers):
        rate, start = rng.beta(0.5, 2), int(rng.integers(0, days))
        end = days + 40 if rng.random() < 0.5 else int(rng.integers(start, days + 40))
        lines += [(customer, 0, day) for day in range(start, end) if rng.random() < rate]
    return shop(lines, n_customers, 1)
