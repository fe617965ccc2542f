"""What each role may do, in one table: the door asks it before every deed, and the settings show it.

A deed names its use cases as `module.function`. What stands in no deed is the owner's alone.
"""

from collections.abc import Mapping
from itertools import chain

from shopcrm.rules import care_deeds
from shopcrm.rules.deeds import Area, Deed, Role
from shopcrm.rules.sayings import Saying, saying

__all__ = [
    "AREAS",
    "DEEDS",
    "OPEN",
    "PEOPLE",
    "Area",
    "Deed",
    "Role",
    "at_least",
    "may",
    "may_ask",
    "words_of",
]

PEOPLE = (Role.OWNER, Role.MANAGER, Role.STAFF)
"""The roles that a person can have, from the one who may do everything."""
_RANK = {Role.NOBODY: 0, Role.PROGRAM: 0, Role.STAFF: 1, Role.MANAGER: 2, Role.OWNER: 3}


AREAS: tuple[Area, ...] = (
    Area(
        saying("At the counter"),
        (
            Deed(
                saying("sell, take payment, hold a basket"),
                Role.STAFF,
                (
                    "selling.complete",
                    "baskets.hold",
                    "baskets.take_up",
                    "baskets.drop",
                    "tabs.pay_off",
                    "rewards.buy",
                    "wrong_codes.note",
                    "printing.note",
                ),
            ),
            Deed(
                saying("take goods back, exchange, reverse the last sale"),
                Role.STAFF,
                ("returns.complete", "exchanges.complete", "reversals.reverse"),
            ),
            Deed(saying("go beyond the limits of discounts and returns"), Role.MANAGER),
            Deed(
                saying("close the day, change how much may be owed"),
                Role.MANAGER,
                (
                    "day_close.close",
                    "day_close.history",
                    "day_close.open_now",
                    "day_close.read",
                    "tabs.limit",
                ),
            ),
        ),
    ),
    Area(
        saying("Customers"),
        (
            Deed(
                saying("write down customers, notes, tastes, consents, requests and holds"),
                Role.STAFF,
                (
                    "cards.give",
                    "cards.replace",
                    "consents.record",
                    "customers.add",
                    "customers.edit",
                    "duplicates.keep_apart",
                    "duplicates.offer_again",
                    "holds.hand_over",
                    "holds.hold",
                    "holds.hold_again",
                    "holds.release",
                    "memory.act",
                    "memory.undo",
                    "notes.put_back",
                    "notes.remove",
                    "notes.write",
                    "occasions.add",
                    "occasions.remove",
                    "preferences.add",
                    "preferences.confirm",
                    "preferences.confirm_guess",
                    "preferences.dismiss",
                    "preferences.drop",
                    "preferences.remove",
                    "preferences.undismiss",
                    "printed_cards.ready",
                    "taking_back.add",
                    "taking_back.edit",
                    "taking_back.undo",
                    "turns.hold_for_waiting",
                    "turns.hold_wish",
                    "turns.release_all",
                    "wishes.ask",
                    "wishes.change",
                    "wishes.not_told",
                    "wishes.reopen",
                    "wishes.told",
                    "wishes.withdraw",
                ),
            ),
            Deed(
                saying("make two customers one, and take it back"),
                Role.MANAGER,
                ("merges.merge", "merges.unmerge"),
            ),
            Deed(saying("erase a person"), Role.MANAGER, ("erasure.erase",)),
        ),
    ),
    Area(
        saying("Goods"),
        (
            Deed(saying("write down what came in"), Role.STAFF, ("arrivals.record",)),
            Deed(
                saying("change goods and prices, correct the stock"),
                Role.MANAGER,
                ("goods.save", "stock.correct"),
            ),
        ),
    ),
    Area(
        saying("Messages"),
        (
            Deed(
                saying("write to customers, and note what came of it"),
                Role.STAFF,
                (
                    "answers.settle",
                    "answers.take_back",
                    "arrival_news.queue_arrival",
                    "messages.compose",
                    "opt_out.heard",
                    "opt_out.stop",
                    "other_way.not_there",
                    "printed_letters.tick_off",
                ),
            ),
            Deed(
                saying("change the shop's texts"),
                Role.MANAGER,
                ("templates.restore", "templates.write"),
            ),
        ),
    ),
    Area(
        saying("Loyalty"),
        (
            Deed(
                saying("give or take points and tiers by hand"),
                Role.MANAGER,
                ("points.adjust", "tiers.set_by_hand", "tiers.release"),
            ),
            Deed(
                saying("issue, activate and withdraw vouchers"),
                Role.MANAGER,
                (
                    "store_credit.load",
                    "voucher_issue.activate",
                    "voucher_issue.issue",
                    "voucher_issue.withdraw",
                ),
            ),
            Deed(
                saying("change the rules of points, tiers, rewards and promotions"),
                Role.MANAGER,
                (
                    "point_rules.save",
                    "point_rules.end",
                    "point_rules.take_up",
                    "tier_rules.end",
                    "tier_rules.lift_all",
                    "tier_rules.save",
                    "tier_rules.take_up",
                    "rewards.offer_again",
                    "rewards.retire",
                    "rewards.save",
                    "promotions.save",
                    "promotions.end",
                    "promotions.take_up",
                ),
            ),
        ),
    ),
    *care_deeds.AREAS,
    Area(
        saying("Files and reports"),
        (
            Deed(
                saying("bring in files, and take them back"),
                Role.MANAGER,
                ("imports.bring_in", "import_undo.undo"),
            ),
            Deed(
                saying("give out customers, goods or everything as a file or a report"),
                Role.MANAGER,
                (
                    "about.everything",
                    "exports.hand_out",
                    "exports.size",
                    "person_report.listed",
                    "person_report.read_all",
                ),
            ),
        ),
    ),
    Area(
        saying("The shop"),
        (
            Deed(saying("change language, look and calendar"), Role.STAFF, ("settings.wear",)),
            Deed(saying("change the settings"), Role.MANAGER, ("settings.change", "logo.put", "logo.remove")),
            Deed(saying("change one's own PIN"), Role.STAFF, ("staff.change_own_pin",)),
            Deed(
                saying("note that one read the standards"),
                Role.STAFF,
                ("standards.mark_all_read", "standards.mark_read"),
            ),
            Deed(
                saying("change the standards, opening hours and closed days"),
                Role.MANAGER,
                ("opening.add_holiday", "opening.remove_holiday", "standards.save"),
            ),
            Deed(
                saying("say who works here, their roles and PINs"),
                Role.OWNER,
                ("staff.add", "staff.change_role", "staff.leave", "staff.set_pin"),
            ),
            Deed(saying("say that the clock is right"), Role.OWNER, ("moments.trust_clock",)),
            Deed(
                saying("bring the shop back from a backup"), Role.OWNER, ("restoring.may", "restoring.note")
            ),
        ),
    ),
    Area(
        saying("What the program does by itself"),
        (
            Deed(
                saying("send what waits, hear answers, do the round of each day, learn"),
                Role.STAFF,
                (
                    "daily.do_daily",
                    "daily.do_some",
                    "duplicates.keep",
                    "matching.keep",
                    "points.lapse",
                    "postbox.claim_one",
                    "postbox.mark",
                    "replies.take_in",
                    "reports.hear",
                    "sales_history.pack",
                ),
                by_itself=True,
            ),
        ),
    ),
)
OPEN = frozenset(
    {
        "health.examine",
        "settings.read",
        "sign_in.at_the_start",
        "sign_in.attempt",
        "sign_in.people",
        "sign_in.still",
        "staff.roles_are_on",
    }
)
"""What is open before anybody signed in: signing in, and what shows nothing of anybody."""

DEEDS: Mapping[str, Deed] = {
    name: deed for deed in chain.from_iterable(area.deeds for area in AREAS) for name in deed.names
}
"""Each use case in the table, by name."""


def may(role: Role, name: str) -> bool:
    """Whether a role may run a use case that writes; one that stands in no deed is the owner's alone."""
    if name in OPEN:
        return True
    deed = DEEDS.get(name)
    if role is Role.PROGRAM:
        return deed is not None and deed.by_itself
    return at_least(role, deed.least if deed is not None else Role.OWNER)


def may_ask(role: Role, name: str) -> bool:
    """Whether a role may ask a question; only what gives out whole lists stands in the table."""
    if name in DEEDS or name in OPEN:
        return may(role, name)
    return role is not Role.NOBODY


def at_least(role: Role, least: Role) -> bool:
    """Whether a role is this one or one that may do more."""
    return _RANK[role] >= _RANK[least]


def words_of(role: Role) -> Saying:
    """Name a role."""
    match role:
        case Role.OWNER:
            return saying("owner")
        case Role.MANAGER:
            return saying("manager")
        case Role.STAFF:
            return saying("staff")
        case Role.PROGRAM:
            return saying("the program")
        case Role.NOBODY:
            return saying("nobody")
