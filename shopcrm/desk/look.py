"""How the desk looks: theme, direction and writing, switched while the window is open.

There is one Look for a program; widgets keep it and read colours when they paint, never before.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPixmap,
    QStaticText,
    QTextOption,
    QTransform,
)
from PySide6.QtWidgets import QApplication

from shopcrm.desk.icons import drawn
from shopcrm.desk.sheet import sheet
from shopcrm.desk.tokens import LIGHT, THEMES, Theme, Tint, Tokens, Type

FAMILY = "Vazirmatn"
_LOADED = "letters_of"
"""The property of the application that tells from where its letters were loaded."""
_MOST_MEASURED = 20_000
"""So many lines of writing are remembered with their measures; a page has some hundred."""
_MOST_SET = 2_000
"""So many lines are kept ready to be painted."""
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
    """The theme, direction and size in force; `fonts` is the folder with the letters.

    Text grows with the system; `text_scale` comes on top of that, 1.5 is 150 %.
    """

    def __init__(self, fonts: Path, *, text_scale: float = 1.0) -> None:
        self.theme = Theme.LIGHT
        self.tokens: Tokens = LIGHT
        self.rtl = False
        self.text_scale = self._usual_scale = text_scale
        self._fonts = fonts
        self._grown = 1.0
        self._letters: dict[tuple[Type, bool], QFont] = {}
        self._measures: dict[tuple[Type, bool], QFontMetricsF] = {}
        self._colours: dict[Tint, QColor] = {}
        self._widths: dict[tuple[str, Type, bool], int] = {}
        self._cut: dict[tuple[str, Type, bool, int], str] = {}
        self._set: dict[tuple[str, Type, bool, int, int], QStaticText] = {}
        self._stamps: dict[Hashable, QPixmap] = {}

    def apply(
        self,
        app: QApplication,
        theme: Theme,
        *,
        rtl: bool,
        text_scale: float | None = None,
        persian: bool | None = None,
    ) -> None:
        """Put a theme and a direction on the whole program, open windows too, with other writing for once."""
        self._load(app)
        self.theme, self.tokens, self.rtl = theme, THEMES[theme], rtl
        self.text_scale = self._usual_scale if text_scale is None else text_scale
        self._grown = 1.0
        for known in (self._letters, self._measures, self._colours, self._widths, self._cut, self._set):
            known.clear()
        self._stamps.clear()
        before = app.font()
        app.setFont(self.font(Type.BODY))
        self._grown = QFontInfo(self.font(Type.BODY)).pixelSize() / _DESIGNED_PIXELS
        right = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        worn = app.styleSheet(), before, app.layoutDirection()
        app.setLayoutDirection(right)
        QLocale.setDefault(QLocale("fa_IR" if (rtl if persian is None else persian) else "en_GB"))
        app.setPalette(self.palette())
        # Qt would polish every widget again, a second's work with all pages open, though nothing changed.
        if worn != (sheet(self.tokens), app.font(), right):
            app.setStyleSheet(sheet(self.tokens))

    def colour(self, tint: Tint) -> QColor:
        """Give a colour of the theme by its name."""
        known = self._colours.get(tint)
        if known is None:
            known = self._colours[tint] = QColor(cast("str", getattr(self.tokens, tint)))
        return QColor(known)

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

    def width(self, text: str, kind: Type, *, tabular: bool = False) -> int:
        """Tell how wide a line of writing is; the same lines are painted again and again."""
        about = text, kind, tabular
        known = self._widths.get(about)
        if known is None:
            _keep_few(self._widths)
            advance = self.metrics(kind, tabular=tabular).horizontalAdvance(text)
            known = self._widths[about] = int(advance) + 2 if text else 0
        return known

    def elided(self, text: str, kind: Type, width: int, *, tabular: bool = False) -> str:
        """Cut a line of writing to a width; it comes back unchanged where it fits."""
        about = text, kind, tabular, width
        known = self._cut.get(about)
        if known is None:
            _keep_few(self._cut)
            metrics, right = self.metrics(kind, tabular=tabular), Qt.TextElideMode.ElideRight
            known = self._cut[about] = metrics.elidedText(text.replace("\n", " "), right, width)
        return known

    def set_line(
        self, text: str, kind: Type, width: int, side: Qt.AlignmentFlag, *, tabular: bool = False
    ) -> QStaticText:
        """Give a line cut to a width and set on its side; setting it takes longer than painting it."""
        about = text, kind, tabular, width, side.value
        known = self._set.get(about)
        if known is None:
            _keep_few(self._set, _MOST_SET)
            known = QStaticText(self.elided(text, kind, width, tabular=tabular))
            known.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption(side)
            right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
            option.setTextDirection(right if self.rtl else left)
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            known.setTextOption(option)
            known.setTextWidth(width)
            known.prepare(QTransform(), self.font(kind, tabular=tabular))
            self._set[about] = known
        return known

    def size(self, pixels: int) -> int:
        """Give a measure of the design on this screen: it grows with the writing."""
        return max(1, round(pixels * self._grown)) if pixels else 0

    def icon(self, name: str, tint: Tint, size: int, ratio: float = 1.0, *, mirror: bool = False) -> QPixmap:
        """Draw an icon, `size` in design pixels; `mirror` turns it where the reading runs right to left."""
        shade = cast("str", getattr(self.tokens, tint))
        return drawn(name, shade, self.size(size), ratio, mirror=mirror and self.rtl)

    def stamp(self, about: Hashable, size: QSize, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
        """Give a small picture that is seen in many places, painted once for its meaning, size and screen."""
        key = about, size.width(), size.height(), ratio
        known = self._stamps.get(key)
        if known is None:
            _keep_few(self._stamps, _MOST_SET)
            known = QPixmap(size * ratio)
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            painter = QPainter(known)
            paint(painter)
            painter.end()
            self._stamps[key] = known
        return known

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
        # Letters that are loaded twice are kept twice, and all that Qt knows of writing is made anew.
        if app.property(_LOADED) == str(self._fonts):
            return
        app.setStyle("Fusion")
        for path in sorted(self._fonts.glob(f"{FAMILY}-*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        app.setProperty(_LOADED, str(self._fonts))


def _keep_few(known: dict[Any, Any], most: int = _MOST_MEASURED) -> None:
    if len(known) >= most:
        known.clear()
