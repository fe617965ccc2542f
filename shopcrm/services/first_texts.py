"""What a new shop sends until it has written texts of its own, in each language."""

from collections.abc import Mapping

from shopcrm.rules.letters import Text
from shopcrm.rules.occasions import OccasionKind

ARRIVAL, WISH, GREETING = "arrival", "wish", "greeting"
NEWS, LETTER, CARD = "news", "letter", "card"
POINTS, TIER = "points", "tier"
FIXED, ASK_CASE, ASK_VISIT = "fixed", "ask_case", "ask_visit"

FIRST_TEXTS: Mapping[tuple[str, str], Text] = {
    (ARRIVAL, "en"): Text(
        "{goods} is here",
        "Hello {first_name},\n\n{goods} came in on {day}, and we thought of you.\n\n{shop}",
    ),
    (ARRIVAL, "fa"): Text(
        "{goods} رسید",
        "سلام {first_name}،\n\n{goods} روز {day} رسید و به یاد شما بودیم.\n\n{shop}",
    ),
    (WISH, "en"): Text(
        "{goods} is here for you",
        "Hello {first_name},\n\n{goods}, which you asked us for, is here now.\n\n{shop}",
    ),
    (WISH, "fa"): Text(
        "{goods} برای شما رسید",
        "سلام {first_name}،\n\n{goods} که خواسته بودید رسید.\n\n{shop}",
    ),
    (GREETING, "en"): Text(
        "Happy {occasion}",
        "Dear {first_name},\n\nhappy {occasion}. We wish you a year full of joy.\n\n{shop}",
    ),
    (GREETING, "fa"): Text(
        "{occasion} شما مبارک",
        "{first_name} عزیز،\n\n{occasion} شما مبارک. سالی پر از شادی برایتان آرزو می‌کنیم.\n\n{shop}",
    ),
    (POINTS, "en"): Text(
        "{points} of your points end on {day}",
        "Hello {first_name},\n\n{points} of your points are good until {day}. Come and use them.\n\n{shop}",
    ),
    (POINTS, "fa"): Text(
        "{points} امتیاز شما تا {day} است",
        "سلام {first_name}،\n\n{points} امتیاز شما تا {day} اعتبار دارد. بیایید و از آن استفاده کنید."
        "\n\n{shop}",
    ),
    (TIER, "en"): Text(
        "Your tier {tier}",
        "Hello {first_name},\n\nyour tier {tier} is yours until {day}. "
        "We would be glad to see you before then.\n\n{shop}",
    ),
    (TIER, "fa"): Text(
        "سطح {tier} شما",
        "سلام {first_name}،\n\nسطح {tier} شما تا {day} برقرار است. خوشحال می‌شویم پیش از آن شما را ببینیم."
        "\n\n{shop}",
    ),
    (FIXED, "en"): Text(
        "You told us, and we changed it",
        "Hello {first_name},\n\nyou told us what was wrong. Thank you: we have changed it.\n{changed}"
        "\n\n{shop}",
    ),
    (FIXED, "fa"): Text(
        "شما گفتید و ما درستش کردیم",
        "سلام {first_name}،\n\nشما به ما گفتید چه چیزی درست نبود. سپاسگزاریم؛ آن را درست کردیم.\n{changed}"
        "\n\n{shop}",
    ),
    (ASK_CASE, "en"): Text(
        "Are you content with how we put it right?",
        "Hello {first_name},\n\nfrom 0 to 10, how content are you with how we put it right? "
        "A number and a line are enough.\n\n{shop}",
    ),
    (ASK_CASE, "fa"): Text(
        "از حل مشکلتان راضی هستید؟",
        "سلام {first_name}،\n\nاز ۰ تا ۱۰، چقدر از این‌که مشکلتان را چگونه حل کردیم راضی هستید؟ "
        "یک عدد و یک خط کافی است.\n\n{shop}",
    ),
    (ASK_VISIT, "en"): Text(
        "How was your visit?",
        "Hello {first_name},\n\nfrom 0 to 10, how was your last visit to us? "
        "A number and a line are enough.\n\n{shop}",
    ),
    (ASK_VISIT, "fa"): Text(
        "خرید اخیرتان چطور بود؟",
        "سلام {first_name}،\n\nاز ۰ تا ۱۰، به آخرین خریدتان از ما چند می‌دهید؟ "
        "یک عدد و یک خط کافی است.\n\n{shop}",
    ),
    (NEWS, "en"): Text(
        "News from {shop}",
        "Hello {first_name},\n\nsomething new has come in, and we would be glad to see you.\n\n{shop}",
    ),
    (NEWS, "fa"): Text(
        "خبر تازه از {shop}",
        "سلام {first_name}،\n\nچیزهای تازه‌ای داریم و از دیدن شما خوشحال می‌شویم.\n\n{shop}",
    ),
    (LETTER, "en"): Text(
        "Thank you",
        "Dear {name},\n\nthank you for coming to us. We would be glad to see you again soon.\n\n"
        "With kind regards\n{shop}",
    ),
    (LETTER, "fa"): Text(
        "سپاس از شما",
        "{name} گرامی،\n\nاز این‌که ما را برگزیدید سپاسگزاریم و چشم به راه دیدار دوبارهٔ شما هستیم.\n\n"
        "با احترام\n{shop}",
    ),
    (CARD, "en"): Text("Thank you", "{name}, it is good to have you with us.\n\n{shop}"),
    (CARD, "fa"): Text("سپاس", "{name} گرامی، از همراهی شما سپاسگزاریم.\n\n{shop}"),
}

OCCASIONS: Mapping[tuple[OccasionKind, str], str] = {
    (OccasionKind.BIRTHDAY, "en"): "birthday",
    (OccasionKind.BIRTHDAY, "fa"): "تولد",
    (OccasionKind.ANNIVERSARY, "en"): "anniversary",
    (OccasionKind.ANNIVERSARY, "fa"): "سالگرد",
    (OccasionKind.OTHER, "en"): "special day",
    (OccasionKind.OTHER, "fa"): "روز ویژه",
}
"""What occasions without a label of their own are called."""
