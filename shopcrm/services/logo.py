"""The shop's logo, kept in its file beside its decisions; it stands on slips, vouchers and letters."""

import json
from base64 import b64decode, b64encode

from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.services.settings import LOGO
from shopcrm.store.settings import Setting

_LARGEST = 300_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class LogoRefused(BadInput):
    """The picture is no PNG, or too large to be kept with every sale."""

    sentence = (
        "This picture cannot be the logo. The logo stays as it was. "
        "Choose a PNG picture of at most {most} kilobytes."
    )


def read(session: Session) -> bytes | None:
    """Give the logo as a PNG file, or None where there is none."""
    row = session.get(Setting, LOGO)
    return None if row is None else b64decode(json.loads(row.value))


def put(session: Session, png: bytes) -> None:
    """Keep another logo, a PNG file; raises LogoRefused with the one before untouched."""
    if not png.startswith(_SIGNATURE) or len(png) > _LARGEST:
        raise LogoRefused(most=_LARGEST // 1000)
    value = json.dumps(b64encode(png).decode("ascii"))
    row = session.get(Setting, LOGO)
    if row is None:
        session.add(Setting(name=LOGO, value=value))
    else:
        row.value = value


def remove(session: Session) -> None:
    """Do without a logo."""
    row = session.get(Setting, LOGO)
    if row is not None:
        session.delete(row)
