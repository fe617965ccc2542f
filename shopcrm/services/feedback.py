"""A short question after a visit or a settled case: from 0 to 10, and a line in the customer's own words.

One case is asked about once, and one person at most so many times in 30 days (K4). By message only whoever
may be told is asked: of their own case as a service, of a visit as news (M1). A low answer is a task to call
back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.complaints import Kind, State
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.letters import Field
from shopcrm.rules.sayings import saying
from shopcrm.rules.text import one_line
from shopcrm.services import complaint_drafts, outbox, people, reach, settings, templates
from shopcrm.services.complaint_ends import NotSettled
from shopcrm.services.first_texts import ASK_CASE, ASK_VISIT
from shopcrm.services.outbox import Draft, Version
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import Asking
from shopcrm.store.messages import Message
from shopcrm.store.sales import Sale

BEST, LOW = 10, 6
"""The best answer, and the best one that is still low."""
MONTH = timedelta(days=30)
LONGEST = 1000
"""The most letters of an answer."""


class About(StrEnum):
    """What somebody is asked about."""

    VISIT = "visit"
    CASE = "case"


class Way(StrEnum):
    """How they are asked."""

    COUNTER = "counter"
    PAPER = "paper"
    MESSAGE = "message"


class AskedAlready(Refused):
    """Nobody is asked of one thing twice (K4)."""

    sentence = "They were asked about this already. Nobody was asked. What they answered stands there."


class AskedOftenEnough(Refused):
    """Nobody is pestered (K4)."""

    sentence = (
        "They were asked lately, and nobody is asked more often than the settings say: {most} in 30 days. "
        "Nobody was asked. Ask them another time."
    )


class NobodyToAsk(BadInput):
    """A message goes to somebody."""

    sentence = (
        "Nobody is named whom a message could go to. Nobody was asked. Ask at the counter, or on paper."
    )


class MayNotAsk(Refused):
    """They said no, did not say yes, or cannot be reached (M1)."""

    sentence = "They cannot be asked by message: {why} Nobody was asked. Ask at the counter, or on paper."


class ScoreRefused(BadInput):
    """An answer from 0 to 10."""

    sentence = "An answer is a number from 0 to 10, not {score}. Nothing was saved."


class AnswerTooLong(BadInput):
    """A line is a line."""

    sentence = "An answer has at most {most} letters. Nothing was saved. Write it shorter."


class NoSuchAsking(NotFound):
    """Nobody was asked under this number."""

    sentence = "There is no question {id}. Nothing was saved. Look at the number on the card again."


class AnsweredAlready(Refused):
    """The first answer stands."""

    sentence = "Question {id} was answered with {score} already. Nothing was saved."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: a settled case, or a visit by its sale, its customer, or of nobody known."""

    complaint_id: int | None = None
    sale_id: int | None = None
    customer_id: int | None = None
    way: Way = Way.COUNTER

    @property
    def about(self) -> About:
        """Whether it is about a case or a visit."""
        return About.VISIT if self.complaint_id is None else About.CASE


