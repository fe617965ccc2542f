"""The colours of the desk by day and by night, and the sizes of its writing.

Text on each ground it is used on has a contrast of at least 4.5 to 1, edges of controls at least 3 to 1.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Literal, TypeAlias

Tint: TypeAlias = Literal[
    "bg", "surface", "raised", "sunken", "line", "edge", "text", "muted",
    "accent", "on_accent", "accent_soft", "accent_ink",
    "warn", "warn_soft", "warn_line", "danger", "danger_soft", "danger_line", "ok", "ok_soft",
    "rail", "rail_text", "rail_sel", "rail_ink", "scrim", "track",
    "gold", "gold_ink", "silver", "silver_ink", "bronze", "bronze_ink", "toast_link",
]  # fmt: skip
"""The name of a colour; each stands in both themes."""


class Theme(StrEnum):
    """By day or by night."""

    LIGHT = "light"
    DARK = "dark"


class Type(Enum):
    """A kind of writing: points, weight."""

    KEY = (8.0, 500)
    CAPTION = (9.0, 400)
    CAPTION_MEDIUM = (9.0, 500)
    HEAD = (9.0, 600)
    SMALL = (9.75, 400)
    LABEL = (9.75, 500)
    LABEL_STRONG = (9.75, 600)
    BODY = (10.5, 400)
    MEDIUM = (10.5, 500)
    TITLE = (10.5, 600)
    SECTION = (12.0, 600)
    NAME = (13.5, 700)
    PAGE = (15.0, 700)
    AMOUNT = (33.0, 700)
    AMOUNT_SMALL = (27.0, 700)

    @property
    def points(self) -> float:
        """Give the size in points, so that it grows with the system's text size."""
        return self.value[0]

    @property
    def weight(self) -> int:
        """Give the weight from 400 (regular) to 700 (bold)."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme; each field is a colour as #RRGGBB (scrim as #AARRGGBB)."""

    bg: str
    surface: str
    raised: str
    sunken: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_ink: str
    warn: str
    warn_soft: str
    warn_line: str
    danger: str
    danger_soft: str
    danger_line: str
    ok: str
    ok_soft: str
    rail: str
    rail_text: str
    rail_sel: str
    rail_ink: str
    scrim: str
    track: str
    gold: str
    gold_ink: str
    silver: str
    silver_ink: str
    bronze: str
    bronze_ink: str
    toast_link: str


LIGHT = Tokens(
    bg="#F5F4F1", surface="#FFFFFF", raised="#FAF9F7", sunken="#ECEAE5", line="#DFDCD5", edge="#8A867D",
    text="#1C2226", muted="#565D64",
    accent="#0B6580", on_accent="#FFFFFF", accent_soft="#DDEEF3", accent_ink="#084C61",
    warn="#7F4A00", warn_soft="#FBEED3", warn_line="#D9A441",
    danger="#9E2B18", danger_soft="#FBE5E0", danger_line="#D98473",
    ok="#1B6340", ok_soft="#E0F0E6",
    rail="#12313C", rail_text="#C6D6DC", rail_sel="#1F4A59", rail_ink="#FFFFFF",
    scrim="#991C2226", track="#ECEAE5",
    gold="#F6E3A1", gold_ink="#5A4300", silver="#E6E9EC", silver_ink="#3F4A53",
    bronze="#F3E3D3", bronze_ink="#6B3F16", toast_link="#DDEEF3",
)  # fmt: skip

DARK = Tokens(
    bg="#14181B", surface="#1B2125", raised="#21282D", sunken="#101417", line="#323B42", edge="#75828B",
    text="#E8ECEE", muted="#A5B0B8",
    accent="#63C1DA", on_accent="#06222B", accent_soft="#17363F", accent_ink="#9ADCEC",
    warn="#F2BC57", warn_soft="#38300F", warn_line="#8A6A1E",
    danger="#FF9F8A", danger_soft="#43211B", danger_line="#9C4A3B",
    ok="#84D3A4", ok_soft="#17352A",
    rail="#0D1113", rail_text="#A9B6BC", rail_sel="#203037", rail_ink="#FFFFFF",
    scrim="#A6000000", track="#323B42",
    gold="#453A12", gold_ink="#F2D675", silver="#333B41", silver_ink="#D3DBE0",
    bronze="#3A2A1C", bronze_ink="#E7B58A", toast_link="#084C61",
)  # fmt: skip

THEMES = {Theme.LIGHT: LIGHT, Theme.DARK: DARK}
