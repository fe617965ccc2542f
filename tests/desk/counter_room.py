"""A small shop for the counter, and the page on it as tests use it: press, write, wait for the answer."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.desk.look import Look
from shopcrm.desk.pages.counter import CounterPage
from shopcrm.rules import voucher_codes
from shopcrm.rules.text import fold
from shopcrm.rules.vouchers import Reason
from shopcrm.services import (
    cards,
    goods,
    point_rules,
    points,
    promotions,
    rewards,
    settings,
    tier_rules,
    tiers,
    vouchers,
)
from shopcrm.services.goods import ProductDraft
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from shopcrm.services.tier_rules import TierDraft
from shopcrm.services.vouchers import VoucherDraft
from shopcrm.store.goods import Barcode, Product
from shopcrm.store.sales import Sale
from shopcrm.store.staff import Staff
from shopcrm.store.vouchers import WrongCode
from tests import makers
from tests.conftest import NOW
from tests.desk.gallery import settle
from tests.desk.kit_parts import type_text
from tests.desk.opened import Opened, opened

WALNUT_BAR, DATES_BAR = "6260001234567", "6260007654321"
NAMES = {
    "en": ("Walnut halves, premium", "Mazafati dates, box", "Saffron, 1 g", "Akbari pistachio", "Gift wrap"),
    "fa": ("مغز گردوی ممتاز", "خرمای مضافتی، جعبه", "زعفران سرگل، ۱ گرم", "پستهٔ اکبری شور", "بستهٔ هدیه"),
}  # fmt: skip
_PEOPLE = {"en": ("Maryam Noori", "Ali Karimi"), "fa": ("مریم نوری", "علی کریمی")}
_TIER = {"en": ("Silver", "Gold"), "fa": ("نقره‌ای", "طلایی")}
_WORDS = {
    "en": ("Yalda week", "Points", "Coffee for two", "sesame", "dates of the season"),
    "fa": ("هفتهٔ یلدا", "امتیاز خرید", "قهوهٔ دونفره", "کنجد", "خرمای تازه"),
}


@dataclass(frozen=True)
class Stock:
    """The numbers of what is in the shop; the code of a voucher that takes 150,000 toman off."""

    walnut: int
    dates: int
    saffron: int
    pistachio: int
    wrap: int
    maryam: int
    ali: int
    card: str
    voucher: str
    gold: int


@dataclass
class Counter:
    """The page on a furnished shop; counts every key that is pressed."""

    shown: Opened[CounterPage]
    stock: Stock
    shop: Shop
    keys: int = 0

    @property
    def page(self) -> CounterPage:
        """The page itself."""
        return self.shown.page

    @property
    def to_pay(self) -> int:
        """What is to be paid now."""
        assert self.page.sale.quote is not None
        return self.page.sale.quote.to_pay

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.keys += 1
        self.shown.press(key, modifier)

    def write(self, text: str) -> None:
        """Write where the keyboard is; the letters of a name or code are no keys to remember."""
        if QApplication.activeModalWidget() is None:
            # Without a window manager nobody makes the window active again when a dialog has closed.
            self.shown.frame.activateWindow()
            settle()
        widget = QApplication.focusWidget()
        assert widget is not None
        type_text(widget, text)

    def enter(self, text: str) -> None:
        """Write a text and press Enter."""
        self.write(text)
        self.press(Qt.Key.Key_Return)
        self.rest()

    def rest(self) -> None:
        """Wait until everything that was asked has its answer, and what follows from it."""
        for _turn in range(3):
            self.shown.until(lambda: True)


OpenCounter = Callable[..., AbstractContextManager[Counter]]
"""Opens the page on a fresh copy of the furnished shop; language, size and text_scale as in `opened`."""


@dataclass(frozen=True)
class Furnished:
    """The furnished shop in one language, made once."""

    path: Path
    stock: Stock

    @contextmanager
    def open(self, room: Path, look: Look, qtbot: QtBot, **how: object) -> Iterator[Counter]:
        """Show the page on a copy of it."""
        own = room / "counter.db"
        shutil.copyfile(self.path, own)
        with (
            program.opened(own, clock=lambda: NOW) as app,
            opened(app, look, qtbot, CounterPage, **how) as shown,  # type: ignore[arg-type] # passed on
        ):
            shown.frame.undo_asked.connect(shown.page.undo)
            yield Counter(shown, self.stock, app.shop)


def furnished(room: Path, empty_shop: Path, language: str) -> Furnished:
    """Furnish a shop in a folder."""
    path = room / f"{language}.db"
    shutil.copyfile(empty_shop, path)
    with program.opened(path, clock=lambda: NOW) as app:
        stock = furnish(app.shop, language)
    return Furnished(path, stock)


def furnish(shop: Shop, language: str = "en") -> Stock:
    """Fill a fresh shop."""
    names, people, said = NAMES[language], _PEOPLE[language], _WORDS[language]
    shelf = makers.category(shop, "Nuts")
    kilo = "kg" if language == "en" else "کیلو"
    drafts = [
        ProductDraft(names[0], "W1", shelf, kilo, 9_200_000, barcodes=[WALNUT_BAR]),
        ProductDraft(names[1], "D1", None, "", 1_850_000, barcodes=[DATES_BAR]),
        ProductDraft(names[2], "S1", None, "", 3_100_000),
        ProductDraft(names[3], "P1", shelf, kilo, 12_400_000),
        ProductDraft(names[4], "G1", None, "", 400_000),
    ]
    walnut, dates, saffron, pistachio, wrap = shop.do(goods.add_many, drafts)
    now = shop.clock()
    maryam = makers.customer(shop, name=people[0], seen=now - timedelta(days=36))
    makers.phone(shop, maryam, "+989123456718")
    makers.preference(shop, maryam, "avoids", words=said[3])
    makers.preference(shop, maryam, "likes", words=said[4])
    ali = makers.customer(shop, name=people[1], seen=now - timedelta(days=3))
    makers.phone(shop, ali, "+989351112233")
    day = now.date()
    shop.do(settings.change, shop_name="Noori Nuts" if language == "en" else "آجیل نوری", first_run_done=True)
    shop.do(point_rules.save, None, RuleDraft(said[1], 1, 100_000, day - timedelta(days=100), worth=2_500))
    shop.do(tier_rules.save, None, TierDraft(_TIER[language][0], 50_000_000, "silver", discount=100))
    gold = shop.do(tier_rules.save, None, TierDraft(_TIER[language][1], 200_000_000, "gold", discount=300))
    shop.do(promotions.save, None, PromotionDraft(said[0], "percent", 500, day, product_id=pistachio))
    shop.do(rewards.save, RewardDraft(said[2], 1500, "amount", 5_000_000))
    shop.do(points.adjust, maryam, 1240, "carried over")
    shop.do(tiers.set_by_hand, maryam, gold, "an old customer")
    card = shop.do(cards.give, maryam)
    return Stock(walnut, dates, saffron, pistachio, wrap, maryam, ali, card, amount_voucher(shop), gold)


def amount_voucher(shop: Shop, value: int = 1_500_000, **more: object) -> str:
    """Make a voucher that takes an amount off, and give its code."""
    draft = VoucherDraft(kind="amount", value=value, reason=Reason.COMPLAINT, **more)  # type: ignore[arg-type] # passed on
    (key,) = shop.do(vouchers.issue, draft)
    return shop.ask(vouchers.terms_of, [key])[key].code


def totals(session: Session) -> list[int]:
    """List what the sales came to, in their order."""
    return list(session.scalars(select(Sale.total).where(Sale.kind == "sale").order_by(Sale.id)))


def remove_goods(session: Session, product_id: int) -> None:
    """Take goods out of the shop, as a program of the owner's may."""
    session.execute(delete(Barcode).where(Barcode.product_id == product_id))
    session.execute(delete(Product).where(Product.id == product_id))


def reprice(session: Session, product_id: int, price: int | None) -> None:
    """Give goods another price, or none."""
    session.get_one(Product, product_id).price = price


def foreign_code() -> str:
    """Make the code of a voucher that some other shop gave."""
    return voucher_codes.make("amount")


def wrong_codes(session: Session) -> int:
    """Count the wrong codes that were noted."""
    return session.scalars(select(func.count()).select_from(WrongCode)).one()


def add_staff(session: Session, name: str, role: str, pin_hash: str) -> None:
    """Let somebody with a PIN work here."""
    now = session.info["now"]
    session.add(Staff(name=name, skey=fold(name), role=role, pin_hash=pin_hash, pin_set_at=now, made_at=now))
