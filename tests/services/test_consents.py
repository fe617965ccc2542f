from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import consents
from shopcrm.services.consents import Answer, HowMissing, NoLeaveNeeded
from shopcrm.services.shop import Shop, Who
from tests import makers

YES = Answer(Purpose.NEWS, Channel.EMAIL, given=True, how="asked at the counter")
NO = Answer(Purpose.NEWS, Channel.EMAIL, given=False, how="wrote a letter")


def test_M1_an_answer_is_kept_with_when_how_and_who(shop: Shop, now: datetime) -> None:
    key = makers.customer(shop)
    shop.become(Who(actor="leila"))
    shop.do(consents.record, key, YES)
    (held,) = shop.ask(consents.latest, key)
    assert (held.given, held.at, held.how, held.recorded_by) == (True, now, "asked at the counter", "leila")


def test_M1_the_latest_word_holds_and_nothing_said_is_lost(shop: Shop) -> None:
    key = makers.customer(shop)
    for answer in (YES, NO, YES, NO):
        shop.do(consents.record, key, answer)
    assert [view.given for view in shop.ask(consents.latest, key)] == [False]
    assert [view.given for view in shop.ask(consents.history, key)] == [False, True, False, True]
    assert not shop.ask(consents.allows, key, Purpose.NEWS, Channel.EMAIL)


def test_M1_each_purpose_and_channel_has_an_answer_of_its_own(shop: Shop) -> None:
    key = makers.customer(shop)
    shop.do(consents.record, key, YES)
    shop.do(consents.record, key, Answer(Purpose.SERVICE, Channel.CALL, False, "on the phone"))
    allowed = {
        (purpose, channel): shop.ask(consents.allows, key, purpose, channel)
        for purpose in Purpose
        for channel in (Channel.EMAIL, Channel.CALL, Channel.IN_PERSON)
    }
    assert allowed == {
        (Purpose.NEWS, Channel.EMAIL): True,
        (Purpose.NEWS, Channel.CALL): False,
        (Purpose.NEWS, Channel.IN_PERSON): True,
        (Purpose.SERVICE, Channel.EMAIL): True,
        (Purpose.SERVICE, Channel.CALL): False,
        (Purpose.SERVICE, Channel.IN_PERSON): True,
    }


def test_M1_a_form_writes_down_only_what_changed(shop: Shop) -> None:
    key = makers.customer(shop)
    assert shop.do(consents.settle, key, [YES]) == 1
    assert shop.do(consents.settle, key, [YES]) == 0
    assert shop.do(consents.settle, key, [NO]) == 1
    assert len(shop.ask(consents.history, key)) == 2


def test_M1_what_was_said_cannot_be_changed_in_the_file(shop: Shop) -> None:
    def cheat(session: Session) -> None:
        session.execute(text("UPDATE consent SET given = 1"))

    key = makers.customer(shop)
    shop.do(consents.record, key, NO)
    with pytest.raises(Exception, match="only ever added to"):
        shop.do(cheat)
    assert not shop.ask(consents.allows, key, Purpose.NEWS, Channel.EMAIL)


def test_M1_an_answer_goes_into_the_trail(shop: Shop) -> None:
    key = makers.customer(shop)
    shop.do(consents.record, key, YES)
    last = shop.ask(lambda session: session.execute(text("SELECT act, detail FROM audit_entry")).all())[-1]
    assert last.act == "consents.record"
    assert "added consent" in last.detail


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(Purpose.NEWS, Channel.EMAIL, True, " \n"), HowMissing),
        (Answer(Purpose.NEWS, Channel.IN_PERSON, True, "asked"), NoLeaveNeeded),
    ],
)
def test_an_answer_without_ground_is_refused(shop: Shop, answer: Answer, error: type[Exception]) -> None:
    key = makers.customer(shop)
    with pytest.raises(error):
        shop.do(consents.record, key, answer)
    assert not shop.ask(consents.history, key)


def test_nobody_answers_for_who_is_not_there(shop: Shop) -> None:
    with pytest.raises(NoSuchCustomer):
        shop.do(consents.record, 99, YES)
