import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.rules import cards
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Outcome, Purpose, State
from shopcrm.sample.make import Plan
from shopcrm.services import (
    consents,
    customer_lists,
    customers,
    duplicates,
    hand_work,
    health,
    messages,
    notes,
    tags,
    today,
)
from shopcrm.services.customer_lists import Order
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.messages import Filter, MessageRow
from shopcrm.services.notes import NoteKind
from shopcrm.services.occasions import OccasionKind
from shopcrm.services.today import Kind
from tests import made_samples
from tests.conftest import NOW

PERSON_COUNT, FEW = made_samples.FULL_LIFE, made_samples.CUSTOMERS
TABLES = (
    *("customer", "card", "tag", "address", "occasion", "note", "household", "consent", "preference"),
    *("message", "attempt", "likely_duplicate", "phone", "email", "wish", "hold"),
)


@pytest.fixture(scope="module", params=["en", "fa"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    language = str(request.param)
    path = tmp_path_factory.mktemp("sample") / f"{language}.db"
    made_samples.sample(tmp_path_factory, path, Plan(seed=7, customers=PERSON_COUNT, language=language))
    return language, path


@pytest.fixture
def opened(sample: tuple[str, Path]) -> Iterator[program.App]:
    with program.opened(sample[1], clock=lambda: NOW) as app:
        yield app


@pytest.fixture(scope="module")
def sheets(sample: tuple[str, Path]) -> list[CustomerSheet]:
    with program.opened(sample[1], clock=lambda: NOW) as app:
        listed = app.shop.ask(customer_lists.page, 0, PERSON_COUNT, Order.NAME)
        return [app.shop.ask(customers.show, row.id) for row in listed]


@pytest.fixture
def told(opened: program.App) -> list[MessageRow]:
    return list(opened.shop.ask(messages.page, Filter(), 0, 1_000).rows)


def _rows(path: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
    finally:
        connection.close()


def test_a_third_has_a_birthday_in_the_calendar_of_the_shop(
    sample: tuple[str, Path], sheets: list[CustomerSheet]
) -> None:
    days = [day for sheet in sheets for day in sheet.occasions]
    calendar = CalendarKind.JALALI if sample[0] == "fa" else CalendarKind.GREGORIAN
    assert {day.calendar for day in days} == {calendar}
    birthdays = [day for day in days if day.kind is OccasionKind.BIRTHDAY]
    assert 0.25 < len(birthdays) / len(sheets) < 0.4
    assert 0 < sum(day.year is None for day in birthdays) < len(birthdays) / 3
    assert all(19 <= day.turns <= 79 for day in birthdays if day.turns is not None)
    assert {0, 1, 4} <= {day.days_left for day in birthdays}
    assert {day.kind for day in days} >= {OccasionKind.BIRTHDAY, OccasionKind.ANNIVERSARY}


def test_people_are_filed_called_and_found_in_many_ways(
    opened: program.App, sheets: list[CustomerSheet]
) -> None:
    numbers = [sheet.cards[0].number for sheet in sheets if sheet.cards]
    assert 0.35 < len(numbers) / len(sheets) < 0.65
    assert all(cards.is_ours(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert opened.shop.ask(customers.by_id_or_code, numbers[0]) in {sheet.id for sheet in sheets}
    assert len(opened.shop.ask(tags.everything)) >= 4
    for part in ("honorific", "addresses", "note", "preferred_channel", "referred_by", "household"):
        assert 0 < sum(bool(getattr(sheet, part)) for sheet in sheets) < len(sheets) / 2, part
    tastes = [taste for sheet in sheets for taste in sheet.preferences]
    assert {bool(taste.attribute) for taste in tastes} == {True, False}


def test_couples_share_a_phone_and_are_no_duplicates(
    opened: program.App, sheets: list[CustomerSheet]
) -> None:
    by_id = {sheet.id: sheet for sheet in sheets}
    paired = {(pair.first.id, pair.second.id) for pair in opened.shop.ask(duplicates.waiting)}
    couples = [(sheet, by_id[other.id]) for sheet in sheets for other in sheet.household]
    for one, other in couples:
        assert one.phones == other.phones
        assert one.name.split(" ")[-1] == other.name.split(" ")[-1]
        assert (min(one.id, other.id), max(one.id, other.id)) not in paired
    assert couples


def test_a_preferred_way_is_one_to_which_they_said_yes(sheets: list[CustomerSheet]) -> None:
    said = Counter((answer.channel, answer.given) for sheet in sheets for answer in sheet.consents)
    for channel in (Channel.SMS, Channel.EMAIL, Channel.WHATSAPP, Channel.CALL):
        assert said[channel, True] > 0 < said[channel, False]
    for sheet in sheets:
        yes = {answer.channel for answer in sheet.consents if answer.given}
        assert sheet.preferred_channel is None or sheet.preferred_channel in yes


def test_notes_tell_what_happened_while_it_could(opened: program.App, sheets: list[CustomerSheet]) -> None:
    written = [(sheet, note) for sheet in sheets for note in opened.shop.ask(notes.of_customer, sheet.id)]
    assert {note.kind for _sheet, note in written} >= {NoteKind.NOTE, NoteKind.VISIT, NoteKind.CALL}
    for sheet, note in written:
        assert sheet.first_seen_at <= note.at <= NOW
        assert NOW - note.at < timedelta(days=250)
    visits = [(sheet, note) for sheet, note in written if note.kind is NoteKind.VISIT]
    for sheet, note in visits:
        moments = [purchase.sold_at for purchase in sheet.purchases]
        assert len(moments) == 20 or any(abs(note.at - at) < timedelta(minutes=5) for at in moments)


def test_messages_stand_everywhere_a_message_can_stand(
    sample: tuple[str, Path], opened: program.App, told: list[MessageRow]
) -> None:
    states = Counter(row.state for row in told)
    assert all(states[state] for state in (State.SENT, State.FAILED, State.UNKNOWN, State.QUEUED))
    # So few people buy the same thing so seldom that in one of the two shops nobody did.
    came_of = {Outcome.TOLD, Outcome.BOUGHT} if sample[0] == "fa" else {Outcome.TOLD}
    assert came_of <= {row.outcome for row in told}
    assert {row.channel for row in told} >= {Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.IN_PERSON}
    assert all(row.made_at <= NOW and (row.settled_at or NOW) <= NOW for row in told)
    waiting = {one: opened.shop.ask(hand_work.by_hand, one) for one in (Channel.SMS, Channel.LETTER)}
    assert all(waiting.values())
    assert all("{" not in row.body for row in told)


def test_nobody_was_told_who_had_said_no(opened: program.App, told: list[MessageRow]) -> None:
    for row in told:
        if row.purpose is not Purpose.NEWS or row.channel is Channel.IN_PERSON:
            continue
        history = opened.shop.ask(consents.history, row.customer_id)
        said = [one for one in history if one.channel is row.channel and one.at <= row.made_at]
        assert said
        assert said[0].given
        assert row.address


def test_today_has_something_of_every_kind(opened: program.App) -> None:
    counts = {group.kind: group.count for group in opened.shop.ask(today.today).groups}
    assert counts.keys() >= set(Kind) - {Kind.GUESS, Kind.HOLD_ENDS}
    assert 3 <= counts[Kind.DUPLICATE] <= 6


def test_the_doctor_finds_nothing(opened: program.App) -> None:
    findings = opened.shop.ask(health.examine)
    assert [finding.name for finding in findings if not finding.fine] == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_everything_remembered_is_the_same_for_the_same_seed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, language: str, *, full: bool
) -> None:
    first, count = tmp_path / "first.db", PERSON_COUNT if full else FEW
    plan = Plan(seed=7, customers=count, language=language)
    made_samples.sample(tmp_path_factory, first, plan)
    again = tmp_path / "again.db"
    made_samples.sample(tmp_path_factory, again, plan, again=True)
    for table in TABLES:
        assert _rows(again, table) == _rows(first, table), table


def test_a_sample_made_at_night_has_its_messages_too(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, night = tmp_path / "night.db", made_samples.NIGHT
    made_samples.sample(tmp_path_factory, path, Plan(seed=7, customers=PERSON_COUNT), night)
    with program.opened(path, clock=lambda: night) as app:
        states = {row.state for row in app.shop.ask(messages.page, Filter(), 0, 1_000).rows}
        assert {State.SENT, State.FAILED, State.UNKNOWN} <= states
