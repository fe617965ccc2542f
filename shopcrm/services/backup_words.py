"""Says what lies in a backup, the same on the screen and on the command line."""

from collections.abc import Sequence

from shopcrm.rules.wording import Words
from shopcrm.services.restoring import Inside


def inside(found: Inside, words: Words) -> Sequence[str]:
    """Say of which shop a backup is, how much is in it, and when it was last written to."""
    count = found.counts.get
    lines = [
        words.say("Shop: {name}", name=found.shop_name or "-"),
        words.say(
            "Customers: {customers}. Sales: {sales}. Goods: {goods}. Vouchers: {vouchers}. "
            "Messages: {messages}.",
            customers=count("customer", 0),
            sales=count("sale", 0),
            goods=count("product", 0),
            vouchers=count("voucher", 0),
            messages=count("message", 0),
        ),
    ]
    if found.latest is not None:
        lines.append(words.say("Last written on {moment}", moment=found.latest))
    if found.last_sale is not None:
        lines.append(words.say("Last sale on {moment}", moment=found.last_sale))
    if found.is_older:
        lines.append(words.say("It is of an older ShopCRM and will be brought up to date."))
    if found.is_sample:
        lines.append(words.say("It is a sample shop."))
    return lines


def size(number: int, words: Words) -> str:
    """Say how large a file is."""
    if number < 1 << 20:
        return words.say("{size} KB", size=max(1, round(number / (1 << 10))))
    return words.say("{size} MB", size=round(number / (1 << 20)))
