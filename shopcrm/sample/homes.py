"""Where the made-up customers live: streets that many towns have, in the language of whoever lives there."""

from shopcrm.sample import names
from shopcrm.sample.dice import Dice

_STREETS = (
    ("Narenj Alley", "کوچهٔ نارنج"),
    ("Bagh Street", "خیابان باغ"),
    ("Golha Street", "خیابان گل‌ها"),
    ("Sarv Alley", "کوچهٔ سرو"),
    ("Chenar Boulevard", "بلوار چنار"),
    ("Yas Alley", "کوچهٔ یاس"),
    ("Ferdowsi Street", "خیابان فردوسی"),
    ("Hafez Street", "خیابان حافظ"),
    ("Bahar Street", "خیابان بهار"),
    ("Anar Alley", "کوچهٔ انار"),
)
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def home(dice: Dice, *, english: bool) -> str:
    """Make up a postal address in lines, as it stands on a letter."""
    street, place = dice.pick(_STREETS), dice.pick(names.PLACES)
    number, flat = dice.between(2, 180), dice.between(1, 12)
    # No post code begins with a 0, and none of these leads anywhere.
    code = f"{dice.between(1100, 1999)}000000"
    if english:
        return f"{number} {street[0]}, flat {flat}\n{place[0]}, Tehran\n{code}"
    lines = f"تهران، {place[1]}، {street[1]}\nپلاک {number}، واحد {flat}\nکد پستی {code}"
    return lines.translate(_PERSIAN_DIGITS)
