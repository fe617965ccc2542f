"""Measures on a year of a real gift shop how well customers are ranked for goods, against simple rules.

Run it with the path of online_retail.csv.gz (UCI Online Retail), or with SHOPCRM_DATA naming the file or its
folder: python -m tests.bench.right PATH. Cuts on the command line after the path replace the four last ones.
"""

import csv
import gzip
import os
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from shopcrm.rules import (
    likeness,
    matching,
    matching_fit,
    matching_habits,
    matching_history,
    matching_sample,
)
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import Flags, Floats, History, Ints
from shopcrm.rules.matching_weights import Weights

CUTS = ("2011-08-12", "2011-09-11", "2011-10-11", "2011-11-10")
SCORERS = ("1 random", "2a visits 90 d", "2b lines 90 d", "3 past by recency", "4 past by count", "ours")
MEASURES = ("R@20", "R@50", "P@20", "nDCG@50", "AUC")
BANDS = (0.0, 0.01, 0.03, 0.05, 0.1, 0.2, 0.4, 1.01)
_CODE = re.compile(r"\d{5}[A-Za-z]*")
_DISCOUNT = 1 / np.log2(np.arange(2, 52))


@dataclass
class Tally:
    """What was measured so far."""

    rows: dict[tuple[str, str], list[list[float]]] = field(default_factory=lambda: defaultdict(list))
    chance: list[Floats] = field(default_factory=list)
    came_true: list[Flags] = field(default_factory=list)


def read(path: Path) -> History:
    """Read and clean the file: known customers, no cancellations, goods only, nothing without a price."""
    customers: dict[str, int] = {}
    products: dict[str, int] = {}
    texts: dict[int, Counter[str]] = defaultdict(Counter)
    lines: list[tuple[int, int, int, int, int]] = []
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for line in csv.DictReader(file):
            quantity, price = int(line["Quantity"]), float(line["UnitPrice"])
            cancelled = line["InvoiceNo"].startswith("C")
            if not line["CustomerID"] or cancelled or not _CODE.fullmatch(line["StockCode"]):
                continue
            if quantity <= 0 or price <= 0:
                continue
            product = products.setdefault(line["StockCode"], len(products))
            customer = customers.setdefault(line["CustomerID"], len(customers))
            texts[product][line["Description"].strip().lower()] += 1
            day = date.fromisoformat(line["InvoiceDate"][:10]).toordinal()
            lines.append((customer, product, day, quantity * 1000, max(round(quantity * price * 100), 1)))
    names = [texts[product].most_common(1)[0][0] for product in range(len(products))]
    columns = np.array(lines, dtype=np.int64).T
    return matching_history.merged(
        *columns, n_customers=len(customers), n_products=len(products), names=names
    )


def measures(order: Ints, score: Floats, bought: Flags) -> list[float]:
    """Measure one ranking of the candidates; equals of the score count half in the AUC."""
    hits, total = bought[order[:50]], int(bought.sum())
    found = [hits[:20].sum() / total, hits.sum() / total, hits[:20].sum() / 20]
    return [*found, float(_DISCOUNT[: len(hits)] @ hits / _DISCOUNT[:total].sum()), auc(score, bought)]


def auc(score: Floats, bought: Flags) -> float:
    """Measure how often a buyer stands before somebody else."""
    place, count = np.unique(score, return_inverse=True, return_counts=True)[1:]
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    yes, no = int(bought.sum()), int((~bought).sum())
    return float((rank[bought].sum() - yes * (yes + 1) / 2) / (yes * no)) if no else 1.0


def rules(habits: Habits, visits: Floats, product: int, rng: np.random.Generator) -> dict[str, Floats]:
    """Score all customers by each of the simple rules."""
    pairs, people, goods = habits.pairs, habits.people, habits.goods
    rows = goods.order[goods.start[product] : goods.start[product + 1]]
    times, recency = np.zeros(habits.n_customers), np.zeros(habits.n_customers)
    times[pairs.customer[rows]] = pairs.times[rows]
    recency[pairs.customer[rows]] = 1e4 - pairs.last_ago[rows]
    lines = people.lines_quarter / 1e5
    scores = (rng.random(habits.n_customers), visits, lines, recency + lines, times + lines)
    return dict(zip(SCORERS, scores, strict=False))


