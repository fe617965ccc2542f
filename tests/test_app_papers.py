"""The papers about people as the whole program makes them: from the shop file to a PDF, gone on closing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.app_papers import NothingToPrint
from shopcrm.outside.paper.render import page_texts
from shopcrm.outside.paper_room import room_of
from shopcrm.rules.delivery import Channel, Outcome, State
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.wording import Words
from shopcrm.services import cards, customers, messages, printed_letters, settings
from shopcrm.services.customer_drafts import Draft
from shopcrm.services.shop import Session, Shop
from shopcrm.store.messages import Message
from tests import makers
from tests.conftest import NOW


def posted(shop: Shop, customer_id: int, key: str, *, greeting: str | None = None) -> int:
    """Queue a letter that waits for the post."""

    def queue(session: Session) -> int:
        row = Message(
            key=key,
            customer_id=customer_id,
            channel=Channel.LETTER,
            purpose="service",
            address="221B Baker Street",
            subject="Greetings" if greeting else "News",
            body=f"Body of {key}",
            language="en",
            state="queued",
            made_at=shop.clock(),
            not_before=shop.clock() - timedelta(hours=1),
            greeting=greeting,
        )
        session.add(row)
        session.flush()
        return row.id

    return shop.do(queue)


def with_address(shop: Shop) -> int:
    """Make somebody whom the post reaches."""
    return shop.do(customers.add, Draft(name="Sara", addresses=["221B Baker Street"])).id


def text_of(path: Path) -> str:
    return " ".join(" ".join(page_texts(path)).split())


def test_every_paper_of_chosen_people_is_a_pdf_with_their_names(application: App, tmp_path: Path) -> None:
    ids = [makers.customer(application.shop, name="Sara"), makers.customer(application.shop, name="Bo")]
    words = application.words()
    makes: list[Callable[[Path, list[int], Words], int]] = [
        application.papers.customer_report_to,
        application.papers.counter_sheet_to,
        application.papers.given_to_person_to,
        application.papers.customer_list_to,
        application.papers.customer_cards_to,
    ]
    for make in makes:
        path = tmp_path / "paper.pdf"
        assert make(path, ids, words) == 2
        assert "Sara" in text_of(path)
        assert "Bo" in text_of(path)
    assert application.papers.about_person_to(path, ids[0], words) == 1
    assert "Sara" in text_of(path)
    with pytest.raises(NoSuchCustomer):
        application.papers.customer_report_to(path, [99], words)


def test_a_card_is_given_to_whoever_has_none(application: App, tmp_path: Path) -> None:
    sara = makers.customer(application.shop)
    application.papers.customer_cards_to(tmp_path / "card.pdf", [sara], application.words(), single=True)
    [card] = application.shop.ask(cards.of_customer, sara)
    assert card.number in text_of(tmp_path / "card.pdf").replace(" ", "")


def test_letters_that_wait_are_printed_and_ticked_off(application: App, tmp_path: Path) -> None:
    shop, words = application.shop, application.words()
    shop.do(settings.change, shop_name="Noori Nuts")
    sara = with_address(shop)
    first, second = posted(shop, sara, "one"), posted(shop, sara, "two")
    path = tmp_path / "letters.pdf"
    assert application.papers.letters_to(path, [second], words) == 1
    assert "Body of two" in text_of(path)
    assert "Body of one" not in text_of(path)
    assert application.papers.letters_to(path, None, words) == 2
    assert len(page_texts(path)) == 2
    assert shop.do(printed_letters.tick_off, [first, second]) == 2
    row = shop.ask(messages.one, first)
    assert (row.state, row.outcome) == (State.SENT, Outcome.TOLD)
    with pytest.raises(NothingToPrint):
        application.papers.letters_to(path, None, words)


def test_of_letters_only_those_that_greet_become_cards_by_themselves(
    application: App, tmp_path: Path
) -> None:
    shop, words = application.shop, application.words()
    sara = with_address(shop)
    plain = posted(shop, sara, "plain")
    posted(shop, sara, "greets", greeting="birthday/2026")
    path = tmp_path / "cards.pdf"
    assert application.papers.greeting_cards_to(path, None, words) == 1
    assert "Body of greets" in text_of(path)
    assert application.papers.greeting_cards_to(path, [plain], words) == 1
    assert "Body of plain" in text_of(path)


def test_C3_papers_made_to_be_looked_at_are_gone_on_closing(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with program.opened(file, clock=lambda: NOW) as app:
        sara = makers.customer(app.shop)
        path = app.paper_place("customer-report")
        app.papers.customer_report_to(path, [sara], app.words())
        assert path.exists()
        assert room_of(file) in path.parents
    assert not room_of(file).exists()


def test_a_command_that_prints_nothing_leaves_the_papers_of_the_window(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with program.opened(file, clock=lambda: NOW) as window:
        path = window.paper_place("customer-report")
        path.write_bytes(b"x")
        with program.opened(file, clock=lambda: NOW):
            pass
        assert path.exists()


def test_C3_erasing_takes_the_papers_along(application: App) -> None:
    sara = makers.customer(application.shop)
    path = application.paper_place("customer-report")
    application.papers.customer_report_to(path, [sara], application.words())
    application.erase_customer(sara)
    assert not path.exists()
