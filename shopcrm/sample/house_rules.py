"""What the made-up shop stands for: written down when its counter opened, changed once, read by most."""

from datetime import datetime, timedelta
from functools import partial

from shopcrm.rules.complaints import About
from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.standards import Dos, Guarantee, Guarantees, Returns, StandardKind
from shopcrm.sample.counter import Counter
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import OPENED, Till
from shopcrm.services import opening, standards
from shopcrm.services.shop import Session, Who

_EARLY, _NOON = 7 * 3_600 + 3_000, 12 * 3_600 + 600
_CHANGED = OPENED + 9
"""The day on which the dos and don'ts were changed."""
_DAYS = 14
_TERMS = (
    "What is unopened comes back within 14 days, with the slip. Stale nuts come back at any time.",
    "کالای بازنشده را با رسید تا ۱۴ روز پس می‌گیریم. آجیلی که تازه نباشد هر وقت پس می‌آید.",
)
_GUARANTEES = (
    (
        ("An order is ready on the promised day.", "سفارش همان روزی که گفته‌ایم آماده است."),
        About.DELIVERY,
        Compensation(Makes.VOUCHER, 50_000 * TOMAN),
    ),
    (
        ("Stale nuts are exchanged, opened or not.", "آجیل مانده عوض می‌شود، باز شده یا نشده."),
        About.GOODS,
        Compensation(),
    ),
)  # fmt: skip
_MORE = (
    "Let everybody taste before they buy.",
    "بگذارید هر کس پیش از خرید بچشد.",
)
_STOCKTAKING = ("Stocktaking", "انبارگردانی"), 13
"""The shop is closed so many days from today."""


def plan(counter: Counter) -> None:
    """Write the standards down, and have them read: whoever serves in the evening is behind with the last."""
    till = counter.till
    crew = till.crew
    till.do(till.moment(OPENED, _EARLY), crew.owner, _write_down, till)
    readers = (crew.owner, crew.manager, crew.morning, crew.evening)
    for place, who in enumerate(readers):
        till.later(till.moment(OPENED + place, _NOON), partial(_read, till, who))
    till.later(till.moment(_CHANGED, _EARLY), partial(_change, till))
    for place, who in enumerate(readers[:-1]):
        till.later(till.moment(_CHANGED + place, _NOON), partial(_read, till, who))


def _write_down(session: Session, till: Till) -> None:
    standards.save(session, StandardKind.RETURNS, Returns(till.say(_TERMS), _DAYS))
    each = [
        Guarantee(till.say(words), about, broken, for_orders=about is About.DELIVERY)
        for words, about, broken in _GUARANTEES
    ]
    standards.save(session, StandardKind.GUARANTEES, Guarantees(tuple(each)))
    name, days = _STOCKTAKING
    opening.add_holiday(session, till.written.today + timedelta(days=days), till.say(name))


def _change(till: Till, at: datetime) -> None:
    till.do(at, till.crew.owner, _add_one, till.say(_MORE))


def _add_one(session: Session, more: str) -> None:
    known = standards.dos(session)
    standards.save(session, StandardKind.DOS, Dos((*known.do, more), known.dont))


def _read(till: Till, who: Who, at: datetime) -> None:
    waiting = till.ask(at, standards.unread, who.actor)
    till.do(at, who, standards.mark_all_read, {one.kind: one.number for one in waiting})
