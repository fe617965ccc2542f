"""What can go wrong, in a sentence that says what was wrong, what was kept and what to do.

ShopError
├── BadInput        what somebody typed or brought cannot be used as it is
├── NotFound        what was named is not in the shop
├── Refused         a rule of the shop forbids it
└── Trouble         file, printer or line is not in order

Each error is a message id and its fields; `wording.Words.tell` puts it into the person's language.
"""

from collections.abc import Mapping
from typing import ClassVar

from shopcrm.rules.sayings import FieldValue, Saying


class ShopError(Exception):
    """The family of everything the program says no with; never shown as a traceback."""

    sentence: ClassVar[str] = "This could not be done."

    def __init__(self, **fields: FieldValue) -> None:
        self.fields: Mapping[str, FieldValue] = fields
        super().__init__(self.sentence)

    @property
    def saying(self) -> Saying:
        """The sentence with its fields, not yet in a language."""
        return Saying(self.sentence, tuple(self.fields.items()))

    def __str__(self) -> str:
        return self.saying.plainly()


class BadInput(ShopError):
    """What was typed or brought cannot be used as it is."""


class NotFound(ShopError):
    """What was named is not in the shop."""


class Refused(ShopError):
    """A rule of the shop forbids it."""


class Trouble(ShopError):
    """A file, a printer or a line is not in order."""
