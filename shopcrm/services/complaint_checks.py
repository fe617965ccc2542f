"""Looks that what a case names is there and belongs together; a sale tells whose it is."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.text import bare
from shopcrm.services import settings
from shopcrm.services.complaint_drafts import CaseDraft, owner_of
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import now_of
from shopcrm.store.goods import Product
from shopcrm.store.promises import SpecialOrder
from shopcrm.store.sales import Sale, SaleLine


class WordsMissing(BadInput):
    """Nobody said anything."""

    sentence = "Nothing is written yet. Nothing was recorded. Write what the customer says, in their words."


class NothingWritten(BadInput):
    """What was said since, or done in words, has some."""

    sentence = "Nothing is written. Nothing was changed. Write in a few words what was said."


class NotTheirSale(Refused):
    """The sale is somebody else's."""

    sentence = (
        "Sale {number} is not of this customer. Nothing was recorded. "
        "Choose one of their sales, or leave out who."
    )


class NotInTheSale(BadInput):
    """The sale has no such line."""

    sentence = "Sale {number} has no line {line}. Nothing was recorded. Choose one of its lines."


class NotTheirOrder(Refused):
    """The order is somebody else's."""

    sentence = "The order is not of this customer. Nothing was recorded. Choose one of theirs."


class NoSuchGoods(BadInput):
    """The goods are not there."""

    sentence = "These goods are not in the shop. Nothing was recorded. Choose others."


class BeforeTheSale(BadInput):
    """It cannot have happened before it was sold, nor after today."""

    sentence = (
        "It cannot have happened on {day}: the sale was on {sold}, and today is {today}. "
        "Nothing was recorded. Write another day."
    )


def checked(session: Session, draft: CaseDraft) -> CaseDraft:
    """Give a draft with whose it is, once all that it names was found.

    Raises WordsMissing, NoSuchCustomer, ErasedOnRequest, NoSuchSale, NotTheirSale, NotInTheSale,
    NotTheirOrder, NoSuchGoods or BeforeTheSale.
    """
    if not bare(draft.words).strip():
        raise WordsMissing
    who = owner_of(session, draft.customer_id)
    if draft.product_id is not None and session.get(Product, draft.product_id) is None:
        raise NoSuchGoods
    if draft.order_id is not None:
        order = session.get(SpecialOrder, draft.order_id)
        if order is None or (who is not None and order.customer_id != who):
            raise NotTheirOrder
        who = order.customer_id
    told = replace(draft, customer_id=who)
    told = told if draft.sale_id is None else _of_sale(session, told, draft.sale_id)
    _check_day(session, told)
    return told


def _of_sale(session: Session, draft: CaseDraft, sale_id: int) -> CaseDraft:
    sale = session.get(Sale, sale_id)
    if sale is None:
        raise NoSuchSale(id=sale_id)
    buyer = owner_of(session, sale.customer_id)
    if draft.customer_id is not None and buyer != draft.customer_id:
        raise NotTheirSale(number=sale.number)
    product = draft.product_id
    if draft.sale_ordinal is not None:
        line = session.scalars(
            select(SaleLine).where(SaleLine.sale_id == sale_id, SaleLine.ordinal == draft.sale_ordinal)
        ).first()
        if line is None:
            raise NotInTheSale(number=sale.number, line=draft.sale_ordinal + 1)
        product = product or line.product_id
    return replace(draft, customer_id=buyer, product_id=product)


def _check_day(session: Session, draft: CaseDraft) -> None:
    if draft.happened_on is None:
        return
    today = settings.read(session).days.of(now_of(session))
    sale = None if draft.sale_id is None else session.get(Sale, draft.sale_id)
    sold = date.min if sale is None else sale.day
    if not sold <= draft.happened_on <= today:
        raise BeforeTheSale(day=draft.happened_on, sold=today if sale is None else sold, today=today)
