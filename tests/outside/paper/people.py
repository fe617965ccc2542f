"""People of a real shop whom the papers are about: one with a long history, one of whom little is known."""

from datetime import date, timedelta

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.occasions import OccasionKind
from shopcrm.services import cards, customers, notes, settings, wishes
from shopcrm.services.consents import Answer
from shopcrm.services.customer_drafts import Draft
from shopcrm.services.notes import NoteKind
from shopcrm.services.occasions import OccasionDraft
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from tests import makers

NOTE_OF_THE_SHOP = "حساس است؛ با احتیاط حرف بزنید"


HOSTILE = ("<b>", "\x00\x1b[31m", "\u202e\u2066abc", "😀" * 40, "x" * 5_000, "گ" * 300, "\n\t{name}%s")


def persian_shop(shop: Shop) -> None:
    """Let the shop be one of Tehran."""
    shop.do(
        settings.change,
        shop_name="خشکبار نوری",
        shop_phone="+982188776655",
        shop_address="تهران، بازار بزرگ، راسته خشکبار",
        language="fa",
        calendar="jalali",
    )


def english_shop(shop: Shop) -> None:
    """Let the shop be one of London."""
    shop.do(
        settings.change,
        shop_name="Noori Nuts",
        shop_phone="+442071838750",
        shop_address="12 Market Row, London E1 6AN",
        zone="Europe/London",
        region="GB",
        currency="GBP",
    )


def maryam(shop: Shop, sales: int = 9) -> int:
    """Make a Persian customer with a card, tastes, wishes, notes, messages and two years of purchases."""
    draft = Draft(
        name="مریم نوری",
        honorific="خانم",
        phones=["09121234567", "02188776655"],
        emails=["maryam@example.com"],
        addresses=["تهران، خیابان ولیعصر، کوچه نسترن\nپلاک ۱۲، واحد ۳"],
        tags=["عمده", "همسایه"],
        note=NOTE_OF_THE_SHOP,
        language="fa",
        preferred_channel=Channel.SMS,
        consents=[
            Answer(Purpose.NEWS, Channel.SMS, given=True, how="asked at the counter"),
            Answer(Purpose.NEWS, Channel.EMAIL, given=False, how="asked at the counter"),
            Answer(Purpose.SERVICE, Channel.CALL, given=True, how="asked at the counter"),
        ],
        preferences=[
            Taste(Kind.AVOIDS, words="بادام زمینی"),
            Taste(Kind.AVOIDS, words="کنجد"),
            Taste(Kind.LIKES, words="گردوی اعلاء"),
            Taste(Kind.NEEDS, words="بدون نمک"),
        ],
        occasions=[OccasionDraft(OccasionKind.BIRTHDAY, 10, 5, 1370, calendar=CalendarKind.JALALI)],
    )
    return _with_history(shop, shop.do(customers.add, draft).id, _SHELF_FA, sales, "شکلات تلخ ۸۵٪ بدون شکر")


def sara(shop: Shop, sales: int = 9) -> int:
    """Make an English customer of the same kind."""
    draft = Draft(
        name="Sara Smith",
        honorific="Ms",
        phones=["+442071838751"],
        emails=["sara.smith@example.com"],
        addresses=["Flat 3\n221B Baker Street\nLondon NW1 6XE"],
        tags=["regular"],
        note="Speaks softly; give her time.",
        language="en",
        consents=[
            Answer(Purpose.NEWS, Channel.EMAIL, given=True, how="asked at the counter"),
            Answer(Purpose.SERVICE, Channel.CALL, given=False, how="asked at the counter"),
        ],
        preferences=[
            Taste(Kind.AVOIDS, words="peanuts"),
            Taste(Kind.LIKES, words="dark chocolate"),
        ],
        occasions=[
            OccasionDraft(OccasionKind.BIRTHDAY, 12, 9, calendar=CalendarKind.GREGORIAN),
            OccasionDraft(
                OccasionKind.OTHER, 3, 1, 2020, calendar=CalendarKind.GREGORIAN, label="Opening of her café"
            ),
        ],
    )
    return _with_history(shop, shop.do(customers.add, draft).id, _SHELF_EN, sales, "85 % chocolate, no sugar")


_SHELF_FA = (
    ("گردوی اعلاء تویسرکان", 4_800_000),
    ("پسته اکبری", 9_200_000),
    ("Lotus بیسکویت", 350_000),
)
_SHELF_EN = (
    ("Walnut kernels", 1_850),
    ("Pistachios, roasted", 3_200),
    ("بیسکویت Lotus", 275),
)


def hostile(shop: Shop) -> int:
    """Make somebody all of whose words try to break a paper."""
    words = " ".join(HOSTILE)
    draft = Draft(
        name=words,
        honorific="<i>",
        phones=["09121234567"],
        addresses=[words],
        tags=["<b>", "x" * 40],
        note=words,
        preferences=[Taste(Kind.AVOIDS, words=words), Taste(Kind.LIKES, words="{things}")],
    )
    return _with_history(shop, shop.do(customers.add, draft).id, ((words, 100), ("<b>", 1)), 2, words)


def _with_history(
    shop: Shop, customer_id: int, shelf: tuple[tuple[str, int], ...], sales: int, wish: str
) -> int:
    goods = [
        makers.product(shop, name=name, code=f"{place}-{customer_id}", price=price)
        for place, (name, price) in enumerate(shelf)
    ]
    now = shop.clock()
    for number in range(sales):
        at = now - timedelta(days=11 * number + 3)
        lines = [
            (goods[place], 500 * (1 + (number + place) % 4), shelf[place][1])
            for place in range(1 + number % len(shelf))
        ]
        makers.sale(shop, customer_id, *lines, number=f"F{customer_id}-{1000 + number}", at=at)
    makers.sale(
        shop,
        customer_id,
        (goods[1], -500, shelf[1][1]),
        number=f"R{customer_id}-1",
        kind="return",
        at=now - timedelta(days=20),
    )
    shop.do(cards.give, customer_id)
    shop.do(wishes.ask, customer_id, words=wish, quantity=2000, until=date(2027, 3, 1))
    shop.do(notes.write, customer_id, NoteKind.CALL, "Asked after the new walnuts; گردوی تازه خواست.")
    shop.do(notes.write, customer_id, NoteKind.VISIT, "با دخترش آمد و پسته چشید.")
    makers.message(shop, customer_id, f"told{customer_id}", channel="email", state="sent")
    makers.message(shop, customer_id, f"call{customer_id}", channel="call", state="queued")
    return customer_id
