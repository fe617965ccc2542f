from collections.abc import Callable, Iterator
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from shopcrm.outside import keys
from shopcrm.outside.keys import MAIL_PASSWORD, Keys

SECRET = "correct horse battery staple"


class _Ring(KeyringBackend):
    """A keyring that remembers, or is locked."""

    priority = 1

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library has no types
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class _Plain(_Ring):
    """Looks like the plain file of an optional package."""


_Plain.__module__ = "keyrings.alt.file"


@pytest.fixture(autouse=True)
def _same_ring_afterwards() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_password_is_kept_in_the_keyring_and_found_by_the_next_session() -> None:
    ring = _Ring()
    keyring.set_keyring(ring)
    assert keys.has_keyring()
    assert Keys({}).keep_mail_password("shop", "mail.example.com", SECRET)
    assert Keys({}).mail_password("shop", "mail.example.com") == SECRET
    assert Keys({}).mail_password("shop", "other.example.com") is None
    assert Keys({}).forget_mail_password("shop", "mail.example.com")
    assert ring.kept == {}
    assert Keys({}).forget_mail_password("shop", "mail.example.com")


_UNSAFE: dict[str, Callable[[], Any]] = {
    "null": null.Keyring,
    "fail": fail.Keyring,
    "plain": _Plain,
    "locked": lambda: _Ring(locked=True),
}


@pytest.mark.parametrize("name", _UNSAFE)
def test_without_a_safe_keyring_a_password_lives_as_long_as_the_session(name: str) -> None:
    ring = _UNSAFE[name]()
    keyring.set_keyring(ring)
    session = Keys({})
    assert not session.keep_mail_password("shop", "mail.example.com", SECRET)
    assert session.mail_password("shop", "mail.example.com") == SECRET
    assert Keys({}).mail_password("shop", "mail.example.com") is None
    assert not getattr(ring, "kept", {})
    session.forget_mail_password("shop", "mail.example.com")
    assert session.mail_password("shop", "mail.example.com") is None


def test_a_chain_of_keyrings_is_as_safe_as_its_worst_part(monkeypatch: pytest.MonkeyPatch) -> None:
    make: Callable[[], Any] = chainer.ChainerBackend
    chain = make()
    keyring.set_keyring(chain)
    for parts, safe in (([_Ring()], True), ([_Ring(), _Plain()], False), ([], False)):
        monkeypatch.setattr(chainer.ChainerBackend, "backends", parts)
        assert keys.has_keyring() is safe


def test_the_environment_comes_first_and_nothing_shows_a_password() -> None:
    keyring.set_keyring(_Ring())
    known = Keys({MAIL_PASSWORD: SECRET})
    assert known.mail_password("shop", "mail.example.com") == SECRET
    assert SECRET not in repr(known) + str(known)


def test_a_keyring_that_cannot_forget_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = _Ring()
    keyring.set_keyring(ring)
    Keys({}).keep_mail_password("shop", "mail.example.com", SECRET)

    def refuse(*_: str) -> None:
        raise PasswordDeleteError

    monkeypatch.setattr(ring, "delete_password", refuse)
    assert not Keys({}).forget_mail_password("shop", "mail.example.com")
