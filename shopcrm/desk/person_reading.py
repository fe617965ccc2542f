"""What the sheet of a customer reads of the shop, each part in one question to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.services import customers, figures, holds, memory, merges, points, reach, tabs, tiers, wishes
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.figures import Figures
from shopcrm.services.holds import HoldRow
from shopcrm.services.memory import MemoryCard
from shopcrm.services.merges import MergeView
from shopcrm.services.points import Standing
from shopcrm.services.reach import Known, Reach
from shopcrm.services.shop import Session
from shopcrm.services.tiers import TierNow
from shopcrm.services.wishes import InStock, WishRow


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody has here: their tier, their points, and what they owe on the tab (smallest units)."""

    tier: TierNow | None
    points: Standing
    tab: int


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as head, preferences and contact show them; `merge` is one that can still be taken back."""

    sheet: CustomerSheet
    figures: Figures
    account: Account
    reach: Reach
    merge: MergeView | None


@dataclass(frozen=True, slots=True)
class First:
    """What is shown of a customer before anything else: who they are and what to remember."""

    person: Person
    card: MemoryCard


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for and still wants, what of it is here, and what is kept aside for them."""

    customer_id: int
    wishes: tuple[WishRow, ...]
    here: tuple[InStock, ...]
    held: tuple[HoldRow, ...]


def person(session: Session, customer_id: int) -> Person:
    """Read who somebody is; whoever was merged is read as who they became. Raises NoSuchCustomer."""
    sheet = customers.show(session, customer_id, newest=0)
    merged = merges.of_customer(session, sheet.id)
    merge = next((view for view in merged if view.kept_id == sheet.id and view.can_undo), None)
    account = Account(
        tiers.of_customer(session, sheet.id),
        points.standing(session, sheet.id),
        tabs.balance(session, sheet.id),
    )
    return Person(sheet, figures.of_customer(session, sheet.id), account, reach_of(sheet), merge)


def first(session: Session, customer_id: int, most: int) -> First:
    """Read who somebody is and at most so many lines to remember; raises NoSuchCustomer."""
    who = person(session, customer_id)
    return First(who, memory.card(session, who.sheet.id, most))


def reach_of(sheet: CustomerSheet) -> Reach:
    """Tell how somebody can be reached, from their sheet."""
    return reach.of_known(
        sheet.id,
        Known(
            sheet.name,
            sheet.language,
            sheet.honorific,
            sheet.preferred_channel,
            sheet.state,
            sheet.phones,
            sheet.emails,
            sheet.addresses,
            sheet.handles,
            [(view.purpose, view.channel, view.given) for view in sheet.consents],
        ),
    )


def addressees(session: Session, customer_ids: Sequence[int]) -> list[Reach]:
    """Read how some people can be reached, in their order; who was merged or erased since is left out."""
    found = reach.reaches(session, customer_ids)
    return [found[key] for key in customer_ids if key in found and found[key].is_known]


def wanted(session: Session, customer_id: int) -> Wanted:
    """Read what a person still wants."""
    rows = tuple(row for row in wishes.of_customer(session, customer_id) if row.is_open)
    here = tuple(wishes.in_stock_for(session, customer_id)) if rows else ()
    return Wanted(customer_id, rows, here, tuple(holds.of_customer(session, customer_id)))
