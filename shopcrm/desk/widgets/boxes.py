"""Rows and columns of things, in one line of code each."""

from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Thing: TypeAlias = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
"""A widget, a layout, a gap in pixels, a pair of thing and share, or None for room that stretches."""

Edges: TypeAlias = tuple[int, int, int, int]
_Box = TypeVar("_Box", bound=QBoxLayout)


def row(*things: Thing, gap: int = 8, edges: Edges = (0, 0, 0, 0)) -> QHBoxLayout:
    """Lay things side by side; a pair gives a thing its share of the room."""
    return fill(QHBoxLayout(), things, gap, edges)


def column(*things: Thing, gap: int = 8, edges: Edges = (0, 0, 0, 0)) -> QVBoxLayout:
    """Lay things under each other; a pair gives a thing its share of the room."""
    return fill(QVBoxLayout(), things, gap, edges)


def level(box: _Box) -> _Box:
    """Let things side by side begin at the same height, though a sentence may make one higher."""
    for place in range(box.count()):
        item = box.itemAt(place)
        if item is not None:
            item.setAlignment(Qt.AlignmentFlag.AlignTop)
    return box


def fill(box: _Box, things: tuple[Thing, ...], gap: int, edges: Edges) -> _Box:
    """Put things into a box one after the other."""
    box.setContentsMargins(*edges)
    box.setSpacing(gap)
    for thing in things:
        if isinstance(thing, tuple):
            _add(box, thing[0], thing[1])
        elif thing is None:
            box.addStretch(1)
        elif isinstance(thing, int):
            box.addSpacing(thing)
        else:
            _add(box, thing, 0)
    return box


def put_in(box: QLayout, widget: QWidget) -> None:
    """Put something new into a box that may be in sight.

    It is shown at once: Qt would show it later, and lay everything around it out anew for each such thing.
    """
    box.addWidget(widget)
    show_now(box, widget)


def show_now(box: QLayout, widget: QWidget) -> None:
    """Show what was just put into a box that is in sight, unless somebody hid it."""
    parent = box.parentWidget()
    was_hidden = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if parent is not None and parent.isVisible() and not was_hidden:
        widget.show()


def _add(box: QBoxLayout, thing: QWidget | QLayout, share: int) -> None:
    if isinstance(thing, QWidget):
        box.addWidget(thing, share)
    else:
        box.addLayout(thing, share)
