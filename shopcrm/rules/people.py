"""Reads phone numbers and mail addresses however they are written, and names people the shop knows."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.sayings import FieldValue, saying
from shopcrm.rules.text import ascii_digits, bare, fold, one_line, search_key
from shopcrm.rules.wording import Words

LONGEST_ADDRESS = 120
LONGEST_CODE = 120
LONGEST_LABEL = 40
LONGEST_PHONE_TEXT = 60
ERASED_NAME = "———"
"""What stands in the place of an erased name, the same in every language, so that each list can tell it."""

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "اقای", "اقا", "خانم", "دکتر", "مهندس", "جناب", "سرکار"}
)
"""Titles before a name, folded."""
_ZERO_OF_A_SHEET = re.compile(r"(?<=\d)\.0$")
_SEVERAL = re.compile(r":::|[,;،؛|\n]| / ")
_PART_OF_A_PHONE = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")
_EXTENSION = re.compile(r"\s*(?:داخلی|داخلي)\s*\d*$")
_ADDRESS = re.compile(
    r"(?=[^@]{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.ASCII | re.IGNORECASE,
)


class NotAPhone(BadInput):
    """The text is no phone number that can be dialled."""

    sentence = (
        "{text} is not a phone number. Nothing was saved. Write it with its area code, such as {example}."
    )


class NotAnAddress(BadInput):
    """The text is no mail address."""

    sentence = "{text} is not a mail address. Nothing was saved. Write it like {example}."


class NoSuchCustomer(NotFound):
    """Nobody has that number."""

    sentence = "There is no customer {id}. Search by name or phone."


def parse_phone(text: str, region: str = "IR") -> str:
    """Read a phone number in any usual writing and give it in E.164, without extension; raises NotAPhone.

    `region` is the country (IR, GB …) that is meant where the number names none.
    """
    number = _number(_tidy_phone(text), region)
    if number is None:
        raise NotAPhone(text=one_line(text)[:LONGEST_PHONE_TEXT], example=_example(region))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def parse_phones(text: str, region: str = "IR") -> list[str]:
    """Read one or several numbers that were written in one place; raises NotAPhone for the first bad one."""
    if not text.strip():
        return []
    if _number(_tidy_phone(text), region) is not None and not _SEVERAL.search(text):
        return [parse_phone(text, region)]
    parts = [part for part in _SEVERAL.split(text) if part.strip()]
    return list(dict.fromkeys(parse_phone(part, region) for part in parts))


def phone_writings(e164: str) -> tuple[str, str]:
    """Give the digits of a number as they are dialled from abroad and at home: 98912… and 0912…."""
    abroad = e164.lstrip("+")
    number = _number(e164, None)
    if number is None:
        return abroad, abroad
    home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return abroad, "".join(c for c in home if c.isdecimal())


def phone_fragment(text: str) -> str:
    """Give the digits of a part of a phone number as `phone_writings` has them; nothing for another text."""
    tidy = _tidy_phone(text)
    if not _PART_OF_A_PHONE.fullmatch(tidy):
        return ""
    digits = "".join(c for c in tidy.replace("(0)", "") if c.isdecimal())
    return digits.removeprefix("00")


def parse_address(text: str) -> str:
    """Read a mail address, in lower case: one line without room for a second header; raises NotAnAddress."""
    plain = ascii_digits(bare(text)).strip().removeprefix("mailto:")
    if len(plain) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(plain):
        raise NotAnAddress(text=one_line(text)[:LONGEST_ADDRESS], example="name@example.com")
    return plain.lower()


def split_label(line: str) -> tuple[str, str]:
    """Read "work: 021…" as what a contact is, and the contact; a line without a label has an empty one."""
    label, colon, rest = line.partition(":")
    label = one_line(label)
    is_label = bool(colon) and len(label) <= LONGEST_LABEL and label[:1].isalpha()
    if not is_label or label.lower() in {"tel", "mailto"}:
        return "", line.strip()
    return label, rest.strip()


def first_name(name: str) -> str:
    """Tell how somebody is called in a letter; who is known by a title is called by all of the name."""
    first, _, rest = name.partition(" ")
    return name if rest and fold(first) in _TITLES else first


def shown_name(name: str, code: str | None, number: int) -> FieldValue:
    """Name a customer inside a sentence; who has no name goes by the code, or by the shop's own number."""
    if name == ERASED_NAME:
        return saying("erased customer")
    return name or saying("Customer {number}", number=code or str(number))


def called(words: Words, name: str, code: str | None, number: int) -> str:
    """Name a customer in a person's language; who has no name goes by the code or number."""
    if name == ERASED_NAME:
        return words.say("erased customer")
    return name or words.say("Customer {number}", number=words.digits(code or str(number)))


def customer_key(
    name: str,
    code: str | None,
    phones: list[str],
    addresses: list[str],
    note: str,
    number: int,
    *also: str,
) -> str:
    """Make what a search for a customer looks through: name first, then code, phones, addresses and note.

    `also` is whatever else they are found by: tags, cards, where they live, what happened. Who has neither
    name nor code is found by the number under which they are shown.
    """
    writings = [writing for phone in phones for writing in phone_writings(phone)]
    known_as = code or ("" if name else str(number))
    return search_key(name, known_as, *writings, *addresses, note, *also)


def _tidy_phone(text: str) -> str:
    tidy = ascii_digits(one_line(text)).removeprefix("tel:").replace("\u200c", " ")
    return _ZERO_OF_A_SHEET.sub("", _EXTENSION.sub("", tidy))


def _number(text: str, region: str | None) -> PhoneNumber | None:
    """Parse a number; ranges are opened faster than lists of them, so a mobile's full length is enough."""
    if not text or len(text) > LONGEST_PHONE_TEXT:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(number) or _is_as_long_as_a_mobile(number):
        return number
    return None


def _is_as_long_as_a_mobile(number: PhoneNumber) -> bool:
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return not number.italian_leading_zero and len(str(number.national_number)) == _mobile_length(region)


@lru_cache(maxsize=256)
def _mobile_length(region: str) -> int:
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    return len(phonenumbers.national_significant_number(example)) if example else 0


def _example(region: str) -> str:
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if example is None:
        return "+989123456789"
    return phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
