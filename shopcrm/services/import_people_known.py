"""The people of the shop, against whom a list of customers is held."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from shopcrm.rules import attributes
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.errors import BadInput
from shopcrm.rules.occasions import OccasionKind, SaidDay
from shopcrm.rules.people import shown_name
from shopcrm.rules.text import fold, squeeze
from shopcrm.services import people
from shopcrm.services.import_people_told import TASTES, Told
from shopcrm.services.import_rows import Task
from shopcrm.services.preferences import Kind, Source, Taste
from shopcrm.store.customers import Address, Card, Consent, Customer, Email, Occasion, Phone, Preference, Tag
from shopcrm.store.goods import Category, Product

_LATER_HOLDS = tuple(TASTES.values())


class CardOfAnother(BadInput):
    """The row names one person by number and another by card."""

    sentence = "The card {number} belongs to {name}."


class KnownPerson:
    """What the shop knows of somebody and a list can tell; `row` is the row that named them.

    `tastes` are what they like or avoid by its folded words; `consent` to news is None where nobody asked;
    of `cards` the one in use stands last; `own` is the number by which the file tells namesakes apart.
    """

    __slots__ = (
        "addresses", "birthday", "cards", "code", "consent", "emails", "honorific", "id", "is_new",
        "language", "name", "note", "own", "phones", "row", "tags", "tastes",
    )  # fmt: skip

    def __init__(self, key: int, code: str, name: str) -> None:
        self.id = key
        self.own = 0
        self.code = code
        self.name = name
        self.honorific = ""
        self.note = ""
        self.language = ""
        self.phones: list[str] = []
        self.emails: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.cards: list[str] = []
        self.tastes: dict[str, Taste] = {}
        self.birthday: SaidDay | None = None
        self.consent: bool | None = None
        self.row: int | None = None
        self.is_new = False


class PeopleKnown:
    """All people of the shop, found by card, number, phone, address or name."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._by_id: dict[int, KnownPerson] = {}
        self._by_code: dict[str, KnownPerson] = {}
        self._by_card: dict[str, KnownPerson] = {}
        self._by_contact: dict[str, list[KnownPerson]] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        self.old_numbers: frozenset[str] = frozenset()
        """Numbers of those who were merged into others; such a number stays theirs and is nobody's news."""
        self._active: frozenset[int] = frozenset()
        self._load()
        self.last_id = max(self._by_id, default=0)

    def find(self, told: Told) -> KnownPerson | None:
        """Find who is meant (C4): by card; by number; by a contact under the same name or none; by name.

        The shop's own number counts where the name is the same. Raises CardOfAnother.
        """
        number, called = told.number, squeeze(told.name)
        holder = self._by_card.get(told.card) if told.card else None
        found = self._by_code.get(number) if number else None
        if holder is not None and (found or holder) is not holder:
            raise CardOfAnother(number=told.card, name=shown_name(holder.name, holder.code, holder.id))
        found = found or holder or self._by_own_number(told, called)
        if found is not None:
            return found
        for contact in (*told.phones, *told.emails):
            for person in self._by_contact.get(contact, ()):
                same = not called or not person.name or squeeze(person.name) == called
                if same and not (number and person.code) and not _is_another(person, told):
                    return person
        namesakes = self._by_name.get(called, []) if called else []
        reached = bool(told.phones or told.emails)
        fitting = [
            person
            for person in namesakes
            if not (number and person.code)
            and not (reached and (person.phones or person.emails))
            and not _is_another(person, told)
        ]
        return fitting[0] if len(fitting) == 1 or (fitting and not number and not reached) else None

    def remember(self, person: KnownPerson) -> None:
        """Find the person from now on by what is known."""
        if person.code:
            self._by_code.setdefault(person.code, person)
        for card in person.cards:
            self._by_card.setdefault(card, person)
        for contact in (*person.phones, *person.emails):
            sharing = self._by_contact.setdefault(contact, [])
            if person not in sharing:
                sharing.append(person)
        namesakes = self._by_name.setdefault(squeeze(person.name), []) if person.name else [person]
        if person not in namesakes:
            namesakes.append(person)

    def is_of_somebody(self, contact: str) -> bool:
        """Whether somebody whom the shop knows has this phone, mail address, card or number."""
        return any(contact in known for known in (self._by_contact, self._by_card, self._by_code))

    def _by_own_number(self, told: Told, called: str) -> KnownPerson | None:
        person = self._by_id.get(told.own) if told.own in self._active else None
        if person is None or squeeze(person.name) != called or (told.number and person.code):
            return None
        return person

    def _load(self) -> None:
        session = self._task.session
        columns = (Customer.id, Customer.code, Customer.name, Customer.honorific, Customer.note)
        query = select(*columns, Customer.language, Customer.state).order_by(Customer.id)
        active: list[KnownPerson] = []
        for key, code, name, honorific, note, language, state in session.execute(query):
            person = self._by_id[key] = KnownPerson(key, code or "", name)
            person.honorific, person.note, person.language = honorific, note, language or ""
            if state == people.ACTIVE:
                active.append(person)
        self._load_contacts()
        self._load_more(set(self._task.plan.columns))
        self._load_consents()
        self._active = frozenset(person.id for person in active)
        for person in active:
            self.remember(person)
        merged = people.merged_codes(session)
        self.old_numbers = frozenset(merged)
        for code, key in merged.items():
            self._by_code.setdefault(code, self._by_id[key])

    def _load_contacts(self) -> None:
        for person, e164 in self._of(Phone.customer_id, Phone.e164, Phone.preferred.desc(), Phone.id):
            person.phones.append(e164)
        for person, address in self._of(Email.customer_id, Email.address, Email.preferred.desc(), Email.id):
            person.emails.append(address)
        for person, text in self._of(Address.customer_id, Address.text, Address.preferred.desc(), Address.id):
            person.addresses.append(text)

    def _load_more(self, columns: set[str]) -> None:
        """Load what a list rarely tells only where this one does."""
        if "card" in columns:
            for person, number in self._of(
                Card.customer_id, Card.number, Card.replaced_at.is_(None), Card.id
            ):
                person.cards.append(number)
        if "tags" in columns:
            for person, name in self._of(Tag.customer_id, Tag.name, Tag.id):
                person.tags.append(name)
        if "birthday" in columns:
            self._load_birthdays()
        if columns & set(TASTES):
            self._load_tastes()

    def _of(
        self, owner: InstrumentedAttribute[int], value: InstrumentedAttribute[str], *order: object
    ) -> Iterator[tuple[KnownPerson, str]]:
        query = select(owner, value).order_by(*order)  # type: ignore[arg-type] # columns and their orders alike
        for key, text in self._task.session.execute(query):
            yield self._by_id[key], text

    def _load_birthdays(self) -> None:
        columns = (Occasion.customer_id, Occasion.calendar, Occasion.month, Occasion.day, Occasion.year)
        query = select(*columns).where(Occasion.kind == OccasionKind.BIRTHDAY).order_by(Occasion.id)
        for key, calendar, month, day, year in self._task.session.execute(query):
            person = self._by_id[key]
            person.birthday = person.birthday or SaidDay(CalendarKind(calendar), month, day, year)

    def _load_tastes(self) -> None:
        query = (
            select(Preference, Product.name, Category.name)
            .outerjoin(Product, Product.id == Preference.product_id)
            .outerjoin(Category, Category.id == Preference.category_id)
            .where(Preference.source == Source.TOLD)
        )
        rows = self._task.session.execute(query).all()
        for row, goods, shelf in sorted(rows, key=lambda one: _LATER_HOLDS.index(Kind(one[0].kind))):
            words = attributes.shown(row.attribute, row.words) if row.attribute else row.words
            taste = Taste(
                Kind(row.kind),
                row.product_id,
                row.category_id,
                row.words,
                row.strength,
                attribute=row.attribute,
            )
            self._by_id[row.customer_id].tastes[fold(goods or shelf or words)] = taste

    def _load_consents(self) -> None:
        newest = select(func.max(Consent.id)).group_by(Consent.customer_id, Consent.purpose, Consent.channel)
        held = select(Consent.customer_id, Consent.given).where(
            Consent.id.in_(newest), Consent.purpose == Purpose.NEWS
        )
        for key, given in self._task.session.execute(held):
            person = self._by_id[key]
            # One no is a no: a file may not talk anybody out of it.
            person.consent = given and person.consent is not False


def _is_another(person: KnownPerson, told: Told) -> bool:
    """Whether the file told of the person under another number of the shop that it comes from."""
    return bool(told.own and person.own and told.own != person.own)


def spelled_tags(task: Task) -> dict[str, str]:
    """Tell how the tags that are in use are spelled, by their folded words."""
    rows: Sequence[tuple[str, str]] = [
        (row[0], row[1])
        for row in task.session.execute(select(Tag.skey, func.min(Tag.name)).group_by(Tag.skey))
    ]
    return dict(rows)
