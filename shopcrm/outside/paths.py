"""Where the program keeps its things on this computer, and where it finds what it was shipped with."""

import os
import sys
from pathlib import Path

from platformdirs import user_data_path

from shopcrm.rules.errors import Trouble

NAME = "ShopCRM"


class PartsMissing(Trouble):
    """The program was not installed whole."""

    sentence = (
        "The program's own files are missing from {place}. Your shop is untouched. Install ShopCRM again."
    )


def data_folder() -> Path:
    """Give the folder of the shop files; SHOPCRM_HOME takes its place where it is set."""
    chosen = os.environ.get("SHOPCRM_HOME")
    return Path(chosen) if chosen else user_data_path(NAME, appauthor=False)


def default_shop() -> Path:
    """Give the place of the shop that opens when none is named."""
    return data_folder() / "shop.db"


def sample_shop() -> Path:
    """Give the place of the sample shop, which is never the default one."""
    return data_folder() / "sample.db"


def resources() -> Path:
    """Find fonts, catalogues and help: beside a bundle, in the installed package, or in the checkout."""
    package = Path(__file__).resolve().parent.parent
    bundle = getattr(sys, "_MEIPASS", None)
    places = [package / "resources", package.parent / "resources"]
    if bundle:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if (place / "fonts").is_dir():
            return place
    raise PartsMissing(place=str(places[0]))
