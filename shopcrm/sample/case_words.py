"""What people said to the made-up shop: complaints, ideas and praise, each in both languages."""

from dataclasses import dataclass
from enum import Enum, auto

from shopcrm.rules.complaints import About

Words = tuple[str, str]
"""English and Persian."""


class Course(Enum):
    """How a case went: settled in one way or another, or still on its way."""

    HAPPY = auto()
    ACCEPTED = auto()
    UNREACHED = auto()
    VOUCHER = auto()
    POINTS = auto()
    REFUND = auto()
    REOPENED = auto()
    OPEN = auto()
    WAITING = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint: so many days ago, of which cause (group and place in the first tree), by which guest."""

    ago: int
    guest: int
    about: About
    severity: int
    cause: tuple[int, int]
    words: Words
    course: Course = Course.HAPPY
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An idea, and what became of it: taken up (True), answered (False), or nobody said yet."""

    ago: int
    guest: int | None
    words: Words
    taken_up: bool | None = None
    answer: Words = ("", "")


@dataclass(frozen=True, slots=True)
class Praised:
    """Kind words, for one of the crew (by place) or the whole shop."""

    ago: int
    guest: int | None
    staff: int | None
    words: Words


_FRESH, _BROKEN, _NOT_AS, _WEIGHT, _NOT_THERE = ((0, place) for place in range(5))
_DEARER, _TILL, _DISCOUNT = ((1, place) for place in range(3))
_WAITED, _RUDE, _ADVICE, _NO_CALL = ((2, place) for place in range(4))
_LATE, _WRONG_PLACE, _ON_THE_WAY = ((3, place) for place in range(3))
_NOT_READY = (4, 0)
_GOODS, _SALE, _SERVICE = About.GOODS, About.SALE, About.SERVICE
_STAFF, _DELIVERY = About.STAFF, About.DELIVERY

COMPLAINTS = (
    Told(148, 3, _GOODS, 3, _FRESH, ("The walnuts taste old.", "گردوها بوی کهنگی می‌دهد.")),
    Told(142, 8, _GOODS, 4, _FRESH, ("The pistachios were stale again.", "پسته‌ها باز هم نم کشیده بود.")),
    Told(135, 12, _SALE, 2, _TILL, ("I paid for the dates twice.", "پول خرما را دو بار گرفتید.")),
    Told(
        131, 3, _GOODS, 4, _FRESH,
        ("Stale walnuts for the second time.", "دفعهٔ دوم است که گردوی کهنه می‌دهید."),
        Course.ACCEPTED,
    ),
    Told(124, 15, _SERVICE, 2, _WAITED, ("Twenty minutes in the line.", "بیست دقیقه در صف ماندم.")),
    Told(118, 21, _GOODS, 3, _FRESH, ("The almonds were soft.", "بادام‌ها نرم شده بود.")),
    Told(113, 26, _GOODS, 3, _FRESH, ("Old pumpkin seeds.", "تخمهٔ کدو مانده بود."), Course.ACCEPTED),
    Told(109, 30, _GOODS, 5, _FRESH, ("A moth in the raisins!", "توی کشمش بید بود!"), Course.UNREACHED),
    Told(104, 33, _DELIVERY, 3, _LATE, ("It came in the evening.", "غروب رسید، گفته بودید صبح.")),
    Told(99, 37, _GOODS, 3, _FRESH, ("The cashews smell of oil.", "بادام هندی بوی روغن می‌داد.")),
    Told(95, 40, _GOODS, 4, _FRESH, ("Stale pistachios.", "پستهٔ کهنه بود."), Course.ACCEPTED),
    Told(88, 44, _GOODS, 3, _FRESH, ("The walnuts were bitter.", "گردوها تلخ بود.")),
    Told(81, 12, _SALE, 3, _TILL, ("Another slip with a mistake.", "باز هم فیش اشتباه بود.")),
    Told(76, 47, _GOODS, 3, _FRESH, ("Old hazelnuts in the mix.", "فندق آجیل مانده بود.")),
    Told(66, 50, _STAFF, 3, _RUDE, ("Nobody looked up.", "کسی سرش را هم بلند نکرد.")),
    Told(58, 53, _GOODS, 2, _WEIGHT, ("It weighs 50 grams less.", "پنجاه گرم کم است.")),
    Told(49, 56, _GOODS, 2, _FRESH, ("One bag of seeds was old.", "یک بسته تخمه مانده بود.")),
    Told(41, 59, _DELIVERY, 4, _LATE, ("A day late for the party.", "یک روز بعد از مهمانی رسید.")),
    Told(34, 62, _SALE, 2, _DISCOUNT, ("The voucher did not count.", "بن تخفیفم حساب نشد.")),
    Told(27, 65, _DELIVERY, 3, _ON_THE_WAY, ("The jar was cracked.", "شیشه ترک داشت.")),
    Told(
        18, 3, _GOODS, 4, _BROKEN,
        ("The gift box was dented, and it was a present.", "جعبهٔ هدیه فرورفته بود و کادو بود."),
        Course.VOUCHER, 9,
    ),
    Told(
        16, 68, _SERVICE, 3, _NO_CALL,
        ("You wanted to ring about the saffron.", "قرار بود برای زعفران زنگ بزنید."),
        Course.HAPPY, 10,
    ),
    Told(
        15, 71, _DELIVERY, 4, _LATE,
        ("Three hours late, the ice was gone.", "سه ساعت دیر آمد و یخش آب شده بود."),
        Course.POINTS, 7,
    ),
    Told(
        13, 74, _SALE, 3, _TILL,
        ("The price at the till was not the one on the shelf.", "قیمت صندوق با قیمت قفسه فرق داشت."),
        Course.REFUND, 8,
    ),
    Told(
        12, 77, _STAFF, 4, _ADVICE,
        ("I said without salt, and it was salted.", "گفتم بی‌نمک، شور بود."),
        Course.REOPENED, 4,
    ),
    Told(10, 80, _DELIVERY, 3, _LATE, ("Late again.", "باز هم دیر رسید."), Course.UNREACHED),
    Told(
        9, 83, _GOODS, 2, _NOT_AS,
        ("The label says new harvest.", "روی برچسب نوشته بود محصول امسال."),
        Course.HAPPY, 9,
    ),
    Told(
        7, 86, _SERVICE, 2, _WAITED, ("Only one till was open.", "فقط یک صندوق باز بود."),
        Course.ACCEPTED, 6,
    ),
    Told(
        5, 71, _DELIVERY, 4, _LATE, ("It did not come at all today.", "امروز اصلاً نیامد."),
        Course.WAITING,
    ),
    Told(
        3, 89, _GOODS, 3, _WEIGHT, ("A box less than on the slip.", "یک بسته کمتر از فیش بود."),
        Course.WAITING,
    ),
    Told(
        2, 92, _GOODS, 4, _NOT_READY,
        ("The basket for tonight is not ready.", "سبدی که برای امشب می‌خواستم آماده نیست."),
        Course.OPEN,
    ),
    Told(
        1, 95, _SALE, 3, _DEARER,
        ("Dearer than on the telephone.", "گران‌تر از چیزی که پای تلفن گفتید."),
        Course.OPEN,
    ),
    Told(
        0, 98, _GOODS, 5, _BROKEN,
        ("The bag tore on the stairs. You can keep it.", "کیسه روی پله‌ها پاره شد. دیگر نمی‌آیم."),
        Course.OPEN,
    ),
)  # fmt: skip

