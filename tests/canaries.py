"""People whose every word can be told from all others, to see whether anything of them stays behind."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.text import fold, persian_digits, squeeze
from shopcrm.services import cards, customers, duplicates, holds, households, notes, wishes
from shopcrm.services.consents import Answer
from shopcrm.services.notes import NoteKind
from shopcrm.services.occasions import OccasionDraft
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Household, Question
from shopcrm.store.imports import ImportBatch, ImportedChange
from shopcrm.store.messages import Attempt, Message
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.sales import Sale, SaleLine, SaleStep
from shopcrm.store.tiers import TierChange
from shopcrm.store.till import HeldBasket, TabEntry
from shopcrm.store.vouchers import Voucher
from tests import makers

RARE = "ڦڥڤ"
"""Three letters that no other word of the shop has; the search index keeps them as one piece."""


@dataclass(frozen=True)
class Canary:
    """One person and the words that only they have."""

    mark: str
    name: str
    phone: str
    number: str

    @property
    def words(self) -> list[str]:
        """Every writing in which they may stand somewhere."""
        national = self.phone.removeprefix("+98")
        texts = [self.mark, self.name, fold(self.name), squeeze(self.name), self.number]
        return [*texts, national, persian_digits(national), persian_digits(self.number)]


def canary(place: int) -> Canary:
    """Make one: Persian and Latin by turns."""
    mark = f"zqx{place:02d}vjw"
    name = f"{RARE}{persian_digits(f'{place:02d}')} {mark}" if place % 2 else f"{mark.title()} {RARE}"
    return Canary(mark, name, f"+98912{7_430_100 + place * 37}", f"8{31_415_926 + place * 101}")


def let_live(shop: Shop, one: Canary, product_id: int) -> int:
    """Let a canary touch every part of the shop, and change some of it on the way."""
    key = shop.do(customers.add, _draft(one, first=True)).id
    shop.do(customers.edit, key, _draft(one, first=False))
    shop.do(_remember, key, one, product_id)
    makers.sale(shop, key, (product_id, 2000, 1500), (product_id, 1000, 900))
    shop.do(_write_everywhere, key, one)
    return key


def _draft(one: Canary, *, first: bool) -> customers.Draft:
    """Give what is known at first, and what it is corrected to: the older words must go too."""
    older = "" if not first else " of old"
    return customers.Draft(
        name=one.name + older,
        phones=[one.phone, "021 8888 7766"] if first else [one.phone],
        emails=[f"{one.mark}{'.old' if first else ''}@example.com"],
        note=f"Met {one.mark} at the fair{older}.\n" + f"{one.name} likes the corner table. " * 9,
        addresses=[f"{one.mark} street 12\nTehran"],
        tags=[f"tag {one.mark}"],
        occasions=[OccasionDraft(OccasionKind.OTHER, 5, 12, calendar=CalendarKind.JALALI, label=one.mark)],
        handles={Channel.TELEGRAM: f"tg{one.mark}"},
        consents=[Answer(Purpose.NEWS, Channel.EMAIL, given=first, how=f"said {one.mark}")],
        preferences=[Taste(Kind.LIKES, words=f"tea of {one.mark}{older}")],
    )


def _remember(session: Session, key: int, one: Canary, product_id: int) -> None:
    cards.give(session, key, one.number)
    note_id = notes.write(session, key, NoteKind.NOTE, f"first {one.mark}")
    notes.write(session, key, NoteKind.NOTE, f"{one.name} called again", note_id)
    wishes.ask(session, key, words=f"the book of {one.mark}", note=f"for {one.mark}")
    wishes.ask(session, key, product_id=product_id, note=f"{one.mark} waits")
    holds.hold(session, key, product_id, 1000, date(2026, 12, 1))


def _write_everywhere(session: Session, key: int, one: Canary) -> None:
    """Write a canary into what only other programs and gateways fill."""
    now = session.info["now"]
    for state in ("queued", "sent"):
        row = Message(
            key=f"{state}:{key}",
            customer_id=key,
            channel="email",
            purpose="news",
            address=f"{one.mark}@example.com",
            subject=f"For {one.name}",
            body=f"Dear {one.name}, {one.mark}" * 40,
            why=f'[{{"text": "{one.mark}", "many": "", "fields": []}}]',
            problem=f'[{{"text": "{one.mark}", "many": "", "fields": []}}]',
            reference=f"ref-{one.mark}-{state}",
            language="en",
            state=state,
            made_at=now - timedelta(days=1),
            not_before=now,
        )
        session.add(row)
        session.flush()
        session.add(Attempt(message_id=row.id, ordinal=1, began_at=now, detail=f"550 {one.mark}@example.com"))
    session.add(Question(customer_id=key, subject=f"ask-{one.mark}", put_at=now, answer=one.mark))
    sold = customers.show(session, key).purchases[0].id
    session.execute(update(SaleLine).where(SaleLine.sale_id == sold).values(note=f"cut for {one.mark}"))
    _write_at_the_counter(session, key, sold, one)
    batch = ImportBatch(
        kind="customers",
        file_name="people.csv",
        imported_at=now,
        imported_by="owner",
        **dict.fromkeys(("rows_read", "rows_added", "rows_changed", "rows_unchanged", "rows_refused"), 0),
    )
    session.add(batch)
    session.flush()
    change = {"before": f'{{"name": "{one.mark}"}}', "after": f'{{"name": "{one.name}"}}'}
    session.add(ImportedChange(batch_id=batch.id, rows_of="customer", row_id=key, **change))


def _write_at_the_counter(session: Session, key: int, sold: int, one: Canary) -> None:
    """Write a canary into every reason that somebody may give at the counter."""
    now, why = session.info["now"], f'[{{"text": "{one.mark}", "many": "", "fields": []}}]'
    session.execute(update(Sale).where(Sale.id == sold).values(reason=f"as {one.mark} asked"))
    session.add(SaleStep(sale_id=sold, place=0, kind="whole", before=4000, amount=100, why=why))
    by = {"at": now, "by": "owner"}
    session.add(TabEntry(customer_id=key, kind="adjust", amount=700, till="1", reason=one.name, **by))
    posting = PointPosting(
        customer_id=key,
        document=f"adjust {key}",
        rule="adjust",
        kind="adjust",
        points=50,
        reason=f"{one.mark} won",
        why=why,
        **by,
    )
    session.add(posting)
    session.flush()
    lot = PointLot(customer_id=key, posting_id=posting.id, points=50, usable_from=now.date())
    session.add(lot)
    session.flush()
    session.add(PointEntry(customer_id=key, posting_id=posting.id, lot_id=lot.id, points=50))
    session.add(TierChange(customer_id=key, kind="by_hand", reason=f"{one.mark} is a friend", **by))
    basket = f'{{"customer_id": {key}, "whole_why": "{one.mark}"}}'
    session.add(HeldBasket(customer_id=key, words=one.name, content=basket, till="1", **by))
    made = {"issued_at": now, "issued_by": "owner", "value": 500}
    for state in ("active", "withdrawn"):
        words = {"words": f"tea for {one.mark}", "reason_words": one.name, "withdrawn_why": one.mark}
        code = f"A{key:04d}{state.upper():>10}"[:15]
        session.add(Voucher(code=code, kind="goods", state=state, customer_id=key, **words, **made))
    bearer = {"code": f"C{key:014d}", "kind": "credit", "sale_id": sold, "reason": "return"}
    session.add(Voucher(**bearer, reason_words=f"{one.mark} returned it", **made))


def live_together(session: Session, first: int, second: int, mark: str) -> None:
    """Let two canaries share a household that bears their name, and one of them bring a third."""
    households.join(session, first, second)
    row = customers.get(session, first)
    session.execute(update(Household).where(Household.id == row.household_id).values(name=mark))


def sweep(session: Session) -> None:
    """Have the pairs looked for, so that reasons with phones are written down."""
    duplicates.sweep(session)


def hits(place: Path, words: Sequence[str]) -> list[str]:
    """Look through every byte of a folder, and tell in which files some words stand, in any encoding."""
    sought = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [f"{path.name}: {one!r}" for path in _files(place) for one in _found(path, sought)]


def _found(path: Path, sought: Sequence[bytes]) -> Iterator[bytes]:
    with io.BytesIO(path.read_bytes()) as file:
        content = file.getvalue()
    return (one for one in sought if one in content)


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]
