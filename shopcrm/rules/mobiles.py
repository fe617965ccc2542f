"""Tells whether a number can get text messages, as far as the number itself shows it."""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

_LAND_LINES = (PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE)
_IRAN, _IRANIAN_MOBILE = "+98", "+989"


# A shop asks the same numbers again with every batch.
@lru_cache(maxsize=20_000)
def takes_texts(e164: str) -> bool:
    """Whether a number in E.164 is a mobile, or may be one; a land line gets no text messages."""
    if e164.startswith(_IRAN):
        return e164.startswith(_IRANIAN_MOBILE)
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(e164))
    except NumberParseException:
        return False
    return kind not in _LAND_LINES
