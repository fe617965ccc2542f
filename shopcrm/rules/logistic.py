"""Learns how much each sign of a purchase should count, near a first guess until there is evidence.

No sign ever counts against a purchase. This is a logistic regression with a normal prior and coefficients of
at least zero, solved by Newton steps.
"""

import numpy as np

from shopcrm.rules.matching_history import Floats

MOST_STEPS = 60
GOOD_ENOUGH = 1e-7
_SWEEPS = 60


def fit(columns: Floats, outcome: Floats, weight: Floats, prior: Floats, stiffness: Floats) -> Floats:
    """Return the intercept and one coefficient per column.

    `outcome` is 0 or 1 and `weight` how much each row counts. `prior` (intercept first) is where the
    coefficients are drawn to, `stiffness` how strongly: one over the variance of the prior.
    """
    table = np.column_stack((np.ones(len(columns)), columns))
    beta = prior.copy()
    loss = _loss(table, outcome, weight, beta, prior, stiffness)
    for _step in range(MOST_STEPS):
        chance = _sigmoid(table @ beta)
        slope = table.T @ (weight * (chance - outcome)) + stiffness * (beta - prior)
        curve = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(stiffness + 1e-9)
        aim = _bounded(curve, curve @ beta - slope, beta)
        found, better = _shorter(table, outcome, weight, beta, aim, prior, stiffness, loss)
        gain, beta, loss = loss - better, found, better
        if gain <= GOOD_ENOUGH * abs(loss):
            break
    return beta


def _shorter(
    table: Floats,
    outcome: Floats,
    weight: Floats,
    beta: Floats,
    aim: Floats,
    prior: Floats,
    stiffness: Floats,
    loss: float,
) -> tuple[Floats, float]:
    """Walk towards the aim, by half as far each time that the walk does not help."""
    length = 1.0
    while length > 1e-4:
        tried = beta + length * (aim - beta)
        found = _loss(table, outcome, weight, tried, prior, stiffness)
        if found < loss:
            return tried, found
        length /= 2
    return beta, loss


def _bounded(curve: Floats, pull: Floats, start: Floats) -> Floats:
    """Minimise x'Cx/2 - p'x with all but the first of x at least zero, one coordinate after another."""
    x = start.copy()
    for _sweep in range(_SWEEPS):
        moved = 0.0
        for place in range(len(x)):
            rest = pull[place] - curve[place] @ x + curve[place, place] * x[place]
            best = rest / curve[place, place]
            best = best if place == 0 else max(best, 0.0)
            moved = max(moved, abs(best - x[place]))
            x[place] = best
        if moved < 1e-9:
            break
    return x


def _loss(
    table: Floats, outcome: Floats, weight: Floats, beta: Floats, prior: Floats, stiffness: Floats
) -> float:
    line = table @ beta
    misfit = weight @ (np.logaddexp(0.0, line) - outcome * line)
    return float(misfit + (stiffness * (beta - prior) ** 2).sum() / 2)


def _sigmoid(line: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0.0, -line)), dtype=np.float64)
