"""The part of the tour about complaints: one is taken in, others are looked at, and books are opened."""

from shopcrm.desk.tour_steps import Tour

_CASE = {"F4": "case-write", "F9": "put-right", "Ctrl+Enter": "case-answer"}
_BOOKS = {
    "Alt+Q": "asking",
    "Alt+K": "getting-better",
    "Alt+W": "feedback-wall",
    "Alt+L": "call-backs",
    "Alt+U": "case-reports",
}


def complaints(tour: Tour) -> None:
    """Begin to take one in, look at those that are open, and see what is learned."""
    hands = tour.walk
    hands.go("customers")
    hands.press("Ctrl+J")
    hands.press("Alt+4")
    tour.snap_dialog("complaint")
    hands.go("complaints")
    tour.snap("complaints")
    for key, name in (_CASE | _BOOKS).items():
        if hands.can_press(key):
            hands.press(key)
            tour.snap_dialog(name)
