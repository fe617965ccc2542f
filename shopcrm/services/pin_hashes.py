"""Hides PINs in the shop file, so that whoever reads it has to work for each guess."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's parameters for little memory: 19 MiB, two passes, one lane; about 0.04 s a guess."""


def hashed(pin: str) -> str:
    """Hide a PIN behind argon2id with a salt of its own."""
    return _HASHER.hash(pin)


def fits(pin: str, hidden: str) -> bool:
    """Whether a PIN is the one that was hidden; what is no hidden PIN fits none."""
    try:
        return _HASHER.verify(hidden, pin)
    except (VerifyMismatchError, InvalidHashError):
        return False
