"""What the made-up shop remembers of its customers: their days, how they are called, filed and reached.

The days of the year stand in the shop's own calendar.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopcrm.rules import cards, occasions
from shopcrm.rules.calendar import CalendarKind, parts
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.sample import homes, names
from shopcrm.sample.dice import Dice, Heap
from shopcrm.sample.families import Kin
from shopcrm.sample.people import Guest
from shopcrm.services.consents import Answer
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.preferences import Kind, Taste

_BORN, _CARDS, _HOMES, _TAGGED, _CALLED, _REMARKED = 0.33, 0.5, 0.17, 0.14, 0.34, 0.05
_YEAR_SAID, _WEDDING_SAID, _LEANS, _LIKES_A_SORT = 0.85, 0.02, 0.22, 0.05
_OFTEN = 16
"""Whoever bought so often is filed as a regular."""
_SOON = (0, 1, 4)
"""Some birthdays are so many days from today, in every sample."""
_BY_POST = 4
"""On this one the card has to be posted now."""
_REMIND = (7, 7, 7, 3, 14)
_HOW = (("asked at the counter", "پای صندوق پرسیدیم"), ("said so on the phone", "تلفنی گفتند"))
_ASKED = ((Channel.SMS, 0.5, 0.76), (Channel.WHATSAPP, 0.26, 0.7))
"""Of whoever has a phone, the share that was asked about a channel, and of these the share that said yes."""
_LEANINGS = Heap(
    (
        (Channel.SMS,),
        (Channel.WHATSAPP, Channel.SMS),
        (Channel.CALL,),
        (Channel.EMAIL,),
        (Channel.LETTER, Channel.CALL),
    ),
    (5, 4, 2, 2, 1),
)
_TAGS = Heap(
    (
        ("neighbour", "همسایه"),
        ("gifts", "هدیه‌خر"),
        ("Instagram", "اینستاگرام"),
        ("student", "دانشجو"),
        ("teacher", "معلم"),
        ("bazaar", "کاسب بازار"),
        ("delivery", "ارسال با پیک"),
    ),
    (6, 4, 3, 2, 2, 2, 3),
)
_REGULAR, _WHOLESALE, _INVOICE = ("regular", "مشتری ثابت"), ("wholesale", "عمده"), ("invoice", "فاکتور رسمی")
_OPENING = ("Opening day", "سالگرد افتتاح")
_REMARKS = (
    ("Hard of hearing, please speak up.", "گوشش سنگین است، بلندتر صحبت کنید."),
    ("Pays on the first of the month.", "سر ماه حساب می‌کند."),
    ("Parks in front; carry the bags out.", "جلوی در پارک می‌کند؛ کیسه‌ها را ببرید."),
    ("Always wants half-kilo bags.", "همیشه کیسهٔ نیم‌کیلویی می‌خواهد."),
    ("Comes with two small children.", "با دو بچهٔ کوچک می‌آید."),
    ("Sends the driver on Thursdays.", "پنج‌شنبه‌ها راننده می‌فرستد."),
    ("Likes to taste first.", "دوست دارد اول بچشد."),
)
_SORTS: Mapping[str, tuple[Kind, tuple[str, str], tuple[str, str]]] = {
    "sf": (Kind.NEEDS, ("diet", "sugar-free"), ("رژیم", "بدون شکر")),
    "prem": (Kind.LIKES, ("grade", "premium"), ("درجه", "ممتاز")),
    "": (Kind.LIKES, ("roasting", "raw"), ("برشتگی", "خام")),
}
"""What goods are like, by what draws people to them."""


@dataclass(slots=True)
class Memory:
    """What is known of one guest; `leaning` are the channels that they like best of those they allow."""

    honorific: str = ""
    note: str = ""
    card: str = ""
    tags: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    occasions: tuple[OccasionDraft, ...] = ()
    answers: tuple[Answer, ...] = ()
    tastes: tuple[Taste, ...] = ()
    leaning: tuple[Channel, ...] = ()


def memories(
    dice: Dice, guests: Sequence[Guest], kin: Kin, came: Counter[int | None], today: date, language: str
) -> list[Memory]:
    """Make up what is known of each guest; `came` counts their visits."""
    persian = language == "fa"
    twice = {second for _first, second in kin.doubles}
    found = [
        # Who was typed in a second time was typed in a hurry.
        Memory() if place in twice else _memory(dice, guest, came[place], persian=persian)
        for place, guest in enumerate(guests)
    ]
    _give_cards(dice, found)
    kind = CalendarKind.JALALI if persian else CalendarKind.GREGORIAN
    born = [place for place in _shuffled(dice, guests) if place not in twice and not guests[place].taste.bulk]
    for place in born[: round(len(guests) * _BORN)]:
        found[place].occasions = (_birthday(dice, kind, today - _age(dice)),)
    soon = [place for place in born if guests[place].phone][: len(_SOON)]
    for place, days in zip(soon, _SOON, strict=False):
        _comes_soon(
            dice, found[place], guests[place], (kind, today + timedelta(days=days), days), persian=persian
        )
    for first, second in kin.couples:
        wedding = _wedding(dice, kind, today)
        for place in (first, second):
            found[place].occasions += (wedding,)
    _add_other_days(dice, guests, found, (kind, today), persian=persian)
    return found


def preferred(memory: Memory, answers: Sequence[Answer]) -> Channel | None:
    """Choose the channel that a guest likes best, among those to which they said yes."""
    allowed = {answer.channel for answer in answers if answer.given}
    return next((channel for channel in memory.leaning if channel in allowed), None)


def _memory(dice: Dice, guest: Guest, came: int, *, persian: bool) -> Memory:
    bulk = guest.taste.bulk
    lives = dice.happens(0.8 if bulk else _HOMES)
    home = (homes.home(dice, english=guest.english and not (bulk and persian)),) if lives else ()
    return Memory(
        honorific=_honorific(dice, guest) if not bulk and dice.happens(_CALLED) else "",
        note=dice.pick(_REMARKS)[persian] if dice.happens(_REMARKED) else "",
        tags=_tags(dice, came, bulk=bulk, persian=persian),
        homes=home,
        answers=_answers(dice, guest, has_home=lives, persian=persian),
        tastes=_sorts(dice, guest, persian=persian),
        leaning=dice.weighted(_LEANINGS) if dice.happens(_LEANS) else (),
    )


def _honorific(dice: Dice, guest: Guest) -> str:
    first = guest.name.split(" ")[0]
    doctor = dice.happens(0.1)
    if guest.english:
        return "Dr" if doctor else "Mrs" if first in names.ENGLISH_WOMEN else "Mr"
    if doctor:
        return "دکتر"
    if first in names.WOMEN:
        return "خانم"
    return "مهندس" if dice.happens(0.15) else "آقای"


def _tags(dice: Dice, came: int, *, bulk: bool, persian: bool) -> tuple[str, ...]:
    found = [_WHOLESALE] if bulk else []
    if bulk and dice.happens(0.4):
        found.append(_INVOICE)
    if came >= _OFTEN and not bulk:
        found.append(_REGULAR)
    if dice.happens(_TAGGED) and not bulk:
        found.append(dice.weighted(_TAGS))
    return tuple(tag[persian] for tag in found)


def _answers(dice: Dice, guest: Guest, *, has_home: bool, persian: bool) -> tuple[Answer, ...]:
    how = dice.pick(_HOW)[persian]
    said = [
        Answer(Purpose.NEWS, channel, dice.happens(yes), how)
        for channel, asked, yes in _ASKED
        if guest.phone and dice.happens(asked)
    ]
    if has_home and dice.happens(0.6):
        said.append(Answer(Purpose.NEWS, Channel.LETTER, dice.happens(0.7), how))
    return tuple(said)


def _sorts(dice: Dice, guest: Guest, *, persian: bool) -> tuple[Taste, ...]:
    if guest.taste.bulk or not dice.happens(_LIKES_A_SORT):
        return ()
    trait = next((trait for trait in ("sf", "prem") if guest.taste.traits.get(trait, 0) > 1), "")
    kind, english, own = _SORTS[trait]
    name, value = own if persian else english
    return (Taste(kind, words=value, attribute=name, strength=dice.between(2, 3)),)


def _give_cards(dice: Dice, found: Sequence[Memory]) -> None:
    numbers: set[str] = set()
    for memory in found:
        if dice.happens(_CARDS):
            # As on real ones no 0 and no 9 stands first.
            number = cards.number_of(str(dice.between(1, 8)) + f"{dice.between(0, 10**8 - 1):08d}")
            if number not in numbers:
                memory.card = number
                numbers.add(number)


def _shuffled(dice: Dice, guests: Sequence[Guest]) -> list[int]:
    return sorted(range(len(guests)), key=lambda _place: dice.share())


def _age(dice: Dice) -> timedelta:
    return timedelta(days=dice.between(19 * 365, 78 * 365))


def _birthday(dice: Dice, kind: CalendarKind, born: date) -> OccasionDraft:
    year, month, day = parts(kind, born)
    said = year if dice.happens(_YEAR_SAID) else None
    remind = dice.pick(_REMIND)
    return OccasionDraft(OccasionKind.BIRTHDAY, month, day, said, calendar=kind, remind_days=remind)


def _comes_soon(
    dice: Dice, memory: Memory, guest: Guest, when: tuple[CalendarKind, date, int], *, persian: bool
) -> None:
    """Let a birthday be near, and let its guest be told so: by text, or by a card in the post."""
    kind, coming, days = when
    year, month, day = parts(kind, coming)
    born = occasions.in_year(kind, year - dice.between(24, 70), month, day)
    memory.occasions = (_birthday(dice, kind, born),)
    channel = Channel.LETTER if days == _BY_POST else Channel.SMS
    if channel is Channel.LETTER:
        memory.homes = (homes.home(dice, english=guest.english),)
    others = tuple(answer for answer in memory.answers if answer.channel is not channel)
    memory.answers = (*others, Answer(Purpose.NEWS, channel, given=True, how=dice.pick(_HOW)[persian]))
    memory.leaning = (channel,)


def _wedding(dice: Dice, kind: CalendarKind, today: date) -> OccasionDraft:
    year, month, day = parts(kind, today - timedelta(days=dice.between(400, 40 * 365)))
    return OccasionDraft(OccasionKind.ANNIVERSARY, month, day, year, calendar=kind)


def _add_other_days(
    dice: Dice,
    guests: Sequence[Guest],
    found: Sequence[Memory],
    when: tuple[CalendarKind, date],
    *,
    persian: bool,
) -> None:
    """Add weddings of people whose other half is no customer, and the days on which businesses opened."""
    for guest, memory in zip(guests, found, strict=True):
        if guest.taste.bulk and dice.happens(0.3):
            year, month, day = parts(when[0], when[1] - timedelta(days=dice.between(400, 20 * 365)))
            label = _OPENING[persian]
            opened = OccasionDraft(OccasionKind.OTHER, month, day, year, calendar=when[0], label=label)
            memory.occasions += (opened,)
        elif not memory.occasions and not guest.taste.bulk and dice.happens(_WEDDING_SAID):
            memory.occasions = (_wedding(dice, *when),)
