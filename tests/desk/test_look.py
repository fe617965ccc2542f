import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk.look import FAMILY, Look
from shopcrm.desk.tokens import DARK, LIGHT, Theme, Tint, Tokens, Type
from tests.desk.gallery import FONTS, settle

_TEXTS: list[tuple[Tint, Tint]] = [
    *[(ink, ground) for ink in ("text", "muted") for ground in ("bg", "surface", "raised", "sunken")],
    ("text", "accent_soft"),
    ("muted", "accent_soft"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("on_accent", "accent"),
    ("accent_ink", "accent_soft"),
    ("warn", "warn_soft"),
    ("warn", "surface"),
    ("danger", "danger_soft"),
    ("danger", "surface"),
    ("surface", "danger"),
    ("ok", "surface"),
    ("ok", "ok_soft"),
    ("rail_text", "rail"),
    ("rail_ink", "rail_sel"),
    ("surface", "text"),
    ("toast_link", "text"),
    ("gold_ink", "gold"),
    ("silver_ink", "silver"),
    ("bronze_ink", "bronze"),
]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(tokens: Tokens, ink: Tint, ground: Tint) -> float:
    light, dark = sorted(
        (_luminance(getattr(tokens, ink)), _luminance(getattr(tokens, ground))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
@pytest.mark.parametrize(("ink", "ground"), _TEXTS)
def test_text_can_be_read_on_its_ground(tokens: Tokens, ink: Tint, ground: Tint) -> None:
    assert _contrast(tokens, ink, ground) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_edges_of_controls_can_be_seen(tokens: Tokens) -> None:
    assert _contrast(tokens, "edge", "surface") >= 3
    assert _contrast(tokens, "accent", "surface") >= 3


def test_the_shops_letters_are_used_and_grow(look: Look, qapp: QApplication) -> None:
    assert QFontInfo(look.font(Type.BODY)).family() == FAMILY
    assert look.size(36) == 36
    look.apply(qapp, Theme.LIGHT, rtl=False, text_scale=1.5)
    assert look.size(36) == 54


def test_digits_in_money_columns_are_equally_wide(look: Look) -> None:
    metrics = QFontMetricsF(look.font(Type.BODY, tabular=True))
    for digits in ("0123456789", "۰۱۲۳۴۵۶۷۸۹"):
        assert len({round(metrics.horizontalAdvance(digit * 8), 1) for digit in digits}) == 1


def test_switching_is_live(look: Look, qapp: QApplication) -> None:
    before = qapp.palette().window().color()
    look.apply(qapp, Theme.DARK, rtl=True)
    settle()
    assert qapp.palette().window().color() != before
    assert qapp.isRightToLeft()
    assert look.colour("bg").name().upper() == DARK.bg


class _Worn(QWidget):
    """Notes how often it was dressed anew."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange


def test_the_same_look_again_dresses_nothing_anew(look: Look, qapp: QApplication) -> None:
    widget = _Worn()
    widget.show()
    settle()
    widget.times = 0
    look.apply(qapp, Theme.LIGHT, rtl=False)
    assert widget.times == 0
    for other in ({"theme": Theme.DARK, "rtl": False}, {"theme": Theme.DARK, "rtl": True}):
        widget.times = 0
        look.apply(qapp, **other)  # type: ignore[arg-type] # plain values by name
        assert widget.times > 0
    widget.times = 0
    look.apply(qapp, Theme.DARK, rtl=True, text_scale=1.5)
    assert widget.times > 0
    widget.deleteLater()
    settle()


def test_letters_are_loaded_once_for_all_windows(
    look: Look, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", loaded.append)
    another = Look(FONTS)
    another.apply(qapp, Theme.LIGHT, rtl=False)
    assert loaded == []
    assert QFontInfo(another.font(Type.BODY)).family() == QFontInfo(look.font(Type.BODY)).family() == FAMILY


def test_an_arrow_is_mirrored_only_where_it_is_asked(look: Look, qapp: QApplication) -> None:
    usual = look.icon("arrow-right", "text", 20).toImage()
    assert look.icon("arrow-right", "text", 20, mirror=True).toImage() == usual
    look.apply(qapp, Theme.LIGHT, rtl=True)
    assert look.icon("arrow-right", "text", 20).toImage() == usual
    assert look.icon("arrow-right", "text", 20, mirror=True).toImage() != usual


def test_an_unknown_icon_is_an_error(look: Look) -> None:
    with pytest.raises(KeyError):
        look.icon("no-such-icon", "text", 20)
