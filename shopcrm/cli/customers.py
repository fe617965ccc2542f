"""Finds customers by any part of what is known of them, and shows one with everything the shop remembers."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules import occasions
from shopcrm.rules.money import Money
from shopcrm.rules.wording import Words
from shopcrm.services import customers, search
from shopcrm.services.cards import CardView
from shopcrm.services.consents import ConsentView
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.messages import MessageRow
from shopcrm.services.occasions import OccasionView
from shopcrm.services.people import Person
from shopcrm.services.preferences import Kind, PreferenceView
from shopcrm.services.purchases import Purchase
from shopcrm.services.search import SearchHit

_SHOWN = 50
_NEWEST = 20


def _describe_find(words: Words) -> str:
    return words.say("Find customers by any part of name, number, phone, mail address or note")


def _fill_find(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument("text", nargs="+", metavar=words.say("TEXT"), help=words.say("what to look for"))
    parser.add_argument("--limit", type=int, default=_SHOWN, help=words.say("how many to list at most"))


def _find(app: App, args: Namespace, words: Words) -> Answer:
    asked, limit = " ".join(args.text), max(1, args.limit)
    hits = app.shop.ask(search.find, asked, limit) or app.shop.ask(search.find_with_slips, asked, limit)
    lines = [_hit_line(hit, words) for hit in hits]
    found = [_hit(hit, app.shop.ask(customers.show, hit.id, 0), words) for hit in hits]
    return Answer({"customers": found}, lines or [_nobody(asked, words)])


def _nobody(asked: str, words: Words) -> str:
    return words.say("Nobody has {text}. Try a part of the name, or the end of the phone number.", text=asked)


def _hit_line(hit: SearchHit, words: Words) -> str:
    number, name = words.ltr(words.digits(str(hit.id))), words.shown(hit.shown_name)
    return words.listing([number, name, *map(words.phone, hit.phones), *map(words.isolate, hit.tags)])


def _hit(hit: SearchHit, sheet: CustomerSheet, words: Words) -> Json:
    name = words.shown(hit.shown_name)
    return {"id": hit.id, "code": hit.code, "name": name, "phones": hit.phones, **_whole(sheet, words)}


def _whole(sheet: CustomerSheet, words: Words) -> dict[str, Json]:
    """Tell what belongs to the person beside name and contacts; a yearly day is in its own calendar."""
    return {
        "honorific": sheet.honorific,
        "tags": sheet.tags,
        "occasions": [_occasion(view) for view in sheet.occasions],
        "cards": [_card(view) for view in sheet.cards],
        "addresses": sheet.addresses,
        "household": [_person(one, words) for one in sheet.household],
        "referred_by": _person(sheet.referred_by, words) if sheet.referred_by else None,
        "preferred_channel": sheet.preferred_channel,
    }


def _occasion(view: OccasionView) -> Json:
    return {
        "kind": view.kind,
        "label": view.label,
        "calendar": view.calendar,
        "month": view.month,
        "day": view.day,
        "year": view.year,
        "remind_days": view.remind_days,
        "next_day": view.next_day.isoformat(),
        "days_left": view.days_left,
        "turns": view.turns,
    }


def _card(view: CardView) -> Json:
    return {
        "number": view.number,
        "given_at": view.given_at.isoformat(),
        "replaced_at": view.replaced_at.isoformat() if view.replaced_at else None,
        "reason": view.reason,
    }


def _person(person: Person, words: Words) -> Json:
    return {"id": person.id, "name": words.shown(person.name)}


def _describe_show(words: Words) -> str:
    return words.say("Show all that the shop remembers of one customer")


def _fill_show(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "id", metavar=words.say("ID"), help=words.say("the customer's number here, or in another program")
    )


def _show(app: App, args: Namespace, words: Words) -> Answer:
    key = app.shop.ask(customers.by_id_or_code, args.id)
    sheet = app.shop.ask(customers.show, key, _NEWEST)
    return Answer(_document(sheet, words), _lines(sheet, words))


def _document(sheet: CustomerSheet, words: Words) -> dict[str, Json]:
    bought = sheet.bought
    return {
        "id": sheet.id,
        "code": sheet.code,
        "name": words.shown(sheet.shown_name),
        "phones": sheet.phones,
        "emails": sheet.emails,
        "note": sheet.note,
        "language": sheet.language,
        "state": sheet.state,
        "handles": {channel.value: value for channel, value in sheet.handles.items()},
        "labels": sheet.labels,
        **_whole(sheet, words),
        "first_seen_at": sheet.first_seen_at.isoformat(),
        "last_seen_at": sheet.last_seen_at.isoformat(),
        "consents": [_consent(view) for view in sheet.consents],
        "preferences": [_preference(view) for view in sheet.preferences],
        "purchases": {
            "count": bought.count,
            "total": bought.total,
            "first": bought.first.isoformat() if bought.first else None,
            "last": bought.last.isoformat() if bought.last else None,
        },
        "sales": [_sale(purchase) for purchase in sheet.purchases],
        "told": [_message(row) for row in sheet.told],
    }


def _consent(view: ConsentView) -> Json:
    return {
        "purpose": view.purpose,
        "channel": view.channel,
        "given": view.given,
        "at": view.at.isoformat(),
        "how": view.how,
        "recorded_by": view.recorded_by,
    }


def _preference(view: PreferenceView) -> Json:
    return {
        "kind": view.kind,
        "thing": view.thing,
        "product_id": view.product_id,
        "category_id": view.category_id,
        "strength": view.strength,
        "source": view.source,
    }


def _sale(purchase: Purchase) -> Json:
    return {
        "id": purchase.id,
        "number": purchase.number,
        "kind": purchase.kind,
        "at": purchase.sold_at.isoformat(),
        "total": purchase.total,
    }


def _message(row: MessageRow) -> Json:
    return {
        "id": row.id,
        "at": row.made_at.isoformat(),
        "channel": row.channel,
        "purpose": row.purpose,
        "subject": row.subject,
        "state": row.state,
        "outcome": row.outcome,
    }


def _lines(sheet: CustomerSheet, words: Words) -> list[str]:
    head = [words.shown(sheet.shown_name)]
    if sheet.code:
        head.append(words.ltr(sheet.code))
    reach = [*map(words.phone, sheet.phones), *map(words.ltr, sheet.emails)]
    filed = [*(words.ltr(words.digits(view.number)) for view in sheet.cards), *map(words.isolate, sheet.tags)]
    said = [_preference_line(view, words) for view in sheet.preferences]
    days = [_occasion_line(view, words) for view in sheet.occasions]
    heads = [words.listing(head), words.listing(reach), words.listing(filed)]
    known = [*heads, *sheet.note.splitlines(), *days, *said]
    return [line for line in [*known, _bought_line(sheet, words), *_sale_lines(sheet, words)] if line]


def _occasion_line(view: OccasionView, words: Words) -> str:
    day = words.yearly_day(view.calendar, view.month, view.day, view.year)
    return words.say(
        "{occasion}: {day}, {when}",
        occasion=view.name,
        day=words.isolate(day),
        when=occasions.comes(view.days_left),
    )


def _preference_line(view: PreferenceView, words: Words) -> str:
    match view.kind:
        case Kind.AVOIDS:
            return words.say("Avoids {thing}", thing=view.thing)
        case Kind.DISLIKES:
            return words.say("Does not like {thing}", thing=view.thing)
        case Kind.NEEDS:
            return words.say("Needs {thing}", thing=view.thing)
        case Kind.LIKES:
            return words.say("Likes {thing}", thing=view.thing)


def _bought_line(sheet: CustomerSheet, words: Words) -> str:
    if not sheet.bought.last:
        return words.say("Bought nothing yet")
    return words.plural(
        "Bought once for {total}, on {last}",
        "Bought {count} times for {total}, last on {last}",
        count=sheet.bought.count,
        total=Money(sheet.bought.total),
        last=sheet.bought.last,
    )


def _sale_lines(sheet: CustomerSheet, words: Words) -> list[str]:
    return [
        words.listing([words.day(row.day), words.ltr(row.number), words.money(row.total)])
        for row in sheet.purchases
    ]


FIND = Command("find", _describe_find, _fill_find, _find)
SHOW = Command("customer", _describe_show, _fill_show, _show)
