"""Tells a sample shop from a real one by its file, so that only a made-up shop is ever replaced."""

import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shopcrm.rules.errors import Refused, ShopError
from shopcrm.store import shop_file
from shopcrm.store.engine import close_engine, open_engine
from shopcrm.store.settings import Setting
from shopcrm.store.shop_file import FileState


class NotASample(Refused):
    """The place holds something that was not made up."""

    sentence = (
        "{file} is there already and is not a sample. It was left as it is. "
        "Choose another place for the sample with --file."
    )


def is_sample(path: Path) -> bool:
    """Tell whether a file is a sample shop, of this version or an older one; leaves it as it is."""
    try:
        if shop_file.look_at(path).state is FileState.NEW:
            return False
    except ShopError:
        return False
    engine = open_engine(path)
    try:
        with Session(engine) as session:
            value = session.scalar(select(Setting.value).where(Setting.name == "sample_seed"))
        return value is not None and json.loads(value) is not None
    except DBAPIError:
        return False
    finally:
        close_engine(engine)


def make_room(path: Path) -> None:
    """Refuse a place that holds anything but a sample; raises NotASample with the file untouched."""
    if path.exists() and not is_sample(path):
        raise NotASample(file=str(path))


def remove(path: Path) -> None:
    """Delete a sample shop; raises NotASample for any other file, which stays."""
    make_room(path)
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
