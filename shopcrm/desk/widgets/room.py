"""How high one thing in a dialog may be, so that it scrolls by itself and the dialog around it does not."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk.look import Look

_LEAST = 120
_FRAME, _AIR = 184, 40
"""How high head and foot of a dialog are, in design pixels, and what is seen of the window around it."""


def room_in(look: Look, parent: QWidget, wanted: int, beside: int = 0) -> int:
    """Give a height in pixels: what is wanted, or what a low window has left; `beside` stands under it.

    Of less than a few lines nothing can be seen: the dialog scrolls then.
    """
    free = parent.window().height() - _AIR - look.size(_FRAME + beside)
    return min(look.size(wanted), max(free, look.size(_LEAST)))
