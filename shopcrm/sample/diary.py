"""What the made-up shop noted of visits and calls over the last months, in a few words each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shopcrm.sample.dice import Dice, Heap
from shopcrm.sample.people import DAYS, Guest
from shopcrm.sample.visits import Visit
from shopcrm.services.notes import NoteKind

_BACK = 240
"""Days; older notes were thrown away with the paper that they stood on."""
_NOTED, _MOST_NOTED = 0.025, 0.5
"""The chance of a note for each visit, and that for those who come all the time."""
_MORNING, _EVENING = 9 * 3_600, 20 * 3_600
_KINDS = Heap((NoteKind.VISIT, NoteKind.NOTE, NoteKind.CALL), (5, 4, 3))
_COUNTS = Heap((1, 2, 3), (6, 3, 1))
_TEXTS: Mapping[NoteKind, Sequence[tuple[str, str]]] = {
    NoteKind.VISIT: (
        (
            "Came in with her sister; both tasted the walnuts.",
            "با خواهرش آمد؛ هر دو گردوی تازه را چشیدند.",
        ),
        ("In a hurry, paid and left the bag; we kept it.", "عجله داشت، کیسه را جا گذاشت؛ نگه داشتیم."),
        ("Asked whether the pistachios are this year's.", "پرسید پسته‌ها مال امسال است یا نه."),
        (
            "Buys for a wedding in spring, wants a price for 20 kg.",
            "برای عروسی بهار قیمت ۲۰ کیلو خواست.",
        ),
        ("Found the tea weaker than last time.", "گفت چای از دفعهٔ پیش کم‌رنگ‌تر بود."),
        ("Brought a friend who is new here.", "دوستی را آورد که تازه‌وارد است."),
        ("Wanted smaller bags for the office.", "برای دفترش بسته‌های کوچک‌تر می‌خواست."),
        ("Very happy with the gift box.", "از جعبهٔ هدیه خیلی راضی بود."),
        ("Looked at the saffron, will think about it.", "زعفران را دید، گفت فکر می‌کند."),
    ),
    NoteKind.CALL: (
        ("Rang to ask if we are open on Friday.", "زنگ زد که جمعه باز هستیم یا نه."),
        ("Wants two kilos put aside for Thursday.", "خواست دو کیلو برای پنج‌شنبه کنار بگذاریم."),
        ("Asked for the price of saffron by the gram.", "قیمت زعفران را گرمی پرسید."),
        ("Called back: the parcel arrived whole.", "زنگ زد: بسته سالم رسید."),
        ("Will send the driver in the afternoon.", "گفت عصر راننده را می‌فرستد."),
        ("Asked when the new dates come in.", "پرسید خرمای تازه کی می‌رسد."),
        ("Not at home before six, ring in the evening.", "پیش از شش خانه نیست، غروب زنگ بزنیم."),
    ),
    NoteKind.NOTE: (
        ("Daughter got married in the summer.", "دخترش تابستان عروسی کرد."),
        ("Moved to the next street; still comes.", "به خیابان کناری رفته؛ هنوز می‌آید."),
        ("Gives nuts as gifts at the new year.", "عیدها آجیل هدیه می‌دهد."),
        ("Doctor told him to leave salt out.", "دکتر گفته نمک نخورد."),
        ("Guests from abroad every autumn.", "پاییزها مهمان خارجی دارد."),
        ("Prefers to be served by Maryam.", "دوست دارد مریم کارش را راه بیندازد."),
        (
            "Once got stones in a bag; check before weighing.",
            "یک بار سنگ‌ریزه داشت؛ پیش از کشیدن نگاه کنیم.",
        ),
        ("Recommends us to colleagues.", "ما را به همکارانش معرفی می‌کند."),
    ),
}
_REPLIES = (
    ("Thank you, please keep a kilo for me.", "ممنون، یک کیلو برایم کنار بگذارید."),
    ("I will come by on Thursday.", "پنج‌شنبه سر می‌زنم."),
    ("How much is it?", "چند است؟"),
    ("Not this month, thanks.", "این ماه نه، سپاس."),
    ("Is it the same as last year's?", "همان مال پارسال است؟"),
    ("Great, two packs please.", "عالی، دو بسته لطفاً."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One note about a guest: day from the first of the sample, and seconds into it."""

    guest: int
    day: int
    second: int
    kind: NoteKind
    text: str


def entries(dice: Dice, guests: Sequence[Guest], past: Sequence[Visit], language: str) -> list[Entry]:
    """Make up the notes in the order of time; whoever was noted to be in the shop was there."""
    first = DAYS - _BACK
    seen: dict[int, list[Visit]] = {}
    for visit in past:
        if visit.guest is not None and visit.day >= first and visit.kind == "sale":
            seen.setdefault(visit.guest, []).append(visit)
    found: list[Entry] = []
    for place, guest in enumerate(guests):
        if (
            place in seen
            and guest.leaves >= first
            and dice.happens(min(_NOTED * len(seen[place]), _MOST_NOTED))
        ):
            found += _of_guest(dice, place, seen[place], language)
    return sorted(found, key=lambda entry: (entry.day, entry.second))


def reply(dice: Dice, *, english: bool) -> str:
    """Make up a word back to a message, in the language of whoever wrote it."""
    return dice.pick(_REPLIES)[not english]


def _of_guest(dice: Dice, place: int, seen: Sequence[Visit], language: str) -> Iterator[Entry]:
    said: set[str] = set()
    for _ in range(dice.weighted(_COUNTS)):
        kind, visit = dice.weighted(_KINDS), dice.pick(seen)
        text = dice.pick(_TEXTS[kind])[language == "fa"]
        if text in said:
            continue
        said.add(text)
        if kind is NoteKind.CALL:
            # Nobody rings up before they were here once.
            yield Entry(
                place, dice.between(visit.day, DAYS - 2), dice.between(_MORNING, _EVENING), kind, text
            )
        else:
            yield Entry(place, visit.day, visit.second + 120, kind, text)