@dataclass(frozen=True, slots=True)
class Answer:
    """From 0 (bad) to 10 (good), with a line."""

    score: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked, with what was answered."""

    id: int
    about: About
    way: Way
    complaint_id: int | None
    sale_id: int | None
    customer_id: int | None
    asked_at: datetime
    score: int | None
    words: str
    answered_at: datetime | None
    task: str


def ask(session: Session, question: Question, answer: Answer | None = None) -> Asked:
    """Ask, and where the answer came at once write it down with the question.

    Raises NoSuchComplaint, NotSettled, NoSuchSale, NoSuchCustomer, ErasedOnRequest, AskedAlready,
    AskedOftenEnough, NobodyToAsk, MayNotAsk, ScoreRefused and AnswerTooLong.
    """
    who = _checked(session, question)
    row = Asking(
        about=question.about.value,
        complaint_id=question.complaint_id,
        sale_id=question.sale_id,
        customer_id=who,
        way=question.way.value,
        asked_at=now_of(session),
        by=who_of(session).actor,
    )
    if question.way is Way.MESSAGE:
        row.message_id = _message(session, question, who)
    session.add(row)
    session.flush()
    return asked(row) if answer is None else take_answer(session, row.id, answer)


def take_answer(session: Session, asking_id: int, answer: Answer) -> Asked:
    """Write an answer down; a low one opens a task to call back. The same answer again changes nothing.

    Raises NoSuchAsking, AnsweredAlready, ScoreRefused, AnswerTooLong.
    """
    row = one(session, asking_id)
    words = one_line(answer.words)
    if not 0 <= answer.score <= BEST:
        raise ScoreRefused(score=answer.score)
    if len(words) > LONGEST:
        raise AnswerTooLong(most=LONGEST)
    if row.answered_at is not None:
        if (row.score, row.words) != (answer.score, words):
            raise AnsweredAlready(id=row.id, score=row.score or 0)
        return asked(row)
    row.score, row.words, row.answered_at = answer.score, words, now_of(session)
    row.task = "open" if answer.score <= LOW else ""
    session.flush()
    return asked(row)


def of_case(session: Session, complaint_id: int) -> Asked | None:
    """Tell whether somebody was asked about a case, and how content they are."""
    row = session.scalars(select(Asking).where(Asking.complaint_id == complaint_id)).one_or_none()
    return None if row is None else asked(row)


def of_sale(session: Session, sale_id: int) -> Asked | None:
    """Tell whether somebody was asked about a visit, and what they answered."""
    row = session.scalars(
        select(Asking).where(Asking.sale_id == sale_id, Asking.about == About.VISIT)
    ).first()
    return None if row is None else asked(row)


def may_be_asked(session: Session, question: Question) -> bool:
    """Whether somebody can be asked; the counter shows its key only then."""
    try:
        _checked(session, question)
    except (Refused, BadInput, NotFound):
        return False
    return True


def one(session: Session, asking_id: int) -> Asking:
    """Read the very row for the other services; raises NoSuchAsking."""
    row = session.get(Asking, asking_id)
    if row is None:
        raise NoSuchAsking(id=asking_id)
    return row


def asked(row: Asking) -> Asked:
    """Tell what a row says."""
    return Asked(
        row.id,
        About(row.about),
        Way(row.way),
        row.complaint_id,
        row.sale_id,
        row.customer_id,
        row.asked_at,
        row.score,
        row.words,
        row.answered_at,
        row.task,
    )


def _checked(session: Session, question: Question) -> int | None:
    """Tell who is asked, once it is sure that they may be (K4)."""
    who = question.customer_id
    if question.complaint_id is not None:
        case = complaint_drafts.one(session, question.complaint_id)
        if case.state != State.SETTLED or case.kind != Kind.COMPLAINT:
            raise NotSettled(number=str(case.number))
        who = case.customer_id
        if of_case(session, case.id) is not None:
            raise AskedAlready
    elif question.sale_id is not None:
        sale = session.get(Sale, question.sale_id)
        if sale is None:
            raise NoSuchSale(id=question.sale_id)
        who = sale.customer_id
        if of_sale(session, sale.id) is not None:
            raise AskedAlready
    if who is None:
        if question.way is Way.MESSAGE:
            raise NobodyToAsk
        return None
    who = people.kept(session, who).id
    _check_cap(session, who)
    if question.way is Way.MESSAGE:
        _check_reach(session, question, who)
    return who


def _check_cap(session: Session, who: int) -> None:
    most = settings.read(session).asks_a_month
    query = select(func.count()).where(Asking.customer_id == who, Asking.asked_at > now_of(session) - MONTH)
    count = int(session.scalar(query) or 0)
    if count >= most:
        raise AskedOftenEnough(most=most)


def _purpose(question: Question) -> Purpose:
    return Purpose.SERVICE if question.about is About.CASE else Purpose.NEWS


def _check_reach(session: Session, question: Question, who: int) -> None:
    person = reach.reaches(session, [who])[who]
    if reach.channel_for(person, _purpose(question), reach.ways(session)) is Channel.IN_PERSON:
        raise MayNotAsk(why=reach.why_in_person(person))


def _message(session: Session, question: Question, who: int | None) -> int | None:
    """Queue the message; where a cap of messages forbids it nobody is asked (M2)."""
    if who is None:
        raise NobodyToAsk
    name = ASK_CASE if question.about is About.CASE else ASK_VISIT
    key = f"{name}:{question.complaint_id or question.sale_id or f'{who}:{now_of(session).isoformat()}'}"
    queued = outbox.queue(
        session,
        [
            Draft(
                key=key,
                customer_id=who,
                versions=_versions(session, name),
                purpose=_purpose(question),
                why=(saying("A short question"),),
                template=name,
            )
        ],
    )
    if queued.in_person:
        raise MayNotAsk(why=queued.reasons[0][0])
    return session.scalar(select(Message.id).where(Message.key == key))


def _versions(session: Session, name: str) -> Mapping[str, Version]:
    decided = settings.read(session)
    made = {}
    for language, text in templates.read(session, name).items():
        words = outbox.words_of(decided, language)
        values = {
            Field.SHOP: words.isolate(one_line(decided.shop_name)),
            Field.DAY: words.day(decided.days.of(now_of(session)), year=False),
        }
        made[language] = outbox.version(letters.check(text), values)
    return made
