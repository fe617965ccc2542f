"""What a scan does at the counter: goods go into the basket, a card says who it is, a voucher is used."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.counter_entry import GoodsEntry
from shopcrm.desk.counter_sale import CounterSale
from shopcrm.desk.counter_vouchers import VoucherField
from shopcrm.desk.kit import Kit
from shopcrm.rules.errors import ShopError
from shopcrm.rules.vouchers import Terms
from shopcrm.services import scans, vouchers, wrong_codes
from shopcrm.services.scans import Scanned, What
from shopcrm.services.vouchers import VoucherView

R = TypeVar("R")


class CounterScans(QObject):
    """`sale_found` and `case_found` carry what a scanned slip is of, `unknown` why a scan is nothing.

    `used` comes when a voucher is in the basket.
    """

    sale_found = Signal(int)
    case_found = Signal(int)
    unknown = Signal(str)
    used = Signal()

    def __init__(
        self, kit: Kit, parent: QObject, sale: CounterSale, entry: GoodsEntry, field: VoucherField
    ) -> None:
        super().__init__(parent)
        self._kit, self._sale, self._entry, self._field = kit, sale, entry, field
        field.typed.connect(self.use)
        field.left_out.connect(sale.basket.leave_out)

    def take(self, readings: tuple[str, ...]) -> None:
        """Find out what was scanned, and do it; scans that follow fast are all done, in their order."""
        shop = self._kit.program.shop
        self._run(
            self._on_scanned, lambda: shop.ask(scans.what_is, readings), partial(self._on_unknown, readings)
        )

    def use(self, typed: str) -> None:
        """Look at a voucher and use it, or say under the field what keeps it from being used."""
        shop, customer_id = self._kit.program.shop, self._sale.basket.content.customer_id
        self._run(
            partial(self._on_voucher, typed),
            lambda: shop.ask(vouchers.check, typed, customer_id),
            partial(self._on_wrong_code, typed),
        )

    def use_voucher(self, voucher_id: int) -> None:
        """Use a voucher by its number, such as one that the memory card speaks of."""
        shop = self._kit.program.shop
        self._run(self._on_terms, lambda: shop.ask(vouchers.terms_of, [voucher_id]), self._on_failed)

    def _run(
        self, then: Callable[[R], None], work: Callable[[], R], failed: Callable[[Exception], None]
    ) -> None:
        def deliver(answer: R) -> None:
            then(answer)
            self._sale.added()

        def fail(error: Exception) -> None:
            failed(error)
            self._sale.added()

        self._sale.adding()
        self._kit.lanes.quick.run(self, deliver, work, fail)

    def _on_scanned(self, found: Scanned) -> None:
        match found.what:
            case What.CUSTOMER:
                self._sale.basket.sell_to(found.id)
            case What.GOODS:
                self._entry.take_goods(found.id)
            case What.VOUCHER:
                self.use(found.code)
            case What.SALE:
                self.sale_found.emit(found.id)
            case What.CASE:
                self.case_found.emit(found.id)

    def _on_terms(self, found: dict[int, Terms]) -> None:
        for terms in found.values():
            self.use(terms.code)

    def _on_voucher(self, typed: str, view: VoucherView) -> None:
        if view.problem is not None:
            self._field.say_wrong(self._kit.words.tell(view.problem), typed)
            return
        self._sale.basket.use(view.terms.code)
        self._field.taken()
        self.used.emit()

    def _on_wrong_code(self, typed: str, error: Exception) -> None:
        """Say what is wrong with a code; one that is none is noted, which slows down whoever guesses (V8)."""
        self._field.say_wrong(self._said(error), typed)
        if isinstance(error, vouchers.WRONG):
            self._note(typed)

    def _on_unknown(self, readings: tuple[str, ...], error: Exception) -> None:
        self.unknown.emit(self._said(error))
        if isinstance(error, vouchers.WRONG) and readings:
            self._note(readings[0])

    def _on_failed(self, error: Exception) -> None:
        self.unknown.emit(self._said(error))

    def _note(self, typed: str) -> None:
        self._kit.lanes.quick.do(self, _nothing, wrong_codes.note, typed)

    def _said(self, error: Exception) -> str:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        return self._kit.words.tell(said)


def _nothing(_answer: object) -> None:
    """Have nothing to do with the answer."""
