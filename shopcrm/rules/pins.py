"""PINs: what one has to be like, and how long wrong ones keep the next try waiting.

Nothing is locked for good: each wait ends by itself, and yet all PINs of four digits take more than a month.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from shopcrm.rules.errors import BadInput
from shopcrm.rules.roles import Role
from shopcrm.rules.text import ascii_digits

SHORTEST = 4
SHORTEST_IN_CHARGE = 6
LONGEST = 12
FREE_TRIES = 4
"""So many wrong PINs in a row may be tried one after the other."""
LONGEST_WAIT_S = 300
_FIRST_WAIT_S = 15


class PinNotDigits(BadInput):
    """A PIN is typed on any keyboard, in either digits, so it is nothing but digits."""

    sentence = "A PIN is made of digits alone. Nothing was changed. Choose 4 to 12 digits."


class PinTooShort(BadInput):
    """Whoever is in charge has the longer one."""

    sentence = "This PIN is too short or too long. Nothing was changed. Choose {least} to {most} digits."


class PinTooPlain(BadInput):
    """One digit over and over, or digits in a row, is what everybody tries first."""

    sentence = "This PIN is too easy to guess. Nothing was changed. Do not use 1111, 1234 or the like."


@dataclass(frozen=True, slots=True)
class Tick:
    """A clock that nobody can set: this start of the computer, if it is known, and milliseconds since."""

    boot: str = ""
    ms: int = 0


NO_TICK = Tick()
"""Where there is no such clock, the one on the wall has to do."""


@dataclass(frozen=True, slots=True)
class Tried:
    """When the last PIN was tried, by both clocks."""

    at: datetime
    tick: Tick


def tidy(pin: str) -> str:
    """Read a PIN in either script's digits; spaces around it do not count."""
    return ascii_digits(pin).strip()


def check(pin: str, role: Role) -> str:
    """Give a PIN in plain digits; raises PinNotDigits, PinTooShort or PinTooPlain."""
    plain = tidy(pin)
    if not (plain.isascii() and plain.isdecimal()):
        raise PinNotDigits
    least = shortest(role)
    if not least <= len(plain) <= LONGEST:
        raise PinTooShort(least=least, most=LONGEST)
    if _is_plain(plain):
        raise PinTooPlain
    return plain


def shortest(role: Role) -> int:
    """Tell how many digits a PIN needs; whoever is in charge needs more."""
    return SHORTEST if role is Role.STAFF else SHORTEST_IN_CHARGE


def pause_s(wrong: int) -> int:
    """Tell how many seconds lie between so many wrong PINs in a row and the next try."""
    if wrong < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_S, _FIRST_WAIT_S << min(wrong - FREE_TRIES, 10))


def wait_s(wrong: int, last: Tried | None, now: datetime, tick: Tick) -> int:
    """Tell how many seconds are left until the next try; rounded up, 0 where it may be tried now."""
    if last is None:
        return 0
    left_ms = pause_s(wrong) * 1000 - _passed_ms(last, now, tick)
    return max(0, -(-left_ms // 1000))


def _passed_ms(last: Tried, now: datetime, tick: Tick) -> int:
    """Tell how much time surely passed since a try, whatever somebody did to the clock on the wall.

    Within one start of the computer only its own clock counts. Across a start the wall clock counts, but no
    more than the computer has been on, so that setting it forward wins nothing; where it stands before the
    last try, the time since the start is all there is, so that a clock that ran wrong locks nobody out.
    """
    wall = int((now - last.at).total_seconds() * 1000)
    if tick == NO_TICK:
        return max(0, wall)
    if tick.boot and tick.boot == last.tick.boot:
        return max(0, tick.ms - last.tick.ms)
    on_for = tick.ms
    if not tick.boot and not last.tick.boot and tick.ms >= last.tick.ms:
        on_for = tick.ms - last.tick.ms
    return on_for if wall < 0 else min(wall, on_for)


def _is_plain(pin: str) -> bool:
    steps = {(int(second) - int(first)) % 10 for first, second in pairwise(pin)}
    return steps in ({0}, {1}, {9})
