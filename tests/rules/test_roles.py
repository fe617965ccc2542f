from collections import Counter

import pytest

from shopcrm.rules import roles
from shopcrm.rules.roles import AREAS, DEEDS, OPEN, PEOPLE, Role
from tests import deeds

ASKED_BY_OTHER_HANDS = {"import_undo.foresee"}
"""Questions whose names are handed on before they are asked."""


def test_every_use_case_that_is_done_anywhere_stands_in_the_table() -> None:
    lost = {name: where for name, where in deeds.handed_over().items() if name not in DEEDS.keys() | OPEN}
    assert lost.keys() - ASKED_BY_OTHER_HANDS == set(), lost


def test_the_search_for_use_cases_finds_them() -> None:
    found = deeds.handed_over()
    assert found["settings.change"] >= {"desk/form_card.py", "desk/dialogs/first_run.py"}
    assert "cli/wishes.py" in found["wishes.withdraw"]
    assert "services/daily.py" in found["daily.do_daily"]


def test_the_table_names_nothing_that_is_not_there_and_nothing_twice() -> None:
    assert [name for name in DEEDS.keys() | OPEN if not deeds.is_there(name)] == []
    names = Counter(name for area in AREAS for deed in area.deeds for name in deed.names)
    assert [name for name, count in names.items() if count > 1] == []


def test_a_role_may_what_the_one_beneath_it_may() -> None:
    for name in DEEDS:
        allowed = [roles.may(role, name) for role in PEOPLE]
        assert allowed == sorted(allowed, reverse=True)
        assert allowed[0]


def test_what_stands_nowhere_is_the_owners_alone() -> None:
    assert [role for role in Role if roles.may(role, "customers.sell_all_of_them")] == [Role.OWNER]


def test_nobody_may_only_say_who_they_are() -> None:
    assert [name for name in DEEDS if roles.may(Role.NOBODY, name)] == []
    assert [name for name in DEEDS if roles.may_ask(Role.NOBODY, name)] == []
    assert not roles.may_ask(Role.NOBODY, "customers.show")
    assert roles.may(Role.NOBODY, "sign_in.attempt")


def test_the_program_does_its_own_work_and_no_other() -> None:
    own = {name for name in DEEDS if roles.may(Role.PROGRAM, name)}
    assert {"postbox.claim_one", "daily.do_daily"} <= own
    assert own.isdisjoint({"customers.edit", "points.adjust", "staff.add", "exports.hand_out"})
    assert roles.may_ask(Role.PROGRAM, "postbox.is_anything_due")


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("selling.complete", Role.STAFF),
        ("customers.add", Role.STAFF),
        ("settings.wear", Role.STAFF),
        ("exports.hand_out", Role.MANAGER),
        ("erasure.erase", Role.MANAGER),
        ("imports.bring_in", Role.MANAGER),
        ("points.adjust", Role.MANAGER),
        ("staff.set_pin", Role.OWNER),
    ],
)
def test_some_lines_of_the_table(name: str, least: Role) -> None:
    assert DEEDS[name].least is least


def test_each_role_has_a_name() -> None:
    assert len({roles.words_of(role).text for role in Role}) == len(Role)
