"""What a scanned code means: a card, a voucher, goods, or the slip of a sale or case (C4, S1, S2, V1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from shopcrm.rules import cells, voucher_codes
from shopcrm.rules.errors import NotFound
from shopcrm.rules.text import ascii_digits
from shopcrm.services import cards, case_slips, complaint_list, goods, returned_sales, vouchers


class CodeUnknown(NotFound):
    """Nothing in the shop has the code."""

    sentence = "Nothing here has the code {code}. Nothing was changed. Scan it again, or type a name."


class What(StrEnum):
    """The kinds of things that carry a code."""

    CUSTOMER = "customer"
    GOODS = "goods"
    VOUCHER = "voucher"
    SALE = "sale"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was scanned: a customer, goods, voucher, sale or case by id, and the code as it was understood."""

    what: What
    id: int
    code: str


def what_is(session: Session, readings: Sequence[str]) -> Scanned:
    """Find what a scan means; of several readings the first that anything has.

    A card counts before goods, because people are fewer and a card is only given by the shop. What has the
    check character of a voucher is one, unless goods have the code. Raises CodeUnknown, NoSuchComplaint for
    the slip of a case that is not here, or what `vouchers.look_up` raises, for another shop's voucher above
    all; such a code is to be noted (V8).
    """
    for reading in readings:
        customer = cards.find(session, reading)
        if customer is not None:
            return Scanned(What.CUSTOMER, customer, reading)
    for reading in readings:
        code = cells.code(reading)
        known = goods.ids_by_code(session, [code])
        if code in known:
            return Scanned(What.GOODS, known[code], code)
    for reading in readings:
        code = voucher_codes.tidy(reading)
        if voucher_codes.is_good(code):
            return Scanned(What.VOUCHER, vouchers.look_up(session, code).id, code)
    for reading in readings:
        if reading.upper().startswith(returned_sales.SLIP_CODE):
            return Scanned(What.SALE, returned_sales.find(session, reading), reading)
        number = reading.upper().removeprefix(case_slips.CODE)
        if number != reading.upper() and ascii_digits(number).isdecimal():
            return Scanned(What.CASE, complaint_list.by_number(session, int(ascii_digits(number))), reading)
    raise CodeUnknown(code=readings[0] if readings else "")
