"""Chooses the couriers that can go out, by what the shop has set up."""

import os
from collections.abc import Mapping

from shopcrm.outside.couriers.envelope import Sender
from shopcrm.outside.couriers.mail import MailCourier, MailServer, Security
from shopcrm.outside.keys import MAIL_PASSWORD, Keys
from shopcrm.rules import letters
from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import Trouble
from shopcrm.services.messages import Courier
from shopcrm.services.settings import Settings

OPEN_LINE = "SHOPCRM_MAIL_OPEN_LINE"
"""Set to 1, it allows a line without TLS to a mail server that is not on this computer."""


class PasswordMissing(Trouble):
    """The mail account has a user name, and nobody said its password."""

    sentence = (
        "The password of {user} at {host} is not known here. Nothing was sent, and all of it waits. "
        "Set it in the settings, or put it into the environment variable {variable}."
    )


def couriers(
    decided: Settings, keys: Keys, environment: Mapping[str, str] | None = None
) -> dict[Channel, Courier]:
    """Make the couriers for which the shop has what they need; without a mail server there is none.

    Raises PasswordMissing, or BadAddress where the shop's own address is none.
    """
    if not decided.mail_host:
        return {}
    server = mail_server(decided, keys, environment)
    sender = Sender(letters.sound_address(decided.mail_from or decided.mail_user), decided.shop_name)
    return {Channel.EMAIL: MailCourier(server, sender)}


def mail_server(decided: Settings, keys: Keys, environment: Mapping[str, str] | None = None) -> MailServer:
    """Put together where letters are handed in; raises PasswordMissing."""
    user, host = decided.mail_user, decided.mail_host
    password = keys.mail_password(user, host) if user else ""
    if password is None:
        raise PasswordMissing(user=user, host=host, variable=MAIL_PASSWORD)
    allowed = (os.environ if environment is None else environment).get(OPEN_LINE) == "1"
    return MailServer(
        host=host,
        port=decided.mail_port,
        security=Security(decided.mail_security),
        user=user,
        password=password,
        open_line_allowed=allowed,
    )
