"""The door: it lets in by the table of roles, and the trail names who did it and who agreed."""

import json
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from shopcrm.rules.roles import DEEDS, Role
from shopcrm.services import customers, exports, postbox, settings, sign_in, staff
from shopcrm.services.customers import Draft
from shopcrm.services.shop import (
    NOBODY,
    PROGRAM,
    NeedsAgreement,
    NotAllowed,
    NotSignedIn,
    Session,
    Shop,
    Who,
    who_of,
)
from shopcrm.store.settings import AuditEntry

MINA = Who("Mina", role=Role.MANAGER, signed_in=True)
ALI = Who("Ali", role=Role.STAFF, signed_in=True)


def _acts(shop: Shop) -> list[tuple[str, str, dict[str, object]]]:
    rows = shop.itself().ask(lambda session: session.scalars(select(AuditEntry)).all())
    return [(row.actor, row.act, json.loads(row.detail)) for row in rows]


def _who(session: Session) -> Who:
    return who_of(session)


def test_staff_sell_and_write_down_and_change_no_settings(shop: Shop) -> None:
    shop.become(ALI)
    assert shop.do(customers.add, Draft(name="Sara")).id > 0
    with pytest.raises(NotAllowed, match=r"Ali may not do this: change the settings.*role manager"):
        shop.do(settings.change, shop_name="Ali's")
    assert shop.ask(settings.read).shop_name == ""
    assert shop.do(settings.wear, theme="dark").theme == "dark"


def test_whole_lists_go_out_only_by_who_is_in_charge(shop: Shop) -> None:
    shop.become(ALI)
    with pytest.raises(NotAllowed, match="give out customers"):
        shop.ask(exports.size, exports.Kind.CUSTOMERS)
    shop.become(MINA)
    assert shop.ask(exports.size, exports.Kind.CUSTOMERS) == 0


def test_people_and_pins_are_the_owners(shop: Shop) -> None:
    shop.become(MINA)
    with pytest.raises(NotAllowed) as refused:
        shop.do(staff.add, "Reza", "owner")
    assert refused.value.least is Role.OWNER
    assert isinstance(refused.value, NeedsAgreement)


@pytest.mark.parametrize("name", ["secretly", "customers"])
def test_what_stands_in_no_table_is_the_owners(shop: Shop, name: str) -> None:
    def use_case(session: Session) -> str:
        return str(session.info["who"].actor)

    use_case.__name__ = name
    for who in (MINA, ALI, PROGRAM):
        shop.become(who)
        with pytest.raises(NotAllowed, match=f"test_door.{name}"):
            shop.do(use_case)
        assert shop.ask(use_case) == who.actor
    shop.become(Who())
    assert shop.do(use_case) == "owner"


def test_nobody_does_nothing_and_sees_nothing(shop: Shop) -> None:
    customer = shop.do(customers.add, Draft(name="Sara")).id
    shop.become(NOBODY)
    refused: list[Callable[[], object]] = [
        lambda: shop.do(customers.add, Draft(name="Leila")),
        lambda: shop.do(settings.wear, theme="dark"),
        lambda: shop.ask(customers.show, customer),
        lambda: shop.ask(customers.count),
        lambda: shop.ask(_who),
    ]
    for attempt in refused:
        with pytest.raises(NotSignedIn):
            attempt()
    assert shop.ask(settings.read).theme == "light"
    assert shop.ask(sign_in.people) == []


def test_the_program_goes_on_while_nobody_is_there(shop: Shop) -> None:
    shop.become(NOBODY)
    itself = shop.itself()
    assert itself.ask(_who) == PROGRAM
    assert itself.do(postbox.claim_one, "a", frozenset()) is None
    with pytest.raises(NotAllowed):
        itself.do(customers.add, Draft(name="Leila"))
    assert shop.who == NOBODY


def test_what_the_program_changes_is_announced_in_the_window(shop: Shop) -> None:
    heard: list[object] = []
    itself = shop.itself()
    shop.on_change(heard.append)
    itself.become(Who())
    itself.do(customers.add, Draft(name="Sara"))
    assert len(heard) == 1
    assert shop.who == Who()


def test_a_manager_agrees_to_one_deed_and_the_trail_names_both(shop: Shop) -> None:
    shop.become(ALI)
    with shop.agreeing(MINA, "the sign was wrong"):
        shop.do(customers.add, Draft(name="Sara"))
        shop.do(settings.change, shop_name="Noori")
        with pytest.raises(NotAllowed):
            shop.do(staff.add, "Reza", "owner")
    with pytest.raises(NotAllowed):
        shop.do(settings.change, shop_name="Other")
    assert shop.who == ALI
    by_ali = {act: detail for actor, act, detail in _acts(shop) if actor == "Ali"}
    assert {
        "role": "staff",
        "allowed_by": "Mina",
        "allowed_role": "manager",
        "reason": "the sign was wrong",
    }.items() <= (by_ali["customers.add"].items())


def test_the_trail_names_actor_and_role(shop: Shop) -> None:
    shop.become(MINA)
    shop.do(customers.add, Draft(name="Sara"))
    ((actor, act, detail),) = _acts(shop)
    assert (actor, act, detail["role"]) == ("Mina", "customers.add", "manager")
    assert "allowed_by" not in detail


def test_limits_within_a_deed_ask_who_stands_behind_it() -> None:
    assert not ALI.is_at_least(Role.MANAGER)
    assert ALI.agreed_by(MINA, "").is_at_least(Role.MANAGER)
    assert not ALI.agreed_by(MINA, "").is_at_least(Role.OWNER)
    assert Who(role=Role.STAFF, allowed_by="Mina").is_at_least(Role.MANAGER)
    assert Who().is_at_least(Role.OWNER)


def test_one_thread_acts_for_somebody_while_another_is_signed_in(shop: Shop) -> None:
    shop.become(MINA)
    seen: list[str] = []
    began, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with shop.acting(ALI):
            began.set()
            go_on.wait(5)
            seen.append(shop.ask(_who).actor)
        seen.append(shop.ask(_who).actor)

    thread = threading.Thread(target=work)
    thread.start()
    began.wait(5)
    seen.append(shop.ask(_who).actor)
    go_on.set()
    thread.join()
    assert seen == ["Mina", "Ali", "Mina"]


def test_a_refusal_says_what_it_is_about_in_every_deed(shop: Shop) -> None:
    shop.become(NOBODY)
    for name, deed in DEEDS.items():
        module, _, function = name.partition(".")

        def use_case(session: Session) -> None:
            raise AssertionError(session)

        use_case.__module__, use_case.__name__ = f"shopcrm.services.{module}", function
        with pytest.raises(NotSignedIn):
            shop.do(use_case)
        with shop.acting(Who("Ali", role=Role.STAFF)):
            if deed.least is Role.STAFF:
                with pytest.raises(AssertionError):
                    shop.do(use_case)
            else:
                with pytest.raises(NotAllowed, match=deed.words.text):
                    shop.do(use_case)
