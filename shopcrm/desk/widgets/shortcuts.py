"""Keys that press a button at once; a key that is held down presses it only once."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton


def bind(button: QAbstractButton, key: str) -> QShortcut:
    """Let a key press a button while it is in sight and on; Enter means both Enter keys."""
    shortcut = QShortcut(button)
    shortcut.setAutoRepeat(False)
    shortcut.setKeys(sequences(key))
    shortcut.activated.connect(button.click)
    return shortcut


def sequences(key: str) -> list[QKeySequence]:
    """Read a key as it is printed on a keycap; one that cannot be read gives none."""
    names = [key.replace("Enter", "Return"), key] if key.endswith("Enter") else [key]
    found = [QKeySequence(name, QKeySequence.SequenceFormat.PortableText) for name in names if name]
    return [sequence for sequence in found if not sequence.isEmpty()]
