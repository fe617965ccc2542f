"""Finds the program's texts in a language; English is the language of the message ids themselves."""

import gettext
from functools import lru_cache
from pathlib import Path

DOMAIN = "shopcrm"


@lru_cache(maxsize=8)
def catalogue(resources: Path, language: str) -> gettext.NullTranslations:
    """Read the catalogue of a language; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, resources / "locale", languages=[language])
