"""Fetches what people wrote to the shop's bot, where it has one whose token is known here."""

from shopcrm.outside.couriers import choice, keyholes
from shopcrm.outside.keys import Keys
from shopcrm.rules.delivery import Channel
from shopcrm.services import replies, settings
from shopcrm.services.replies import Taken
from shopcrm.services.shop import Shop


def fetch(shop: Shop, keys: Keys) -> Taken:
    """Take in what came since the last time; without a bot that is ready nobody is asked."""
    decided = shop.ask(settings.read)
    if not keyholes.is_ready(decided, keys, Channel.TELEGRAM):
        return Taken()
    bot = choice.telegram_bot(decided, keys)
    try:
        return replies.fetch(shop, {Channel.TELEGRAM: bot})
    finally:
        bot.rest()
