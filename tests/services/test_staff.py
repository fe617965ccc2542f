import json
from pathlib import Path

import pytest
from sqlalchemy import select

from shopcrm.rules.pins import PinTooPlain, PinTooShort
from shopcrm.rules.roles import Role
from shopcrm.services import sign_in, staff
from shopcrm.services.shop import Shop, Who
from shopcrm.services.staff import (
    LastOwner,
    LongerPinNeeded,
    NoSuchRole,
    NoSuchStaff,
    OwnerFirst,
    StaffNameMissing,
    StaffNameTaken,
)
from shopcrm.store.settings import AuditEntry
from shopcrm.store.staff import Staff

OWNERS_PIN, OTHER_PIN = "482913", "739152"


@pytest.fixture
def reza(shop: Shop) -> str:
    """An owner with a PIN."""
    shop.do(staff.add, "Reza", "owner", OWNERS_PIN)
    return "Reza"


def test_people_without_pins_change_nothing(shop: Shop) -> None:
    shop.do(staff.add, "Mina", "staff")
    shop.do(staff.add, "Reza", "owner")
    assert not shop.ask(staff.roles_are_on)
    assert shop.ask(sign_in.at_the_start) == Who()
    assert [(row.name, row.role, row.has_pin) for row in shop.ask(staff.everybody)] == [
        ("Reza", Role.OWNER, False),
        ("Mina", Role.STAFF, False),
    ]
    assert shop.ask(sign_in.people) == []


def test_the_first_pin_is_an_owners_and_switches_the_roles_on(shop: Shop) -> None:
    shop.do(staff.add, "Mina", "manager")
    with pytest.raises(OwnerFirst):
        shop.do(staff.set_pin, "Mina", OTHER_PIN)
    with pytest.raises(OwnerFirst):
        shop.do(staff.add, "Ali", "staff", "4826")
    assert not shop.ask(staff.roles_are_on)
    assert len(shop.ask(staff.everybody)) == 1
    shop.do(staff.add, "Reza", "owner", OWNERS_PIN)
    assert shop.ask(staff.roles_are_on)
    assert shop.ask(sign_in.at_the_start).role is Role.NOBODY
    shop.do(staff.set_pin, "Mina", OTHER_PIN)
    assert [row.name for row in shop.ask(sign_in.people)] == ["Reza", "Mina"]


def test_the_pin_itself_stands_nowhere(shop: Shop, reza: str) -> None:
    shop.do(staff.set_pin, reza, OTHER_PIN)
    hidden = shop.ask(lambda session: session.scalars(select(Staff.pin_hash)).one())
    assert hidden.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    shop.engine.dispose()
    file = Path(str(shop.engine.url.database))
    whole = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert OTHER_PIN.encode() not in whole
    assert OWNERS_PIN.encode() not in whole


def test_the_last_owner_stays(shop: Shop, reza: str) -> None:
    shop.do(staff.add, "Sara", "owner")
    with pytest.raises(LastOwner, match="Reza"):
        shop.do(staff.leave, reza)
    for role in ("manager", "staff"):
        with pytest.raises(LastOwner, match="Reza"):
            shop.do(staff.change_role, reza, role)
    shop.do(staff.set_pin, "Sara", OTHER_PIN)
    shop.do(staff.leave, reza)
    with pytest.raises(LastOwner, match="Sara"):
        shop.do(staff.leave, "Sara")


def test_who_left_cannot_sign_in_and_may_come_back(shop: Shop, reza: str) -> None:
    key = shop.do(staff.add, "Ali", "staff", "4826")
    shop.do(staff.leave, "Ali")
    assert [row.name for row in shop.ask(staff.everybody)] == [reza]
    with pytest.raises(NoSuchStaff, match="Ali"):
        sign_in.sign_in(shop, "Ali", "4826")
    assert shop.do(staff.add, "ALI", "staff") == key
    assert [row.has_pin for row in shop.ask(staff.everybody)] == [True, False]


def test_whoever_gets_in_charge_gets_a_longer_pin(shop: Shop, reza: str) -> None:
    shop.do(staff.add, "Ali", "staff", "4826")
    with pytest.raises(LongerPinNeeded, match="at least 6"):
        shop.do(staff.change_role, "Ali", "manager")
    with pytest.raises(PinTooShort):
        shop.do(staff.change_role, "Ali", "manager", "4827")
    assert shop.ask(staff.everybody)[1].role is Role.STAFF
    shop.do(staff.change_role, "Ali", "manager", "482716")
    assert sign_in.sign_in(shop, "Ali", "۴۸۲۷۱۶").role is Role.MANAGER
    shop.do(staff.change_role, "Ali", "owner")
    shop.do(staff.change_role, reza, "staff")
    assert sign_in.sign_in(shop, reza, OWNERS_PIN).role is Role.STAFF


def test_a_person_changes_their_own_pin(shop: Shop, reza: str) -> None:
    shop.do(staff.add, "Ali", "staff", "4826")
    shop.become(sign_in.sign_in(shop, "Ali", "4826"))
    with pytest.raises(PinTooPlain):
        shop.do(staff.change_own_pin, "1234")
    shop.do(staff.change_own_pin, "5937")
    assert sign_in.sign_in(shop, "Ali", "5937").actor == "Ali"
    assert sign_in.sign_in(shop, reza, OWNERS_PIN).actor == reza


@pytest.mark.parametrize("name", ["", "   ", "‌", "x" * 61])
def test_a_name_is_needed(shop: Shop, name: str) -> None:
    with pytest.raises(StaffNameMissing, match="60"):
        shop.do(staff.add, name, "staff")


@pytest.mark.parametrize("again", ["Ali Rad", "ali  rad", "ALI RAD"])
def test_two_people_cannot_have_one_name(shop: Shop, again: str) -> None:
    shop.do(staff.add, "Ali Rad", "staff")
    with pytest.raises(StaffNameTaken):
        shop.do(staff.add, again, "staff")


@pytest.mark.parametrize("role", ["boss", "nobody", "program", ""])
def test_only_three_roles_are_given(shop: Shop, role: str) -> None:
    with pytest.raises(NoSuchRole, match="owner, manager, staff"):
        shop.do(staff.add, "Ali", role)


def test_what_was_changed_about_people_is_in_the_trail_without_their_pins(shop: Shop, reza: str) -> None:
    shop.do(staff.set_pin, reza, OTHER_PIN)
    entries = shop.ask(lambda session: session.scalars(select(AuditEntry)).all())
    assert [entry.act for entry in entries] == ["staff.add", "staff.set_pin"]
    for entry in entries:
        assert json.loads(entry.detail)["role"] == "owner"
        assert OTHER_PIN not in entry.detail
