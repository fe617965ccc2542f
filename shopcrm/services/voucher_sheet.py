"""All that is known of one voucher: its terms in words, why it exists, where it was used, and its prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_codes, voucher_words
from shopcrm.rules.sayings import Saying, from_json
from shopcrm.rules.vouchers import Limit
from shopcrm.services import categories, store_credit, voucher_list
from shopcrm.services.store_credit import CreditView
from shopcrm.services.voucher_list import VoucherRow
from shopcrm.services.vouchers import NoSuchVoucher
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale
from shopcrm.store.till import Printing
from shopcrm.store.vouchers import Voucher, VoucherUse


@dataclass(frozen=True, slots=True)
class UseView:
    """One use: the sale, what the voucher took off (smallest units), and when a return freed it."""

    at: datetime
    till: str
    by: str
    sale_id: int
    number: str
    amount: int
    freed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PrintView:
    """One printing: when, by whom, in which layout."""

    at: datetime
    by: str
    layout: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Another voucher: the one in whose place this is, or the one in this one's place."""

    id: int
    masked: str


@dataclass(frozen=True, slots=True)
class VoucherSheet:
    """A voucher with everything around it; `code` is the whole code as people read it."""

    row: VoucherRow
    code: str
    conditions: tuple[Saying, ...]
    issued_by: str
    activated_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: tuple[Saying, ...]
    uses: tuple[UseView, ...]
    credit: tuple[CreditView, ...]
    printings: tuple[PrintView, ...]
    replaces: Linked | None
    replaced_by: tuple[Linked, ...]


def show(session: Session, voucher_id: int) -> VoucherSheet:
    """Show one voucher; raises NoSuchVoucher."""
    rows = voucher_list.rows_of(session, [voucher_id])
    if not rows:
        raise NoSuchVoucher(id=voucher_id)
    row, voucher = rows[0], session.get_one(Voucher, voucher_id)
    names = names_of(session, row.terms.limits)
    return VoucherSheet(
        row=row,
        code=row.terms.shown_code,
        conditions=voucher_words.conditions(row.terms, row.customer, names),
        issued_by=voucher.issued_by,
        activated_at=voucher.activated_at,
        withdrawn_at=voucher.withdrawn_at,
        withdrawn_why=from_json(voucher.withdrawn_why),
        uses=_uses(session, voucher_id),
        credit=tuple(store_credit.entries(session, voucher_id)),
        printings=_printings(session, voucher_id),
        replaces=next(iter(_linked(session, Voucher.id, voucher.replaces_id)), None),
        replaced_by=_linked(session, Voucher.replaces_id, voucher_id),
    )


def names_of(session: Session, limits: Sequence[Limit]) -> list[str]:
    """Name the goods and shelves that a voucher is for."""
    shelves = categories.everything(session) if any(limit.category_id for limit in limits) else {}
    names: list[str] = []
    for limit in limits:
        if limit.product_id is not None:
            names += session.scalars(select(Product.name).where(Product.id == limit.product_id))
        elif limit.category_id is not None and limit.category_id in shelves:
            names.append(shelves[limit.category_id][1])
    return names


def _uses(session: Session, voucher_id: int) -> tuple[UseView, ...]:
    query = (
        select(VoucherUse, Sale.number)
        .join(Sale, Sale.id == VoucherUse.sale_id)
        .where(VoucherUse.voucher_id == voucher_id)
        .order_by(VoucherUse.id)
    )
    return tuple(
        UseView(use.at, use.till, use.by, use.sale_id, number, use.amount, use.freed_at)
        for use, number in session.execute(query)
    )


def _printings(session: Session, voucher_id: int) -> tuple[PrintView, ...]:
    query = (
        select(Printing.at, Printing.by, Printing.layout)
        .where(Printing.what == "voucher", Printing.thing_id == voucher_id)
        .order_by(Printing.id)
    )
    return tuple(PrintView(*row) for row in session.execute(query))


def _linked(session: Session, column: object, key: int | None) -> tuple[Linked, ...]:
    if key is None:
        return ()
    query = select(Voucher.id, Voucher.code).where(column == key).order_by(Voucher.id)  # type: ignore[arg-type] # a column compares to a condition
    return tuple(Linked(number, voucher_codes.masked(code)) for number, code in session.execute(query))
