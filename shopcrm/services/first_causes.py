"""The causes that a new shop is offered to begin with, in each language; it makes the tree its own."""

from collections.abc import Mapping, Sequence

Tree = Sequence[tuple[str, Sequence[str]]]

FIRST_CAUSES: Mapping[str, Tree] = {
    "en": (
        (
            "Goods",
            ("Not fresh", "Broken or damaged", "Not as described", "Wrong weight or count", "Not there"),
        ),
        ("Price", ("Dearer than before", "Wrong at the till", "A discount that did not count")),
        ("Service", ("Waited too long", "Not friendly", "Wrong advice", "Nobody called back")),
        ("Delivery", ("Late", "To the wrong place", "Damaged on the way")),
        ("Promise", ("Order not ready", "Forgotten")),
        ("The shop", ("Card machine or till", "Cleanliness", "Hours")),
    ),
    "fa": (
        (
            "کالا",
            ("کهنه بود", "شکسته یا آسیب‌دیده", "آن نبود که گفته شد", "وزن یا تعداد نادرست", "نبود"),
        ),
        ("قیمت", ("گران‌تر از پیش", "اشتباه صندوق", "تخفیف حساب نشد")),
        ("رفتار و خدمت", ("معطلی زیاد", "برخورد نامناسب", "راهنمایی نادرست", "تماس نگرفتیم")),
        ("ارسال", ("دیر رسید", "جای دیگر رفت", "در راه آسیب دید")),
        ("قول", ("سفارش آماده نبود", "فراموش شد")),
        ("فروشگاه", ("کارت‌خوان یا صندوق", "پاکیزگی", "ساعت کار")),
    ),
}
