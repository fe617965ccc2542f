"""The part of the tour about people: the day, the memory, wishes, one person twice, and forgetting."""

from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.tour_steps import Tour
from shopcrm.desk.walk import Walk
from shopcrm.services import customer_lists, customers, memory
from shopcrm.services.customer_lists import Order
from shopcrm.services.duplicates import sweep_beside

_LOOKED_AT = 40
_BUSINESSES = frozenset({"wholesale", "عمده"})
"""So the sample files those who are no persons; of whom one knows no birthday and no taste."""


def day(tour: Tour) -> None:
    """See what is to be done, who waits for what, and all keys."""
    hands = tour.walk
    sweep_beside(hands.window.program.shop)
    hands.go("today")
    hands.window.page("today").refresh()
    tour.snap("today")
    hands.press("F6")
    tour.snap_dialog("waiting-list")
    hands.window.keys_asked.emit(hands.window.page("today"))
    tour.snap_dialog("keys")


def deeds(tour: Tour) -> None:
    """Do what can be done with a person: edit, a wish, a message, papers."""
    hands = tour.walk
    hands.go("customers", best_known(hands))
    for key, name in (("F4", "customer-edit"), ("Ctrl+Shift+W", "wish-form"), ("Ctrl+M", "message-form")):
        hands.press(key)
        tour.snap_dialog(name)
    hands.press("Ctrl+P")
    tour.snap("report-choice")
    tour.print("Ctrl+Enter", "customer-report")


def twice_and_never(tour: Tour) -> None:
    """Compare two that may be one person, and see what erasing would take away; nothing is changed."""
    hands = tour.walk
    page = hands.window.page("customers")
    if not isinstance(page, CustomersPage):
        return
    *_rest, merge, erase = [deed for deed in page.deeds.menu() if deed.do is not None]
    DuplicatesDialog(hands.window.kit, page).open()
    hands.settle()
    tour.snap_dialog("duplicates")
    for deed, name in ((merge, "merge-choice"), (erase, "erasing")):
        if deed.do is not None:
            deed.do()
            hands.settle()
            tour.snap_dialog(name)


def best_known(hands: Walk) -> int:
    """Choose the person of whom there is most to remember; businesses show less of what can be known."""
    shop = hands.window.program.shop
    found = shop.ask(customer_lists.page, 0, _LOOKED_AT, Order.SEEN)

    def much(person: int) -> tuple[bool, int, int, int]:
        lines = len(shop.ask(memory.card, person).lines)
        sheet = shop.ask(customers.show, person)
        is_person = _BUSINESSES.isdisjoint(sheet.tags)
        return is_person, lines, len(sheet.preferences), len(sheet.purchases)

    return max((person.id for person in found), key=much)
