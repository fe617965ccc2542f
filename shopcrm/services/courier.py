"""What the outbox asks of whoever takes messages out of the house, one courier for each channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from shopcrm.rules.delivery import Channel, Credit, Purpose, Report, Verdict


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way out; `key` is the same for every attempt, `attempt` counts them from 1."""

    message_id: int
    key: str
    attempt: int
    channel: Channel
    purpose: Purpose
    address: str
    subject: str
    body: str
    language: str
    made_at: datetime
    began_at: datetime


class Courier(Protocol):
    """Whoever takes letters of one channel out of the house; needs no transaction and may take its time."""

    def deliver(self, letter: Letter) -> Verdict:
        """Take one letter and tell what is known of it."""

    def rest(self) -> None:
        """Let go of the line until the next letter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message to ask its provider about; the reference is empty where our own key is all there is.

    `made_at` is when it was written, as in its letter; `waited` how long ago its last attempt began.
    """

    message_id: int
    key: str
    reference: str
    made_at: datetime
    waited: timedelta


@runtime_checkable
class Reporting(Protocol):
    """A courier whose provider tells later what became of a message.

    `settles_by_key` says that it finds a message by our key alone, so that an unknown one can be settled.
    """

    settles_by_key: bool

    def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
        """Ask about some messages at once; whatever is not answered is asked about again later.

        Never raises: a line that is down answers nothing.
        """


@runtime_checkable
class Prepaid(Protocol):
    """A courier whose provider works against credit."""

    def credit(self) -> Credit | None:
        """Tell what is left, or None where the provider does not say."""
