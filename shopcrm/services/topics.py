"""The kinds of things that can change in a shop, for whoever shows them."""

from shopcrm.store.base import Topic

ALL_TOPICS = frozenset(Topic)

__all__ = ["ALL_TOPICS", "Topic"]
