"""How the desk looks: theme, direction and writing, switched while the window is open.

There is one Look for a program; widgets keep it and read colours when they paint, never before.
"""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from shopcrm.desk.icons import drawn
from shopcrm.desk.sheet import sheet
from shopcrm.desk.tokens import LIGHT, THEMES, Theme, Tint, Tokens, Type

FAMILY = "Vazirmatn"
_DESIGNED_PIXELS = 14
"""Body writing is this high on the screen for which all measures are given."""

_ROLES: dict[QPalette.ColorRole, Tint] = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Dark: "line",
}


class Look:
    """The theme, direction and size in force; `fonts` is the folder with the letters."""

    def __init__(self, fonts: Path) -> None:
        self.theme = Theme.LIGHT
        self.tokens: Tokens = LIGHT
        self.rtl = False
        self.text_scale = 1.0
        self._fonts = fonts
        self._loaded = False
        self._grown = 1.0
        self._letters: dict[tuple[Type, bool], QFont] = {}
        self._measures: dict[tuple[Type, bool], QFontMetricsF] = {}

    def apply(
        self,
        app: QApplication,
        theme: Theme,
        *,
        rtl: bool,
        text_scale: float = 1.0,
        persian: bool | None = None,
    ) -> None:
        """Put a theme and a direction on the whole program, open windows too; `text_scale` 1.5 is 150 %."""
        self._load(app)
        self.theme, self.tokens, self.rtl, self.text_scale = theme, THEMES[theme], rtl, text_scale
        self._grown = 1.0
        self._letters.clear()
        self._measures.clear()
        app.setFont(self.font(Type.BODY))
        self._grown = QFontInfo(self.font(Type.BODY)).pixelSize() / _DESIGNED_PIXELS
        right = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        app.setLayoutDirection(right)
        QLocale.setDefault(QLocale("fa_IR" if (rtl if persian is None else persian) else "en_GB"))
        app.setPalette(self.palette())
        app.setStyleSheet(sheet(self.tokens))

    def colour(self, tint: Tint) -> QColor:
        """Give a colour of the theme by its name."""
        return QColor(cast("str", getattr(self.tokens, tint)))

    def font(self, kind: Type, *, tabular: bool = False) -> QFont:
        """Give the letters of a kind of writing; `tabular` makes digits equally wide, for money columns."""
        known = self._letters.get((kind, tabular))
        if known is None:
            known = self._letters[kind, tabular] = self._cast(kind, tabular=tabular)
        return QFont(known)

    def metrics(self, kind: Type, *, tabular: bool = False) -> QFontMetricsF:
        """Give the measures of a kind of writing."""
        known = self._measures.get((kind, tabular))
        if known is None:
            known = self._measures[kind, tabular] = QFontMetricsF(self.font(kind, tabular=tabular))
        return known

    def size(self, pixels: int) -> int:
        """Give a measure of the design on this screen: it grows with the writing."""
        return max(1, round(pixels * self._grown)) if pixels else 0

    def icon(self, name: str, tint: Tint, size: int, ratio: float = 1.0, *, mirror: bool = False) -> QPixmap:
        """Draw an icon, `size` in design pixels; `mirror` turns it where the reading runs right to left."""
        shade = cast("str", getattr(self.tokens, tint))
        return drawn(name, shade, self.size(size), ratio, mirror=mirror and self.rtl)

    def palette(self) -> QPalette:
        """Give the theme's colours to what Qt paints."""
        palette = QPalette()
        for role, tint in _ROLES.items():
            palette.setColor(role, self.colour(tint))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette

    def _cast(self, kind: Type, *, tabular: bool) -> QFont:
        font = QFont(FAMILY)
        font.setPointSizeF(kind.points * self.text_scale)
        font.setWeight(QFont.Weight(kind.weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _load(self, app: QApplication) -> None:
        if self._loaded:
            return
        app.setStyle("Fusion")
        for path in sorted(self._fonts.glob(f"{FAMILY}-*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        self._loaded = True
