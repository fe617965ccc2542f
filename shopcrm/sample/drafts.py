"""Puts what happens in the sample into the words that the shop's services take."""

from datetime import timedelta

from shopcrm.sample import memories, talk
from shopcrm.sample.deliveries import Delivery
from shopcrm.sample.dice import Dice
from shopcrm.sample.shelves import Ware
from shopcrm.sample.story import Story
from shopcrm.sample.visits import Visit
from shopcrm.sample.written import Written
from shopcrm.services.arrivals import ArrivalDraft, Came
from shopcrm.services.customers import Draft
from shopcrm.services.goods import ProductDraft
from shopcrm.services.sales import LineDraft, SaleDraft

_COST_PERCENT = 72


def product(ware: Ware, shelf: int) -> ProductDraft:
    """Put goods into words, on the shelf with this id."""
    return ProductDraft(
        name=ware.name,
        code=ware.code,
        category_id=shelf,
        unit=ware.unit,
        price=ware.price,
        cost=ware.price * _COST_PERCENT // 100,
        attributes=dict(ware.attributes),
        barcodes=ware.barcodes,
    )


def person(dice: Dice, place: int, story: Story, written: Written) -> Draft:
    """Put into words what is known of the guest at a place of the story."""
    guest, memory, language = story.guests[place], story.memories[place], story.plan.language
    said = [*talk.answers(dice, guest, language), *memory.answers]
    return Draft(
        name=guest.name,
        phones=[guest.phone] if guest.phone else [],
        emails=[guest.email] if guest.email else [],
        language="en" if guest.english else "fa",
        consents=said,
        preferences=[*talk.tastes(dice, guest, language, written.shelves), *memory.tastes],
        note=memory.note,
        honorific=memory.honorific,
        tags=memory.tags,
        addresses=memory.homes,
        occasions=memory.occasions,
        preferred_channel=memories.preferred(memory, said),
        card=memory.card,
    )


def arrival(delivery: Delivery, story: Story, written: Written) -> ArrivalDraft:
    """Put a delivery into words."""
    lines = [
        Came(written.goods[ware], quantity, story.goods[ware].price * _COST_PERCENT // 100)
        for ware, quantity in delivery.lines
    ]
    at = written.at(delivery.day, delivery.second)
    return ArrivalDraft(lines, delivery.supplier, delivery.note, at)


def sale(visit: Visit, written: Written) -> SaleDraft:
    """Put a purchase, or what was brought back, into words."""
    return SaleDraft(
        sold_at=written.begins + timedelta(days=visit.day, seconds=visit.second),
        lines=[LineDraft(written.goods[line.ware], line.quantity, line.price) for line in visit.lines],
        customer_id=None if visit.guest is None else written.guests[visit.guest],
        kind=visit.kind,
    )
