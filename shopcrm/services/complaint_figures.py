"""What the shop can learn from complaints between two days: how many, why, how fast, at what cost, how often.

Complaints count on the day on which they were taken, what was given on the day on which it was given, and
answers on the day on which they came. Drafts never count.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import UNSETTLED, About, Kind, Outcome
from shopcrm.rules.errors import BadInput
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.spreads import Spread, Times
from shopcrm.services import care_costs, cause_pareto, causes, look_back, reach, settings
from shopcrm.services.care_costs import CareCost
from shopcrm.services.cause_pareto import ParetoRow
from shopcrm.services.feedback import LOW
from shopcrm.services.feedback import About as AskedAbout
from shopcrm.services.look_back import LookedBack
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import Asking, Complaint
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import plain_rows

CONTENT = 9
"""From this answer on somebody is content without a but."""
_SHOWN = 12
_UNSETTLED = frozenset(state.value for state in UNSETTLED)


class DaysTurned(BadInput):
    """Nothing lies between a day and one before it."""

    sentence = "The last day, {last}, is before the first one, {first}. Nothing was done. Turn them round."


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody who complained several times; `cause` names the same one each time, else it is empty."""

    customer_id: int
    customer: FieldValue
    cause: str
    count: int


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Answers about cases: how many, their mean in tenths, content ones (9 and 10) and low ones (to 6)."""

    answers: int = 0
    mean: int | None = None
    content: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted between two days, both included; mappings hold only what occurs.

    `again` counts people who complained more than once, `again_same` those of the same cause; the most
    frequent of them are `people`.
    """

    first: date
    last: date
    by_kind: Mapping[Kind, int]
    by_about: Mapping[About, int]
    by_severity: Mapping[int, int]
    by_outcome: Mapping[Outcome, int]
    causes: tuple[ParetoRow, ...]
    answer: Spread
    settle: Spread
    unsettled: int
    late_now: int
    reopened: int
    cost: CareCost
    again: int
    again_same: int
    people: tuple[Again, ...]
    satisfaction: Satisfaction
    looked_back: LookedBack

    @property
    def complaints(self) -> int:
        """How many complaints there were."""
        return self.by_kind.get(Kind.COMPLAINT, 0)


def figures(session: Session, first: date, last: date) -> Figures:
    """Sum up complaints between two days of the shop, both included; raises DaysTurned."""
    if last < first:
        raise DaysTurned(first=first, last=last)
    mine = _between(session, first, last)
    complaints = [*mine, Complaint.kind == Kind.COMPLAINT.value]
    rows, times = _read(session, complaints)
    counted = [Counter(map(itemgetter(place), rows)) for place in (1, 5, 6, 8)]
    again, same, people = _again(session, Counter(map(itemgetter(7, 6), rows)))
    unsettled = [row[10] for row in rows if row[9] in _UNSETTLED]
    return Figures(
        first=first,
        last=last,
        by_kind=_by_kind(session, mine, len(rows)),
        by_about={About(one): count for one, count in counted[1].most_common()},
        by_severity=dict(sorted(counted[0].items())),
        by_outcome={Outcome(one): count for one, count in counted[3].most_common()},
        causes=tuple(cause_pareto.of_counts(session, counted[2])),
        answer=times.answer,
        settle=times.settle,
        unsettled=len(unsettled),
        late_now=sum(unsettled),
        reopened=times.reopened,
        cost=care_costs.cost(session, first, last),
        again=again,
        again_same=same,
        people=people,
        satisfaction=_satisfaction(session, first, last),
        looked_back=look_back.figures(session, first, last),
    )


def _read(session: Session, complaints: Sequence[ColumnElement[bool]]) -> tuple[list[tuple[Any, ...]], Times]:
    """Read what complaints are, and how long they took."""
    # Its columns of numbers take 0.1 s to import, and every start of the program would wait for them.
    from shopcrm.services import case_times

    query = select(
        *case_times.columns(),
        Complaint.about,
        Complaint.cause_id,
        Complaint.customer_id,
        Complaint.outcome,
        Complaint.state,
        _is_late(session),
    ).where(*complaints)
    rows = plain_rows(session, query)
    return rows, case_times.measure(
        session, [row[:5] for row in rows], select(Complaint.id).where(*complaints)
    )


def _between(session: Session, first: date, last: date) -> list[ColumnElement[bool]]:
    days = settings.read(session).days
    return [
        Complaint.taken_at >= days.begins(first),
        Complaint.taken_at < days.range(last)[1],
        Complaint.recorded_at.is_not(None),
    ]


def _is_late(session: Session) -> ColumnElement[int]:
    now = now_of(session)
    return case(((Complaint.settle_due < now) | (Complaint.answer_due < now), 1), else_=0)


def _by_kind(session: Session, mine: Sequence[ColumnElement[bool]], complaints: int) -> dict[Kind, int]:
    others = Complaint.kind != Kind.COMPLAINT.value
    query = select(Complaint.kind, func.count()).where(*mine, others).group_by(Complaint.kind)
    found = {Kind.COMPLAINT.value: complaints, **dict(session.execute(query).all())}
    return {kind: found[kind] for kind in Kind if found.get(kind)}


def _again(
    session: Session, pairs: Counter[tuple[int | None, int | None]]
) -> tuple[int, int, tuple[Again, ...]]:
    """Find who complained more than once, of the same cause above all; pairs are people and causes."""
    whole: Counter[int] = Counter()
    same: Counter[tuple[int, int]] = Counter()
    for (who, cause), count in pairs.items():
        if who is not None:
            whole[who] += count
            if cause is not None and count > 1:
                same[who, cause] = count
    many = Counter({who: count for who, count in whole.items() if count > 1})
    shown = [(who, cause, count) for (who, cause), count in same.most_common(_SHOWN)]
    named = {who for who, _cause, _count in shown}
    rest = [(who, None, count) for who, count in many.most_common(2 * _SHOWN) if who not in named]
    chosen = [*shown, *rest][:_SHOWN]
    names, paths = _names(session, [who for who, *_more in chosen]), causes.paths(session)
    people = tuple(
        Again(who, names[who], "" if cause is None else paths[cause], count) for who, cause, count in chosen
    )
    return len(many), len({who for who, _cause in same}), people


def _names(session: Session, ids: Sequence[int]) -> dict[int, FieldValue]:
    found: dict[int, FieldValue] = {}
    for some in reach.portions(ids):
        query = select(Customer.id, Customer.name, Customer.code).where(Customer.id.in_(some))
        found |= {key: shown_name(name, code, key) for key, name, code in session.execute(query)}
    return found


def _satisfaction(session: Session, first: date, last: date) -> Satisfaction:
    days = settings.read(session).days
    query = (
        select(Asking.score, func.count())
        .where(
            Asking.about == AskedAbout.CASE.value,
            Asking.score.is_not(None),
            Asking.answered_at >= days.begins(first),
            Asking.answered_at < days.range(last)[1],
        )
        .group_by(Asking.score)
    )
    scores = {score or 0: count for score, count in session.execute(query)}
    answers = sum(scores.values())
    if not answers:
        return Satisfaction()
    points = sum(score * count for score, count in scores.items())
    return Satisfaction(
        answers,
        (20 * points + answers) // (2 * answers),
        sum(count for score, count in scores.items() if score >= CONTENT),
        sum(count for score, count in scores.items() if score <= LOW),
    )
