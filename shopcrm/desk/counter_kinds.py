"""The kinds of payment at the counter: their words, pictures and keys."""

from shopcrm.rules.tenders import CARD, CASH, CREDIT, POINTS, TAB, TRANSFER
from shopcrm.rules.wording import Words

KINDS = (CARD, CASH, TRANSFER, TAB)
"""In the order of their keys."""
KEYS = {CARD: "F5", CASH: "F6", TRANSFER: "F7", TAB: "F8"}
_ICONS = {CARD: "credit-card", CASH: "banknote", TRANSFER: "arrow-left-right", TAB: "notebook-pen"}


def kind_word(words: Words, kind: str) -> str:
    """Name a kind of payment as its button does."""
    names = {
        CARD: words.say("Card"),
        CASH: words.say("Cash"),
        TRANSFER: words.say("Transfer"),
        TAB: words.say("On tab"),
    }
    return names.get(kind, kind)


def paid_word(words: Words, kind: str) -> str:
    """Name whatever paid a part of a sale, points and store credit too."""
    names = {POINTS: words.say("Points"), CREDIT: words.say("Store credit")}
    return names.get(kind) or kind_word(words, kind)


def icon_of(kind: str) -> str:
    """Give the picture of a kind of payment."""
    return _ICONS[kind]