def measure_cut(history: History, cut: int, goods: likeness.Likenesses, tally: Tally) -> Weights:
    """Learn before the cut, rank everybody seen before it for every product, and compare with what came."""
    weights = matching_fit.fit(history, cut, likenesses=goods)
    habits = matching_habits.build(history, cut, goods)
    came = matching_sample.outcomes(history, cut)
    quarter = matching_history.within(history, cut - matching_habits.QUARTER, cut)
    days = np.unique(np.stack([quarter.customer, quarter.day]), axis=1)[0]
    visits = np.bincount(days, minlength=history.n_customers).astype(np.float64)
    rng = np.random.default_rng(cut)
    for product in range(history.n_products):
        _measure_product(habits, weights, visits, product, came.of(product), rng, tally)
    return weights


def _measure_product(
    habits: Habits,
    weights: Weights,
    visits: Floats,
    product: int,
    buyers: Ints,
    rng: np.random.Generator,
    tally: Tally,
) -> None:
    everybody = np.zeros(habits.n_customers, dtype=np.bool_)
    everybody[buyers] = True
    seen = habits.people.seen
    bought = everybody[seen]
    known = int(habits.goods.buyers[product])
    if bought.sum() < 3 and not (known >= 5 and product % 4 == 0):
        return
    ranking = matching.score(habits, weights, product)
    if ranking.is_known and product % 4 == 0:
        # Every fourth product, however it sold: chances must not be judged by goods that sold well.
        tally.chance.append(ranking.chance[seen])
        tally.came_true.append(bought)
    if bought.sum() < 3:
        return
    place = np.empty(len(seen))
    place[ranking.order] = -np.arange(len(seen))
    scores = rules(habits, visits, product, rng) | {"ours": place}
    group = "warm" if known >= 10 else "thin" if known >= 5 else "cold"
    for name, values in scores.items():
        told = values[seen]
        order = np.lexsort((rng.random(len(told)), -told))
        tally.rows[group, name].append(measures(order, told, bought))


def report(tally: Tally) -> None:
    """Print the table of each group and how often the chances came true."""
    for group in ("warm", "cold", "thin"):
        print(f"\n{group} ({len(tally.rows[group, 'ours'])} products)")
        print(f"{'':20}" + "".join(f"{name:>9}" for name in MEASURES))
        for name in SCORERS:
            means = np.mean(tally.rows[group, name], axis=0)
            print(f"{name:20}" + "".join(f"{value:9.4f}" for value in means))
    if not tally.chance:
        return
    chance, came_true = np.concatenate(tally.chance), np.concatenate(tally.came_true)
    print("\nchance said    came true      cases")
    for low, high in pairwise(BANDS):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            print(f"{chance[inside].mean():11.3%} {came_true[inside].mean():11.3%} {inside.sum():11,}")


def run(arguments: list[str]) -> None:
    """Measure all cuts and print what was found."""
    path = Path(arguments[0] if arguments else os.environ.get("SHOPCRM_DATA", "online_retail.csv.gz"))
    history = read(path / "online_retail.csv.gz" if path.is_dir() else path)
    print(f"{len(history):,} rows, {history.n_customers:,} customers, {history.n_products:,} products")
    goods = likeness.read(history.names, history.category)
    tally = Tally()
    for cut in arguments[1:] or CUTS:
        started = time.perf_counter()
        weights = measure_cut(history, date.fromisoformat(cut).toordinal(), goods, tally)
        print(f"{cut}: {weights.origin} from {weights.outcomes:,}, {time.perf_counter() - started:.0f} s")
    report(tally)


if __name__ == "__main__":
    run(sys.argv[1:])
