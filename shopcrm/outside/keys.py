"""Keeps passwords in the keyring of the system; where there is none, only as long as the program runs.

A password is never written to the shop file, to a plain file, or to a log.
"""

import os
from collections.abc import Mapping
from types import ModuleType
from typing import Any

SERVICE = "ShopCRM"
MAIL = "mail"
MAIL_PASSWORD = "SHOPCRM_MAIL_PASSWORD"  # noqa: S105 -- the name of the place, not what is in it
_NO_PLACE = ("keyring.backends.fail", "keyring.backends.null")
_PLAIN = ("keyrings.alt",)


class Keys:
    """The passwords that the program may use: of the environment, of this session, of the keyring."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._held: dict[str, str] = {}

    def __repr__(self) -> str:
        return "Keys(…)"

    def secret(self, service: str, account: str) -> str | None:
        """Find the secret of an account at a service, such as a gateway; None where nobody said it yet."""
        name = _name(service, account)
        return self._environment.get(variable(service)) or self._held.get(name) or _read(name)

    def keep_secret(self, service: str, account: str, secret: str) -> bool:
        """Keep the secret of an account in the keyring; tells whether it will outlast this session.

        Where there is no keyring, it is held until the program ends.
        """
        name = _name(service, account)
        self._held[name] = secret
        return _write(name, secret)

    def forget_secret(self, service: str, account: str) -> bool:
        """Remove the secret of an account; tells whether it is gone from the keyring as well."""
        name = _name(service, account)
        self._held.pop(name, None)
        ring = _ring()
        if ring is None or _read(name) is None:
            return True
        try:
            ring.delete_password(SERVICE, name)
        except ring.errors.KeyringError:
            return False
        return True

    def mail_password(self, user: str, host: str) -> str | None:
        """Find the password of a mail account, or None where nobody said it yet."""
        return self.secret(MAIL, _mail_account(user, host))

    def keep_mail_password(self, user: str, host: str, password: str) -> bool:
        """Keep the password of a mail account as `keep_secret` does."""
        return self.keep_secret(MAIL, _mail_account(user, host), password)

    def forget_mail_password(self, user: str, host: str) -> bool:
        """Remove the password of a mail account as `forget_secret` does."""
        return self.forget_secret(MAIL, _mail_account(user, host))


def has_keyring() -> bool:
    """Whether this computer has a place that keeps passwords safely."""
    return _ring() is not None


def variable(service: str) -> str:
    """Name the environment variable that holds the secret of a service, such as SHOPCRM_TWILIO_KEY."""
    return MAIL_PASSWORD if service == MAIL else f"SHOPCRM_{service.upper()}_KEY"


def _mail_account(user: str, host: str) -> str:
    return f"{user} at {host}"


def _name(service: str, account: str) -> str:
    return f"{service} {account}"


def _read(name: str) -> str | None:
    ring = _ring()
    if ring is None:
        return None
    try:
        found: str | None = ring.get_password(SERVICE, name)
    except ring.errors.KeyringError:
        return None
    return found


def _write(name: str, password: str) -> bool:
    """Write a password and read it back; some keyrings take everything and keep nothing."""
    ring = _ring()
    if ring is None:
        return False
    try:
        ring.set_password(SERVICE, name, password)
    except ring.errors.KeyringError:
        return False
    return _read(name) == password


def _ring() -> ModuleType | None:
    """Give the keyring where it is a safe one: a plain file is none."""
    # Finding out what this computer has takes a tenth of a second, and most commands need no password.
    import keyring

    return keyring if _is_safe(keyring.get_keyring()) else None


def _is_safe(backend: Any) -> bool:
    parts = getattr(backend, "backends", None)
    if parts is not None:
        return bool(parts) and all(_is_safe(part) for part in parts)
    place = type(backend).__module__
    return not place.startswith((*_NO_PLACE, *_PLAIN))