IDEAS = (
    Wanted(
        72, 5, ("A bench by the door for older people.", "یک نیمکت دم در برای سالمندها."), taken_up=True,
        answer=("It stands there since Monday. Thank you!", "از دوشنبه آنجاست. سپاس!"),
    ),
    Wanted(
        40, 18, ("Small bags of 100 grams to try.", "بسته‌های کوچک صدگرمی برای امتحان."), taken_up=True,
        answer=("We have six kinds of them now.", "الان شش جورش را داریم."),
    ),
    Wanted(
        29, None, ("Open on Friday mornings.", "جمعه صبح‌ها هم باز باشید."), taken_up=False,
        answer=("Friday belongs to our families.", "جمعه برای خانواده‌هایمان است."),
    ),
    Wanted(17, 24, ("Write on the bag when it was roasted.", "روی بسته بنویسید کی بو داده شده.")),
    Wanted(8, 36, ("Deliver on foot in our lane.", "در کوچهٔ ما پیاده تحویل بدهید.")),
    Wanted(4, None, ("A card for the blind with large print.", "کارتی با خط درشت برای کم‌بینا‌ها.")),
)  # fmt: skip

PRAISE = (
    Praised(90, 6, 1, ("Maryam knew what my mother likes.", "مریم می‌دانست مادرم چه دوست دارد.")),
    Praised(55, 14, 2, ("Reza carried it to my car.", "رضا تا ماشین برایم آورد.")),
    Praised(31, None, None, ("The best walnuts of the bazaar.", "بهترین گردوی بازار.")),
    Praised(19, 23, 3, ("Sara always smiles.", "سارا همیشه خوش‌رو است.")),
    Praised(11, 32, 2, ("Reza rang when the figs came.", "انجیر که رسید رضا زنگ زد.")),
    Praised(6, 41, 3, ("Sara put it right in a minute.", "سارا در یک دقیقه درستش کرد.")),
    Praised(1, 52, 1, ("Thank you for the kind words, Maryam.", "از مهربانی مریم خانم ممنونم.")),
)

VISITS = (
    (14, 11, 10, ("Quick and friendly.", "سریع و خوش‌برخورد.")),
    (12, 17, 9, ("", "")),
    (8, 27, 9, ("Good advice on the dates.", "راهنمایی خوب دربارهٔ خرما.")),
    (6, 35, 5, ("I waited too long.", "زیاد معطل شدم.")),
    (3, 45, 8, ("Nice new shelves.", "قفسه‌های تازه قشنگ است.")),
    (1, 54, 3, ("The pistachios were dearer than last week.", "پسته از هفتهٔ پیش گران‌تر بود.")),
)
"""Answers to how a visit was: so many days ago, by which guest, from 0 to 10, and a line."""
