"""The vouchers to print: what each is good for, for whom and on which terms, read for a batch at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_words
from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.money import Money
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.rules.vouchers import Kind, Terms
from shopcrm.services import vouchers
from shopcrm.services.vouchers import NoSuchVoucher
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Category, Product

_AT_ONCE = 500
"""So many rows are named in one question; databases allow only so many values."""


class VoucherWithdrawn(NotFound):
    """A voucher that should be printed was taken back."""

    sentence = "The voucher {code} was withdrawn. Nothing was printed. Choose others from the list."


class VoucherUsedUp(Refused):
    """A voucher that should be printed has nothing left to give."""

    sentence = "The voucher {code} is used up. Nothing was printed. Choose others from the list."


class VoucherLayout(StrEnum):
    """How vouchers lie on paper: on a slip of a width in millimetres, on a card, or so many to a sheet."""

    SLIP_80 = "slip80"
    SLIP_58 = "slip58"
    CARD = "card"
    SHEET_8 = "a4x8"
    SHEET_10 = "a4x10"


@dataclass(frozen=True, slots=True)
class VoucherToPrint:
    """One voucher: its code of 15 characters, its benefit in a few words, and its terms."""

    id: int
    code: str
    benefit: Saying
    terms: tuple[Saying, ...]


def ready(session: Session, voucher_ids: Sequence[int]) -> list[VoucherToPrint]:
    """Read vouchers in the order in which they are named.

    Raises NoSuchVoucher, VoucherWithdrawn or VoucherUsedUp.
    """
    found: dict[int, Terms] = {}
    for part in _parts(voucher_ids):
        found.update(vouchers.terms_of(session, part))
    for missing in (key for key in voucher_ids if key not in found):
        raise NoSuchVoucher(id=missing)
    names = _Names(session, found.values())
    return [_read(found[key], names) for key in voucher_ids]


class _Names:
    """The names of the goods, shelves and people that vouchers are about."""

    def __init__(self, session: Session, all_terms: Iterable[Terms]) -> None:
        terms = list(all_terms)
        limits = [limit for one in terms for limit in one.limits]
        goods = {one.product_id for one in terms} | {limit.product_id for limit in limits}
        self.goods = _named(session, select(Product.id, Product.name, Product.unit), Product.id, goods)
        shelves = {limit.category_id for limit in limits}
        self.shelves = _named(session, select(Category.id, Category.name), Category.id, shelves)
        people = {one.customer_id for one in terms}
        query = select(Customer.id, Customer.name, Customer.code)
        self.people = _named(session, query, Customer.id, people)

    def person(self, customer_id: int | None) -> FieldValue:
        """Name whose voucher it is, nobody where it is the bearer's."""
        row = self.people.get(customer_id or 0)
        return "" if row is None else shown_name(row.name, row.code, row.id)

    def limits(self, terms: Terms) -> list[str]:
        """Name what a voucher is for."""
        rows = [
            self.goods.get(limit.product_id or 0) or self.shelves.get(limit.category_id or 0)
            for limit in terms.limits
        ]
        return [row.name for row in rows if row is not None]


def _read(terms: Terms, names: _Names) -> VoucherToPrint:
    if terms.state == "withdrawn":
        raise VoucherWithdrawn(code=terms.shown_code)
    if terms.is_spent:
        # Whoever was handed it would only learn at the till that it is worth nothing.
        raise VoucherUsedUp(code=terms.shown_code)
    goods = names.goods.get(terms.product_id or 0)
    # The large words stay few, so the cap of a percentage is told among the terms.
    short = replace(terms, most=None)
    if terms.kind is Kind.CREDIT:
        short = replace(short, value=terms.credit_rest)
    benefit = voucher_words.benefit(short, goods.name if goods else "", goods.unit if goods else "")
    said = list(voucher_words.conditions(terms, names.person(terms.customer_id), names.limits(terms)))
    if terms.most is not None:
        said.insert(1, saying("At most {amount} off", amount=Money(terms.most)))
    if terms.words and terms.kind is not Kind.GOODS:
        said.append(saying("{words}", words=terms.words))
    if terms.state == "blank":
        said.append(saying("Good once it is activated at the till"))
    return VoucherToPrint(terms.id, terms.code, benefit, tuple(said))


def _named(
    session: Session, query: Select[*tuple[Any, ...]], column: Any, wanted: Iterable[int | None]
) -> Mapping[int, Any]:
    ids = [key for key in wanted if key is not None]
    rows = (row for part in _parts(ids) for row in session.execute(query.where(column.in_(part))))
    return {row.id: row for row in rows}


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
