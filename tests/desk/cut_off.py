"""Finds what has too little room: cut words, things beside what they are in, places that scroll sideways."""

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget


def cut_off(root: QWidget) -> list[str]:
    """Find what in sight has less width than it must have, or lies beside what it is in."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.objectName().startswith("qt_") or _is_silent(widget):
            continue
        needed = widget.minimumSizeHint().width()
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and not widget.wordWrap()):
            shrinks = widget.minimumSizeHint().width() < widget.sizeHint().width()
            needed = needed if shrinks and isinstance(widget, QLabel) else widget.sizeHint().width()
        parent = widget.parentWidget()
        inside = parent is None or (widget.x() >= 0 and widget.geometry().right() < parent.width())
        if widget.width() < needed or not (inside or isinstance(widget, QAbstractScrollArea)):
            what = widget.accessibleName() or getattr(widget, "text", str)()
            room = f"{widget.width()} of {needed} at {widget.x()}"
            found.append(f"{type(widget).__name__} {what!r} in {type(parent).__name__}: {room}")
    return found


def sideways(root: QWidget) -> list[str]:
    """Find what in sight scrolls sideways."""
    areas = [area for area in root.findChildren(QAbstractScrollArea) if area.isVisible()]
    return [
        f"{type(area).__name__} {area.accessibleName()!r} by {area.horizontalScrollBar().maximum()}"
        for area in areas
        if area.horizontalScrollBar().maximum() > 0
    ]


def _is_silent(widget: QWidget) -> bool:
    """Whether it is a label without a word: nothing of it can be cut."""
    return isinstance(widget, QLabel) and not widget.text()
