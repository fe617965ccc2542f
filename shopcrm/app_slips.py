"""Makes the papers of the counter: vouchers, slips and day closes, and brings slips to the slip printer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from shopcrm.outside import escpos
from shopcrm.outside.paper import (
    case_slip,
    day_close_page,
    day_close_slip,
    order_slip,
    sale_page,
    sale_slip,
    statement,
    voucher_card,
    voucher_slip,
)
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, ShopHead
from shopcrm.rules.wording import Words
from shopcrm.services import (
    case_slips,
    day_close,
    logo,
    order_rows,
    point_statement,
    printed_vouchers,
    settings,
    slips,
)
from shopcrm.services.printed_vouchers import VoucherLayout
from shopcrm.services.settings import Settings
from shopcrm.services.shop import Shop
from shopcrm.services.slips import SlipWidth

_MILLIMETRES = {SlipWidth.WIDE: 80, SlipWidth.NARROW: 58}
_ROLLS = {VoucherLayout.SLIP_80: 80, VoucherLayout.SLIP_58: 58}


@dataclass(frozen=True)
class SlipPapers:
    """The papers of the counter of an open shop; each method writes one PDF.

    All raise PaperNotSaved and FontMissing.
    """

    shop: Shop
    fonts_folder: Path
    words_of: Callable[[Settings, str], Words]

    def vouchers_to(self, path: Path, voucher_ids: Sequence[int], layout: VoucherLayout, words: Words) -> int:
        """Write vouchers; gives how many. Raises NoSuchVoucher, VoucherWithdrawn or VoucherUsedUp."""
        found = self.shop.ask(printed_vouchers.ready, voucher_ids)
        shop = self._heading(words, "").shop
        roll = _ROLLS.get(layout)
        if roll is None:
            voucher_card.lay_voucher_cards(shop, found, words, self.fonts, layout).save(path)
        else:
            voucher_slip.lay_voucher_slips(shop, found, words, self.fonts, roll).save(path)
        return len(found)

    def slip_to(self, path: Path, sale_id: int, width: SlipWidth, words: Words) -> int:
        """Write the slip of a sale, a return or an exchange; gives how often it was printed before.

        Raises NoSuchSale.
        """
        found = self.shop.ask(slips.slip, sale_id)
        heading = self._heading(words, "")
        millimetres = _MILLIMETRES.get(width)
        if millimetres is None:
            day = words.days.of(found.sold_at)
            sale_page.lay_sale_page(heading.shop, found, day, words, self.fonts).save(path)
        else:
            sale_slip.lay_slip(heading.shop, found, words, self.fonts, millimetres).save(path)
        return found.printed

    def case_slip_to(self, path: Path, complaint_id: int, width: SlipWidth, words: Words) -> int:
        """Write the slip of a case on a roll, the wide one where a page is asked for.

        Gives how often it was printed before: note with `printing.note(What.CASE, ...)` that it was.
        Raises NoSuchComplaint.
        """
        found = self.shop.ask(case_slips.slip, complaint_id)
        shop = self._heading(words, "").shop
        case_slip.lay_case_slip(shop, found, words, self.fonts, _MILLIMETRES.get(width, 80)).save(path)
        return found.printed

    def statement_to(
        self, path: Path, customer_id: int, words: Words, since: date | None = None, until: date | None = None
    ) -> int:
        """Write the statement of somebody's points; gives how many entries it has. Raises NoSuchCustomer."""
        found = self.shop.ask(point_statement.statement, customer_id, since, until)
        heading = self._heading(words, words.say("Statement of points"))
        statement.lay_statement(heading, found, words, self.fonts).save(path)
        return len(found.rows)

    def day_close_to(
        self, path: Path, close_id: int | None, words: Words, width: SlipWidth = SlipWidth.WIDE
    ) -> None:
        """Write a closed day, or without a number what is open now, on a roll or A4. Raises NoSuchClose."""
        ask = self.shop.ask
        found = ask(day_close.read, close_id) if close_id is not None else ask(day_close.open_now)
        heading = replace(self._heading(words, words.say("Day close")), day=found.day)
        millimetres = _MILLIMETRES.get(width)
        if millimetres is None:
            day_close_page.lay_day_close(heading, found, words, self.fonts).save(path)
        else:
            day_close_slip.lay_day_close_slip(heading.shop, found, words, self.fonts, millimetres).save(path)

    def order_slip_to(self, path: Path, order_id: int, words: Words, width: SlipWidth) -> int:
        """Write the slip of a special order on a roll, and give its number; raises NoSuchOrder.

        Note with `printing.note(What.ORDER, ...)` that it was printed or saved.
        """
        found = self.shop.ask(order_rows.show, order_id)
        shop, millimetres = self._heading(words, "").shop, _MILLIMETRES.get(width, 80)
        order_slip.lay_order_slip(shop, found, words, self.fonts, millimetres).save(path)
        return found.order.number

    def has_slip_printer(self) -> bool:
        """Whether the settings name a slip printer; else slips go to a printer of the system."""
        return escpos.is_named(self.shop.ask(settings.read).slip_printer)

    def send_to_slip_printer(self, pdf: Path, *, open_drawer: bool = False) -> None:
        """Print a slip on the slip printer; raises SlipPrinterOut and SlipPrinterUnknown."""
        escpos.send(self.shop.ask(settings.read).slip_printer, pdf, open_drawer=open_drawer)

    @cached_property
    def fonts(self) -> Fonts:
        """The typeface of all papers, read when it is first wanted."""
        return Fonts(self.fonts_folder)

    def _heading(self, words: Words, title: str) -> Heading:
        decided = self.shop.ask(settings.read)
        name = decided.shop_name or words.say("Our shop")
        shop = ShopHead(name, decided.shop_phone, decided.shop_address, self.shop.ask(logo.read))
        return Heading(shop, title, decided.days.of(self.shop.clock()))
