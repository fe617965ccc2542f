"""Signing in: what is right, what is wrong, and that no restart and no clock makes guessing quicker."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shopcrm import app as program
from shopcrm.rules.errors import ShopError
from shopcrm.rules.pins import FREE_TRIES, Tick
from shopcrm.rules.roles import Role
from shopcrm.services import sign_in, staff
from shopcrm.services.shop import NOBODY, Shop, Who
from shopcrm.services.sign_in import CannotAgree, NoPinYet, TriedTooSoon, WrongPin, WrongPinAgain
from shopcrm.services.staff import NoSuchStaff
from shopcrm.store.staff import PinTry
from tests.conftest import NOW

PIN, OWNERS_PIN, MANAGERS_PIN = "4826", "482913", "739152"


class _Clocks:
    """Both clocks, as a thief would like to move them."""

    def __init__(self) -> None:
        self.wall, self.tick = NOW, Tick("first", 3_600_000)

    def wait(self, seconds: int) -> None:
        self.wall += timedelta(seconds=seconds)
        self.tick = Tick(self.tick.boot, self.tick.ms + 1000 * seconds)


@pytest.fixture
def clocks() -> _Clocks:
    return _Clocks()


@pytest.fixture
def opened(shop: Shop, clocks: _Clocks) -> Callable[[], Shop]:
    """Opens the shop with Reza, Mina and Ali in it, as often as it is asked for."""
    shop.do(staff.add, "Reza", "owner", OWNERS_PIN)
    shop.do(staff.add, "Mina", "manager", MANAGERS_PIN)
    shop.do(staff.add, "Ali", "staff", PIN)
    engine = shop.engine

    def again() -> Shop:
        return Shop(engine, lambda: clocks.wall, NOBODY, lambda: clocks.tick)

    return again


def _tries(shop: Shop) -> int:
    return (
        shop.itself().ask(lambda s: s.scalar(select(func.count()).select_from(PinTry).where(~PinTry.right)))
        or 0
    )


def _wrong(shop: Shop, times: int) -> None:
    for _ in range(times):
        with pytest.raises((WrongPin, WrongPinAgain)):
            sign_in.sign_in(shop, "Ali", "9999")


def test_the_right_pin_says_who_it_is(opened: Callable[[], Shop]) -> None:
    shop = opened()
    assert sign_in.sign_in(shop, "ali", " ۴۸۲۶ ") == Who("Ali", "1", Role.STAFF, signed_in=True)
    assert shop.who == NOBODY


def test_the_wrong_pin_is_told_counted_and_slowed(opened: Callable[[], Shop], clocks: _Clocks) -> None:
    shop = opened()
    _wrong(shop, FREE_TRIES - 1)
    with pytest.raises(WrongPinAgain, match=r"Ali.*15 seconds"):
        sign_in.sign_in(shop, "Ali", "0000")
    clocks.wait(14)
    with pytest.raises(TriedTooSoon, match="1 second"):
        sign_in.sign_in(shop, "Ali", PIN)
    assert _tries(shop) == FREE_TRIES
    clocks.wait(1)
    assert sign_in.sign_in(shop, "Ali", PIN).actor == "Ali"
    _wrong(shop, FREE_TRIES)


def test_one_persons_wrong_pins_slow_down_nobody_else(opened: Callable[[], Shop]) -> None:
    shop = opened()
    _wrong(shop, FREE_TRIES)
    assert sign_in.sign_in(shop, "Mina", MANAGERS_PIN).role is Role.MANAGER


def test_a_new_pin_from_the_owner_ends_the_wait(opened: Callable[[], Shop]) -> None:
    shop = opened()
    _wrong(shop, FREE_TRIES)
    shop.become(sign_in.sign_in(shop, "Reza", OWNERS_PIN))
    shop.do(staff.set_pin, "Ali", "5937")
    assert sign_in.sign_in(shop, "Ali", "5937").actor == "Ali"


def test_opening_the_shop_again_does_not_end_the_wait(opened: Callable[[], Shop], clocks: _Clocks) -> None:
    _wrong(opened(), FREE_TRIES)
    with pytest.raises(TriedTooSoon):
        sign_in.sign_in(opened(), "Ali", PIN)
    clocks.wait(15)
    assert sign_in.sign_in(opened(), "Ali", PIN).actor == "Ali"


@pytest.mark.parametrize("restart", [False, True], ids=["", "restart"])
@pytest.mark.parametrize("days", [365, 0, -365], ids=["a year on", "", "a year back"])
def test_no_clock_and_no_restart_ends_the_wait_and_it_ends_by_itself(
    opened: Callable[[], Shop], clocks: _Clocks, days: int, *, restart: bool
) -> None:
    _wrong(opened(), FREE_TRIES)
    clocks.wall += timedelta(days=days)
    if restart:
        clocks.tick = Tick("second", 1_000)
    with pytest.raises(TriedTooSoon):
        sign_in.sign_in(opened(), "Ali", PIN)
    clocks.wait(15)
    assert sign_in.sign_in(opened(), "Ali", PIN).actor == "Ali"


def test_many_programs_at_once_win_no_guess(opened: Callable[[], Shop]) -> None:
    outcomes: list[type[BaseException]] = []

    def guess(pin: str) -> None:
        try:
            sign_in.sign_in(opened(), "Ali", pin)
        except ShopError as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess, args=(f"90{number:02}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(threads)
    assert outcomes.count(TriedTooSoon) == len(threads) - FREE_TRIES
    assert _tries(opened()) == FREE_TRIES


def test_nobody_signs_in_without_a_pin_or_without_a_name(opened: Callable[[], Shop], shop: Shop) -> None:
    shop.do(staff.add, "Leila", "staff")
    for pin in ("", "0000"):
        with pytest.raises(NoPinYet, match="Leila"):
            sign_in.sign_in(opened(), "Leila", pin)
    with pytest.raises(NoSuchStaff, match="Nasrin"):
        sign_in.sign_in(opened(), "Nasrin", PIN)
    assert _tries(shop) == 0


def test_an_empty_pin_and_one_that_is_no_pin_are_wrong(opened: Callable[[], Shop]) -> None:
    for pin in ("", "'; drop table staff", "9" * 1000):
        with suppress(WrongPin):
            sign_in.sign_in(opened(), "Ali", pin)
            pytest.fail(pin)


def test_somebody_in_charge_agrees_and_others_cannot(opened: Callable[[], Shop]) -> None:
    shop = opened()
    shop.become(sign_in.sign_in(shop, "Ali", PIN))
    assert sign_in.agree(shop, "Mina", MANAGERS_PIN).actor == "Mina"
    assert sign_in.agree(shop, "Reza", OWNERS_PIN, Role.OWNER).actor == "Reza"
    with pytest.raises(CannotAgree, match=r"Mina.*owner"):
        sign_in.agree(shop, "Mina", MANAGERS_PIN, Role.OWNER)
    with pytest.raises(CannotAgree, match="Ali"):
        sign_in.agree(shop, "Ali", PIN)
    assert shop.who.actor == "Ali"


def test_who_somebody_still_is(opened: Callable[[], Shop], shop: Shop) -> None:
    ali = sign_in.sign_in(opened(), "Ali", PIN)
    assert shop.ask(sign_in.still, ali) == ali
    shop.do(staff.change_role, "Ali", "manager", "593716")
    assert shop.ask(sign_in.still, ali).role is Role.MANAGER
    shop.do(staff.leave, "Ali")
    assert shop.ask(sign_in.still, ali) == NOBODY
    assert shop.ask(sign_in.still, Who()) == NOBODY
    assert shop.ask(sign_in.still, NOBODY) == NOBODY


def test_before_the_first_pin_everybody_stays_who_they_are(shop: Shop) -> None:
    assert shop.ask(sign_in.still, Who()) == Who()
    assert shop.ask(sign_in.still, Who("Reza")) == Who("Reza")


def test_the_owner_begins_with_the_first_pin(shop: Shop) -> None:
    who = sign_in.begin_with_pins(shop, "  Reza   Noori ", OWNERS_PIN)
    assert who == Who("Reza Noori", "1", Role.OWNER, signed_in=True)
    assert shop.ask(sign_in.still, who) == who


def test_a_shop_with_pins_opens_for_nobody(opened: Callable[[], Shop], shop: Shop, tmp_path: Path) -> None:
    del opened
    path = Path(str(shop.engine.url.database))
    with program.opened(path, clock=lambda: NOW) as again:
        assert again.shop.who == NOBODY
        assert again.shop.ticker().ms > 0
    with program.opened(tmp_path / "other.db", clock=lambda: NOW) as fresh:
        assert fresh.shop.who == Who()
