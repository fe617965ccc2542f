"""The part of the tour about vouchers and the loyalty programme: what there is, and how it is made."""

from shopcrm.desk.tour_steps import Tour

_PARTS = ("points", "tiers", "promotions", "rewards")


def vouchers(tour: Tour) -> None:
    """See which vouchers there are and what one is worth; begin to make one, and to print one."""
    hands = tour.walk
    hands.go("vouchers")
    tour.snap("vouchers")
    hands.press("Ctrl+N")
    tour.snap_dialog("voucher-form")
    hands.press("F4")
    tour.snap_dialog("voucher-activate")
    if hands.can_press("Ctrl+P"):
        hands.press("Ctrl+P")
        tour.snap_dialog("voucher-print")


def programme(tour: Tour) -> None:
    """See each part of the programme, and begin something new in it."""
    hands = tour.walk
    for part in _PARTS:
        hands.go("programme", part)
        tour.snap(f"loyalty-{part}")
        hands.press("Ctrl+N")
        tour.snap_dialog(f"loyalty-{part}-form")
    hands.go("programme", _PARTS[0])
