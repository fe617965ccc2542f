"""Sales, returns and tabs as a till makes them, for tests of what stands on paper afterwards."""

from collections.abc import Sequence
from itertools import count

from shopcrm.rules.returns import ReturnLine
from shopcrm.rules.tenders import Tender
from shopcrm.services import returns, selling
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returned_documents import Returned
from shopcrm.services.selling import Sold
from shopcrm.services.shop import Shop

_KEYS = count(1)


def sell(
    shop: Shop,
    *lines: tuple[int, int],
    customer_id: int | None = None,
    pay: Sequence[Tender] = (Tender("cash"),),
    off: int = 0,
) -> Sold:
    """Sell goods, each with its thousandths, at the shop's prices; `off` is taken off the first line."""
    basket = Basket(
        lines=tuple(
            BasketLine(product, quantity, off=off if not place else 0)
            for place, (product, quantity) in enumerate(lines)
        ),
        customer_id=customer_id,
    )
    return shop.do(selling.complete, basket, tuple(pay), f"test {next(_KEYS)}")


def bring_back(shop: Shop, sale_id: int, *lines: int) -> Returned:
    """Bring lines of a sale back, whole."""
    draft = returns.ReturnDraft(sale_id, tuple(ReturnLine(line) for line in lines))
    return shop.do(returns.complete, draft, f"test {next(_KEYS)}")
