"""What a new shop stands for until it has written its own standards, in each language.

Its guarantees cost nothing: what is made for a broken one only the shop can say.
"""

from collections.abc import Mapping

from shopcrm.rules.complaints import About, RemedyKind
from shopcrm.rules.opening import Span
from shopcrm.rules.standards import (
    CaseTimes,
    Clocks,
    Content,
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    Offer,
    Phrase,
    Phrases,
    Remedies,
    Returns,
    StandardKind,
)
from shopcrm.services.settings import Settings

_IRAN = "IR"
_SATURDAY, _FRIDAY, _SUNDAY = 5, 4, 6
_LONG_DAY, _USUAL_DAY = Span(9 * 60, 21 * 60), Span(9 * 60, 18 * 60)
_HOUR = 60

_DOS: Mapping[str, Dos] = {
    "en": Dos(
        (
            "Greet everybody who comes in, by name where you know it.",
            "Listen to the end before you answer.",
            "Write a complaint down while the customer talks, in their own words.",
            "Say by when they will hear from us, and keep to it.",
            "Thank everybody who complains: they help us get better.",
        ),
        (
            "Do not argue about who is right.",
            "Do not blame a colleague, the supplier or the courier.",
            "Do not promise what you cannot keep.",
            "Do not send anybody from one person to the next.",
        ),
    ),
    "fa": Dos(
        (
            "به هر کس که وارد می‌شود سلام کنید، و اگر نامش را می‌دانید به نام صدایش کنید.",
            "پیش از پاسخ دادن، حرف مشتری را تا پایان بشنوید.",
            "شکایت را همان وقت که مشتری حرف می‌زند با کلمات خودش بنویسید.",
            "بگویید تا کی از ما خبر می‌گیرد، و سر حرفتان بمانید.",
            "از هر کس که شکایت می‌کند تشکر کنید: به بهتر شدن ما کمک می‌کند.",
        ),
        (
            "دربارهٔ این‌که حق با کیست بحث نکنید.",
            "گناه را گردن همکار، تأمین‌کننده یا پیک نیندازید.",
            "قولی ندهید که از پسش برنمی‌آیید.",
            "کسی را از این به آن حواله ندهید.",
        ),
    ),
}
_GUARANTEES: Mapping[str, Guarantees] = {
    "en": Guarantees(
        (
            Guarantee("What we promised for a day is there on that day.", About.DELIVERY, for_orders=True),
            Guarantee("Goods that are not as they should be are exchanged.", About.GOODS),
        )
    ),
    "fa": Guarantees(
        (
            Guarantee("آنچه برای روزی قول داده‌ایم همان روز آماده است.", About.DELIVERY, for_orders=True),
            Guarantee("کالایی که آن‌طور که باید نباشد عوض می‌شود.", About.GOODS),
        )
    ),
}
_PHRASES: Mapping[str, tuple[Phrase, ...]] = {
    "en": (
        Phrase("I am sorry that this happened to you."),
        Phrase("Thank you for telling us. I am writing it down now."),
        Phrase("What would put it right for you?"),
        Phrase("Let us go through the slip together.", About.SALE),
        Phrase("It should not have been like that. May I look at it with you?", About.GOODS),
        Phrase("You waited too long. That is our fault.", About.SERVICE),
        Phrase("Nobody should treat you like that here. I will speak with them today.", About.STAFF),
        Phrase("You were promised it, and we did not keep our word.", About.DELIVERY),
        Phrase("I understand that you are angry. I would be, too.", severity=4),
        Phrase("We do not want to lose you. I am asking whoever is in charge right now.", severity=5),
        Phrase("Nobody else has complained.", avoid=True),
        Phrase("You must have made a mistake.", About.SALE, avoid=True),
        Phrase("You should have looked before you bought it.", About.GOODS, avoid=True),
        Phrase("We are busy, as you can see.", About.SERVICE, avoid=True),
        Phrase("I was not here that day.", About.STAFF, avoid=True),
        Phrase("That is the courier's fault.", About.DELIVERY, avoid=True),
        Phrase("Calm down.", severity=4, avoid=True),
    ),
    "fa": (
        Phrase("متأسفم که این برای شما پیش آمد."),
        Phrase("ممنون که به ما گفتید. همین حالا یادداشت می‌کنم."),
        Phrase("چه کار کنیم که برایتان درست شود؟"),
        Phrase("بیایید رسید را با هم نگاه کنیم.", About.SALE),
        Phrase("نباید این‌طور می‌بود. اجازه می‌دهید با هم نگاهش کنیم؟", About.GOODS),
        Phrase("خیلی معطل شدید. تقصیر ماست.", About.SERVICE),
        Phrase("هیچ‌کس نباید این‌جا با شما این‌طور رفتار کند. همین امروز با او حرف می‌زنم.", About.STAFF),
        Phrase("به شما قول داده بودیم و سر قولمان نماندیم.", About.DELIVERY),
        Phrase("می‌فهمم که عصبانی هستید. من هم بودم عصبانی می‌شدم.", severity=4),
        Phrase("نمی‌خواهیم شما را از دست بدهیم. همین حالا مسئول فروشگاه را صدا می‌زنم.", severity=5),
        Phrase("هیچ‌کس دیگری شکایت نکرده.", avoid=True),
        Phrase("حتماً خودتان اشتباه کرده‌اید.", About.SALE, avoid=True),
        Phrase("باید پیش از خرید نگاه می‌کردید.", About.GOODS, avoid=True),
        Phrase("می‌بینید که سرمان شلوغ است.", About.SERVICE, avoid=True),
        Phrase("من آن روز نبودم.", About.STAFF, avoid=True),
        Phrase("تقصیر پیک است.", About.DELIVERY, avoid=True),
        Phrase("آرام باشید.", severity=4, avoid=True),
    ),
}
_CLOCKS = Clocks(
    (
        CaseTimes(12 * _HOUR, 60 * _HOUR),
        CaseTimes(8 * _HOUR, 48 * _HOUR),
        CaseTimes(4 * _HOUR, 36 * _HOUR),
        CaseTimes(2 * _HOUR, 24 * _HOUR),
        CaseTimes(_HOUR // 2, 12 * _HOUR),
    )
)
_CALM = frozenset({RemedyKind.APOLOGY, RemedyKind.EXPLANATION, RemedyKind.EXCHANGE, RemedyKind.REFUND})
_LET_DOWN = _CALM | {RemedyKind.POINTS, RemedyKind.VOUCHER}
_OFFERS = (
    Offer(_CALM | {RemedyKind.POINTS}, most_points=20),
    Offer(_LET_DOWN, most_points=50),
    Offer(frozenset(RemedyKind), most_points=100),
    Offer(frozenset(RemedyKind), most_points=200),
    Offer(frozenset(RemedyKind)),
)
_ALONE: Mapping[str, int] = {
    "IRR": 5_000_000,
    "IRT": 5_000_000,
    "JPY": 2_000,
    "IQD": 25_000_000,
    "AFN": 1_000_00,
    "TRY": 500_00,
    "TJS": 150_00,
    "AED": 75_00,
}
"""What staff may give by themselves, in smallest units: about what a small present costs."""
_ALONE_ELSEWHERE, _ALONE_POINTS = 20_00, 50


def content(decided: Settings, kind: StandardKind) -> Content:
    """Give what holds in a shop that has not written down its own; return terms are a setting."""
    language = decided.language
    found: dict[StandardKind, Content] = {
        StandardKind.DOS: _DOS[language],
        StandardKind.RETURNS: Returns(decided.return_policy, decided.return_days),
        StandardKind.GUARANTEES: _GUARANTEES[language],
        StandardKind.HOURS: _hours(decided.region),
        StandardKind.CLOCKS: _CLOCKS,
        StandardKind.REMEDIES: Remedies(
            _OFFERS, _ALONE.get(decided.currency, _ALONE_ELSEWHERE), _ALONE_POINTS
        ),
        StandardKind.PHRASES: Phrases(_PHRASES[language]),
    }
    return found[kind]


def _hours(region: str) -> Hours:
    if region == _IRAN:
        return Hours(tuple(() if day == _FRIDAY else (_LONG_DAY,) for day in range(7)), fixed=True)
    return Hours(tuple(() if day == _SUNDAY else (_USUAL_DAY,) for day in range(7)))
