"""Says who acts on the command line: a name after --staff, and the PIN where no other program can read it."""

import os
from dataclasses import replace

from shopcrm.app import App
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.roles import Role
from shopcrm.services import sign_in, staff
from shopcrm.services.shop import Session

PIN_IN = "SHOPCRM_PIN"
NEW_PIN_IN = "SHOPCRM_NEW_PIN"


class WhoAreYou(Refused):
    """The shop has PINs, and nobody was named."""

    sentence = (
        "This shop has PINs. Nothing was done. Say who you are: --staff NAME and the PIN in SHOPCRM_PIN."
    )


class PinMissing(BadInput):
    """A name without its PIN."""

    sentence = "The PIN of {name} is missing. Nothing was done. Put it into {place}."


def let_in(app: App, name: str | None, *, for_anybody: bool = False) -> None:
    """Let whoever is named act; without PINs everybody acts as the owner, under their name.

    Raises WhoAreYou, PinMissing, and what `sign_in.sign_in` raises; wrong PINs are counted and slow down.
    """
    shop = app.shop
    if name is None:
        if shop.who.role is Role.NOBODY and not for_anybody:
            raise WhoAreYou
    elif shop.who.role is Role.NOBODY:
        shop.become(sign_in.sign_in(shop, name, pin_from(PIN_IN, name)))
    else:
        shop.become(replace(shop.who, actor=shop.ask(_name_of, name)))


def pin_from(place: str, name: str) -> str:
    """Read a PIN from the environment; raises PinMissing."""
    pin = os.environ.get(place, "")
    if not pin:
        raise PinMissing(name=name, place=place)
    return pin


def _name_of(session: Session, name: str) -> str:
    return staff.named(session, name).name
