"""What stands on a voucher and beside it: the benefit in a few words, and its terms, sentence by sentence."""

from collections.abc import Sequence

from shopcrm.rules.money import THOUSANDTHS, Money, Quantity
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.rules.vouchers import Combines, Kind, Reason, State, Terms

STATES = {
    State.UNUSED: saying("unused"),
    State.PARTLY_USED: saying("partly used"),
    State.USED: saying("used up"),
    State.LAPSED: saying("lapsed"),
    State.WITHDRAWN: saying("withdrawn"),
    State.BLANK: saying("not activated"),
}
REASONS = {
    Reason.POINTS: saying("Bought with points"),
    Reason.TIER: saying("Came with a tier"),
    Reason.GAME: saying("Won in a game"),
    Reason.COMPLAINT: saying("Made up for a complaint"),
    Reason.OCCASION: saying("For an occasion"),
    Reason.CAMPAIGN: saying("Made for a campaign"),
    Reason.REFERRAL: saying("For bringing somebody"),
    Reason.PARTNER: saying("From a partner"),
    Reason.RETURN: saying("For goods brought back"),
    Reason.BOUGHT: saying("Was bought"),
    Reason.GIFT: saying("A present"),
}
KINDS = {
    Kind.PERCENT: saying("Percent off"),
    Kind.AMOUNT: saying("Amount off"),
    Kind.GOODS: saying("Goods or a service"),
    Kind.CREDIT: saying("Store credit"),
}
COMBINATIONS = {
    Combines.ALL: saying("With everything else"),
    Combines.NO_VOUCHER: saying("Not with other vouchers"),
    Combines.NO_PROMOTION: saying("Not with offers"),
    Combines.ALONE: saying("Only alone"),
}


def benefit(terms: Terms, goods: str = "", unit: str = "") -> Saying:
    """Say what a voucher gives; `goods` and `unit` are those of its product."""
    match terms.kind:
        case Kind.PERCENT:
            return _percent(terms)
        case Kind.AMOUNT:
            return saying("{amount} off", amount=Money(terms.value))
        case Kind.CREDIT:
            return saying("{amount} of credit", amount=Money(terms.value))
    if terms.product_id is None:
        return _times(terms.words, terms.value)
    if terms.value == THOUSANDTHS and not unit:
        return saying("{goods} free", goods=goods)
    return saying("{quantity} of {goods} free", quantity=Quantity(terms.value, unit), goods=goods)


def conditions(terms: Terms, person: FieldValue = "", only_for: Sequence[str] = ()) -> tuple[Saying, ...]:
    """Say under which terms it is good; `only_for` names the goods and shelves it is for."""
    found = [_dates(terms)]
    if terms.minimum:
        found.append(saying("With goods for {minimum} or more", minimum=Money(terms.minimum)))
    if only_for and terms.kind is not Kind.GOODS:
        found.append(saying("For {goods}", goods=_listed(only_for)))
    if terms.uses > 1:
        found.append(saying("Good {count} time", "Good {count} times", count=terms.uses))
    if terms.kind is Kind.CREDIT:
        found.append(saying("Can be spent in parts"))
    found.append(
        saying("Only for {name}", name=person) if terms.customer_id else saying("For whoever brings it")
    )
    if terms.combines is not Combines.ALL:
        found.append(COMBINATIONS[terms.combines])
    return tuple(one for one in found if one is not None)


def left(terms: Terms) -> Saying | None:
    """Say what is left of a voucher that is spent in parts, or None where that goes without saying."""
    if terms.kind is Kind.CREDIT:
        return saying("{amount} is left", amount=Money(terms.credit_rest))
    if terms.uses > 1:
        return saying("{left} of {count} uses are left", left=terms.uses_left, count=terms.uses)
    return None


def _percent(terms: Terms) -> Saying:
    percent = Quantity(terms.value * 10)
    if terms.most is None:
        return saying("{percent}% off", percent=percent)
    return saying("{percent}% off, {most} at most", percent=percent, most=Money(terms.most))


def _times(words: str, count: int) -> Saying:
    if count == 1:
        return saying("{goods} free", goods=words)
    return saying("{count} times {goods} free", count=count, goods=words)


def _dates(terms: Terms) -> Saying | None:
    if terms.from_on is not None and terms.until_on is not None:
        return saying("Good from {first} until {last}", first=terms.from_on, last=terms.until_on)
    if terms.until_on is not None:
        return saying("Good until {day}", day=terms.until_on)
    if terms.from_on is not None:
        return saying("Good from {day} on", day=terms.from_on)
    return None


def _listed(names: Sequence[str]) -> Saying:
    match list(names):
        case [one]:
            return saying("{first}", first=one)
        case [one, two]:
            return saying("{first} or {second}", first=one, second=two)
        case [one, two, *others]:
            return saying("{first}, {second} or {count} more", first=one, second=two, count=len(others))
    return saying("everything")
